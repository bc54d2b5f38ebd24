"""The circulated draft as one side reads it: the very text to adopt, what changed in it, who has adopted it."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django.utils.translation import gettext

from comity.accounts.models import Viewer, works_here
from comity.meetings.models import Adoption, Correction, Decision, Delegation, Session, Stage
from comity.meetings.models.agenda import Taking, Verb
from comity.meetings.models.minutes import Kind
from comity.meetings.texts import Behind, Content, content_with_records, due_told, fingerprint, marked_changes
from comity.partners.models import sides_of
from comity.translation.templatetags.said import day
from comity.translation.texts import Text, current_language

Pieces = list[tuple[str, str]]

BEFORE_THE_NEXT_SESSION = "next_session"  # an occasion on which a promise falls due


def decisions_in(entry: Content) -> list[dict[str, Any]]:
    """This will give the decisions of an item in the text that is adopted, ready to be shown."""
    return [
        {
            "number": one["number"],
            "verb": Verb(one["verb"]).label,
            "taking": Taking(one["taking"]).label,
            "text": Text(one["text"]),
            "addressee": Text(one["addressee"]),
        }
        for one in entry["decisions"]
    ]


def decision_in_words(decision: Decision) -> dict[str, Any]:
    """This will give a decision as it stands now, ready to be shown."""
    return {
        "number": decision.number,
        "verb": decision.get_verb_display(),
        "taking": decision.get_taking_display(),
        "text": decision.text,
        "addressee": decision.addressee.organisation.name if decision.addressee else Text(),
    }


@dataclass
class Asked:
    """A correction with its changes marked against the words it would replace."""

    correction: Correction
    pieces: Pieces

    @property
    def due_was(self) -> str:
        """When it fell due in the draft in front of whoever asked, in words."""
        return due_in_words(self.correction.due_was) or gettext("no due date was set")

    @property
    def due(self) -> str:
        """When it would fall due instead, in words; empty where that is to stay."""
        return due_in_words(self.correction.due_on.isoformat()) if self.correction.due_on else ""


@dataclass
class Part:
    """A decision of the draft, or what was promised or proposed: as it is told, and what is asked of it.

    `kind` and `number` say to whoever corrects it which it is; without a number it cannot be corrected.
    """

    told: dict[str, Any]
    kind: str
    number: int
    asked: list[Asked]
    language: str
    since_circulated: Pieces

    @property
    def own(self) -> Correction | None:
        """What this side asked for and still waits."""
        waiting = [one.correction for one in self.asked if one.correction.is_waiting]
        return waiting[0] if waiting else None

    @property
    def own_wording(self) -> str:
        """What stands in the box for a correction: what this side asked for, else the draft."""
        return (self.own.words if self.own else "") or _text_of(self.told).get(self.language, "")


@dataclass
class DraftItem:
    """One item of the draft, in the language in which the minutes are read."""

    entry: Content
    language: str
    since_circulated: Pieces = field(default_factory=list)
    asked: list[Asked] = field(default_factory=list)
    behind: Behind = field(default_factory=Behind)
    circulated: Content = field(default_factory=dict)

    @property
    def pk(self) -> int:
        """The number of the agenda item itself."""
        return int(self.entry["item"])

    @property
    def title(self) -> Text:
        """What the item is about."""
        return Text(self.entry["title"])

    @property
    def words(self) -> str:
        """The minutes in the language in which they are read."""
        return str(self.entry["minutes"].get(self.language, ""))

    @property
    def minutes(self) -> Text:
        """The minutes, in that language alone where they exist in it."""
        return Text({self.language: self.words}) if self.words else Text(self.entry["minutes"])

    @property
    def own_wording(self) -> str:
        """What stands in the box for a correction: what this side asked for and still waits, else the draft."""
        return (self.own.words if self.own else "") or self.words

    @property
    def own(self) -> Correction | None:
        """What this side asked for in the minutes of the item and still waits."""
        waiting = [one.correction for one in self._asked_of(Kind.MINUTES) if one.correction.is_waiting]
        return waiting[0] if waiting else None

    @property
    def decisions(self) -> list[dict[str, Any]]:
        """The decisions, with their verbs and ways of being taken in words."""
        return decisions_in(self.entry)

    @property
    def decided(self) -> list[Part]:
        """The decisions with what is asked of each."""
        return self._parts(Kind.DECISION, decisions_in(self.entry), self.behind.decided)

    @property
    def promised(self) -> list[Part]:
        """What was promised or proposed with what is asked of it."""
        return self._parts(Kind.SAID, self.said, self.behind.said)

    @property
    def asked_besides(self) -> list[Asked]:
        """What is asked of the minutes, and of what was taken out meanwhile."""
        gone = [one for one in self.asked if one.correction.kind != Kind.MINUTES and not _number_of(one.correction)]
        return [*self._asked_of(Kind.MINUTES), *gone]

    def _asked_of(self, kind: str, number: int = 0) -> list[Asked]:
        return [
            one
            for one in self.asked
            if one.correction.kind == kind and (kind == Kind.MINUTES or _number_of(one.correction) == number)
        ]

    def _parts(self, kind: str, told: list[dict[str, Any]], numbers: list[int]) -> list[Part]:
        before = self._circulated(kind)
        parts = []
        for place, one in enumerate(told):
            number = numbers[place] if numbers else 0
            # Decisions go by their numbers, what was said by the order in which it was tied, which nobody unties.
            was = before.get(one["number"] if kind == Kind.DECISION else place)
            language = _text_of(one).shown_in(self.language)
            pieces = [] if was is None else marked_changes(_line(was, language), _line(one, language))
            is_changed = any(how != "same" for how, _words in pieces)
            asked = self._asked_of(kind, number) if number else []
            parts.append(Part(one, kind, number, asked, language, pieces if is_changed else []))
        return parts

    def _circulated(self, kind: str) -> dict[int, dict[str, Any]]:
        if not self.circulated:
            return {}
        if kind == Kind.DECISION:
            return {one["number"]: one for one in decisions_in(self.circulated)}
        return dict(enumerate(said_in_words(one) for one in self.circulated["said"]))

    @property
    def said(self) -> list[dict[str, Any]]:
        """What was promised or proposed under the item: which of both, who, to whom, what, by which day or occasion."""
        return [said_in_words(one) for one in self.entry["said"]]


def _text_of(told: dict[str, Any]) -> Text:
    text: Text = told["text"] if "text" in told else told["deliverable"]
    return text


def _line(told: dict[str, Any], language: str) -> str:
    """What a decision or a promise says, in one line, to be compared with what it said before."""
    facts = [told.get("verb"), _text_of(told).told_in(language), told.get("addressee"), told.get("taking")]
    return " · ".join(str(one) for one in [*facts, told.get("when")] if one)


def _number_of(correction: Correction) -> int:
    """The decision or the strand of which it is; 0 for the minutes, and for what was taken out."""
    return correction.decision_id or correction.said_id or 0


def said_in_words(said: Content) -> dict[str, Any]:
    """This will give one promise or proposal of the text that is adopted, ready to be shown."""
    texts = {name: Text(said[name]) for name in ("promisor", "beneficiary", "deliverable")}
    return {**said, **texts, "kind": _kind(said), "when": _when(said)}


def _kind(said: Content) -> str:
    # Texts adopted in earlier times do not tell the two apart, and nothing is added to what was adopted.
    if "is_proposal" not in said:
        return ""
    return gettext("proposal") if said["is_proposal"] else gettext("commitment")


def _when(said: Content) -> str:
    return due_in_words(due_told(said, current_language()))


def due_in_words(told: str) -> str:
    """This will say when it is due: what is adopted holds a day, a code, or words; days and codes are the reader's."""
    if told == BEFORE_THE_NEXT_SESSION:
        return gettext("before the next session")
    try:
        return gettext("due on %(day)s") % {"day": day(date.fromisoformat(told))}
    except ValueError:
        return told


