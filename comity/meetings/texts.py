"""The text of the minutes as both sides adopt it: one canonical form, one SHA-256."""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import UTC, datetime
from difflib import SequenceMatcher
from hashlib import sha256
from typing import Any

from comity.journal.models import Strand
from comity.journal.records import OnTheThread, key_of
from comity.journal.thread import fetch
from comity.meetings.models import AgendaItem, Corrigendum, Decision, Delegation, Session
from comity.translation.texts import Text

Content = dict[str, Any]


def content_of(session: Session) -> Content:
    """This will gather what the sides adopt: who met and when, and each item that both may read.

    Items internal to our office are no part of it; who may read each of the others is. Texts stand in every
    language in which they exist. Asks the database the same number of times however long the minutes are.
    """
    items = list(session.items.shared().in_order().with_decisions())
    said = _said_under(items)
    return {
        "session": session.pk,
        "title": dict(session.title),
        "begins": _moment(session.starts_at),
        "ends": _moment(session.ends_at),
        "zone": session.zone,
        "mode": session.mode,
        "place": dict(session.place),
        "delegations": [_delegation(one) for one in session.delegations.in_order()],
        "items": [{**_item(item), "said": said.get(key_of(item), [])} for item in items],
    }


def _moment(at: datetime) -> str:
    return at.astimezone(UTC).isoformat()


def _delegation(delegation: Delegation) -> Content:
    members = [
        {
            "name": dict(one.shown_name),
            "office": dict(one.office),
            "heads": one.is_head,
            "attendance": one.attendance,
        }
        for one in delegation.members.all()
    ]
    return {"organisation": dict(delegation.organisation.name), "members": members}


def _item(item: AgendaItem) -> Content:
    return {
        "item": item.pk,
        "number": item.number,
        "title": dict(item.title),
        "introduced_by": dict(item.introduced_by.heading) if item.introduced_by else {},
        "side": dict(item.side.organisation.name) if item.side else {},
        "read_by": item.visibility,
        "is_deferred": item.is_deferred,
        "minutes": dict(item.minutes),
        "decisions": [_decision(one) for one in item.decisions.all()],
    }


def _decision(decision: Decision) -> Content:
    return {
        "number": decision.number,
        "verb": decision.verb,
        "text": dict(decision.text),
        "addressee": dict(decision.addressee.organisation.name) if decision.addressee else {},
        "taking": decision.taking,
    }


def _said_under(items: list[AgendaItem]) -> dict[tuple[int, int], list[Content]]:
    """What was tied to each item while it was discussed: promises and proposals, in each language."""
    strands = list(Strand.objects.leaving({key_of(item) for item in items}))
    found = fetch({(s.result_type_id, s.result_id) for s in strands}, viewer=None)
    said: dict[tuple[int, int], list[Content]] = {}
    for strand in strands:
        record: OnTheThread | None = found.get((strand.result_type_id, strand.result_id))
        if record is not None and record.minuted():
            said.setdefault((strand.source_type_id, strand.source_id), []).append(record.minuted())
    return said


def canonical(content: Content) -> str:
    """This will write content in the one form that is hashed: sorted keys, no spaces, Unicode as it is."""
    return json.dumps(content, ensure_ascii=False, sort_keys=True, separators=(",", ":"))


def fingerprint(content: Content) -> str:
    """This will compute the SHA-256 of the canonical form, as 64 hexadecimal digits."""
    return sha256(canonical(content).encode()).hexdigest()


@dataclass(frozen=True)
class Reading:
    """How an item of final minutes reads: the words, and the number of the correction they come from, or 0."""

    number: int
    words: Text


def frozen_readings(session: Session) -> dict[int, Reading]:
    """This will tell how each item reads in the final text itself, by the number of the item."""
    final = session.final()
    entries = json.loads(final.content)["items"] if final else []
    return {entry["item"]: Reading(0, Text(entry["minutes"])) for entry in entries}


def present_reading(item: AgendaItem) -> Reading:
    """This will tell how an item of final minutes reads now: as its last adopted correction says, else as frozen."""
    last = Corrigendum.objects.correcting(item).in_force().last()
    if last is not None:
        return Reading(last.number, last.reading)
    return frozen_readings(item.session).get(item.pk, Reading(0, Text()))


def corrigendum_content(corrigendum: Corrigendum, before: str) -> Content:
    """This will gather what the sides adopt as a numbered correction.

    `before` is the SHA-256 of the number before it, whatever became of that, or of the minutes: each link of the chain
    names the last.
    """
    return {
        "corrects": before,
        "number": corrigendum.number,
        "item": corrigendum.item.number,
        "reading": dict(corrigendum.reading),
        "why": corrigendum.why,
    }


def marked_changes(before: str, after: str) -> list[tuple[str, str]]:
    """This will compare two texts word by word: pieces marked "same", "gone" or "new", in reading order."""
    old, new = _words(before), _words(after)
    pieces: list[tuple[str, str]] = []
    for kind, i, j, k, m in SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
        if kind == "equal":
            pieces.append(("same", "".join(old[i:j])))
            continue
        if i < j:
            pieces.append(("gone", "".join(old[i:j])))
        if k < m:
            pieces.append(("new", "".join(new[k:m])))
    return pieces


def _words(text: str) -> list[str]:
    words: list[str] = []
    for line in text.splitlines(keepends=True):
        for word in line.split(" "):
            words += [word, " "]
        words.pop()
    return [word for word in words if word]
