"""Reminders: before, on and after a due date, in one digest a day for each person, in that person's language."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta

from django.conf import settings
from django.db import transaction
from django.utils.translation import override

from comity.accounts.models import User
from comity.commitments.letters import address_by_link
from comity.commitments.linking import make_link
from comity.commitments.models import Commitment, Round
from comity.journal import outbox
from comity.journal.acting import acting
from comity.journal.models import Letter
from comity.meetings.models import Delegation, Session
from comity.meetings.models import Stage as SessionStage
from comity.partners.models import FocalPoint, Organisation, Person
from comity.partners.models.people import Rank

BEFORE = {14, 3}  # days ahead of the due date
AFTER = {1, 7}  # days past it; then every fourteenth day
LINK_DAYS = 14
WITHOUT_DAY = [SessionStage.POSTPONED, SessionStage.CANCELLED]


@dataclass
class Line:
    """One promise in a digest, and the side for which its reader answers; the keeper answers for none."""

    commitment: Commitment
    side: Organisation | None
    makes_up: bool = False  # whether a day on which it should have been recalled passed without a letter


@dataclass
class Digest:
    """What one person is reminded of on one day."""

    person: Person
    lines: list[Line] = field(default_factory=list)
    is_due: bool = False  # whether today is a day on which one of them is recalled

    @property
    def makes_up(self) -> bool:
        """Whether it tells what should have been told before."""
        return any(line.makes_up for line in self.lines)

    @property
    def email(self) -> str:
        """Where it goes."""
        return self.person.written_at

    @property
    def language(self) -> str:
        """The language in which it is written."""
        return self.person.written_in


def is_reminder_day(due_on: date, today: date) -> bool:
    """This will tell whether `today` is one of the days on which a promise due on `due_on` is recalled."""
    past = (today - due_on).days
    return past == 0 or -past in BEFORE or past in AFTER or (past > 7 and past % 14 == 0)


def digests(today: date, missed: Sequence[date] = ()) -> list[Digest]:
    """This will gather who is to be reminded today of what: those who answer for a promise and the one who keeps it.

    What should have been recalled on one of the days `missed` is recalled now, to those who have no letter of that day.
    Who gets a letter anyway reads in it of everything that is overdue, whatever the day.
    """
    found: dict[int, Digest] = {}
    told = _letters_of(Round.objects.broken_off(list(missed)))
    for commitment, due_on in _with_their_days(today + timedelta(days=max(BEFORE))):
        is_due, passed = is_reminder_day(due_on, today), _reminder_days(due_on, missed)
        if not (is_due or passed or commitment.is_overdue(today)):
            continue
        for person, side in {one.pk: (one, side) for one, side in owners_of(commitment)}.values():
            makes_up = any(_key(person, day) not in told for day in passed)
            digest = found.setdefault(person.pk, Digest(person))
            digest.lines.append(Line(commitment, side, makes_up))
            digest.is_due = digest.is_due or is_due or makes_up
    return [one for one in found.values() if one.is_due and one.email and not one.person.left_on]


def _with_their_days(last: date) -> list[tuple[Commitment, date]]:
    """What is still to be done until a day, the soonest first, and the day before which it is."""
    undone = Commitment.objects.undone()
    dated = [(one, one.due_on) for one in undone.due_until(last).for_reminders().soonest_first() if one.due_on]
    waiting = list(undone.before_a_session().for_reminders().soonest_first())
    days = days_of_next_sessions(waiting) if waiting else {}
    met = [(one, days[one.pk]) for one in waiting if one.pk in days and days[one.pk] <= last]
    return sorted([*dated, *met], key=lambda pair: pair[1])


def days_of_next_sessions(promises: list[Commitment]) -> dict[int, date]:
    """This will tell the day of the first session of its two sides after each was said, where there is one.

    Asks the database once. What was called off or put off has no day.
    """
    sides = {side for one in promises for side in (one.promisor_id, one.beneficiary_id)}
    sent = Delegation.objects.filter(organisation__in=sides).exclude(session__stage__in=WITHOUT_DAY)
    since = min(one.said_on for one in promises)
    present: dict[Session, set[int]] = {}
    for delegation in sent.filter(session__starts_at__date__gte=since).select_related("session"):
        present.setdefault(delegation.session, set()).add(delegation.organisation_id)
    found: dict[int, date] = {}
    for session in sorted(present, key=lambda one: (one.starts_at, one.pk)):
        for one in promises:
            if {one.promisor_id, one.beneficiary_id} <= present[session] and session.day.date() > one.said_on:
                found.setdefault(one.pk, session.day.date())
    return found


def _reminder_days(due_on: date, days: Sequence[date]) -> list[date]:
    return [day for day in days if is_reminder_day(due_on, day)]


def _letters_of(days: list[date]) -> set[str]:
    """The keys of the letters written on days whose round was broken off."""
    letters = Letter.objects.filter(key__startswith="digest:")
    return {key for day in days for key in letters.filter(key__endswith=f":{day}").values_list("key", flat=True)}


def _key(person: Person, day: date) -> str:
    return f"digest:{person.pk}:{day.isoformat()}"


def owners_of(commitment: Commitment) -> Iterable[tuple[Person, Organisation | None]]:
    """This will name who is reminded of a promise, and for which side.

    That is its keeper, and its person, else whom one turns to at each side that promised. Of what only our office
    reads nobody else hears.
    """
    yield commitment.keeper, None
    if commitment.is_internal:
        return
    for side in (commitment.promisor, commitment.beneficiary) if commitment.is_mutual else (commitment.promisor,):
        yield from ((person, side) for person in people_turned_to(commitment, side))


def people_turned_to(commitment: Commitment, side: Organisation) -> list[Person]:
    """This will find to whom one turns at a side: the person named for it, else its focal points for the other side."""
    is_promisor = side.pk == commitment.promisor_id
    if is_promisor and commitment.person is not None:
        return [commitment.person]
    other = commitment.beneficiary if is_promisor else commitment.promisor
    whose, partner = (FocalPoint.Side.OURS, other) if side.is_host else (FocalPoint.Side.THEIRS, side)
    points = FocalPoint.objects.for_partner(partner).filter(side=whose, rank=Rank.FIRST)
    return [point.person for point in points]


def remind(*, today: date, now: datetime) -> int:
    """This will write today's digests into the outbox and return how many are new; run again it writes none twice.

    What days without reminders left untold since the last whole round is told along.
    """
    missed = Round.objects.missed_before(today)
    begun = Round.begin(today)
    written = sum(_write(digest, today=today, missed=missed, now=now) for digest in digests(today, missed))
    begun.end()
    return written


def _write(digest: Digest, *, today: date, missed: Sequence[date], now: datetime) -> bool:
    """Where another process was quicker, the links made for this copy of the letter are undone with it."""
    key = _key(digest.person, today)
    if _is_written(key):
        return False
    with acting(by=None):
        letter = outbox.write(
            key,
            template="commitments/letters/digest.txt",
            to_name=str(digest.person.name.told_in(digest.language)),
            to_email=digest.email,
            language=digest.language,
            lines=[(line.commitment, _address(line, digest, now=now)) for line in digest.lines],
            today=today,
            missed=missed if digest.makes_up else [],
        )
        if letter is None:
            transaction.set_rollback(True)
    return letter is not None


def _is_written(key: str) -> bool:
    return Letter.objects.filter(key=key).exists()


def _address(line: Line, digest: Digest, *, now: datetime) -> str:
    """The one click: people with an account go to the page; others get a signed link to this one promise."""
    person = digest.person
    if line.side is None or (person.user is not None and person.user.is_active):
        with override(digest.language):
            return settings.ADDRESS + line.commitment.get_absolute_url()
    _link, secret = make_link(
        line.commitment,
        side=line.side,
        name=str(person.name),
        email=digest.email,
        language=digest.language,
        days=LINK_DAYS,
        at=now,
        by=User.objects.machine(),
    )
    return address_by_link(secret, language=digest.language)
