"""How long what is personal is kept, kind by kind; what is older is thrown away by itself (docs/personal-data.md)."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from comity.accounts.models import SignedLink, SignIn, User
from comity.accounts.personal import NOWHERE, nowhere
from comity.agreements.models import BroughtRegister
from comity.journal.acting import acting
from comity.journal.models import Letter, PersonalKey, Receipt
from comity.journal.personal import key_of
from comity.meetings.models import Invitation, ReceivedMail
from comity.meetings.models.invitations import Answer
from comity.opinion.models import Answer as VisitorsAnswer
from comity.opinion.models import Salt
from comity.partners.models import Import, Person
from comity.personal.models import Tidying
from comity.safekeeping.models import Pulse

TIDYING = "tidying"
EVERY = timedelta(hours=24)
AT_ONCE = 500  # rows that one transaction takes


@dataclass(frozen=True)
class Rule:
    """What of one kind of record is kept for how many days after what, and what becomes of it then."""

    model: type[models.Model]
    what: Any
    after: Any
    days: int
    due: Callable[[datetime], Q]  # the rows that are due, given the moment before which their time began
    blanked: Mapping[str, Any] = field(default_factory=dict)  # without any, the rows are removed

    def rows(self, now: datetime) -> models.QuerySet[Any]:
        """This will find what is due now."""
        return models.QuerySet(self.model).filter(self.due(now - timedelta(days=self.days)))


RULES = [
    Rule(
        Receipt,
        _("answers to forms that were sent"),
        _("they were given"),
        Receipt.KEPT.days,
        lambda then: Q(at__lt=then),
    ),
    Rule(
        SignIn,
        _("being signed in on a browser"),
        _("it ended"),
        0,
        lambda then: Q(expire_date__lt=then),
    ),
    Rule(
        Letter,
        _("to whom a letter went, and its subject; its words are forgotten when it leaves"),
        _("it left, or was given up"),
        90,
        lambda then: (
            (Q(sent_at__lt=then) | Q(attempts__gte=Letter.MOST_ATTEMPTS, written_at__lt=then))
            & ~Q(to_name="", to_email="", subject="", body="")
        ),
        {"to_name": "", "to_email": "", "subject": "", "body": "", "calendar": None, "leave_at": None, "trouble": ""},
    ),
    Rule(
        SignedLink,
        _("the address to which a signed link was sent"),
        _("the link ended"),
        90,
        lambda then: (Q(expires_at__lt=then) | Q(revoked_at__lt=then)) & ~Q(email__endswith=f"@{NOWHERE}"),
        {"email": nowhere},
    ),
    Rule(
        Invitation,
        _("the address and comment of somebody who declined, or whose invitation was taken back"),
        _("the session began"),
        90,
        lambda then: (
            (Q(answer=Answer.DECLINED) | Q(withdrawn_at__isnull=False))
            & Q(session__starts_at__lt=then, sent_at__lt=then)
            & ~Q(email__endswith=f"@{NOWHERE}")
        ),
        {"email": nowhere, "comment": ""},
    ),
    Rule(
        ReceivedMail,
        _("the sender and words of mail that came to the mailbox"),
        _("it came"),
        90,
        lambda then: Q(at__lt=then) & ~Q(sender="", content=b""),
        {"sender": "", "content": b""},
    ),
    Rule(
        Import,
        _("the rows of a table that was imported"),
        _("it was brought"),
        90,
        lambda then: Q(brought_at__lt=then) & ~Q(rows=[]),
        {"rows": []},
    ),
    Rule(
        BroughtRegister,
        _("the rows of a register of agreements that was brought"),
        _("it was brought"),
        90,
        lambda then: Q(brought_at__lt=then) & ~Q(lines=[]),
        {"lines": [], "meant": {}},
    ),
    Rule(
        Salt,
        _("the secret of a day under which visitors are told apart"),
        _("the day ended"),
        0,
        lambda then: Q(day__lt=timezone.localdate(then)),
    ),
    Rule(
        VisitorsAnswer,
        _("the mark by which a visitor’s second answer of a day is known"),
        _("the day ended"),
        0,
        lambda then: Q(day__lt=timezone.localdate(then)) & ~Q(visitor=""),
        {"visitor": ""},
    ),
    Rule(
        VisitorsAnswer,
        _("what a visitor wrote beside an answer"),
        _("it was written"),
        730,
        lambda then: Q(day__lt=timezone.localdate(then)) & ~Q(comment=""),
        {"comment": ""},
    ),
    Rule(
        User,
        _("when somebody signed in last"),
        _("that sign-in"),
        365,
        lambda then: Q(last_login__lt=then),
        {"last_login": None},
    ),
]


def keep_by(rule: Rule) -> None:
    """This will add the rule of an app that stands above this one."""
    RULES.append(rule)


def tidy(*, now: datetime) -> dict[str, int]:
    """This will throw away what was kept long enough and write down how much of what; done again, it does nothing."""
    counts = Counter[str]()
    for rule in RULES:
        counts[rule.model._meta.label] += _apply(rule, now)
    counts = +counts  # what threw nothing away is not told
    ensure_keys()
    if counts:
        with acting(by=None):
            Tidying.enter(at=now, counts=dict(counts), by=User.objects.machine())
    Pulse.beat(TIDYING, at=now)
    return dict(counts)


def _apply(rule: Rule, now: datetime) -> int:
    done = 0
    while some := list(rule.rows(now)[:AT_ONCE]):
        with acting(by=None, why="kept long enough"):
            _take(rule, some, now)
        done += len(some)
    return done


def _take(rule: Rule, rows: list[Any], now: datetime) -> None:
    every: Any = models.QuerySet(rule.model)
    if not rule.blanked:
        every.filter(pk__in=[row.pk for row in rows]).delete()
        return
    for row in rows:
        values = {name: value(row) if callable(value) else value for name, value in rule.blanked.items()}
        every.filter(pk=row.pk).update(**values)
    if rule.model is ReceivedMail:  # the journal names its sender under a key of its own
        mine = [key_of(row)[1] for row in rows]
        PersonalKey.objects.filter(kind_id=key_of(rows[0])[0], number__in=mine).destroy(now=now)


def tidy_if_due(*, now: datetime) -> bool:
    """This will tidy where that was not done for a day."""
    last = Pulse.last().get(TIDYING)
    if last is not None and now - last < EVERY:
        return False
    tidy(now=now)
    return True


def ensure_keys() -> None:
    """This will give a key to every account and person who has none, so that an erasure can be told to old backups."""
    for model in (User, Person):
        rows: Any = model._base_manager
        one = rows.first()
        if one is None:
            continue
        kind = key_of(one)[0]
        keyed = PersonalKey.objects.filter(kind_id=kind).values("number")
        lacking = list(rows.exclude(pk__in=keyed).values_list("pk", flat=True))
        for at in range(0, len(lacking), AT_ONCE):
            with acting(by=None, why="everybody has a key"):
                PersonalKey.objects.of((kind, number) for number in lacking[at : at + AT_ONCE])
