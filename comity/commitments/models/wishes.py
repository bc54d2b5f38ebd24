"""One side would cancel a promise, or have more time for it, and what became of that wish."""

from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from comity.accounts.models import Viewer
from comity.accounts.personal import About
from comity.commitments.models.commitments import Commitment
from comity.commitments.models.dues import MOVED, Due
from comity.commitments.models.stages import UNDONE, Kind
from comity.journal.lifecycle import Staged
from comity.journal.records import Mark, Recorded, Standing
from comity.meetings.models import Visibility
from comity.partners.models import Organisation
from comity.translation.templatetags.said import isolated
from comity.translation.texts import Text


class Progress(models.TextChoices):
    """Where a wish stands."""

    WAITING = "waiting", pgettext_lazy("wish", "waiting")
    AGREED = "agreed", pgettext_lazy("wish", "agreed to")
    DECLINED = "declined", pgettext_lazy("wish", "declined")
    WITHDRAWN = "withdrawn", pgettext_lazy("wish", "withdrawn")


# What was asked for, and what ended it, as the story of the promise tells it.
TOLD = {
    Kind.CANCEL: {
        Progress.WAITING: Standing(Mark.ENDED, _("asked to cancel it")),
        Progress.AGREED: Standing(Mark.ENDED, _("agreed to cancel it")),
        Progress.DECLINED: Standing(Mark.OPEN, _("declined to cancel it")),
        Progress.WITHDRAWN: Standing(Mark.OPEN, _("no longer asks to cancel it")),
    },
    Kind.TIME: {
        Progress.WAITING: Standing(Mark.OPEN, _("asked for more time: %(when)s")),
        Progress.AGREED: Standing(Mark.OPEN, _("granted more time")),
        Progress.DECLINED: Standing(Mark.OPEN, _("declined to grant more time")),
        Progress.WITHDRAWN: Standing(Mark.OPEN, _("no longer asks for more time")),
    },
}
ASKS = {
    Kind.CANCEL: _("%(side)s asks to cancel it"),
    Kind.TIME: _("%(side)s asks for more time: %(when)s"),
}


class WishQuerySet(models.QuerySet["Wish"]):
    def waiting(self) -> WishQuerySet:
        """This will keep those that were neither agreed to nor declined nor withdrawn; one at most of each kind."""
        return self.filter(stage=Progress.WAITING)

    def of_kind(self, kind: str) -> WishQuerySet:
        """This will keep those that ask for one thing."""
        return self.filter(kind=kind)

    def unanswered(self) -> WishQuerySet:
        """This will keep what waits and can be answered, the oldest first."""
        open_ones = self.waiting().filter(commitment__stage__in=UNDONE).order_by("pk")
        return open_ones.select_related("side", "commitment__promisor", "commitment__beneficiary")

    def of_sides(self, organisations: set[int]) -> WishQuerySet:
        """This will keep what these organisations ask for."""
        return self.filter(side__in=organisations)

    def put_to(self, organisations: set[int]) -> WishQuerySet:
        """This will keep what somebody else asks for, and these organisations have a word in."""
        theirs = Q(commitment__promisor__in=organisations) | Q(commitment__beneficiary__in=organisations)
        internal = Q(commitment__said_under__visibility=Visibility.INTERNAL)
        return self.filter(theirs).exclude(internal).exclude(side__in=organisations)

    def at_most(self, number: int, *, sides: set[int]) -> WishQuerySet:
        """This will keep the first of what is put to these organisations and the first of what they ask, in one go."""
        firsts = [found.values("pk")[:number] for found in (self.put_to(sides), self.of_sides(sides))]
        return self.filter(Q(pk__in=firsts[0]) | Q(pk__in=firsts[1]))


