"""The text of the minutes as both sides adopt it: one canonical form, one SHA-256."""

from __future__ import annotations

import json
from dataclasses import dataclass, field
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

IN_WORDS = "words"  # the occasion on which a promise falls due is told in words of its own


@dataclass(frozen=True)
class Behind:
    """The numbers of the records from which one item of the text is written, in the order in which it tells them.

    What was said goes by the strands that lead to it.
    """

    decided: list[int] = field(default_factory=list)
    said: list[int] = field(default_factory=list)


def content_of(session: Session) -> Content:
    """This will gather what the sides adopt: who met and when, and each item that both may read.

    Items internal to our office are no part of it; who may read each of the others is. Texts stand in every
    language in which they exist. Asks the database the same number of times however long the minutes are.
    """
    return content_with_records(session)[0]


def content_with_records(session: Session) -> tuple[Content, dict[int, Behind]]:
    """This will gather the same, and by item the records behind it, which the text itself does not name."""
    items = list(session.items.shared().in_order().with_decisions())
    said = _said_under(items)
    told = {item.pk: said.get(key_of(item), []) for item in items}
    behind = {
        item.pk: Behind([one.pk for one in item.decisions.all()], [strand.pk for strand, _one in told[item.pk]])
        for item in items
    }
    content = {
        "session": session.pk,
        "title": dict(session.title),
        "begins": _moment(session.starts_at),
        "ends": _moment(session.ends_at),
        "zone": session.zone,
        "mode": session.mode,
        "place": dict(session.place),
        "delegations": [_delegation(one) for one in session.delegations.in_order()],
        "items": [{**_item(item), "said": [one for _strand, one in told[item.pk]]} for item in items],
    }
    return content, behind


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


def _said_under(items: list[AgendaItem]) -> dict[tuple[int, int], list[tuple[Strand, Content]]]:
    """What was tied to each item while it was discussed, in each language, with the strand by which it is tied."""
    strands = list(Strand.objects.leaving({key_of(item) for item in items}))
    found = fetch({(s.result_type_id, s.result_id) for s in strands}, viewer=None)
    said: dict[tuple[int, int], list[tuple[Strand, Content]]] = {}
    for strand in strands:
        record: OnTheThread | None = found.get((strand.result_type_id, strand.result_id))
        if record is not None and record.minuted():
            said.setdefault(strand.source_key, []).append((strand, record.minuted()))
    return said


def due_told(said: Content, language: str) -> str:
    """This will tell when a promise of the text falls due: a day, the code of an occasion, or the words of one."""
    if said["due"] != IN_WORDS:
        return str(said["due"])
    return Text(said.get("due_in_words", {})).told_in(language)


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
    """This will compare two texts word by word: pieces marked "same", "gone", "new" or "instead", in reading order.

    "instead" is what is new in the place of what is gone just before it. How a line ends is no change.
    """
    old, new = _words(before), _words(after)
    pieces: list[tuple[str, str]] = []
    for kind, i, j, k, m in SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
        if kind == "equal":
            pieces.append(("same", "".join(old[i:j])))
            continue
        if i < j:
            pieces.append(("gone", "".join(old[i:j])))
        if k < m:
            pieces.append(("instead" if i < j else "new", "".join(new[k:m])))
    return pieces


def _words(text: str) -> list[str]:
    words: list[str] = []
    for line in text.replace("\r\n", "\n").splitlines(keepends=True):
        for word in line.split(" "):
            words += [word, " "]
        words.pop()
    return [word for word in words if word]
