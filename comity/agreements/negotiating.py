"""From a proposal to a text that is open to all parties: clearances, drafting, and whose turn it is."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from django.utils.translation import gettext as _

from comity.accounts.models import Actor, User
from comity.agreements.deviating import why_to_clear
from comity.agreements.models import Agreement, Clause, Clearance, Finding, Party, Sort, Stage
from comity.agreements.models.clearances import GIVEN
from comity.agreements.required import clearances_for, refuse_incomplete
from comity.journal.acting import acting
from comity.journal.records import OnTheThread, record
from comity.journal.refusals import NotNow
from comity.journal.thread import tie
from comity.partners.models import Organisation
from comity.translation.templatetags.said import isolated
from comity.translation.texts import Text


def propose(
    *, parties: list[Organisation], came_from: OnTheThread | None = None, at: datetime, by: User, **facts: Any
) -> Agreement:
    """This will enter an agreement that somebody proposes, and tie it to the record in which that was said."""
    with acting(by=by):
        agreement = Agreement.propose(parties=parties, at=at, by=by, **facts)
        record(agreement, "proposed", by=by)
        if came_from is not None:
            tie(agreement, came_from=came_from, by=by)
    return agreement


# Clearances


def ask_for_clearances(
    agreement: Agreement, *, sorts: Iterable[str] = (), why: str = "", at: datetime, by: User
) -> None:
    """This will ask for the clearances that its kind has to have, and for others.

    Raises NotNow where facts are missing, and where all of them were asked for already. Asked from a proposal, the
    agreement goes into clearance; while its text is written it stays where it is.
    """
    with acting(by=by):
        agreement._hold()
        if agreement.stage == Stage.PROPOSED:
            refuse_incomplete(agreement, entering=Stage.CLEARANCE)
            agreement._move_to(Stage.CLEARANCE, by=by, act="clearance_asked", stage_since=at)
            sorts = {*sorts, *clearances_for(agreement), *_refused(agreement)}
        elif not (agreement.is_written or agreement.stage == Stage.CLEARANCE):
            raise agreement.not_now()
        elif not _not_asked(agreement, sorts, why):
            raise NotNow(_("These clearances were asked for already."))
        for sort in _not_asked(agreement, sorts, why):
            ask_for(agreement, sort, why=why, at=at, by=by)


def _not_asked(agreement: Agreement, sorts: Iterable[str], why: str) -> list[str]:
    """Those of `sorts` that nobody waits for; one that was given is asked for once more where a person says why."""
    told = Clearance.objects.of(agreement).standing()
    settled = {Finding.WAITING} if why else {Finding.WAITING, *GIVEN}
    return [sort for sort in Sort.values if sort in sorts and told.get(sort) not in settled]


def _refused(agreement: Agreement) -> list[str]:
    """What was asked for and refused the last time: whoever goes on asks for it once more."""
    told = Clearance.objects.of(agreement).standing()
    return [sort for sort, finding in told.items() if finding == Finding.REFUSED]


def ask_for(
    agreement: Agreement,
    sort: str,
    *,
    why: str = "",
    because: Text | None = None,
    clause: Clause | None = None,
    at: datetime,
    by: Actor,
) -> None:
    """This will ask for one clearance; one that is waited for already is not asked for twice.

    `why` is what a person says, `because` what we say where the text itself asks for it.
    """
    if Clearance.objects.of(agreement).waiting().filter(sort=sort).exists():
        return
    asker = by if isinstance(by, User) else None
    Clearance.enter(
        agreement=agreement,
        sort=sort,
        reason=why,
        because=because or Text(),
        clause=clause,
        asked_by=by.name,
        by_user=asker,
        asked_at=at,
        by=by,
    )


def answer_clearance(clearance: Clearance, *, finding: str, conditions: str = "", at: datetime, by: User) -> None:
    """This will give or refuse a clearance. Raises NotNow for whoever asked for it, and where words are missing.

    A refusal sends an agreement that is in clearance back to where it was proposed.
    """
    agreement = clearance.agreement
    with acting(by=by, why=conditions):
        agreement._hold()
        if clearance.finding != Finding.WAITING:
            raise NotNow(_("This clearance has been answered already."))
        if clearance.by_user_id == by.pk:
            raise NotNow(_("Whoever asked for a clearance does not give it."))
        if finding != Finding.CLEARED and not conditions.strip():
            raise NotNow(_("Say on what conditions, or why not."), field="conditions")
        clearance.change(finding=finding, conditions=conditions, answered_by=by.name, answered_at=at, by=by)
        if finding == Finding.REFUSED and agreement.stage == Stage.CLEARANCE:
            agreement._move_to(Stage.PROPOSED, by=by, act="returned", why=conditions, stage_since=at)
        else:
            done = "returned" if finding == Finding.REFUSED else "cleared"
            record(agreement, done, by=by, after={"sort": clearance.sort})


# Drafting, and the turn of each party


def begin_drafting(agreement: Agreement, *, at: datetime, by: User) -> None:
    """This will open the text to our own office. Raises NotNow before every clearance that was asked for is given."""
    with acting(by=by):
        agreement._hold()
        agreement.refuse_move_to(Stage.DRAFTING)
        refuse_incomplete(agreement, entering=Stage.DRAFTING)
        agreement._move_to(Stage.DRAFTING, by=by, act="drafting_begun", stage_since=at)


def open_to_all(agreement: Agreement, *, to: Party, at: datetime, by: User) -> None:
    """This will show the text to every party and give the turn to one of them.

    A text that deviates from its model asks for legal clearance by itself, if it was not cleared as it stands.
    """
    with acting(by=by):
        agreement._hold()
        agreement.refuse_move_to(Stage.NEGOTIATING)
        refuse_incomplete(agreement, entering=Stage.NEGOTIATING)
        shared = agreement.shared_at or at
        facts: dict[str, Any] = {"stage_since": at, "turn": to, "turn_since": at, "shared_at": shared}
        agreement._move_to(Stage.NEGOTIATING, by=by, act="opened", **facts)
        if because := why_to_clear(agreement):
            ask_for(agreement, Sort.LEGAL, because=because, at=at, by=by)


def take_back(agreement: Agreement, *, why: str, at: datetime, by: User) -> None:
    """This will take the text back into drafting; the parties still read it, and nobody answers meanwhile."""
    with acting(by=by, why=why):
        agreement._hold()
        if agreement.stage != Stage.NEGOTIATING:
            raise agreement.not_now()
        facts = {"stage_since": at, "turn": None, "turn_since": None}
        agreement._move_to(Stage.DRAFTING, by=by, act="recalled", why=why, **facts)


def hand_turn(agreement: Agreement, *, to: Party, at: datetime, by: Actor) -> None:
    """This will give the turn to another party. Raises NotNow where it is theirs already."""
    with acting(by=by):
        _take_hold(agreement)
        if agreement.stage != Stage.NEGOTIATING:
            raise agreement.not_now()
        if agreement.turn_id == to.pk:
            raise NotNow(_("It is the turn of %s already.") % isolated(to))
        before = agreement.turn
        Agreement.objects.filter(pk=agreement.pk).update(turn=to, turn_since=at)
        agreement.turn, agreement.turn_since = to, at
        record(agreement, "turn_handed", by=by, before={"turn": str(before)}, after={"turn": str(to)})


def _take_hold(agreement: Agreement) -> None:
    agreement._hold()
    agreement.refresh_from_db(fields=["turn", "turn_since"])


# Giving it up


def decline(agreement: Agreement, *, why: str, at: datetime, by: User) -> None:
    """This will record that a party declined it. Raises NotNow once every party has signed."""
    _give_up(agreement, Stage.DECLINED, "declined", why=why, at=at, by=by)


def withdraw(agreement: Agreement, *, why: str, at: datetime, by: User) -> None:
    """This will record that whoever proposed it withdrew it. Raises NotNow once every party has signed."""
    _give_up(agreement, Stage.WITHDRAWN, "withdrawn", why=why, at=at, by=by)


def _give_up(agreement: Agreement, stage: str, act: str, *, why: str, at: datetime, by: User) -> None:
    with acting(by=by, why=why):
        agreement._hold()
        facts = {"stage_since": at, "turn": None, "turn_since": None}
        agreement._move_to(stage, by=by, act=act, why=why, **facts)
        for one in Clearance.objects.of(agreement).waiting():
            one.remove(by=by, why=why)