class Wish(Due, Staged):
    """One side would cancel the promise, or have until another day for it; it comes so when the other side agrees.

    The other side can decline, with words; the side that asked can withdraw as long as it waits, and ask again later.
    """

    PERSONAL = frozenset({"by_name"})
    ABOUT = About(author="by_name", kept=_("The office keeps it as its own record of what was said and done."))
    MOVES = {
        Progress.WAITING: {Progress.AGREED, Progress.DECLINED, Progress.WITHDRAWN},
        Progress.AGREED: set(),
        Progress.DECLINED: set(),
        Progress.WITHDRAWN: set(),
    }
    OWNERS = {
        Progress.WAITING: _("the side that was asked, to agree or decline"),
        Progress.AGREED: _("nobody: it was agreed to"),
        Progress.DECLINED: pgettext_lazy("wish", "nobody: it was declined"),
        Progress.WITHDRAWN: pgettext_lazy("wish", "nobody: it was withdrawn"),
    }
    ACTS = {
        **Recorded.ACTS,
        "entered": _("asked the other side"),
        "agreed": _("agreed to what was asked"),
        "declined": _("declined what was asked"),
        "withdrawn": _("withdrew what was asked"),
    }

    commitment = models.ForeignKey(Commitment, on_delete=models.CASCADE, related_name="wishes")
    kind = models.CharField(_("what is asked for"), max_length=10, choices=Kind)
    side = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")
    reason = models.TextField(_("reason"))
    by_name = models.CharField(max_length=200)
    at = models.DateTimeField()
    stage = models.CharField(_("stage"), max_length=10, choices=Progress, default=Progress.WAITING, editable=False)
    # The side that answered or withdrew it, when, and what it said to that; the journal names the person.
    ended_for = models.ForeignKey(
        Organisation,
        on_delete=models.PROTECT,
        null=True,
        editable=False,
        related_name="+",
        verbose_name=_("answered or withdrawn for"),
    )
    ended_at = models.DateTimeField(_("answered or withdrawn on"), null=True, editable=False)
    answer = models.TextField(_("answer"), blank=True, editable=False)

    objects = WishQuerySet.as_manager()

    class Meta:
        verbose_name = _("wish of one side")
        ordering = ["pk"]
        # What was done to the first wishes stands in the journal under this name, and so does who wrote them.
        db_table = "commitments_wishtocancel"
        constraints = [
            models.UniqueConstraint(
                fields=["commitment", "kind"],
                condition=Q(stage="waiting"),
                name="one_wish_of_each_kind_waits",
                violation_error_message=_("One side asks for this already."),
            ),
            models.CheckConstraint(
                condition=Q(stage__in=Progress.values),
                name="a_wish_has_a_known_stage",
                violation_error_message=_("There is no such stage."),
            ),
            models.CheckConstraint(
                condition=Q(kind="cancel", due_on=None, trigger="") | Q(MOVED, kind="time"),
                name="only_a_wish_for_time_says_until_when",
                violation_error_message=_("Whoever asks for more time says until which day or occasion."),
            ),
            models.CheckConstraint(
                condition=Q(stage="waiting", ended_at=None, ended_for=None)
                | (~Q(stage="waiting") & Q(ended_at__isnull=False, ended_for__isnull=False)),
                name="a_wish_that_is_over_says_for_whom_and_since_when",
                violation_error_message=_("A wish that is over says for whom it ended and when."),
            ),
            models.CheckConstraint(
                condition=~Q(stage="declined") | ~Q(answer=""),
                name="a_declined_wish_says_why",
                violation_error_message=_("Say why; the other side reads it."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.side}: {self.commitment}"

    @classmethod
    def titles_for(cls, viewer: Viewer, numbers: list[int]) -> dict[int, Text]:
        told = cls.objects.filter(commitment__in=Commitment.objects.visible_to(viewer), pk__in=numbers)
        return {one.pk: one.commitment.deliverable for one in told.select_related("commitment")}

    @property
    def is_waiting(self) -> bool:
        """Whether it waits for the word of the other side."""
        return self.stage == Progress.WAITING

    @property
    def is_for_time(self) -> bool:
        """Whether more time is asked for, and not to cancel it."""
        return self.kind == Kind.TIME

    @property
    def asked(self) -> Standing:
        """What was asked for, as the story of the promise tells it."""
        told = TOLD[Kind(self.kind)][Progress.WAITING]
        return Standing(told.mark, told.words % {"when": isolated(self.when_in_words())})

    @property
    def end(self) -> Standing:
        """What ended it, as the story of the promise tells it."""
        return TOLD[Kind(self.kind)][Progress(self.stage)]

    def asks_in_words(self) -> str:
        """This will say in one sentence which side asks for what."""
        said = {"side": isolated(self.side.called), "when": isolated(self.when_in_words())}
        return str(ASKS[Kind(self.kind)] % said)
