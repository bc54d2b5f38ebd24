"""What a reviewer types."""

from __future__ import annotations

from typing import Any

from django import forms
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _

from comity.translating import workbench
from comity.translating.models import Passage
from comity.translating.reviewing import doubts
from comity.translating.words import in_words
from comity.translation.texts import direction


class WordsForm(forms.Form):
    """The words of one passage; what checks doubt is told once, and taken when it is sent again unchanged."""

    words = forms.CharField(label=_("Translation"), widget=forms.Textarea, max_length=20_000)
    doubted = forms.CharField(required=False, widget=forms.HiddenInput)
    seen = forms.CharField(required=False, widget=forms.HiddenInput)

    def __init__(self, data: QueryDict | None = None, *, passage: Passage) -> None:
        self.passage = passage
        offered = passage.offered
        initial = {"words": workbench.typed(offered.words) if offered else "", "seen": passage.mark}
        super().__init__(data.copy() if data is not None else None, initial=initial, auto_id=f"{passage.pk}-%s")
        language = passage.version.language
        rows = 2 + len(passage.source_text) // 70
        self.fields["words"].widget.attrs |= {"lang": language, "dir": direction(language), "rows": rows}
        self.fields["words"].widget.attrs["aria-describedby"] = f"original-{passage.pk}"

    def clean(self) -> dict[str, Any]:
        given: dict[str, Any] = super().clean() or {}
        typed = given.get("words", "")
        given["kept"] = workbench.kept(typed, like=self.passage.source_text)
        if typed and given.get("doubted") != typed:
            self._tell_doubts(typed, doubts(self.passage, given["kept"]))
        return given

    def _tell_doubts(self, typed: str, found: tuple[str, ...]) -> None:
        if not found:
            return
        own_copy: Any = self.data
        own_copy["doubted"] = typed
        for one in in_words(found):
            self.add_error("words", one)
        self.add_error("words", _("If it is right all the same, save it once more."))
