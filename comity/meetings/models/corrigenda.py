"""Numbered corrections of final minutes, and where each of them stands."""

from __future__ import annotations

from django.db import models
from django.db.models import Exists, Min, OuterRef, Q
from django.utils.translation import gettext, pgettext_lazy
from django.utils.translation import gettext_lazy as _

from comity.accounts.models import Viewer
from comity.accounts.personal import About
from comity.journal.lifecycle import Staged
from comity.journal.records import Recorded
from comity.meetings.matrix import CORRIGENDUM
from comity.meetings.models.agenda import AgendaItem, called
from comity.meetings.models.delegations import Delegation
from comity.meetings.models.sessions import Session
from comity.translation.templatetags.said import number as shown
from comity.translation.texts import Text, TextField


class Progress(models.TextChoices):
    """Where a numbered correction stands."""

    PROPOSED = "proposed", pgettext_lazy("numbered correction", "proposed")
    ADOPTED = "adopted", _("adopted by all sides")
    DECLINED = "declined", pgettext_lazy("numbered correction", "declined")
    WITHDRAWN = "withdrawn", pgettext_lazy("numbered correction", "withdrawn")


class CorrigendumQuerySet(models.QuerySet["Corrigendum"]):
    def of(self, session: Session) -> CorrigendumQuerySet:
        """This will keep the numbered corrections of one session's final minutes."""
        return self.filter(session=session).select_related("item").order_by("number")

    def correcting(self, item: AgendaItem) -> CorrigendumQuerySet:
        """This will keep those of one item, in order."""
        return self.filter(item=item).order_by("number")

    def waiting(self) -> CorrigendumQuerySet:
        """This will keep those that were neither adopted by all sides nor declined nor withdrawn."""
        return self.filter(stage=Progress.PROPOSED)

    def in_force(self) -> CorrigendumQuerySet:
        """This will keep those that every side has adopted."""
        return self.filter(stage=Progress.ADOPTED)

    def waiting_at(self, organisations: set[int]) -> CorrigendumQuerySet:
        """This will keep what waits in sessions of these organisations; `adopted_here` tells whether for the others.

        Fetches what a list says of each, and `since` when it waits: whoever proposes a correction adopts it thereby.
        """
        theirs = Delegation.objects.filter(organisation__in=organisations)
        here = self.model.objects.filter(pk=OuterRef("pk"), adoptions__side__in=theirs)
        waiting = self.waiting().filter(session__in=theirs.values("session")).select_related("session", "item")
        return waiting.annotate(since=Min("adoptions__at"), adopted_here=Exists(here)).order_by("pk")


class Corrigendum(Staged):
    """A numbered correction of minutes that are final; the frozen text itself never changes.

    A number is given with the proposal and stays used, whatever becomes of it. The SHA-256 covers that of the number
    before it, and the first one that of the minutes: a chain from which none can be taken out.
    """

    PERSONAL = frozenset({"proposed_by", "ended_by"})
    ABOUT = About(
        author="proposed_by",
        signed=("ended_by",),
        kept=_("The office keeps it as its own record of what was said and done."),
    )
    MOVES = {
        Progress.PROPOSED: {Progress.ADOPTED, Progress.DECLINED, Progress.WITHDRAWN},
        Progress.ADOPTED: set(),
        Progress.DECLINED: set(),
        Progress.WITHDRAWN: set(),
    }
    OWNERS = {
        Progress.PROPOSED: _("the sides that have not adopted it yet"),
        Progress.ADOPTED: _("nobody: it is final"),
        Progress.DECLINED: _("nobody: it was declined"),
        Progress.WITHDRAWN: _("nobody: it was withdrawn"),
    }
    ACTS = {
        **Recorded.ACTS,
        "entered": _("proposed the correction"),
        "side_adopted": _("adopted the correction for one side"),
        "adopted": _("became final"),
        "declined": _("declined the correction"),
        "withdrawn": _("withdrew the correction"),
    }

    session = models.ForeignKey(Session, on_delete=models.CASCADE, related_name="corrigenda")
    number = models.PositiveSmallIntegerField(_("number"))
    item = models.ForeignKey(AgendaItem, on_delete=models.PROTECT, related_name="+", verbose_name=_("agenda item"))
    reading = TextField(_("shall read"), long=True)
    why = models.CharField(_("why"), max_length=300)
    proposed_by = models.CharField(max_length=200)
    stage = models.CharField(_("stage"), max_length=10, choices=Progress, default=Progress.PROPOSED, editable=False)
    adopted_at = models.DateTimeField(null=True, editable=False)
    # The side that declined or withdrew it, who did that for it, when, and what they said to that.
    ended_for = models.ForeignKey(
        Delegation,
        on_delete=models.PROTECT,
        null=True,
        editable=False,
        related_name="+",
        verbose_name=_("declined or withdrawn for"),
    )
    # Empty also where it was ended before this was written down; the journal names them then.
    ended_by = models.CharField(_("declined or withdrawn by"), max_length=200, blank=True, editable=False)
    ended_at = models.DateTimeField(_("declined or withdrawn on"), null=True, editable=False)
    answer = models.TextField(_("answer"), blank=True, editable=False)
    sha256 = models.CharField(max_length=64, editable=False)

    objects = CorrigendumQuerySet.as_manager()

    class Meta:
        verbose_name = _("correction of final minutes")
        constraints = [
            models.UniqueConstraint(fields=["session", "number"], name="a_session_uses_a_correction_number_once"),
            models.CheckConstraint(
                condition=Q(stage__in=Progress.values),
                name="a_correction_has_a_known_stage",
                violation_error_message=_("There is no such stage."),
            ),
            models.CheckConstraint(
                condition=Q(stage=Progress.ADOPTED, adopted_at__isnull=False)
                | (~Q(stage=Progress.ADOPTED) & Q(adopted_at=None)),
                name="an_adopted_correction_says_since_when",
                violation_error_message=_("A correction says since when it holds once it is adopted, and not before."),
            ),
            models.CheckConstraint(
                condition=~Q(stage=Progress.DECLINED) | ~Q(answer=""),
                name="a_declined_correction_says_why",
                violation_error_message=_("Say why it is declined."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.number}: {self.item}"

    @classmethod
    def titles_for(cls, viewer: Viewer, numbers: list[int]) -> dict[int, Text]:
        own = CORRIGENDUM.which("read it", viewer, own=lambda: Q(session__in=Session.objects.own_of(viewer)))
        found = cls.objects.filter(own, pk__in=numbers).select_related("item")
        words = gettext("Correction %(n)s of item %(place)s: %(item)s")
        return {one.pk: called(words, one.number, place=shown(one.item.number), item=one.item.title) for one in found}

    @property
    def is_waiting(self) -> bool:
        """Whether it waits for the word of a side."""
        return self.stage == Progress.PROPOSED

    @property
    def is_in_force(self) -> bool:
        """Whether every side has adopted it."""
        return self.stage == Progress.ADOPTED

    @property
    def is_ended(self) -> bool:
        """Whether it was declined or withdrawn, so that it changes nothing any more."""
        return self.stage in (Progress.DECLINED, Progress.WITHDRAWN)

    def proposing_side(self) -> Delegation:
        """This will find the side that proposed it, with one query: whoever proposes a correction adopts it thereby."""
        return self.adoptions.select_related("side__organisation").order_by("pk")[0].side
