"""What calendars know of a session: its number and version there, who was invited, and what they answered."""

from __future__ import annotations

from datetime import datetime
from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.crypto import salted_hmac
from django.utils.translation import gettext_lazy as _

from comity.accounts.models import Actor
from comity.accounts.personal import ERASED, ITSELF, About, nowhere
from comity.journal.records import Mark, Recorded, Standing, record
from comity.meetings.models.sessions import Session
from comity.partners.models import Person


def number_of(session: Session) -> str:
    """This will make the number by which calendars know a session; nobody guesses it from the session's own."""
    host = urlsplit(settings.ADDRESS).hostname or "localhost"
    return f"{salted_hmac('comity.meetings.appointment', str(session.pk)).hexdigest()[:32]}@{host}"


class AppointmentQuerySet(models.QuerySet["Appointment"]):
    def hold(self, session: Session, *, at: datetime) -> Appointment:
        """This will keep others from mailing about a session until the act ends; the first time it gets its number."""
        self.get_or_create(session=session, defaults={"uid": number_of(session), "changed_at": at})
        return self.select_for_update().get(session=session)

    def known_as(self, uid: str) -> Appointment | None:
        """This will find what calendars know under this number."""
        return self.select_related("session").filter(uid=uid).first()


class Appointment(models.Model):
    """A session as calendars know it: under a number that never changes, in versions that are counted."""

    session = models.OneToOneField(Session, on_delete=models.CASCADE)
    uid = models.CharField(max_length=255, unique=True, editable=False)
    sequence = models.PositiveIntegerField(default=0, editable=False)
    changed_at = models.DateTimeField(editable=False)

    objects = AppointmentQuerySet.as_manager()

    class Meta:
        verbose_name = _("appointment")

    def __str__(self) -> str:
        return f"{self.session} ({self.sequence})"

    def revise(self, *, at: datetime) -> None:
        """This will begin the next version."""
        self.sequence, self.changed_at = self.sequence + 1, at
        self.save(update_fields=["sequence", "changed_at"])


class Answer(models.TextChoices):
    """What somebody who was invited answered."""

    AWAITED = "awaited", _("no answer yet")
    ACCEPTED = "accepted", _("comes")
    TENTATIVE = "tentative", _("comes perhaps")
    DECLINED = "declined", _("does not come")


MARKS = {
    Answer.ACCEPTED: Mark.DONE,
    Answer.TENTATIVE: Mark.OPEN,
    Answer.DECLINED: Mark.ENDED,
    Answer.AWAITED: Mark.UNKNOWN,
}
# What there is before anybody answered.
UNANSWERED: dict[str, Any] = {
    "answer": Answer.AWAITED,
    "answered_at": None,
    "comment": "",
    "proposed_starts_at": None,
    "proposed_ends_at": None,
}


class InvitationQuerySet(models.QuerySet["Invitation"]):
    def at(self, session: Session) -> InvitationQuerySet:
        """This will keep the invitations to one session."""
        return self.filter(session=session)

    def standing(self) -> InvitationQuerySet:
        """This will leave out those that were taken back."""
        return self.filter(withdrawn_at=None)

    def by_address(self) -> dict[str, Invitation]:
        """This will fetch the invitations, each under its address."""
        return {one.email: one for one in self}

    def held_for(self, session: Session, email: str) -> Invitation | None:
        """This will find who was invited under an address and keep others from answering for it meanwhile."""
        return self.select_for_update().filter(session=session, email=email.lower()).first()


