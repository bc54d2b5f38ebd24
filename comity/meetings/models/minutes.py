"""The minutes as a text of two sides: corrections, who adopted which text, and the text frozen for good."""

from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from comity.accounts.models import SignedLink, User, Viewer
from comity.accounts.personal import About
from comity.journal.models import Strand
from comity.journal.records import Recorded
from comity.meetings.matrix import CORRECTION
from comity.meetings.models.agenda import AgendaItem, Decision, called
from comity.meetings.models.corrigenda import Corrigendum
from comity.meetings.models.delegations import Delegation
from comity.meetings.models.sessions import Session
from comity.partners.models import sides_of
from comity.translation.texts import Text


class Outcome(models.TextChoices):
    """What became of a correction that one side asked for."""

    WAITING = "waiting", _("waiting")
    TAKEN = "taken", _("taken over")
    DECLINED = "declined", _("declined")


class Kind(models.TextChoices):
    """What a correction is of."""

    MINUTES = "minutes", _("minutes")
    DECISION = "decision", _("decision")
    SAID = "said", _("what was promised or proposed")


class CorrectionQuerySet(models.QuerySet["Correction"]):
    def at(self, session: Session) -> CorrectionQuerySet:
        """This will keep the corrections asked for at one session, in order."""
        return (
            self.filter(item__session=session).select_related("item", "side__organisation", "decision").order_by("pk")
        )

    def of(self, kind: str, thing: models.Model | None) -> CorrectionQuerySet:
        """This will keep those of one decision or of one thing that was said; of the minutes there is only one."""
        return self.filter(kind=kind, **({} if thing is None else {kind: thing}))

    def open_ones(self) -> CorrectionQuerySet:
        """This will keep the corrections that wait while the minutes circulate, the oldest first."""
        found = self.waiting().filter(item__session__stage="circulated")
        return found.select_related("item__session", "side__organisation").order_by("asked_at", "pk")

    def waiting(self) -> CorrectionQuerySet:
        """This will keep the corrections that nobody has answered."""
        return self.filter(outcome=Outcome.WAITING)


