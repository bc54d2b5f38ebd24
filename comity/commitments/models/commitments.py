"""The commitment: a promise of one organisation to another, or a proposal that may become one."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from comity.accounts.models import Actor
from comity.commitments.models.dues import Due
from comity.commitments.models.orders import INDEXES
from comity.commitments.models.proposals import Proposal
from comity.commitments.models.questions import SILENCE, CommitmentQuestions
from comity.commitments.models.sayings import Said
from comity.commitments.models.stages import ACTIVE, MARKS, PROPOSALS, UNDONE, UNHEARD, Priority, Stage, Trigger
from comity.commitments.models.turns import TakingTurns
from comity.journal.acting import act, acting
from comity.journal.lifecycle import Staged
from comity.journal.models import Strand
from comity.journal.records import Mark, OnTheThread, Standing
from comity.journal.refusals import NotNow
from comity.journal.thread import tie
from comity.meetings.models import AgendaItem, Session
from comity.partners.models import Person
from comity.translation.templatetags.said import day, isolated
from comity.translation.texts import Text

# What no commitment in the database can contradict.
RULES: list[models.BaseConstraint] = [
    models.CheckConstraint(
        condition=~Q(promisor=models.F("beneficiary")),
        name="nobody_promises_to_themselves",
        violation_error_message=_("Nobody promises something to themselves."),
    ),
    models.CheckConstraint(
        condition=Q(due_on=None) | Q(trigger=""),
        name="a_promise_is_due_on_a_day_or_on_a_trigger",
        violation_error_message=_("Give a day or an occasion, not both."),
    ),
    models.CheckConstraint(
        condition=Q(due_on=None) | Q(due_on__gte=models.F("said_on")),
        name="nothing_is_due_before_it_is_said",
        violation_error_message=_("The due date is before the day it was said."),
    ),
    models.CheckConstraint(
        condition=Q(stage__in=Stage.values),
        name="a_commitment_has_a_known_stage",
        violation_error_message=_("There is no such stage."),
    ),
]


class Commitment(Proposal, TakingTurns, Due, Said, Staged):
    """What one organisation promised another in one sentence; while `proposed`, neither is bound.

    `keeper` is the person of our office who keeps the thread; nothing is kept by nobody.
    """

    MOVES = {
        Stage.PROPOSED: {Stage.OPEN, Stage.TAKEN_UP, Stage.LAPSED},
        Stage.OPEN: {Stage.IN_PROGRESS, Stage.CLAIMED, Stage.CANCELLED},
        Stage.IN_PROGRESS: {Stage.CLAIMED, Stage.CANCELLED},
        Stage.CLAIMED: {Stage.ACCEPTED, Stage.RETURNED},
        Stage.RETURNED: {Stage.IN_PROGRESS, Stage.CLAIMED, Stage.CANCELLED},
        Stage.ACCEPTED: {Stage.CLOSED},
        Stage.CLOSED: set(),
        Stage.CANCELLED: set(),
        Stage.TAKEN_UP: {Stage.PROPOSED},
        Stage.LAPSED: set(),
    }
    OWNERS = {
        Stage.PROPOSED: _("both sides, to take it up or let it lapse"),
        Stage.OPEN: _("the one who promised"),
        Stage.IN_PROGRESS: _("the one who promised"),
        Stage.CLAIMED: _("the one to whom it was promised, to accept or return it"),
        Stage.RETURNED: _("the one who promised"),
        Stage.ACCEPTED: _("our office, to close it"),
        Stage.CLOSED: _("nobody: it is closed"),
        Stage.CANCELLED: _("nobody: it was cancelled"),
        Stage.TAKEN_UP: _("nobody: it was taken up"),
        Stage.LAPSED: _("nobody: it lapsed"),
    }
    ACTS = {
        **OnTheThread.ACTS,
        "promised": _("became a promise"),
        "taken_up": _("was taken up"),
        "reopened": _("took back that it was taken up"),
        "lapsed": _("let it lapse"),
        "begun": _("began the work"),
        "claimed": _("claimed it done"),
        "accepted": _("accepted it"),
        "returned": _("returned it"),
        "closed": _("closed it"),
        "extended": _("moved the due date"),
        "wished_to_cancel": _("asked to cancel it"),
        "wish_declined": _("declined to cancel it"),
        "wish_withdrawn": _("withdrew the wish to cancel it"),
        "asked_for_time": _("asked for more time"),
        "time_granted": _("granted more time"),
        "time_declined": _("declined to grant more time"),
        "time_withdrawn": _("withdrew the wish for more time"),
        "cancelled": _("cancelled it, as both sides agreed"),
        "handed_over": _("handed it over"),
        "found": _("recorded what became of it"),
        "corrected": _("corrected what was entered"),
        "recalled": _("reminded the other side"),
        "link_sent": _("sent a signed link"),
        "link_revoked": _("revoked a signed link"),
    }

    stage = models.CharField(_("stage"), max_length=20, choices=Stage, default=Stage.OPEN, editable=False)
    keeper = models.ForeignKey(
        Person,
        on_delete=models.PROTECT,
        related_name="+",
        verbose_name=_("kept by, at our office"),
        db_index=False,
    )
    priority = models.CharField(_("priority"), max_length=10, choices=Priority, default=Priority.NORMAL)
    stage_since = models.DateTimeField(editable=False)
    # What taking it up put on the thread, so that just this can be taken back.
    taken_up_in = models.ForeignKey(Strand, on_delete=models.PROTECT, null=True, editable=False, related_name="+")

    # Whether the session before which it was due was held: set by lists, asked for one record where it is not.
    session_has_passed: bool | None = None
    # Whether the reader may know under which item it was said: set by the register.
    item_is_shown = False

    objects = CommitmentQuestions.as_manager()

    class Meta:
        verbose_name = _("commitment")
        verbose_name_plural = _("commitments")
        indexes = INDEXES
        constraints = RULES

    def clean(self) -> None:
        super().clean()
        if self.due_on and self.said_on and self.due_on < self.said_on:
            raise ValidationError({"due_on": _("The due date is before the day it was said.")})
        if self.keeper_id and self.keeper.left_on and self._keeper_is_new():
            raise ValidationError({"keeper": _("%(person)s has left.") % {"person": isolated(self.keeper)}})

    def _keeper_is_new(self) -> bool:
        return not type(self)._base_manager.filter(pk=self.pk, keeper=self.keeper_id).exists()

    def get_absolute_url(self) -> str:
        return reverse("commitment", args=[self.pk])

    # Questions

    @property
    def kind_in_words(self) -> str:
        return str(_("proposal") if self.was_proposed else _("commitment"))

    @property
    def was_proposed(self) -> bool:
        """Whether it is, or ended as, a proposal that bound nobody."""
        return self.stage in PROPOSALS

    @property
    def session_shown(self) -> Session | None:
        """The session in which it was said, where the register may tell its reader."""
        return self.said_under.session if self.item_is_shown and self.said_under else None

    @property
    def is_active(self) -> bool:
        """Whether something is still to be done."""
        return self.stage in ACTIVE

    @property
    def standing(self) -> Standing:
        return self.standing_on(timezone.localdate())

    def standing_on(self, today: date) -> Standing:
        """This will tell where it stands on a day: its stage, and whether that is too late."""
        if self.is_overdue(today):
            return Standing(Mark.DUE, _("%(stage)s, overdue") % {"stage": self.stage_in_words()})
        return Standing(MARKS.get(Stage(self.stage), Mark.OPEN), self.stage_in_words())

    @property
    def dates_in_words(self) -> list[str]:
        return [words for words in (self.due_in_words(),) if words]

    def due_in_words(self) -> str:
        """This will tell when it is due; a promise without a day says so."""
        if self.due_on:
            return str(_("due on %(day)s") % {"day": day(self.due_on)})
        return self.when_in_words() or ("" if self.was_proposed else str(_("no due date was set")))

    def is_overdue(self, today: date) -> bool:
        """This will tell whether its day, or the session before which it was due, passed while it is undone."""
        if self.stage not in UNDONE:
            return False
        if self.trigger == Trigger.NEXT_SESSION:
            return self._has_its_session_passed()
        return bool(self.due_on and self.due_on < today)

    def _has_its_session_passed(self) -> bool:
        """Asks the database unless a list did so for all its rows."""
        if self.session_has_passed is None:
            self.session_has_passed = Commitment.objects.filter(pk=self.pk).after_its_session().exists()
        return self.session_has_passed

    @property
    def is_waiting_for_results(self) -> bool:
        return self.is_active or self.stage == Stage.PROPOSED

    @property
    def is_untold(self) -> bool:
        return self.stage in UNHEARD

    def is_unheard_of(self, today: date) -> bool:
        silent_since = today - SILENCE
        is_past = self.due_on is None or self.due_on < silent_since
        return self.is_untold and self.said_on < silent_since and is_past

    def is_untouched(self) -> bool:
        """This will tell whether nobody has acted on it since it was said."""
        if self.stage not in {Stage.PROPOSED, Stage.OPEN}:
            return False
        return not (self.extensions.exists() or self.wishes.exists() or self.claims.exists())

    def stands_in_final_minutes(self) -> bool:
        """This will tell whether the words in which it was said are frozen with the minutes of its session."""
        return self.said_under is not None and self.said_under.session.is_frozen

    def minuted(self) -> dict[str, Any]:
        return {
            **({"due_in_words": dict(self.trigger_words)} if self.trigger == Trigger.WORDS else {}),
            "promisor": dict(self.promisor.name),
            "beneficiary": dict(self.beneficiary.name),
            "deliverable": dict(self.deliverable),
            "is_mutual": self.is_mutual,
            "is_proposal": self.was_proposed,
            "due": self.due_on.isoformat() if self.due_on else self.trigger,
        }

    # Acts

    @classmethod
    def say(
        cls, *, by: Actor, said_on: date, at: datetime, item: AgendaItem | None = None, areas: Any = (), **facts: Any
    ) -> Commitment:
        """This will enter what was said, tied to the item under which it was said.

        Whoever is to keep it is held until the end of the act, so that nobody leaves meanwhile.
        """
        with acting(by=by):
            if facts.get("keeper"):
                facts["keeper"] = Person.objects.select_for_update().get(pk=facts["keeper"].pk)
            said = cls.enter(by=by, said_under=item, said_on=said_on, stage_since=at, **facts)
            said.areas.set(areas)
            if item is not None:
                tie(said, came_from=item, by=by)
        return said

    @act
    def reword(self, language: str, words: str, *, due_on: date | None, by: Actor) -> None:
        self._hold()
        if not self.is_untouched():
            raise NotNow(_("Somebody has acted on it already; what was said is no longer changed."))
        if self.stands_in_final_minutes():
            raise NotNow(_("These words stand in final minutes; correct those by a numbered correction."))
        facts: dict[str, Any] = {"deliverable": self.deliverable.with_version(language, words)} if words else {}
        facts |= {"due_on": due_on, "trigger": "", "trigger_words": Text()} if due_on else {}
        self.change(act="corrected", by=by, **facts)

    @act
    def begin(self, *, at: datetime, by: Actor) -> None:
        """This will record that the work has begun. Raises NotNow while one side asks to cancel it."""
        self.refuse_while_asked_to_cancel()
        self._move_to(Stage.IN_PROGRESS, by=by, act="begun", stage_since=at)

    def close(self, *, at: datetime, by: Actor) -> None:
        """This will close a promise that was kept and accepted."""
        self._move_to(Stage.CLOSED, by=by, act="closed", stage_since=at)

    def be_handed_to(self, *, by: Actor, keeper: Person | None = None, person: Person | None = None) -> None:
        """This will give the promise to another keeper, another person at the promisor, or both."""
        facts: dict[str, Any] = {name: who for name, who in (("keeper", keeper), ("person", person)) if who is not None}
        self.change(by=by, act="handed_over", **facts)
