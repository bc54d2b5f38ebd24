"""Delegations: who came for whom, in order of precedence."""

from __future__ import annotations

from typing import NamedTuple

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from comity.accounts.models import Viewer
from comity.accounts.personal import About
from comity.journal.records import Recorded
from comity.meetings.models.sessions import Session
from comity.partners.models import Organisation, Person
from comity.translation.texts import Text, TextField


class DelegationQuerySet(models.QuerySet["Delegation"]):
    def in_order(self) -> DelegationQuerySet:
        """This will fetch delegations in order of precedence with everything that a page shows of them."""
        members = models.Prefetch("members", Member.objects.select_related("person"))
        found = self.select_related("organisation").prefetch_related(members)
        return found.order_by("precedence", "pk")

    def of(self, session: Session) -> DelegationQuerySet:
        """This will keep the delegations at one session."""
        return self.filter(session=session).select_related("organisation").order_by("precedence", "pk")

    def guests(self) -> DelegationQuerySet:
        """This will keep the delegations of the others."""
        return self.filter(organisation__is_host=False)


class Delegation(Recorded):
    """Those who take part in a session for one organisation."""

    session = models.ForeignKey(Session, on_delete=models.CASCADE, related_name="delegations")
    organisation = models.ForeignKey(
        Organisation, on_delete=models.PROTECT, related_name="+", verbose_name=_("organisation")
    )
    precedence = models.PositiveSmallIntegerField(_("order of precedence"), default=1)

    objects = DelegationQuerySet.as_manager()

    class Meta:
        verbose_name = _("delegation")
        ordering = ["precedence", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["session", "organisation"], name="an_organisation_sends_one_delegation")
        ]

    def __str__(self) -> str:
        return str(self.organisation)

    @classmethod
    def titles_for(cls, viewer: Viewer, numbers: list[int]) -> dict[int, Text]:
        sent = cls.objects.filter(session__in=Session.objects.visible_to(viewer)).select_related("organisation")
        return {one.pk: one.organisation.name for one in sent.filter(pk__in=numbers)}

    def head(self) -> Member | None:
        """This will find who heads the delegation."""
        return next((one for one in self.members.all() if one.is_head), None)

    def in_places(self) -> list[Place]:
        """This will tell of each member whether it has somebody before and after it to change places with."""
        members = list(self.members.all())
        pairs = zip([None, *members], members, [*members[1:], None], strict=False)
        return [Place(one, _are_peers(before, one), _are_peers(one, after)) for before, one, after in pairs]


class Place(NamedTuple):
    """A member in the order of precedence; the head stays the first."""

    member: Member
    may_go_up: bool
    may_go_down: bool


def _are_peers(one: Member | None, other: Member | None) -> bool:
    return one is not None and other is not None and one.is_head == other.is_head


class Attendance(models.TextChoices):
    """Whether a member came."""

    PRESENT = "present", _("present")
    PARTLY = "partly", _("present for a part")
    ABSENT = "absent", _("absent")
    UNKNOWN = "unknown", _("not known")


class MemberQuerySet(models.QuerySet["Member"]):
    def at(self, session: Session) -> MemberQuerySet:
        """This will keep the members of the delegations at one session."""
        return self.filter(delegation__session=session).select_related("delegation__organisation", "person")

    def at_any(self, sessions: models.QuerySet[Session]) -> MemberQuerySet:
        """This will keep the members of the delegations at any of these sessions, the sessions fetched along."""
        together = self.select_related("delegation__session").order_by("delegation__session__starts_at", "pk")
        return together.filter(delegation__session__in=sessions)

    def with_accounts(self) -> MemberQuerySet:
        """This will fetch the account of each person along, in the order of the delegations."""
        return self.select_related("person__user").order_by("delegation__precedence", "-is_head", "precedence", "pk")

    def people(self) -> models.QuerySet[Person]:
        """This will find the people among the members, a group without names being none."""
        return Person.objects.filter(pk__in=self.exclude(person=None).values("person"))


class Member(Recorded):
    """A person in a delegation with the office held that day, or a group that stands without names."""

    PERSONAL = frozenset({"office"})
    ABOUT = About(
        whose=("person",),
        is_theirs=True,
        erased={"office": Text()},
        kept=_("That somebody took part is part of the record of the session; who it was is not told any more."),
    )

    delegation = models.ForeignKey(Delegation, on_delete=models.CASCADE, related_name="members")
    person = models.ForeignKey(
        Person, on_delete=models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("person")
    )
    group = TextField(_("group without names"), blank=True)
    office = TextField(_("office held that day"), blank=True)
    is_head = models.BooleanField(_("heads the delegation"), default=False)
    attendance = models.CharField(_("attendance"), max_length=10, choices=Attendance, default=Attendance.UNKNOWN)
    precedence = models.PositiveSmallIntegerField(_("order of precedence"), default=100)

    objects = MemberQuerySet.as_manager()

    class Meta:
        verbose_name = _("member of a delegation")
        ordering = ["-is_head", "precedence", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["delegation"],
                condition=Q(is_head=True),
                name="a_delegation_has_one_head",
                violation_error_message=_("This delegation has a head already."),
            ),
            models.UniqueConstraint(fields=["delegation", "person"], name="a_person_is_in_a_delegation_once"),
        ]

    def __str__(self) -> str:
        return str(self.shown_name)

    @classmethod
    def titles_for(cls, viewer: Viewer, numbers: list[int]) -> dict[int, Text]:
        came = cls.objects.filter(delegation__session__in=Session.objects.visible_to(viewer)).select_related("person")
        return {one.pk: one.shown_name for one in came.filter(pk__in=numbers)}

    @property
    def is_marked(self) -> bool:
        """Whether the attendance is worth a word: somebody came for a part only, or not at all."""
        return self.attendance in {Attendance.PARTLY, Attendance.ABSENT}

    @property
    def shown_name(self) -> Text:
        """The person's name with the form of address, or the words for the group."""
        return self.person.heading if self.person else self.group

    def clean(self) -> None:
        if bool(self.person_id) == bool(self.group):
            raise ValidationError(_("A member is either a person or a group without names."))
        if self.is_head and not self.person_id:
            raise ValidationError({"is_head": _("A group cannot head a delegation.")})
