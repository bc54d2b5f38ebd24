"""Which commitments? The questions that pages, lists and reminders ask, each with a name."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING, Any

from django.apps import apps
from django.db import models
from django.db.models import Exists, F, OuterRef, Q, Subquery
from django.db.models.lookups import In

from comity.accounts.models import SignedLink, Viewer
from comity.commitments.matrix import COMMITMENT
from comity.commitments.models.stages import ACTIVE, PROPOSALS, UNDONE, UNFINISHED, Stage, Trigger
from comity.commitments.permissions import PURPOSE
from comity.meetings.models import AgendaItem, Session
from comity.meetings.models.sessions import TOOK_PLACE
from comity.partners.models import Area, Organisation, Person, sides_of
from comity.partners.spelling import folded

if TYPE_CHECKING:
    from comity.commitments.models.commitments import Commitment  # noqa: F401 - named in the class below

SILENCE = timedelta(days=180)


class CommitmentQuestions(models.QuerySet["Commitment"]):
    # Who may see

    def visible_to(self, viewer: Viewer) -> CommitmentQuestions:
        """This will keep what `viewer` may know of: see comity/commitments/matrix.py."""
        return self.filter(COMMITMENT.which("know of it", viewer, own=lambda: _own(viewer)))

    def read_fully_by(self, viewer: Viewer) -> CommitmentQuestions:
        """This will keep that of which `viewer` may see claims, evidence, reasons and people too."""
        return self.filter(COMMITMENT.which("read all of it", viewer, own=lambda: _own(viewer)))

    def for_the_thread(self) -> CommitmentQuestions:
        """This will fetch what drawing on the thread needs."""
        together = self.select_related("promisor", "beneficiary", "person").prefetch_related("expected_results")
        return together.judged()

    # Which

    def active(self) -> CommitmentQuestions:
        """This will keep the promises on which somebody still has to act."""
        return self.filter(stage__in=ACTIVE)

    def undone(self) -> CommitmentQuestions:
        """This will keep the promises whose promisor still has to act."""
        return self.filter(stage__in=UNDONE)

    def proposals(self) -> CommitmentQuestions:
        """This will keep what bound nobody: what is, or ended as, a proposal."""
        return self.filter(stage__in=PROPOSALS)

    def promises(self) -> CommitmentQuestions:
        """This will keep what binds or bound somebody."""
        return self.exclude(stage__in=PROPOSALS)

    def unfinished(self) -> CommitmentQuestions:
        """This will keep what our office still has to keep an eye on."""
        return self.filter(stage__in=UNFINISHED)

    def claimed(self) -> CommitmentQuestions:
        """This will keep what waits to be accepted or returned."""
        return self.filter(stage=Stage.CLAIMED)

    def claimed_by_another(self, organisations: set[int]) -> CommitmentQuestions:
        """This will keep what was claimed done and waits for these organisations to accept or return it."""
        return self.claimed().promised_to(organisations).exclude(In(self._claimant(), organisations))

    def claimed_by(self, organisations: set[int]) -> CommitmentQuestions:
        """This will keep what these organisations claimed done and the other side has not answered."""
        return self.claimed().filter(In(self._claimant(), organisations))

    @staticmethod
    def _claimant() -> Subquery:
        """The side that claimed last."""
        claims: models.QuerySet[Any] = apps.get_model("commitments", "Claim").objects.all()
        newest = claims.filter(commitment=OuterRef("pk")).order_by("-pk")
        return Subquery(newest.values("side")[:1])

    def of_sides(self, organisations: set[int]) -> CommitmentQuestions:
        """This will keep what any of these organisations promised or was promised."""
        return self.filter(Q(promisor__in=organisations) | Q(beneficiary__in=organisations) | Q(unit__in=organisations))

    def accepted(self) -> CommitmentQuestions:
        """This will keep what was accepted and only has to be closed."""
        return self.filter(stage=Stage.ACCEPTED)

    def at_stage(self, stage: str) -> CommitmentQuestions:
        """This will keep those at one stage."""
        return self.filter(stage=stage)

    def overdue(self, today: date) -> CommitmentQuestions:
        """This will keep what should have been done: its day has passed, or the session before which it was due."""
        return self.undone().filter(Q(due_on__lt=today) | Q(trigger=Trigger.NEXT_SESSION) & Exists(_held_since()))

    def after_its_session(self) -> CommitmentQuestions:
        """This will keep what was said before a session that its two sides have held since."""
        return self.filter(Exists(_held_since()))

    def judged(self) -> CommitmentQuestions:
        """This will ask along, for each row, whether the session before which it was due was held."""
        return self.annotate(session_has_passed=Exists(_held_since()))

    def due_between(self, first: date, last: date) -> CommitmentQuestions:
        """This will keep what falls due from `first` to `last`, both included."""
        return self.undone().filter(due_on__range=(first, last))

    def unheard_of(self, now: datetime) -> CommitmentQuestions:
        """This will keep what is not finished and of which nothing was recorded since half a year."""
        silent = Q(due_on=None) | Q(due_on__lt=(now - SILENCE).date())
        return self.filter(silent, stage__in=[Stage.PROPOSED, Stage.OPEN], said_on__lt=(now - SILENCE).date())

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

    def whose_owner_left(self) -> CommitmentQuestions:
        """This will keep what is still to be done by, or kept by, somebody who has left."""
        left = Q(person__left_on__isnull=False) | Q(keeper__left_on__isnull=False)
        gone = Q(keeper__user__is_active=False) | Q(person__user__is_active=False)
        return self.filter(left | gone, stage__in={*ACTIVE, Stage.PROPOSED})

    def in_area(self, code: str) -> CommitmentQuestions:
        """This will keep those in one area of interest."""
        return self.filter(areas__code=code)

    def saying(self, words: str) -> CommitmentQuestions:
        """This will keep those in whose words, in any language, every word of `words` occurs."""
        found = self
        for word in folded(words).split():
            found = found.filter(sought__contains=word)
        return found

    def said_from(self, day: date) -> CommitmentQuestions:
        """This will keep what was said on or after a day."""
        return self.filter(said_on__gte=day)

    def said_until(self, day: date) -> CommitmentQuestions:
        """This will keep what was said on or before a day."""
        return self.filter(said_on__lte=day)

    def said_under_item(self, item: AgendaItem) -> CommitmentQuestions:
        """This will keep what was said under one item."""
        return self.filter(said_under=item).order_by("pk")

    def due_from(self, day: date) -> CommitmentQuestions:
        """This will keep what is due on or after a day."""
        return self.filter(due_on__gte=day)

    def due_until(self, day: date) -> CommitmentQuestions:
        """This will keep what is due on or before a day."""
        return self.filter(due_on__lte=day)

    # How

    def for_lists(self) -> CommitmentQuestions:
        """This will fetch what a row of a list shows."""
        return self.select_related("promisor", "beneficiary", "person", "keeper", "said_under__session").judged()

    def for_reminders(self) -> CommitmentQuestions:
        """This will fetch what a letter says of each, and to whom it goes."""
        return self.for_lists().select_related("person__user", "keeper__user")

    def for_its_page(self) -> CommitmentQuestions:
        """This will fetch what the page of one commitment shows."""
        return self.for_lists().select_related("unit", "keeper__user").prefetch_related("areas", "expected_results")

    # What they are about

    def partners(self) -> models.QuerySet[Organisation]:
        """This will find the organisations that promised something here or were promised something."""
        among = self.order_by().values
        return Organisation.objects.filter(Q(pk__in=among("promisor")) | Q(pk__in=among("beneficiary"))).by_name()

    def people(self) -> models.QuerySet[Person]:
        """This will find the people who promised something here or keep it."""
        among = self.order_by().values
        return Person.objects.filter(Q(pk__in=among("person")) | Q(pk__in=among("keeper"))).by_name()

    def areas_touched(self) -> models.QuerySet[Area]:
        """This will find the areas of interest in which something was said here."""
        return Area.objects.filter(pk__in=self.order_by().values("areas"))

    def soonest_first(self) -> CommitmentQuestions:
        """This will sort by due date, those without one last."""
        return self.order_by(F("due_on").asc(nulls_last=True), "pk")

    def latest_due_first(self) -> CommitmentQuestions:
        """This will sort by due date downwards, those without one last."""
        return self.order_by(F("due_on").desc(nulls_last=True), "pk")

    def newest_first(self) -> CommitmentQuestions:
        """This will sort by the day on which it was said, newest first."""
        return self.order_by("-said_on", "-pk")

    def oldest_stage_first(self) -> CommitmentQuestions:
        """This will sort by how long each has stood at its stage, the longest first."""
        return self.order_by("stage_since", "pk")


def _own(viewer: Viewer) -> Q:
    """What concerns the organisations for which `viewer` speaks; a signed link speaks of the one promise it opens."""
    own = sides_of(viewer)
    theirs = Q(promisor__in=own) | Q(beneficiary__in=own) | Q(unit__in=own)
    if isinstance(viewer, SignedLink):
        return theirs & Q(pk=viewer.opens) if viewer.purpose == PURPOSE else Q(pk__in=[])
    return theirs


def _held_since() -> models.QuerySet[Session]:
    """The sessions of both sides of a commitment that were held after the day on which it was said."""
    of_promisor = Session.objects.filter(delegations__organisation=OuterRef("promisor"))
    of_both = of_promisor.filter(delegations__organisation=OuterRef("beneficiary"))
    return of_both.filter(stage__in=TOOK_PLACE, starts_at__date__gt=OuterRef("said_on"))
