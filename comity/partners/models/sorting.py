"""In which order organisations are listed: by the name that each reader sees, from a column of that language."""

from __future__ import annotations

from typing import Any

from django.db.models import F

from comity.partners.spelling import folded
from comity.translation.texts import ARABIC_SCRIPT, Text, current_language, languages

LONGEST = 300
# The column of each language of the interface; another language would sort as the first one does.
COLUMNS = {"fr": "sort_key_fr", "ar": "sort_key_ar"}
FIRST = "sort_key"


class ByShownName(F):
    """The column that sorts for whoever reads: chosen when the database is asked, not when the question is put."""

    def __init__(self, path: str = "") -> None:
        super().__init__(f"{path}{FIRST}")
        self.path = path

    def resolve_expression(self, *args: Any, **kwargs: Any) -> Any:
        return F(f"{self.path}{COLUMNS.get(current_language(), FIRST)}").resolve_expression(*args, **kwargs)


def sort_keys(name: Text) -> dict[str, str]:
    """This will fold a name for sorting in each language of the interface, by column."""
    first = {FIRST: folded(name.told_in(languages()[0]))[:LONGEST]}
    return first | {column: _key(name, code) for code, column in COLUMNS.items()}


def _key(name: Text, language: str) -> str:
    """Where the language is written in Arabic script, names in another script stand behind, as CLDR sorts them."""
    words = folded(name.told_in(language))
    if language in ARABIC_SCRIPT:
        words = f"{'0' if name.shown_in(language) in ARABIC_SCRIPT else '1'} {words}"
    return words[:LONGEST]
