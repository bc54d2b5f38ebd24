"""Which commitments? The questions that pages, lists and reminders ask, each with a name."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING, Any

from django.apps import apps
from django.db import models
from django.db.models import Case, Exists, F, OuterRef, Q, Subquery, When
from django.db.models.functions import Coalesce
from django.db.models.lookups import In, IsNull

from comity.accounts.models import SignedLink, Viewer, reads_here
from comity.commitments.matrix import COMMITMENT
from comity.commitments.models.expecting import expected_of_each
from comity.commitments.models.orders import NEVER, DueOrNever, Says, says
from comity.commitments.models.stages import ACTIVE, UNDONE, UNFINISHED, Stage, Trigger
from comity.commitments.models.turns import asked_of_each
from comity.commitments.permissions import PURPOSE
from comity.meetings.models import AgendaItem, Delegation, Session, Visibility
from comity.meetings.models.sessions import FROZEN, TOOK_PLACE
from comity.partners.models import Organisation, Person, sides_of
from comity.ui.lists import Unsought, Way

if TYPE_CHECKING:
    from comity.commitments.models.commitments import Commitment  # noqa: F401 - named in the class below

SILENCE = timedelta(days=180)
DUE = DueOrNever(F("due_on"))
SIDES = ("promisor", "beneficiary", "unit")
PEOPLE = ("person", "keeper")
# What everybody may know of, and what the two sides may, as the table says it.
PUBLIC = COMMITMENT.condition("know of it", "visitor")
SHARED = COMMITMENT.condition("know of it", "side")


def at_stages(ways: list[Way], stages: Iterable[str]) -> list[Way]:
    """This will make each stage a way of its own, unless there are several ways already."""
    if len(ways) == 1:
        return [replace(ways[0].and_by(stage=stage), is_apart=True) for stage in sorted(stages)]
    return [way.which(lambda some: some.at_stages(stages)) for way in ways]


class CommitmentQuestions(models.QuerySet["Commitment"]):
    # Who may see

    def visible_to(self, viewer: Viewer) -> CommitmentQuestions:
        """This will keep what `viewer` may know of: see comity/commitments/matrix.py."""
        return self.filter(COMMITMENT.which("know of it", viewer, own=lambda: _own(viewer)))

    def read_fully_by(self, viewer: Viewer) -> CommitmentQuestions:
        """This will keep that of which `viewer` may see claims, evidence, reasons and people too."""
        return self.filter(COMMITMENT.which("read all of it", viewer, own=lambda: _own(viewer)))

    def seen_by(self, viewer: Viewer, *, fully: bool = False) -> list[Way]:
        """This will name the ways in which what `viewer` may know of is found: see `visible_to`, `read_fully_by`."""
        if reads_here(viewer) or isinstance(viewer, SignedLink):
            return [Way(self.read_fully_by(viewer) if fully else self.visible_to(viewer))]
        public = [] if fully else [self._public()]
        own = sides_of(viewer)
        return [*public, *self.said_with(own)] if own or fully else public

    def _public(self) -> Way:
        """The way in which what everybody may read is found; on the way, each is asked where it was said."""
        met = self.alias(
            item_is=Unsought(F("said_under__visibility")),
            session_is=Unsought(F("said_under__session__stage")),
            is_shown=Unsought(F("said_under__session__is_public")),
            compiled=Unsought(F("said_under__session__compiled_from")),
        )
        final = Q(session_is__in=FROZEN) | Q(session_is__in=TOOK_PLACE) & ~Q(compiled="")
        return Way(self.filter(PUBLIC), on_the_way=met.filter(final, item_is=Visibility.PUBLIC, is_shown__in=[True]))

    def said_with(self, organisations: set[int]) -> list[Way]:
        """This will name the ways in which what these organisations know of as sides is found."""
        theirs = self.filter(SHARED)
        return [Way(theirs, {f"{column}__in": organisations}) for column in SIDES]

    def for_the_thread(self) -> CommitmentQuestions:
        """This will fetch what drawing on the thread needs."""
        together = self.select_related("promisor", "beneficiary", "person", "keeper", "said_under").judged()
        expected = Coalesce(expected_of_each(), models.Value([], models.JSONField()))
        return together.annotate(expected_told=expected)  # type: ignore[no-redef]

    # Which

    def active(self) -> CommitmentQuestions:
        """This will keep the promises on which somebody still has to act."""
        return self.filter(stage__in=ACTIVE)

    def undone(self) -> CommitmentQuestions:
        """This will keep the promises whose promisor still has to act."""
        return self.filter(stage__in=UNDONE)

    def unfinished(self) -> CommitmentQuestions:
        """This will keep what our office still has to keep an eye on."""
        return self.filter(stage__in=UNFINISHED)

    def claimed_by_another(self, organisations: set[int]) -> CommitmentQuestions:
        """This will keep what was claimed done and waits for these organisations to accept or return it."""
        return self.promised_to(organisations).exclude(In(self._claimant(), organisations))

    def claimed_by(self, organisations: set[int]) -> CommitmentQuestions:
        """This will keep what these organisations claimed done and the other side has not answered."""
        return self.filter(In(self._claimant(), organisations))

    def not_due_until(self, last: date) -> CommitmentQuestions:
        """This will keep what is due after `last`, or on no day."""
        return self.filter(Q(due_on=None) | Q(due_on__gt=last))

    @staticmethod
    def _claimant() -> Subquery:
        """The side that claimed last."""
        claims: models.QuerySet[Any] = apps.get_model("commitments", "Claim").objects.all()
        newest = claims.filter(commitment=OuterRef("pk")).order_by("-pk")
        return Subquery(newest.values("side")[:1])

    @staticmethod
    def _asking() -> Subquery:
        """The side whose wish waits; that to cancel it before that for more time, as `what_is_asked` has it."""
        wishes: models.QuerySet[Any] = apps.get_model("commitments", "Wish").objects.all()
        waiting = wishes.filter(commitment=OuterRef("pk"), stage="waiting")
        return Subquery(waiting.order_by("kind").values("side")[:1])

    def with_turns(self) -> CommitmentQuestions:
        """This will name the side that claimed last, `claimant`, and that asks for something, `asking`; 0 is none."""
        number = models.BigIntegerField()
        claimant = Coalesce(self._claimant(), 0, output_field=number)
        return self.alias(claimant=claimant, asking=Coalesce(self._asking(), 0, output_field=number))

    def at_stage(self, stage: str) -> CommitmentQuestions:
        """This will keep those at one stage."""
        return self.filter(stage=stage)

    def at_stages(self, stages: Iterable[str]) -> CommitmentQuestions:
        """This will keep those at one of several stages."""
        return self.filter(stage__in=stages)

    def after_its_day(self, today: date) -> CommitmentQuestions:
        """This will keep what was due before today, done or not."""
        return self.alias(due=DUE).filter(due__lt=today)

    def overdue(self, today: date) -> CommitmentQuestions:
        """This will keep what should have been done: its day has passed, or the session before which it was due."""
        passed = Q(trigger=Trigger.NEXT_SESSION) & Exists(_held_since())
        return self.alias(**TWO_SIDES).undone().filter(Q(due_on__lt=today) | passed)

    def before_a_session(self) -> CommitmentQuestions:
        """This will keep what is due before the next session."""
        return self.alias(due=DUE).filter(due__gte=NEVER, trigger=Trigger.NEXT_SESSION)

    def after_its_session(self) -> CommitmentQuestions:
        """This will keep what was said before a session that its two sides have held since."""
        passed = Case(When(Exists(_held_since()), then=True), default=False, output_field=models.BooleanField())
        # Asked as a case, it is asked row by row, in the order of the list, until there are enough.
        return self.alias(**TWO_SIDES).alias(has_passed=passed).filter(has_passed=True)

    def judged(self) -> CommitmentQuestions:
        """This will ask along what tells whether a row is late, and whose turn it is.

        That is whether the session before which it was due was held, which side asks for what, where one does, and
        which side claimed a promise that both made.
        """
        waits = Q(trigger=Trigger.NEXT_SESSION, stage__in=UNDONE)
        passed = Case(When(waits, then=Exists(_held_since())), default=False, output_field=models.BooleanField())
        both = When(is_mutual=True, then=Coalesce(self._claimant(), 0))
        claimant = Case(both, default=0, output_field=models.BigIntegerField())
        told = self.alias(**TWO_SIDES).annotate(session_has_passed=passed, asked_told=asked_of_each())
        return told.annotate(claimant_told=claimant)

    def due_from_to(self, first: date, last: date) -> CommitmentQuestions:
        """This will keep what has its day from `first` to `last`, both included, done or not."""
        return self.alias(due=DUE).filter(due__gte=first, due__lte=last)

    def silent_since(self, now: datetime) -> CommitmentQuestions:
        """This will keep what was said, and due, more than half a year ago."""
        day = (now - SILENCE).date()
        return self.not_due_since(day).filter(said_on__lt=day)

    def not_due_since(self, day: date) -> CommitmentQuestions:
        """This will keep what was due before a day, or has no day."""
        return self.filter(Q(due_on=None) | Q(due_on__lt=day))

    def with_a_day(self) -> CommitmentQuestions:
        """This will keep what is due on a day."""
        return self.exclude(due_on=None)

    def with_due(self) -> CommitmentQuestions:
        """This will name the place of each in the order of due dates, `due`, so that it can be asked for by it."""
        return self.alias(due=DUE)

    def concerning(self, organisation: Organisation | int) -> CommitmentQuestions:
        """This will keep what `organisation` promised or was promised."""
        return self.filter(Q(promisor=organisation) | Q(beneficiary=organisation) | Q(unit=organisation))

    def between(self, organisations: set[int]) -> CommitmentQuestions:
        """This will keep what organisations of this group promised one another."""
        return self.filter(promisor__in=organisations, beneficiary__in=organisations)

    def promised_to(self, organisations: set[int]) -> CommitmentQuestions:
        """This will keep what was promised to these organisations."""
        return self.filter(Q(beneficiary__in=organisations) | Q(is_mutual=True, promisor__in=organisations))

    def owned_by(self, person: Person | int) -> CommitmentQuestions:
        """This will keep what a person promised or keeps."""
        return self.filter(Q(person=person) | Q(keeper=person))

    def left_behind(self) -> list[Way]:
        """This will name the ways in which what is still to be done by, or kept by, somebody who left is found."""
        # Named one by one: PostgreSQL then sees that these few keep little, while those who are here keep much.
        left = list(Person.objects.gone().values_list("pk", flat=True))
        return [Way(self.at_stages({*ACTIVE, Stage.PROPOSED}), {f"{name}__in": left}) for name in PEOPLE]

    def in_area(self, code: str) -> CommitmentQuestions:
        """This will keep those in one area of interest."""
        return self.filter(areas__code=code)

    def marked_with(self, code: str) -> CommitmentQuestions:
        """This will keep the same as `in_area`, asked row by row."""
        marks = self.model.areas.through.objects.filter(commitment=OuterRef("pk"), area=code)
        return self.filter(Exists(marks))

    def saying(self, words: str) -> CommitmentQuestions:
        """This will keep those in which, in any language, every word of `words` begins a word, by its index."""
        return (
            self.saying_plainly(words).filter(Says(F("sought"), words))
            if Says.can(words)
            else self.saying_plainly(words)
        )

    def saying_plainly(self, words: str) -> CommitmentQuestions:
        """This will keep the same as `saying`, read row by row."""
        return self.filter(says(words))

    def said_under_item(self, item: AgendaItem) -> CommitmentQuestions:
        """This will keep what was said under one item."""
        return self.filter(said_under=item).order_by("pk")

    def said_at(self, session: Session) -> CommitmentQuestions:
        """This will keep what was said under the items of one session."""
        return self.filter(said_under__session=session)

    def due_until(self, day: date) -> CommitmentQuestions:
        """This will keep what is due on or before a day."""
        return self.alias(due=DUE).filter(due__lte=day)

    # How

    def for_lists(self) -> CommitmentQuestions:
        """This will fetch what a row of a list shows."""
        return self.select_related("promisor", "beneficiary", "person", "keeper", "said_under__session").judged()

    def for_the_register(self, viewer: Viewer) -> CommitmentQuestions:
        """This will fetch what a row of the register shows, and whether `viewer` may know where it was said."""
        item = AgendaItem.objects.visible_to(viewer).filter(pk=OuterRef("said_under")).order_by()
        # Asked for its number, each item is looked up; asked whether there is one, PostgreSQL would gather them all.
        shown = IsNull(Subquery(item.values("pk")[:1]), False)
        return self.for_lists().annotate(item_is_shown=shown).prefetch_related("areas")  # type: ignore[no-redef]

    def for_reminders(self) -> CommitmentQuestions:
        """This will fetch what a letter says of each, and to whom it goes."""
        return self.for_lists().select_related("person__user", "keeper__user")

    def for_its_page(self) -> CommitmentQuestions:
        """This will fetch what the page of one commitment shows."""
        return self.for_lists().select_related("unit", "keeper__user").prefetch_related("areas", "expected_results")

    # What they are about

    def partners(self, among: models.QuerySet[Organisation]) -> models.QuerySet[Organisation]:
        """This will keep, of a few organisations, those that promised something here or were promised something."""
        said = [self.filter(**{side: OuterRef("pk")}) for side in ("promisor", "beneficiary")]
        return among.filter(Exists(said[0].order_by()) | Exists(said[1].order_by()))

    def people(self, among: models.QuerySet[Person]) -> models.QuerySet[Person]:
        """This will keep, of a few people, those who promised something here or keep it."""
        owned = [self.filter(**{name: OuterRef("pk")}) for name in PEOPLE]
        return among.filter(Exists(owned[0].order_by()) | Exists(owned[1].order_by()))

    def keepers(self, among: models.QuerySet[Person]) -> models.QuerySet[Person]:
        """This will keep, of a few people, those who keep something here."""
        return among.filter(Exists(self.filter(keeper=OuterRef("pk")).order_by()))

    def soonest_first(self) -> CommitmentQuestions:
        """This will sort by due date, those without one last."""
        return self.order_by(F("due_on").asc(nulls_last=True), "pk")

    def newest_first(self) -> CommitmentQuestions:
        """This will sort by the day on which it was said, newest first."""
        return self.order_by("-said_on", "-pk")


# Of two sides the one that is not the host, which has met fewer others: there the database begins to look.
HOST = Organisation.objects.filter(is_host=True).values("pk")[:1]
TWO_SIDES = {
    "guest": Case(When(promisor=Subquery(HOST), then=F("beneficiary")), default=F("promisor")),
    "other": Case(When(promisor=Subquery(HOST), then=F("promisor")), default=F("beneficiary")),
}


def _own(viewer: Viewer) -> Q:
    """What concerns the organisations for which `viewer` speaks; a signed link speaks of the one promise it opens."""
    own = sides_of(viewer)
    theirs = Q(promisor__in=own) | Q(beneficiary__in=own) | Q(unit__in=own)
    if isinstance(viewer, SignedLink):
        return theirs & Q(pk=viewer.opens) if viewer.purpose == PURPOSE else Q(pk__in=[])
    return theirs


def _held_since() -> models.QuerySet[Delegation]:
    """The delegations of the guest at sessions with the other side, held after the day on which it was said.

    Asked as a case, each is looked at by itself: PostgreSQL would else gather all sessions of the host each time.
    Comparing the moment with the day itself says less than its date does, but needs no reckoning for every row.
    """
    said_on = OuterRef(OuterRef("said_on"))
    held = Session.objects.filter(pk=OuterRef("session"), stage__in=TOOK_PLACE, starts_at__gt=said_on)
    since = Exists(held.filter(starts_at__date__gt=said_on))
    met = Delegation.objects.filter(session=OuterRef("session"), organisation=OuterRef(OuterRef("other")))
    both = Case(When(since, then=Subquery(met.values("pk")[:1])), default=None)
    return Delegation.objects.filter(organisation=OuterRef("guest")).alias(both=both).exclude(both=None)
