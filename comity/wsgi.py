"""Comity as a WSGI application, for the server that runs it."""

import os

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "comity.settings")
of_django = get_wsgi_application()

from comity.watch.figures import count_kept  # noqa: E402 - they need what was just set up
from comity.website.dots import Dots  # noqa: E402
from comity.website.store import Shown, Store  # noqa: E402

application = Store(Dots(of_django), shows=Shown(), count_given=count_kept)
