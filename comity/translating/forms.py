"""What a reviewer types."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django import forms
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _

from comity.translating import workbench
from comity.translating.models import Passage, Suggestion
from comity.translating.models.suggestions import LONGEST
from comity.translating.reviewing import doubts
from comity.translating.words import in_words
from comity.translation.texts import direction


class SuggestionForm(forms.Form):
    """How a visitor would word a passage."""

    words = forms.CharField(label=_("How you would word it"), widget=forms.Textarea)
    website = forms.CharField(required=False)  # a field that people do not see, and programs fill in

    def __init__(self, data: QueryDict | None = None, *, passage: Passage) -> None:
        super().__init__(data, initial={"words": workbench.plain(passage.words)})
        language = passage.version.language
        rows = 2 + len(passage.source_text) // 60
        self.fields["words"].widget.attrs |= {"lang": language, "dir": direction(language), "rows": rows}
        self.fields["words"].widget.attrs["aria-describedby"] = "original"

    def clean_words(self) -> str:
        """This will count a break of a line once, however the browser sends it, and refuse what is too long."""
        words: str = self.cleaned_data["words"].replace("\r\n", "\n").strip()
        if len(words) > LONGEST:
            told = _("These are %(count)s letters; at most %(most)s can be kept. Nothing was cut: shorten it yourself.")
            raise forms.ValidationError(told, params={"count": len(words), "most": LONGEST})
        return words

    def clean_website(self) -> str:
        """This will refuse what fills in a field that people do not see."""
        if self.cleaned_data["website"]:
            raise forms.ValidationError(_("A field was filled in that only programs see, so nothing was kept."))
        return ""


def _as_sent(words: str) -> str:
    """As a browser sends the words of a box, and a form reads them."""
    return words.replace("\r\n", "\n").strip()


class WordsForm(forms.Form):
    """The words of one passage; what checks doubt is told once, and taken when it is sent again unchanged."""

    words = forms.CharField(label=_("Translation"), widget=forms.Textarea, max_length=20_000)
    doubted = forms.CharField(required=False, widget=forms.HiddenInput)
    seen = forms.CharField(required=False, widget=forms.HiddenInput)
    suggestion = forms.IntegerField(required=False, widget=forms.HiddenInput)

    def __init__(
        self, data: QueryDict | None = None, *, passage: Passage, suggestion: Suggestion | None = None
    ) -> None:
        self.passage = passage
        offered = suggestion or passage.offered
        initial: dict[str, Any] = {"words": workbench.typed(offered.words) if offered else "", "seen": passage.mark}
        initial |= {"suggestion": suggestion.pk if suggestion else None}
        super().__init__(data.copy() if data is not None else None, initial=initial, auto_id=f"{passage.pk}-%s")
        language = passage.version.language
        rows = 2 + len(passage.source_text) // 70
        self.fields["words"].widget.attrs |= {"lang": language, "dir": direction(language), "rows": rows}
        self.fields["words"].widget.attrs["aria-describedby"] = f"original-{passage.pk}"

    def clean(self) -> dict[str, Any]:
        given: dict[str, Any] = super().clean() or {}
        typed = given["words"] = _as_sent(given.get("words", ""))
        offered = self.passage.offered
        is_as_offered = offered is not None and typed == _as_sent(workbench.typed(offered.words))
        # What nobody changed is kept in the very form in which it was offered, and was checked then.
        given["kept"] = offered.words if offered and is_as_offered else self._kept(typed)
        if typed and given.get("doubted") != typed:
            found = offered.failed if offered and is_as_offered else doubts(self.passage, given["kept"])
            self._tell_doubts(typed, found)
        return given

    def _kept(self, typed: str) -> str:
        return workbench.kept(typed, like=self.passage.source_text)

    def _tell_doubts(self, typed: str, found: Sequence[str]) -> None:
        if not found:
            return
        own_copy: Any = self.data
        own_copy["doubted"] = typed
        for one in in_words(found):
            self.add_error("words", one)
        self.add_error("words", _("If it is right all the same, save it once more."))
