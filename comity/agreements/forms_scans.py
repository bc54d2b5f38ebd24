"""Where the scan of a document is asked for."""

from __future__ import annotations

from typing import Any

from django import forms
from django.conf import settings
from django.utils.translation import gettext_lazy as _

from comity.agreements.scans import Scan
from comity.files.kinds import PDF, PICTURES
from comity.files.reading import read_file

TAKEN = [PDF, *PICTURES]


class ScanField(forms.FileField):
    """A PDF or a picture, parsed before it is believed; it may be left out, but where it is all that is sent."""

    def __init__(self, label: Any = "", *, required: bool = False) -> None:
        super().__init__(
            label=label or _("The document itself"),
            required=required,
            max_length=255,
            help_text=_("PDF or picture, up to 10 MB."),
            widget=forms.FileInput(attrs={"accept": ".pdf,.png,.jpg,.jpeg"}),
        )

    def clean(self, data: Any, initial: Any = None) -> Scan | None:
        """This will tell what was sent by its bytes. Raises ValidationError, in words, for what is not taken."""
        file = super().clean(data, initial)
        if not file:
            return None
        read = read_file(file, largest=settings.EVIDENCE_MAX_BYTES, taken=TAKEN)
        return Scan(read.file, read.kind.media_type)