class Invitation(Recorded):
    """A delegate was invited by mail to a session; the answer is kept beside it."""

    PERSONAL = frozenset({"name", "email", "comment"})
    ABOUT = About(
        whose=("person",),
        addresses=("email",),
        is_theirs=True,
        erased={"email": nowhere, "name": ERASED, "comment": ""},
        kept=_("That somebody was invited and answered is part of the record of the session."),
    )
    ACTS = {
        **Recorded.ACTS,
        "entered": _("invited"),
        "sent_again": _("was sent the change"),
        "withdrawn": _("invitation taken back"),
        "answered": _("answered"),
        "proposed": _("proposed another time"),
    }

    session = models.ForeignKey(Session, on_delete=models.CASCADE, related_name="invitations")
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+", verbose_name=_("person"))
    name = models.CharField(_("name"), max_length=200)
    email = models.EmailField(_("e-mail address"))  # in lower case: answers are matched by it
    language = models.CharField(_("language"), max_length=5)
    sequence = models.PositiveIntegerField(_("version in calendars"))
    sent_at = models.DateTimeField(_("sent"))
    withdrawn_at = models.DateTimeField(_("taken back"), null=True, blank=True)
    answer = models.CharField(_("answer"), max_length=10, choices=Answer, default=Answer.AWAITED)
    answered_at = models.DateTimeField(_("answered"), null=True, blank=True)  # as the answer says
    comment = models.TextField(_("comment"), blank=True)
    proposed_starts_at = models.DateTimeField(_("would begin"), null=True, blank=True)
    proposed_ends_at = models.DateTimeField(_("would end"), null=True, blank=True)

    objects = InvitationQuerySet.as_manager()

    class Meta:
        verbose_name = _("invitation")
        constraints = [
            models.UniqueConstraint(fields=["session", "email"], name="an_address_is_invited_to_a_session_once"),
            models.CheckConstraint(
                condition=Q(answer__in=Answer.values),
                name="an_invitation_has_a_known_answer",
                violation_error_message=_("There is no such answer."),
            ),
            models.CheckConstraint(
                condition=Q(answer=Answer.AWAITED) | Q(answered_at__isnull=False),
                name="an_answer_says_when_it_was_given",
                violation_error_message=_("Say when it was answered."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.name}: {self.session}"

    @property
    def standing(self) -> Standing:
        """What was answered: a word and a shape."""
        return Standing(MARKS[Answer(self.answer)], self.get_answer_display())

    def send_again(self, *, at: datetime, by: Actor, asks_anew: bool, **now: Any) -> None:
        """This will note that the session was sent in another version; an answer to another time no longer counts.

        `now` says who is written to and in which version: name, language, sequence.
        """
        forgotten = UNANSWERED if asks_anew else {}
        self.change(by=by, act="sent_again", sent_at=at, withdrawn_at=None, **now, **forgotten)

    def withdraw(self, *, sequence: int, at: datetime, by: Actor) -> None:
        """This will note that calendars were told to take the session out."""
        self.change(by=by, act="withdrawn", sequence=sequence, withdrawn_at=at)

    def note_answer(self, answer: str, *, comment: str, answered_at: datetime, by: Actor) -> None:
        """This will keep what was answered, instead of what was answered before."""
        self.change(by=by, act="answered", answer=Answer(answer), comment=comment, answered_at=answered_at)

    def note_proposal(
        self, begins: datetime, ends: datetime, *, comment: str, answered_at: datetime, by: Actor
    ) -> None:
        """This will keep another time that was proposed; it moves nothing."""
        self.change(
            by=by,
            act="proposed",
            proposed_starts_at=begins,
            proposed_ends_at=ends,
            comment=comment,
            answered_at=answered_at,
        )


class Fault(models.TextChoices):
    """Why mail that came to the mailbox was set aside."""

    TOO_LARGE = "too_large", _("it is larger than an answer can be")
    TOO_MANY_PARTS = "too_many_parts", _("it is put together from more parts than an answer can have")
    MALFORMED = "malformed", _("it cannot be read as an answer")
    TWO_METHODS = "two_methods", _("its type and its calendar part ask for different things")
    NOT_AN_ANSWER = "not_an_answer", _("it is a calendar message, but no answer; nobody else invites or cancels here")
    UNKNOWN = "unknown", _("it answers for a session that is not known here")
    NOT_INVITED = "not_invited", _("it answers for somebody who is not invited")
    OTHER_SENDER = "other_sender", _("it was sent from another address than the one it answers for")
    NOT_VOUCHED = "not_vouched", _("the mail server does not vouch for its sender")
    OTHER_VERSION = "other_version", _("it answers another version of the invitation than the one sent last")
    OLDER = "older", _("a later answer is here already")
    NOT_YET = "not_yet", _("it says that it was written in the future")
    OVER = "over", _("the session is over, put off or called off")


class ReceivedMailQuerySet(models.QuerySet["ReceivedMail"]):
    def is_known(self, number: str) -> bool:
        """This will tell whether a message was read before."""
        return self.filter(number=number).exists()

    def set_aside(self) -> ReceivedMailQuerySet:
        """This will list what was refused, the newest first."""
        return self.exclude(fault="").order_by("-at", "-pk")

    def listed(self) -> ReceivedMailQuerySet:
        """This will leave the messages themselves where they are."""
        return self.defer("content")


class ReceivedMail(Recorded):
    """A message that came to the mailbox: remembered by its Message-ID; what was refused is kept as it came."""

    PERSONAL = frozenset({"sender"})
    ABOUT = About(whose=(ITSELF,), addresses=("sender",), is_theirs=True, is_removed=True)
    ACTS = {**Recorded.ACTS, "set_aside": _("mail set aside")}

    number = models.CharField(max_length=64, unique=True, editable=False)  # the SHA-256 of its Message-ID
    at = models.DateTimeField(_("received"))
    sender = models.CharField(_("sender"), max_length=254, blank=True)
    fault = models.CharField(_("why"), max_length=20, choices=Fault, blank=True)
    content = models.BinaryField(editable=False, blank=True)

    objects = ReceivedMailQuerySet.as_manager()

    class Meta:
        verbose_name = _("received mail")

    def __str__(self) -> str:
        return self.sender

    @classmethod
    def remember(cls, number: str, *, sender: str, at: datetime) -> None:
        """This will remember an answer that was taken in. Raises IntegrityError where it was read before."""
        cls.objects.create(number=number, sender=sender[:254], at=at)

    @classmethod
    def put_aside(cls, number: str, *, sender: str, fault: str, content: bytes, at: datetime, by: Actor) -> None:
        """This will keep a message that was refused. Raises IntegrityError where it was read before."""
        kept = cls.objects.create(number=number, sender=sender[:254], fault=fault, content=content, at=at)
        record(kept, "set_aside", by=by, after={"sender": kept.sender, "fault": fault})
