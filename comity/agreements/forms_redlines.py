"""What is asked for where somebody sends the text back as a Word file."""

from __future__ import annotations

from typing import Any

from django import forms
from django.conf import settings
from django.utils.translation import gettext_lazy as _

from comity.papers.returning import Returned, read_word


class RedlineForm(forms.Form):
    file = forms.FileField(
        label=_("The Word file that you edited"),
        max_length=255,
        help_text=_("DOCX, up to 10 MB. Changes may be tracked or not; comments are read too."),
        widget=forms.FileInput(attrs={"accept": ".docx"}),
    )

    def clean_file(self) -> Any:
        self.returned: Returned = read_word(self.cleaned_data["file"], largest=settings.EVIDENCE_MAX_BYTES)
        return self.returned.file
