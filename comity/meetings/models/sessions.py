"""The working session: when, where, between whom, and at which stage it stands."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime
from functools import cache
from typing import TYPE_CHECKING, Any
from zoneinfo import ZoneInfo, available_timezones

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from comity.accounts.models import Actor, SignedLink, Viewer
from comity.journal.acting import act, acting
from comity.journal.lifecycle import Staged
from comity.journal.models import Key
from comity.journal.records import Mark, OnTheThread, Standing
from comity.journal.refusals import NotNow
from comity.meetings.matrix import SESSION
from comity.meetings.models.areas import OfAreas, codes_of_areas
from comity.meetings.permissions import PURPOSE
from comity.partners.models import Area, Organisation, Person, sides_of
from comity.partners.models.organisations import OrganisationQuerySet
from comity.translation.templatetags.said import day, isolated, months
from comity.translation.texts import Text, TextField

if TYPE_CHECKING:
    from comity.meetings.models.delegations import Delegation
    from comity.meetings.models.minutes import FinalMinutes


class Stage(models.TextChoices):
    """Where a session stands (the light set of a bilateral session)."""

    PROPOSED = "proposed", pgettext_lazy("session", "proposed")
    CONVENED = "convened", pgettext_lazy("session", "convened")
    AGENDA_ADOPTED = "agenda_adopted", _("agenda adopted")
    HELD = "held", pgettext_lazy("session", "held")
    DRAFTED = "drafted", _("minutes drafted")
    CIRCULATED = "circulated", _("minutes circulated")
    ADOPTED = "adopted", _("minutes adopted")
    CLOSED = "closed", _("follow-up closed")
    POSTPONED = "postponed", pgettext_lazy("session", "postponed")
    CANCELLED = "cancelled", pgettext_lazy("session", "cancelled")


AHEAD = {Stage.PROPOSED, Stage.CONVENED, Stage.AGENDA_ADOPTED, Stage.POSTPONED}
TOOK_PLACE = {Stage.HELD, Stage.DRAFTED, Stage.CIRCULATED, Stage.ADOPTED, Stage.CLOSED}
WRITABLE = {Stage.CONVENED, Stage.AGENDA_ADOPTED, Stage.HELD, Stage.DRAFTED, Stage.CIRCULATED}
FROZEN = {Stage.ADOPTED, Stage.CLOSED}
# While it is called and stands in the calendars of those who come.
CALLED = {Stage.CONVENED, Stage.AGENDA_ADOPTED}
# While the sides have not settled the agenda.
UNSETTLED = {Stage.PROPOSED, Stage.CONVENED, Stage.POSTPONED}
# The facts that say when it is.
WHEN = ("starts_at", "ends_at", "zone")

MARKS = {
    Stage.POSTPONED: Mark.DUE,
    Stage.CANCELLED: Mark.ENDED,
    Stage.CIRCULATED: Mark.DUE,
    **dict.fromkeys([Stage.HELD, Stage.ADOPTED, Stage.CLOSED], Mark.DONE),
}


class Mode(models.TextChoices):
    """How the delegations meet."""

    VIRTUAL = "virtual", _("virtual")
    IN_PERSON = "in_person", _("in person")
    HYBRID = "hybrid", _("hybrid")


class Precision(models.TextChoices):
    """How exactly it is known when the session is, or was."""

    TIME = "time", _("day and time")
    DAY = "day", _("the day only")
    MONTHS = "months", _("some months only")


@cache
def _zones() -> set[str]:
    return available_timezones()  # reads six hundred files


def is_zone(value: str) -> None:
    """This will refuse what is not a time zone of the IANA database."""
    if value not in _zones():
        words = _("“%(zone)s” is not a time zone, such as Africa/Casablanca.")
        raise ValidationError(words, params={"zone": value}, code="zone")


class SessionQuerySet(models.QuerySet["Session"]):
    def visible_to(self, viewer: Viewer) -> SessionQuerySet:
        """This will keep the sessions `viewer` may know of: public ones, and those of the viewer's side."""
        return self.filter(SESSION.which("know of it", viewer, own=lambda: Q(pk__in=self.own_of(viewer).values("pk"))))

    def own_of(self, viewer: Viewer) -> SessionQuerySet:
        """This will find the sessions at which `viewer` speaks for a side; a link speaks at the one it opens."""
        found = self.model.objects.filter(delegations__organisation__in=sides_of(viewer))
        if isinstance(viewer, SignedLink):
            return found.filter(pk=viewer.opens) if viewer.purpose == PURPOSE else found.none()
        return found

    def for_the_thread(self) -> SessionQuerySet:
        """This will fetch what drawing on the thread needs."""
        return self

    def with_delegations(self) -> SessionQuerySet:
        """This will fetch the delegations and their organisations along."""
        return self.prefetch_related("delegations__organisation")

    def for_its_page(self) -> SessionQuerySet:
        """This will fetch the final minutes, the areas and the delegations with all that a page shows of them along."""
        from comity.meetings.models.delegations import Delegation  # noqa: PLC0415 - a delegation names its session

        found = self.select_related("final_minutes").annotate(area_codes=codes_of_areas(Session))
        return found.prefetch_related(models.Prefetch("delegations", Delegation.objects.in_order()))

    def ahead(self) -> SessionQuerySet:
        """This will keep the sessions that are still to be held, the next one first."""
        return self.filter(stage__in=AHEAD).order_by("starts_at", "pk")

    def afresh(self, number: int) -> Session:
        """This will read a session as it is now, whatever was read of it before."""
        return self.get(pk=number)

    def called(self) -> SessionQuerySet:
        """This will keep the sessions to which people are called."""
        return self.filter(stage__in=CALLED)

    def with_delegate(self, person: Person) -> SessionQuerySet:
        """This will keep the sessions to which a person is sent by some delegation."""
        return self.filter(delegations__members__person=person).distinct()

    def with_appointment(self) -> SessionQuerySet:
        """This will fetch what calendars know of each session along, and which sides take part."""
        return self.select_related("appointment").prefetch_related("delegations")

    def for_calendars(self, *, limit: int) -> SessionQuerySet:
        """This will fetch the latest sessions for a calendar."""
        return self.with_appointment().newest_first()[:limit]

    def took_place(self) -> SessionQuerySet:
        """This will keep the sessions that were held, the latest first."""
        return self.filter(stage__in=TOOK_PLACE).order_by("-starts_at", "-pk")

    def behind(self) -> SessionQuerySet:
        """This will keep the sessions that were held or called off, the latest first."""
        return self.filter(stage__in=[*TOOK_PLACE, Stage.CANCELLED]).order_by("-starts_at", "-pk")

    def newest_first(self) -> SessionQuerySet:
        """This will sort by when they are held, the latest first."""
        return self.order_by("-starts_at", "-pk")

    def at_stage(self, stage: str) -> SessionQuerySet:
        """This will keep the sessions at one stage."""
        return self.filter(stage=stage)

    def with_partner(self, organisation: Organisation | int) -> SessionQuerySet:
        """This will keep the sessions at which `organisation` had a delegation."""
        return self.filter(delegations__organisation=organisation)

    def between(self, organisation: int, others: Iterable[int]) -> SessionQuerySet:
        """This will keep the sessions at which `organisation` and one of the others had a delegation."""
        met = self.with_partner(organisation)
        return met.filter(pk__in=self.model.objects.filter(delegations__organisation__in=list(others)).values("pk"))

    def partners(self) -> OrganisationQuerySet:
        """This will find the organisations that meet us at these sessions."""
        return Organisation.objects.filter(pk__in=self.values("delegations__organisation"), is_host=False)

    def waiting_for_adoption(self) -> SessionQuerySet:
        """This will keep the sessions whose minutes are circulated."""
        return self.filter(stage=Stage.CIRCULATED)

    def without_minutes(self) -> SessionQuerySet:
        """This will keep the sessions that were held here and whose minutes nobody finished."""
        return self.filter(stage__in=[Stage.HELD, Stage.DRAFTED], compiled_from="")


