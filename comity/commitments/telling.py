"""What happened to a commitment, in the order in which it happened, as its page tells it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.utils.translation import gettext as _

from comity.commitments.models import Claim, Commitment, Evidence, Extension, Wish
from comity.commitments.models.stages import MARKS, Stage
from comity.commitments.models.wishes import Progress
from comity.journal.models import Entry
from comity.journal.records import Mark, Standing, key_of
from comity.partners.models import Organisation
from comity.translation.templatetags.said import day, isolated


@dataclass
class Happening:
    """One thing that happened: what, when, by whom for which side, in which words, shown by what."""

    at: datetime
    what: Standing
    by_name: str
    side: Organisation | None = None
    words: str = ""
    evidence: list[Evidence] = field(default_factory=list)


def happenings(commitment: Commitment) -> list[Happening]:
    """This will tell the claims with their verdicts, the wishes, the extensions, and what else was done."""
    told = [*_claims(commitment), *_wishes(commitment), *_extensions(commitment), *_turns(commitment)]
    return sorted(told, key=lambda one: one.at)


def _claims(commitment: Commitment) -> Iterator[Happening]:
    claims: Any = commitment.claims.select_related("side", "verdict__side").prefetch_related("evidence")
    for claim in claims:
        claimed = _stood_at(Stage.CLAIMED)
        yield Happening(claim.at, claimed, claim.by_name, claim.side, claim.words, list(claim.evidence.all()))
        yield from _verdict(claim)


def _stood_at(stage: Stage) -> Standing:
    return Standing(MARKS[stage], stage.label)


def _verdict(claim: Claim) -> Iterator[Happening]:
    verdict = getattr(claim, "verdict", None)  # the other end of a one-to-one relation may be absent
    if verdict is not None:
        what = _stood_at(Stage.ACCEPTED if verdict.is_accepted else Stage.RETURNED)
        yield Happening(verdict.at, what, verdict.by_name, verdict.side, verdict.words)


# What the journal alone knows of, with what it made of the promise or proposal.
TURNS = {
    "promised": (Stage.OPEN, Commitment.ACTS["promised"]),
    "begun": (Stage.IN_PROGRESS, Stage.IN_PROGRESS.label),
    "taken_up": (Stage.TAKEN_UP, Stage.TAKEN_UP.label),
    "reopened": (Stage.PROPOSED, Commitment.ACTS["reopened"]),
    "lapsed": (Stage.LAPSED, Stage.LAPSED.label),
    "closed": (Stage.CLOSED, Stage.CLOSED.label),
}


def _turns(commitment: Commitment) -> Iterator[Happening]:
    for entry in Entry.objects.about(commitment).filter(act__in=TURNS).with_people():
        stage, words = TURNS[entry.act]
        who = entry.by_link or entry.by_user
        yield Happening(
            entry.at, Standing(MARKS.get(stage, Mark.OPEN), words), who.name if who else "", None, entry.why
        )


def _extensions(commitment: Commitment) -> Iterator[Happening]:
    for one in commitment.extensions.select_related("side", "wish"):
        moved = _moved(one)
        if one.wish:
            words = _("granted more time: %(moved)s") % {"moved": moved}
            yield Happening(one.at, Standing(Mark.OPEN, words), one.by_name, one.side, one.wish.answer)
        else:
            yield Happening(one.at, Standing(Mark.OPEN, moved), one.by_name, one.side, one.reason)


def _moved(one: Extension) -> str:
    if not one.due_on:
        return _("new due date: %(now)s") % {"now": isolated(one.when_in_words())}
    if one.was_due_on:
        return _("due date moved from %(was)s to %(now)s") % {"was": day(one.was_due_on), "now": day(one.due_on)}
    return _("due date set to %(now)s") % {"now": day(one.due_on)}


def _wishes(commitment: Commitment) -> Iterator[Happening]:
    wishes = commitment.wishes_told
    people = _who_ended(wishes)
    # Before a wish could be answered, the other side agreed by a wish of its own: each tells the other's end.
    both_asked = sum(wish.stage == Progress.AGREED and not wish.is_for_time for wish in wishes) > 1
    for wish in wishes:
        yield Happening(wish.at, wish.asked, wish.by_name, wish.side, wish.reason)
        # That more time was granted is told by the extension.
        is_told = wish.stage == Progress.AGREED and (both_asked or wish.is_for_time)
        if wish.ended_at and not is_told:
            yield Happening(wish.ended_at, wish.end, people.get(wish.pk, ""), wish.ended_for, wish.answer)


def _who_ended(wishes: list[Wish]) -> dict[int, str]:
    """The people who answered or withdrew wishes, by the wish; the journal knows them."""
    entries = Entry.objects.about_any({key_of(wish) for wish in wishes}).filter(act__in=Progress.values).with_people()
    return {entry.subject_id or 0: who.name for entry in entries if (who := entry.by_link or entry.by_user)}