class Correction(Recorded):
    """How one side would word the draft before it is adopted, or what it objects to in words of its own.

    It is of the minutes of an item, of a decision under it, or of what was promised or proposed there.
    """

    PERSONAL = frozenset({"asked_by"})
    ABOUT = About(author="asked_by", kept=_("The office keeps it as its own record of what was said and done."))

    item = models.ForeignKey(AgendaItem, on_delete=models.CASCADE, related_name="corrections")
    side = models.ForeignKey(Delegation, on_delete=models.CASCADE, related_name="+")
    kind = models.CharField(max_length=10, choices=Kind, default=Kind.MINUTES)
    # The kind stays when a decision is taken out, so that its correction never passes for one of the minutes.
    decision = models.ForeignKey(Decision, on_delete=models.SET_NULL, null=True, blank=True, related_name="+")
    said = models.ForeignKey(Strand, on_delete=models.SET_NULL, null=True, blank=True, related_name="+")
    language = models.CharField(max_length=5)
    was = models.TextField(blank=True)  # the words in front of whoever asked for the correction
    words = models.TextField(_("wording"), blank=True)  # empty where the words are to stay
    due_was = models.TextField(blank=True)  # as the text that is adopted says it, or the words of an occasion
    due_on = models.DateField(_("due on"), null=True, blank=True)
    objection = models.TextField(_("objection"), blank=True)
    asked_by = models.CharField(max_length=200)
    asked_at = models.DateTimeField()
    outcome = models.CharField(max_length=10, choices=Outcome, default=Outcome.WAITING)
    answer = models.TextField(_("answer"), blank=True)

    objects = CorrectionQuerySet.as_manager()

    class Meta:
        verbose_name = _("correction")
        constraints = [
            models.UniqueConstraint(
                fields=["item", "side", "language"],
                condition=Q(outcome="waiting", kind="minutes"),
                name="a_side_has_one_open_correction_of_an_item",
                violation_error_message=_(
                    "Your side has asked for a correction of this item in this language already."
                ),
            ),
            models.UniqueConstraint(
                fields=["decision", "side", "language"],
                condition=Q(outcome="waiting", kind="decision"),
                name="a_side_has_one_open_correction_of_a_decision",
                violation_error_message=_("Your side has asked for a correction of this decision already."),
            ),
            models.UniqueConstraint(
                fields=["said", "side", "language"],
                condition=Q(outcome="waiting", kind="said"),
                name="a_side_has_one_open_correction_of_what_was_said",
                violation_error_message=_("Your side has asked for a correction of this promise already."),
            ),
            models.CheckConstraint(
                condition=Q(kind="minutes", decision=None, said=None)
                | Q(kind="decision", said=None)
                | Q(kind="said", decision=None),
                name="a_correction_is_of_one_thing",
                violation_error_message=_("A correction is of one thing."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.side}: {self.item}"

    @classmethod
    def titles_for(cls, viewer: Viewer, numbers: list[int]) -> dict[int, Text]:
        own = CORRECTION.which("read it and its answer", viewer, own=lambda: Q(side__organisation__in=sides_of(viewer)))
        found = cls.objects.filter(own, pk__in=numbers).select_related("item", "side__organisation")
        words = gettext("Item %(n)s as %(side)s would word it: %(item)s")
        return {
            one.pk: called(words, one.item.number, side=one.side.organisation.name, item=one.item.title)
            for one in found
        }

    @property
    def is_waiting(self) -> bool:
        """Whether nobody has answered it yet."""
        return self.outcome == Outcome.WAITING

    @property
    def proposes_something(self) -> bool:
        """Whether it says what should stand there, so that this can be taken over; else it objects in words."""
        return bool(self.words or self.due_on)


class Draft(models.Model):
    """The words circulated to the other side at one time, kept so that every change since can be shown."""

    ABOUT = About(kept=_("Both sides have these words, under their SHA-256; whom they name is part of them."))

    session = models.ForeignKey(Session, on_delete=models.CASCADE, related_name="drafts")
    content = models.JSONField()
    sha256 = models.CharField(max_length=64)
    circulated_at = models.DateTimeField()

    class Meta:
        verbose_name = _("circulated draft")
        get_latest_by = "pk"

    def __str__(self) -> str:
        return f"{self.session} {self.circulated_at:%Y-%m-%d}"


class AdoptionQuerySet(models.QuerySet["Adoption"]):
    def of(self, session: Session, corrigendum: Corrigendum | None = None) -> AdoptionQuerySet:
        """This will keep the adoptions of one session's minutes, or of one correction of them."""
        found = self.filter(session=session, corrigendum=corrigendum)
        return found.select_related("side__organisation").order_by("pk")

    def around(self, session: Session) -> AdoptionQuerySet:
        """This will keep the adoptions of a session's minutes and of every correction of them."""
        return (
            self.filter(session=session)
            .select_related("side__organisation", "corrigendum__item", "corrigendum__ended_for__organisation")
            .order_by("pk")
        )

    def naming(self, sha256: str) -> AdoptionQuerySet:
        """This will keep the adoptions of exactly this text."""
        return self.filter(sha256=sha256)


class Adoption(Recorded):
    """One side's word that a text is right; it names the SHA-256 of that very text and holds for no other."""

    PERSONAL = frozenset({"by_name"})
    ABOUT = About(
        whose=("by_user", "by_link"),
        author="by_name",
        kept=_("That a side adopted the text is what makes it final; who said so for it is not told any more."),
    )

    session = models.ForeignKey(Session, on_delete=models.CASCADE, related_name="adoptions")
    corrigendum = models.ForeignKey(
        Corrigendum, on_delete=models.CASCADE, null=True, blank=True, related_name="adoptions"
    )
    side = models.ForeignKey(Delegation, on_delete=models.PROTECT, related_name="+")
    sha256 = models.CharField(max_length=64)
    by_user = models.ForeignKey(User, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    by_link = models.ForeignKey(SignedLink, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    by_name = models.CharField(max_length=200)
    at = models.DateTimeField()

    objects = AdoptionQuerySet.as_manager()

    class Meta:
        verbose_name = _("adoption")
        constraints = [
            models.UniqueConstraint(
                fields=["session", "side", "sha256"],
                condition=Q(corrigendum=None),
                name="a_side_adopts_a_text_once",
                violation_error_message=_("This side has adopted this text already."),
            ),
            models.UniqueConstraint(fields=["corrigendum", "side", "sha256"], name="a_side_adopts_a_correction_once"),
        ]

    def __str__(self) -> str:
        return f"{self.side}: {self.sha256[:12]}"


class FinalMinutes(Recorded):
    """The text that every side adopted, kept as it was, with its SHA-256."""

    ABOUT = About(kept=_("Both sides adopted these very words; whom they name is part of the record and stays."))

    session = models.OneToOneField(Session, on_delete=models.PROTECT, related_name="final_minutes")
    content = models.TextField()
    sha256 = models.CharField(max_length=64)
    adopted_at = models.DateTimeField()

    class Meta:
        verbose_name = _("final minutes")

    def __str__(self) -> str:
        return f"{self.session}: {self.sha256[:12]}"
