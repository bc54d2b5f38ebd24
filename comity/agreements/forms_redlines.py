"""What is asked for where somebody sends the text back as a Word file."""

from __future__ import annotations

from typing import Any

from django import forms
from django.conf import settings
from django.utils.translation import gettext_lazy as _

from comity.agreements.access import parties_of
from comity.agreements.forms_acts import PartyField
from comity.agreements.models import Agreement, Party
from comity.papers.returning import Returned, read_word


class RedlineForm(forms.Form):
    """It asks for the file; our office also says who edited it, as others send it files by mail."""

    party = PartyField(_("Who edited it"))
    file = forms.FileField(
        label=_("The Word file that you edited"),
        max_length=255,
        help_text=_("DOCX, up to 10 MB. Changes may be tracked or not; comments are read too."),
        widget=forms.FileInput(attrs={"accept": ".docx"}),
    )

    def __init__(self, *args: Any, agreement: Agreement, sender: Party | None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.sender = sender
        if sender is not None and sender.is_ours and agreement.shared_at:
            self.fields["party"].queryset = parties_of(agreement)  # type: ignore[attr-defined]
        else:
            del self.fields["party"]

    @property
    def edited_by(self) -> Party | None:
        """The party whose redline it is: the one that was chosen, else that of the sender."""
        return self.cleaned_data.get("party") or self.sender

    def clean_file(self) -> Any:
        self.returned: Returned = read_word(self.cleaned_data["file"], largest=settings.EVIDENCE_MAX_BYTES)
        return self.returned.file
