"""Reminders: before, on and after a due date, in one digest a day for each person, in that person's language."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta

from django.conf import settings
from django.db import transaction
from django.urls import reverse
from django.utils.translation import override

from comity.accounts.models import SignedLink, User
from comity.commitments.models import Commitment
from comity.journal import outbox
from comity.journal.models import Letter
from comity.partners.models import FocalPoint, Mandate, Person
from comity.partners.models.people import Rank

PURPOSE = "commitment"
BEFORE = {14, 3}  # days ahead of the due date
AFTER = {1, 7}  # days past it; then every fourteenth day
LINK_DAYS = 14


@dataclass
class Digest:
    """What one person is reminded of on one day."""

    person: Person
    lines: list[Commitment] = field(default_factory=list)


def is_reminder_day(due_on: date, today: date) -> bool:
    """This will tell whether `today` is one of the days on which a promise due on `due_on` is recalled."""
    past = (today - due_on).days
    return past == 0 or -past in BEFORE or past in AFTER or (past > 7 and past % 14 == 0)


def digests(today: date) -> list[Digest]:
    """This will gather who is to be reminded today of what: the person who promised and the one who keeps it."""
    found: dict[int, Digest] = {}
    due = Commitment.objects.undone().due_until(today + timedelta(days=max(BEFORE))).for_lists().soonest_first()
    for commitment in due:
        if commitment.due_on is None or not is_reminder_day(commitment.due_on, today):
            continue
        for person in {one.pk: one for one in owners_of(commitment) if one.email and not one.left_on}.values():
            found.setdefault(person.pk, Digest(person)).lines.append(commitment)
    return list(found.values())


def owners_of(commitment: Commitment) -> Iterable[Person]:
    """This will name who answers for a promise: its person, else the partner's focal point; and its keeper."""
    yield commitment.keeper
    if commitment.person is not None:
        yield commitment.person
        return
    partner = commitment.beneficiary if commitment.promisor.is_host else commitment.promisor
    side = FocalPoint.Side.OURS if commitment.promisor.is_host else FocalPoint.Side.THEIRS
    for point in FocalPoint.objects.for_partner(partner).filter(side=side, rank=Rank.FIRST):
        yield point.person


def remind(*, today: date, now: datetime) -> int:
    """This will write today's digests into the outbox and return how many are new; run again it writes none twice."""
    return sum(_write(digest, today=today, now=now) for digest in digests(today))


def _write(digest: Digest, *, today: date, now: datetime) -> bool:
    person, key = digest.person, f"digest:{digest.person.pk}:{today.isoformat()}"
    with transaction.atomic():
        if Letter.objects.filter(key=key).exists():
            return False
        with override(person.language):
            lines = [(one, _address(one, person, now=now)) for one in digest.lines]
        letter = outbox.write(
            key,
            template="commitments/letters/digest.txt",
            to_name=str(person.name),
            to_email=person.email,
            language=person.language,
            lines=lines,
            today=today,
        )
    return letter is not None


def _address(commitment: Commitment, person: Person, *, now: datetime) -> str:
    """The one click: people with an account go to the page; others get a signed link to this one promise."""
    if person.user is not None and person.user.is_active:
        return settings.ADDRESS + commitment.get_absolute_url()
    side = commitment.promisor
    link, secret = SignedLink.make(
        purpose=PURPOSE,
        opens=str(commitment.pk),
        name=str(person.name),
        email=person.email,
        language=person.language,
        by=User.objects.machine(),
        now=now,
        days=LINK_DAYS,
    )
    Mandate.enter(link=link, organisation=side, by=User.objects.machine())
    return settings.ADDRESS + reverse("commitment-by-link", args=[secret])
