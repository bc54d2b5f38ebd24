"""Words of the public site that stand in more than one place."""

from django.utils.translation import gettext_lazy as _

NEWS = _("News")
