"""What a clause obliges to becomes a promise when the agreement comes into force, with the clause as its source."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import override

from comity.accounts.models import Actor, User
from comity.agreements.filling import GAP, Facts, has_gap, sentence
from comity.agreements.models import Agreement, Clause, Part, Promised, Side, Stage, Undertaking, When
from comity.agreements.models.stages import BINDING, FROZEN, WRITTEN
from comity.agreements.shipped import ModelClause, ModelText
from comity.agreements.terms import months_after
from comity.commitments.models import Commitment
from comity.commitments.models.stages import Trigger
from comity.journal.acting import acting
from comity.journal.records import record
from comity.journal.refusals import NotNow
from comity.journal.thread import tie
from comity.translation.templatetags.said import isolated
from comity.translation.texts import Text, in_every_language, languages

MARKED_AT = frozenset({*WRITTEN, *FROZEN, Stage.SIGNED, *BINDING})


def mark(clause: Clause, *, by: Actor, **facts: Any) -> Undertaking:
    """This will mark what a clause obliges a party to. Raises NotNow at a stage at which that makes no sense."""
    with acting(by=by):
        agreement = clause.agreement
        _hold_markable(agreement, facts)
        made = Undertaking.enter(clause=clause, by=by, **facts)
        record(agreement, "undertaking_marked", by=by, after={"what": str(made)})
    return made


def complete(undertaking: Undertaking, *, by: Actor, **facts: Any) -> None:
    """This will say who owes whom what and when, of a mark that came with a model, or correct one.

    Raises NotNow once it became a promise, with a gap in it, and at a stage at which nothing is marked.
    """
    with acting(by=by):
        agreement = undertaking.clause.agreement
        _hold_markable(agreement, facts)
        if undertaking.promised.exists():
            raise NotNow(_("It became a promise already; what becomes of that is recorded there."))
        if any(has_gap(words) for words in facts["what"].values()):
            raise NotNow(_("There is still a gap in it, %(gap)s. Fill it.") % {"gap": isolated(GAP)}, field="what")
        undertaking.change(by=by, **facts)
        record(agreement, "undertaking_completed", by=by, after={"what": str(undertaking)})


def _hold_markable(agreement: Agreement, facts: dict[str, Any]) -> None:
    agreement._hold()
    if agreement.stage not in MARKED_AT:
        raise agreement.not_now()
    if any(facts[name].agreement_id != agreement.pk for name in ("party", "beneficiary")):
        raise NotNow(_("Only the parties of this agreement undertake something in it."), field="party")


def oblige(clause: Clause, one: ModelClause, model: ModelText, facts: Facts, *, by: Actor) -> None:
    """This will mark in a clause what that of its model obliges to, with those who stand on the same side here.

    What cannot be told of this agreement stays open, and becomes no promise until somebody completes it.
    """
    for told in one.undertakings:
        party, beneficiary = (Side(side).among(facts.parties) for side in (told.party, told.beneficiary))
        what = sentence(told.what, model, facts)
        made = Undertaking.enter(clause=clause, party=party, beneficiary=beneficiary, what=what, when=told.when, by=by)
        record(clause.agreement, "undertaking_marked", by=by, after={"what": str(made)})


def unmark(undertaking: Undertaking, *, by: Actor) -> None:
    """This will take back that a clause obliges to something. Raises NotNow once it became a promise."""
    with acting(by=by):
        agreement = undertaking.clause.agreement
        agreement._hold()
        if undertaking.promised.exists():
            raise NotNow(_("It became a promise already; what becomes of that is recorded there."))
        record(agreement, "undertaking_taken_back", by=by, before={"what": str(undertaking)})
        undertaking.remove(by=by)


def promise_what_was_undertaken(agreement: Agreement, *, at: datetime, by: Actor, only: When | None = None) -> int:
    """This will make promises of what its clauses oblige to, and tie each to it; it returns how many are new.

    `only` what is due in one way, where that is named.

    Of what is due every year only the next one is made. What became a promise before becomes none again, and what is
    still to be completed none yet. Nothing happens where nobody of our office keeps the agreement, because nobody
    would keep its promises.
    """
    keeper = agreement.keeper
    if agreement.stage != Stage.IN_FORCE or keeper is None or keeper.left_on:
        return 0
    with acting(by=by):
        agreement._hold()
        there = {(one.undertaking_id, one.number) for one in Promised.objects.of(agreement)}
        every = Undertaking.objects.of(agreement)
        marked = [one for one in every if not one.lacking and only in (None, one.when)]
        wanted = [(one, _number(one, agreement, at.date())) for one in marked]
        new = [(one, number) for one, number in wanted if number and (one.pk, number) not in there]
        for one, number in new:
            _promise(one, number, agreement, at=at, by=by)
    return len(new)


def promise_of_every_year(*, at: datetime, by: User) -> int:
    """This will make the next promise of what is due every year, under every agreement in force."""
    due = Agreement.objects.running(at.date()).with_yearly_undertakings()
    return sum(promise_what_was_undertaken(one, at=at, by=by, only=When.YEARLY) for one in due)


def is_waiting(agreement: Agreement) -> bool:
    """This will tell whether its clauses oblige to something that can become a promise and did not; two queries."""
    promised = {one.undertaking_id for one in Promised.objects.of(agreement)}
    return any(one.pk not in promised and not one.lacking for one in Undertaking.objects.of(agreement))


def _number(one: Undertaking, agreement: Agreement, today: date) -> int:
    """Which promise of an undertaking is made now: the first, or of what is due every year that of the year that runs.

    Nothing where the term ends before it would be due.
    """
    began = _began(agreement)
    if one.when != When.YEARLY:
        return 1
    number = 1
    while months_after(began, 12 * number) < today:
        number += 1
    return 0 if agreement.ends_on and months_after(began, 12 * number) > agreement.ends_on else number


def _promise(one: Undertaking, number: int, agreement: Agreement, *, at: datetime, by: Actor) -> None:
    promisor, beneficiary = (side.organisation for side in (one.party, one.beneficiary) if side)
    facts = {
        "deliverable": one.what,
        "promisor": promisor,
        "beneficiary": beneficiary,
        "said_by": name_of(one.clause, agreement),
        **_due(one, number, agreement),
    }
    said = Commitment.say(by=by, at=at, said_on=_began(agreement), keeper=agreement.keeper, **facts)
    tie(said, came_from=agreement, by=by)
    Promised.objects.create(undertaking=one, commitment=said, number=number)
    record(agreement, "undertaking_promised", by=by, after={"what": str(one)})


def _due(one: Undertaking, number: int, agreement: Agreement) -> dict[str, Any]:
    """By when; a day before its entry into force is told in words, since nothing is due before it is said."""
    began = _began(agreement)
    day = {
        When.ON_DAY: one.due_on,
        When.YEARLY: months_after(began, 12 * number),
        When.AT_END: agreement.ends_on,
    }.get(When(one.when))
    if day is not None and day < began:
        return {"trigger": Trigger.WORDS, "trigger_words": in_every_language(day.isoformat())}
    return {"due_on": day}


def _began(agreement: Agreement) -> date:
    began = agreement.in_force_on or agreement.concluded_on
    if began is None:
        raise agreement.not_now()
    return began


def name_of(clause: Clause, agreement: Agreement) -> Text:
    """This will name a clause with its agreement in every language of ours: “Memorandum, article 2”."""
    named = {}
    for language in languages():
        with override(language):
            part = Part(clause.part).label
            words = _("%(agreement)s, %(part)s %(n)d")
            title = agreement.title.get(language) or str(agreement.title)
            named[language] = words % {"agreement": title, "part": part, "n": clause.position}
    return Text(named)