@dataclass
class Side:
    """How far one delegation is: it adopted this text, an earlier one, or none yet."""

    delegation: Delegation
    adoption: Adoption | None
    is_of_this_text: bool


@dataclass
class DraftPage:
    """Everything the page of a draft shows to one viewer."""

    session: Session
    language: str
    languages: list[str]
    sha256: str
    items: list[DraftItem]
    sides: list[Side]
    own: Side | None
    waiting: int
    is_changed: bool

    @property
    def delegations(self) -> list[Delegation]:
        """The delegations in order of precedence."""
        return [side.delegation for side in self.sides]

    @property
    def undone(self) -> list[Side]:
        """The sides that adopted a text which was changed since, and not the one on this page."""
        return [side for side in self.sides if side.adoption and not side.is_of_this_text]

    @property
    def may_adopt_now(self) -> bool:
        """Whether the viewer's side can adopt the text as it stands: it circulates, and no correction waits."""
        circulates = self.session.stage == Stage.CIRCULATED
        return bool(circulates and self.own and not self.own.is_of_this_text and not self.waiting)


def draft_for(session: Session, viewer: Viewer, *, language: str = "") -> DraftPage:
    """This will gather the draft for one viewer, with the same number of queries however long it is."""
    content, behind = content_with_records(session)
    sha256 = fingerprint(content)
    draft = session.drafts.order_by("pk").last()
    corrections = list(Correction.objects.at(session))
    delegation = session.delegation_of(sides_of(viewer))
    seen = [one for one in corrections if works_here(viewer) or one.side_id == getattr(delegation, "pk", None)]
    languages = languages_of(session, content)
    language = language if language in languages else own_or_record(session, content)
    sides = sides_with(list(Adoption.objects.of(session)), session, sha256)
    return DraftPage(
        session=session,
        language=language,
        languages=languages,
        sha256=sha256,
        items=_items(content, behind, draft.content if draft else content, seen, language),
        sides=sides,
        own=next((side for side in sides if side.delegation == delegation), None),
        waiting=sum(one.is_waiting for one in corrections),
        is_changed=bool(draft and draft.sha256 != sha256),
    )