# What no session in the database can contradict.
RULES: list[models.BaseConstraint] = [
    models.CheckConstraint(
        condition=Q(ends_at__gte=F("starts_at")),
        name="a_session_ends_after_it_begins",
        violation_error_message=_("The session ends before it begins."),
    ),
    models.CheckConstraint(
        condition=Q(stage__in=Stage.values),
        name="a_session_has_a_known_stage",
        violation_error_message=_("There is no such stage."),
    ),
]


class OffAndOn(Staged):
    """How what was called is put off, called anew or called off."""

    starts_at: Any

    if TYPE_CHECKING:

        def change(self, *, by: Actor, why: str = "", act: str = "changed", **facts: Any) -> None: ...

    class Meta:
        abstract = True

    def postpone(self, *, why: str, by: Actor) -> None:
        """This will put the session off until a new day is found."""
        self._move_to(Stage.POSTPONED, by=by, act="postponed", why=why)

    @act
    def convene_anew(self, *, now: datetime, by: Actor, **when: Any) -> None:
        """This will set the new day of a postponed session, with its hours and clocks; refused where it has passed."""
        self._hold()
        self.refuse_unless_postponed()
        if when.get("starts_at", self.starts_at) <= now:
            raise ValidationError({"day": _("A new day lies ahead: this one has begun or passed already.")})
        self.change(by=by, act="moved", **when)
        self._move_to(Stage.CONVENED, by=by, act="convened")

    def refuse_unless_postponed(self) -> None:
        """This will raise NotNow where the session was not put off."""
        if self.stage != Stage.POSTPONED:
            raise NotNow(_("Only a postponed session gets a new day."))

    def cancel(self, *, why: str, by: Actor) -> None:
        """This will call the session off."""
        self._move_to(Stage.CANCELLED, by=by, act="cancelled", why=why)


