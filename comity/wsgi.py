"""Comity as a WSGI application, for the server that runs it."""

import os

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "comity.settings")
application = get_wsgi_application()
