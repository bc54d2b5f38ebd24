"""The adopted text as one file that is read and printed anywhere, with the numbered corrections that hold beside it."""

from __future__ import annotations

import json
from base64 import b64encode
from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache
from pathlib import Path
from typing import Any

from django.template.loader import render_to_string
from django.utils.translation import override

import comity.ui
from comity.meetings.amended import Amendment, Standing, amendments_among, standing_of
from comity.meetings.drafts import DraftItem, languages_of, own_or_record
from comity.meetings.models import Adoption, Attendance, Corrigendum, FinalMinutes
from comity.meetings.texts import Content, canonical, corrigendum_content, frozen_readings
from comity.translation.texts import Text, direction

STYLE = Path(comity.ui.__file__).parent / "static" / "ui" / "css" / "document.css"


@dataclass
class Corrected:
    """A numbered correction that every side adopted, with the very words that its SHA-256 covers."""

    corrigendum: Corrigendum
    adoptions: list[Adoption]
    hashed: str


@dataclass
class WrittenItem:
    """One item of the adopted text, and how it reads since it was corrected."""

    item: DraftItem
    side: Text
    introduced_by: Text
    standing: Standing | None


def language_of_document(final: FinalMinutes, asked: str) -> str:
    """This will choose the language that was asked for where the text exists in it, else the reader's, else its own."""
    content = json.loads(final.content)
    is_there = asked in languages_of(final.session, content)
    return asked if is_there else own_or_record(final.session, content)


def document_of(final: FinalMinutes, *, language: str, at: datetime) -> str:
    """This will write the adopted text as a page in one language that needs nothing from elsewhere.

    It is made from the frozen text alone, not from what the records say by now. `at` is the moment it is made.
    """
    with override(language):
        told = {"language": language, "runs": direction(language), "style": _style(), "final": final, "at": at}
        return render_to_string("meetings/document.html", {**told, **_told(final, language)})


def _told(final: FinalMinutes, language: str) -> dict[str, Any]:
    session, content = final.session, json.loads(final.content)
    adoptions = list(Adoption.objects.around(session))
    amendments = amendments_among(adoptions, None, frozen=frozen_readings(session))
    corrected = _corrected(final, amendments)
    return {
        "session": session,
        "title": Text(content["title"]),
        "place": Text(content["place"]),
        "delegations": [_delegation(one) for one in content["delegations"]],
        "items": [_written(entry, amendments, language) for entry in content["items"]],
        "adoptions": [one for one in adoptions if one.corrigendum is None and one.sha256 == final.sha256],
        "corrected": corrected,
    }


def _corrected(final: FinalMinutes, amendments: list[Amendment]) -> list[Corrected]:
    found, before = [], final.sha256
    for one in amendments:
        if one.corrigendum.is_in_force:
            hashed = canonical(corrigendum_content(one.corrigendum, before))
            found.append(Corrected(one.corrigendum, one.adoptions, hashed))
        before = one.corrigendum.sha256
    return found


def _written(entry: Content, amendments: list[Amendment], language: str) -> WrittenItem:
    item = DraftItem(entry, language)
    standing = standing_of([one for one in amendments if one.corrigendum.item_id == item.pk], language)
    return WrittenItem(item, Text(entry["side"]), Text(entry["introduced_by"]), standing)


def _delegation(told: Content) -> dict[str, Any]:
    return {"organisation": Text(told["organisation"]), "members": [_member(one) for one in told["members"]]}


def _member(told: Content) -> dict[str, Any]:
    came = Attendance(told["attendance"])
    is_marked = came in {Attendance.PARTLY, Attendance.ABSENT}
    texts = {"name": Text(told["name"]), "office": Text(told["office"])}
    return {**texts, "heads": told["heads"], "attendance": came.label if is_marked else ""}


@lru_cache
def _style() -> str:
    """The style sheet as an address that holds it, since a page of ours carries no style inside."""
    return f"data:text/css;base64,{b64encode(STYLE.read_bytes()).decode()}"