class Session(OfAreas, OnTheThread, OffAndOn):
    """A working session of the host with one or more partners."""

    MOVES = {
        Stage.PROPOSED: {Stage.CONVENED, Stage.POSTPONED, Stage.CANCELLED},
        Stage.CONVENED: {Stage.AGENDA_ADOPTED, Stage.POSTPONED, Stage.CANCELLED},
        Stage.AGENDA_ADOPTED: {Stage.HELD, Stage.POSTPONED, Stage.CANCELLED},
        Stage.HELD: {Stage.DRAFTED},
        Stage.DRAFTED: {Stage.CIRCULATED},
        Stage.CIRCULATED: {Stage.DRAFTED, Stage.ADOPTED},
        Stage.ADOPTED: {Stage.CLOSED},
        Stage.CLOSED: set(),
        Stage.POSTPONED: {Stage.CONVENED, Stage.CANCELLED},
        Stage.CANCELLED: set(),
    }
    OWNERS = {
        Stage.PROPOSED: _("our office, to convene it"),
        Stage.CONVENED: _("our office, to settle the agenda"),
        Stage.AGENDA_ADOPTED: _("both sides, to hold it"),
        Stage.HELD: _("our office, to finish the minutes"),
        Stage.DRAFTED: _("our office, to circulate the minutes"),
        Stage.CIRCULATED: _("both sides, to adopt the minutes"),
        Stage.ADOPTED: _("both sides, to keep what was promised"),
        Stage.CLOSED: _("nobody: it is closed"),
        Stage.POSTPONED: _("our office, to find a new day"),
        Stage.CANCELLED: _("nobody: it was cancelled"),
    }
    ACTS = {
        **OnTheThread.ACTS,
        "convened": pgettext_lazy("act", "convened"),
        "agenda_adopted": _("adopted the agenda"),
        "held": _("recorded that it was held"),
        "drafted": _("finished the draft minutes"),
        "circulated": _("circulated the minutes"),
        "recalled": _("took the minutes back"),
        "side_adopted": _("adopted the minutes for one side"),
        "adopted": _("the minutes became final"),
        "closed": _("closed the follow-up"),
        "postponed": pgettext_lazy("act", "postponed"),
        "cancelled": pgettext_lazy("act", "cancelled"),
        "link_sent": _("sent a signed link"),
        "link_revoked": _("revoked a signed link"),
        "link_opened": _("opened the signed link"),
        "moved": _("moved to another time"),
    }

    title = TextField(_("title"))
    stage = models.CharField(_("stage"), max_length=20, choices=Stage, default=Stage.PROPOSED, editable=False)
    mode = models.CharField(_("mode"), max_length=10, choices=Mode, default=Mode.VIRTUAL)
    place = TextField(_("place"), blank=True)
    link = models.URLField(_("link for joining"), blank=True)
    starts_at = models.DateTimeField(_("begins"))
    ends_at = models.DateTimeField(_("ends"))
    zone = models.CharField(_("time zone"), max_length=60, default="UTC", validators=[is_zone])
    precision = models.CharField(_("how exactly known"), max_length=10, choices=Precision, default=Precision.TIME)
    # The language in which the minutes are written first.
    record_language = models.CharField(_("language of the minutes"), max_length=5, default="en")
    is_public = models.BooleanField(_("the public may know of it"), default=False)
    # How many promises and proposals were open when the follow-up was closed; why that was, the journal says.
    left_open = models.PositiveSmallIntegerField(_("still open when it was closed"), default=0, editable=False)
    # Set where the record was put together from published reports, not from minutes that the sides adopted.
    compiled_from = models.TextField(_("compiled from"), blank=True)

    objects = SessionQuerySet.as_manager()

    class Meta:
        verbose_name = _("working session")
        verbose_name_plural = _("working sessions")
        indexes = [models.Index(fields=["-starts_at"]), models.Index(fields=["stage", "starts_at"])]
        constraints = RULES

    def __str__(self) -> str:
        return str(self.title)

    def clean(self) -> None:
        if self.starts_at and self.ends_at and self.ends_at < self.starts_at:
            raise ValidationError({"ends_at": _("The session ends before it begins.")})

    def get_absolute_url(self) -> str:
        return reverse("session", args=[self.pk])

    @classmethod
    def parts_of(cls, number: int) -> set[Key]:
        from comity.meetings.parts import parts_of_session  # noqa: PLC0415 - each part names its session

        return parts_of_session(number)

    # Questions

    @property
    def heading(self) -> Text:
        return self.title

    @property
    def came_about_on(self) -> date:
        return self.ends_at.date()

    @property
    def standing(self) -> Standing:
        return Standing(MARKS.get(Stage(self.stage), Mark.OPEN), self.stage_in_words())

    @property
    def dates_in_words(self) -> list[str]:
        return [self.day_in_words()]

    def when_in_words(self) -> str:
        """This will tell when the session is, as exactly as it is known, by the clocks of its own place."""
        zone = ZoneInfo(self.zone)
        first, last = self.starts_at.astimezone(zone).date(), self.ends_at.astimezone(zone).date()
        if self.precision == Precision.MONTHS:
            return months(first, last)
        return day(first) if first == last else f"{day(first)} – {day(last)}"

    def day_in_words(self) -> str:
        """This will tell when the session is, or that this was its day until it was put off or called off."""
        day = self.when_in_words()
        return _("was planned for %(day)s") % {"day": isolated(day)} if self.lost_its_day else day

    @property
    def day(self) -> datetime:
        """When it begins, by the clocks of its own place."""
        return self.starts_at.astimezone(ZoneInfo(self.zone))

    @property
    def took_place(self) -> bool:
        """Whether the session was held."""
        return self.stage in TOOK_PLACE

    @property
    def is_ahead(self) -> bool:
        """Whether the session is still to be held."""
        return self.stage in AHEAD

    @property
    def is_put_off(self) -> bool:
        """Whether its day is the former one, and a new one is still to be found."""
        return self.stage == Stage.POSTPONED

    @property
    def lost_its_day(self) -> bool:
        """Whether nobody meets on its day: it was put off, or called off."""
        return self.is_put_off or self.stage == Stage.CANCELLED

    @property
    def is_called(self) -> bool:
        """Whether people are called to it, so that it stands in their calendars."""
        return self.stage in CALLED

    @property
    def agenda_is_open(self) -> bool:
        """Whether the sides have not settled the agenda yet."""
        return self.stage in UNSETTLED

    @property
    def is_frozen(self) -> bool:
        """Whether the minutes are final."""
        return self.stage in FROZEN

    @property
    def may_be_written(self) -> bool:
        """Whether the minutes can be written now."""
        return self.stage in WRITABLE and not self.compiled_from

    def begins_in_future(self, now: datetime) -> bool:
        """This will tell whether the session is still to begin."""
        return self.starts_at > now

    def hour_has_come(self, now: datetime) -> bool:
        """This will tell whether the session has begun; one that was put off has no hour until a new day is set."""
        return not self.is_put_off and not self.begins_in_future(now)

    def has_agenda(self) -> bool:
        """This will tell whether there is an item on the agenda."""
        return self.items.exists()

    def delegation_of(self, numbers: set[int]) -> Delegation | None:
        """This will find the delegation of one of the organisations with these numbers."""
        return next((one for one in self.delegations.all() if one.organisation_id in numbers), None)

    def final(self) -> FinalMinutes | None:
        """This will find the final minutes; without a query where they were fetched along."""
        return getattr(self, "final_minutes", None)

    # Acts

    @act
    def revise(self, *, by: Actor, areas: Iterable[Area] | None = None, **facts: Any) -> None:
        """This will change what is planned; a new time is written down as a move.

        Raises NotNow once the session was held or called off.
        """
        self._hold()
        self.refuse_unless_ahead()
        is_moved = any(facts.get(name, getattr(self, name)) != getattr(self, name) for name in WHEN)
        self.change(by=by, act="moved" if is_moved else "changed", **facts)
        if areas is not None:
            self.concern(areas, by=by)

    def refuse_unless_ahead(self) -> None:
        """This will raise NotNow once the session was held or called off."""
        if not self.is_ahead:
            raise NotNow(_("What was planned can be changed only while the session lies ahead."))

    def show_to_public(self, is_public: bool, *, by: Actor) -> None:
        """This will let the public know of the session, or no longer."""
        self.change(is_public=is_public, by=by)

    def convene(self, *, by: Actor) -> None:
        """This will call the delegations together. Raises NotNow while fewer than two sides are named."""
        if self.delegations.count() < 2:
            raise NotNow(_("A session needs two delegations before it can be convened."))
        self._move_to(Stage.CONVENED, by=by, act="convened")

    def adopt_agenda(self, *, by: Actor) -> None:
        """This will settle the agenda. Raises NotNow while it is empty."""
        if not self.has_agenda():
            raise NotNow(_("The agenda has no item yet."))
        self._move_to(Stage.AGENDA_ADOPTED, by=by, act="agenda_adopted")

    def hold(self, *, now: datetime, by: Actor) -> None:
        """This will record that the session took place. Raises NotNow before it has begun."""
        if self.begins_in_future(now):
            raise NotNow(_("The session has not begun yet. Change its time if it was held earlier."))
        self._move_to(Stage.HELD, by=by, act="held")

    def finish_draft(self, *, by: Actor) -> None:
        """This will mark the draft minutes as complete on our side.

        Raises NotNow for a record compiled from published reports: nobody's minutes are invented.
        """
        if self.compiled_from:
            raise NotNow(_("This record was compiled from published reports; there are no minutes to adopt."))
        self._move_to(Stage.DRAFTED, by=by, act="drafted")

    @classmethod
    def plan(cls, *, between: list[Organisation], by: Actor, areas: Iterable[Area] = (), **facts: Any) -> Session:
        """This will propose a session with a delegation for each side, the host's first."""
        from comity.meetings.models.delegations import Delegation  # noqa: PLC0415 - a delegation names its session

        with acting(by=by):
            session = cls.enter(by=by, **facts)
            session.concern(areas, by=by)
            for place, organisation in enumerate(between, start=1):
                Delegation.enter(session=session, organisation=organisation, precedence=place, by=by)
        return session
