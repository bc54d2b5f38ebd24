"""What has to be said before somebody's data are erased."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _


class ErasureForm(forms.Form):
    """A head says that the consequences were read."""

    is_sure = forms.BooleanField(
        label=_("I have read what is erased and what is kept. It cannot be taken back."),
        error_messages={"required": _("Confirm that you have read what is erased and what is kept.")},
    )
