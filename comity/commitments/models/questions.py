"""Which commitments? The questions that pages, lists and reminders ask, each with a name."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING

from django.db import models
from django.db.models import Exists, F, OuterRef, Q

from comity.accounts.models import Viewer, reads_here, works_here
from comity.commitments.models.stages import ACTIVE, UNDONE, Stage, Trigger
from comity.meetings.models import AgendaItem, Session, Visibility
from comity.meetings.models.sessions import TOOK_PLACE
from comity.partners.models import Organisation, Person, sides_of

if TYPE_CHECKING:
    from comity.commitments.models.commitments import Commitment

SILENCE = timedelta(days=180)


class CommitmentQuestions(models.QuerySet["Commitment"]):
    # Who may see

    def visible_to(self, viewer: Viewer) -> CommitmentQuestions:
        """This will keep what `viewer` may know of.

        The office reads everything, its readers all but what was said under internal items, a side its own,
        everybody what was said under items that the public may read.
        """
        if works_here(viewer):
            return self
        not_internal = Q(said_under=None) | ~Q(said_under__visibility=Visibility.INTERNAL)
        if reads_here(viewer):
            return self.filter(not_internal)
        public = Q(
            said_under__visibility=Visibility.PUBLIC,
            said_under__session__is_public=True,
            said_under__session__stage__in=TOOK_PLACE,
        )
        own = sides_of(viewer)
        mine = Q(promisor__in=own) | Q(beneficiary__in=own) | Q(unit__in=own)
        return self.filter(public | mine & not_internal) if own else self.filter(public)

    def for_the_thread(self) -> CommitmentQuestions:
        """This will fetch what drawing on the thread needs."""
        return self.select_related("promisor", "beneficiary", "person").prefetch_related("expected_results")

    # Which

    def active(self) -> CommitmentQuestions:
        """This will keep the promises on which somebody still has to act."""
        return self.filter(stage__in=ACTIVE)

    def undone(self) -> CommitmentQuestions:
        """This will keep the promises whose promisor still has to act."""
        return self.filter(stage__in=UNDONE)

    def proposed(self) -> CommitmentQuestions:
        """This will keep the proposals that were neither taken up nor lapsed."""
        return self.filter(stage=Stage.PROPOSED)

    def claimed(self) -> CommitmentQuestions:
        """This will keep what waits to be accepted or returned."""
        return self.filter(stage=Stage.CLAIMED)

    def accepted(self) -> CommitmentQuestions:
        """This will keep what was accepted and only has to be closed."""
        return self.filter(stage=Stage.ACCEPTED)

    def at_stage(self, stage: str) -> CommitmentQuestions:
        """This will keep those at one stage."""
        return self.filter(stage=stage)

    def overdue(self, today: date) -> CommitmentQuestions:
        """This will keep what should have been done: its day has passed, or the session before which it was due."""
        of_beneficiary = Session.objects.filter(delegations__organisation=OuterRef("beneficiary"))
        later = Session.objects.filter(
            Q(pk__in=of_beneficiary.values("pk")),
            stage__in=TOOK_PLACE,
            starts_at__date__gt=OuterRef("said_on"),
            delegations__organisation=OuterRef("promisor"),
        )
        passed = Q(due_on__lt=today) | Q(trigger=Trigger.NEXT_SESSION) & Exists(later)
        return self.undone().filter(passed)

    def due_between(self, first: date, last: date) -> CommitmentQuestions:
        """This will keep what falls due from `first` to `last`, both included."""
        return self.undone().filter(due_on__range=(first, last))

    def unheard_of(self, now: datetime) -> CommitmentQuestions:
        """This will keep what is not finished and of which nothing was recorded since half a year."""
        silent = Q(due_on=None) | Q(due_on__lt=(now - SILENCE).date())
        return self.filter(silent, stage__in=[Stage.PROPOSED, Stage.OPEN], said_on__lt=(now - SILENCE).date())

    def concerning(self, organisation: Organisation | int) -> CommitmentQuestions:
        """This will keep what `organisation` promised or was promised."""
        return self.filter(
            Q(promisor=organisation) | Q(beneficiary=organisation) | Q(unit=organisation)
        )

    def between(self, organisations: set[int]) -> CommitmentQuestions:
        """This will keep what organisations of this group promised one another."""
        return self.filter(promisor__in=organisations, beneficiary__in=organisations)

    def promised_by(self, organisations: set[int]) -> CommitmentQuestions:
        """This will keep what these organisations have to do: their own promises and the mutual ones."""
        return self.filter(Q(promisor__in=organisations) | Q(is_mutual=True, beneficiary__in=organisations))

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

    def said_at(self, session: Session) -> CommitmentQuestions:
        """This will keep what was said at one session."""
        return self.filter(said_under__session=session)

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
        return self.select_related("promisor", "beneficiary", "person", "keeper", "said_under__session")

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