def languages_of(session: Session, content: Content) -> list[str]:
    """This will list the languages in which the minutes can be read, the one of the record first."""
    written = [code for entry in content["items"] for code in entry["minutes"]]
    return list(dict.fromkeys([session.record_language, *written]))


def own_or_record(session: Session, content: Content) -> str:
    """This will choose the reader's language where the minutes exist in it, else the one of the record."""
    own = current_language()
    return own if any(entry["minutes"].get(own) for entry in content["items"]) else session.record_language


def _items(
    content: Content, behind: dict[int, Behind], before: Content, asked: list[Correction], language: str
) -> list[DraftItem]:
    circulated = {entry["item"]: entry for entry in before["items"]}
    items = []
    for entry in content["items"]:
        sent = circulated.get(entry["item"], {})
        item = DraftItem(entry, language, behind=behind[entry["item"]], circulated=sent)
        earlier = sent.get("minutes", {}).get(language, "")
        item.since_circulated = marked_changes(earlier, item.words) if earlier != item.words else []
        item.asked = [
            Asked(one, marked_changes(one.was, one.words) if one.words else [])
            for one in asked
            if one.item_id == item.pk and (one.language == language or one.kind != Kind.MINUTES)
        ]
        items.append(item)
    return items


def sides_with(adoptions: list[Adoption], session: Session, sha256: str) -> list[Side]:
    """This will tell how far each delegation is with one text, in order of precedence."""
    return [
        _side(delegation, [one for one in adoptions if one.side_id == delegation.pk], sha256)
        for delegation in session.delegations.in_order()
    ]


def _side(delegation: Delegation, adoptions: list[Adoption], sha256: str) -> Side:
    same = [one for one in adoptions if one.sha256 == sha256]
    latest = [*adoptions, *same][-1:]
    return Side(delegation, latest[0] if latest else None, bool(same))
