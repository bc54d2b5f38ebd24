"""What is recorded near the end of a term: the review, the letters of the parties, a notice, what succeeds it."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from comity.accounts.personal import About
from comity.journal.records import Recorded
from comity.translation.texts import TextField

if TYPE_CHECKING:
    from comity.agreements.models.agreements import Agreement
    from comity.agreements.models.parties import Party

KEPT = _("The office keeps it as its own record of what was said and done.")


class Suggested(models.TextChoices):
    """What a review suggests, which is no more than a suggestion."""

    RENEW = "renew", pgettext_lazy("suggestion", "renew it as it is")
    REVISE = "revise", pgettext_lazy("suggestion", "revise it before it is renewed")
    REVIVE = "revive", pgettext_lazy("suggestion", "revive it: meet first, then decide")
    LET_LAPSE = "let_lapse", pgettext_lazy("suggestion", "let it lapse")


class ReviewQuerySet(models.QuerySet["Review"]):
    def of(self, agreement: Agreement) -> ReviewQuerySet:
        """This will keep the reviews of one agreement, the latest first."""
        return self.filter(agreement=agreement).order_by("-of_end", "-pk")

    def before_end(self, agreement: Agreement) -> ReviewQuerySet:
        """This will keep the review that belongs to the present end of an agreement."""
        return self.filter(agreement=agreement, of_end=agreement.ends_on)

    def open_ones(self) -> ReviewQuerySet:
        """This will keep those of which nobody recorded what followed."""
        return self.filter(closed_at=None)

    def with_a_letter(self) -> ReviewQuerySet:
        """This will keep those whose letter has not left."""
        return self.filter(letter_sent_at=None)


class Review(Recorded):
    """Looking, in time before its end, at what should follow an agreement; one for each end."""

    ABOUT = About(kept=_("It says of an agreement what should follow it; whom its letter names belongs to it."))
    ACTS = {
        **Recorded.ACTS,
        "opened": _("began the review"),
        "letter_changed": _("changed the prepared letter"),
        "letter_sent": _("sent the letter"),
        "review_closed": _("ended the review"),
    }

    agreement = models.ForeignKey("agreements.Agreement", on_delete=models.CASCADE, related_name="reviews")
    of_end = models.DateField(_("before which end"))
    opened_at = models.DateTimeField(_("begun on"))
    letter = TextField(_("prepared letter"), blank=True, long=True)
    letter_sent_at = models.DateTimeField(_("letter sent on"), null=True, editable=False)
    closed_at = models.DateTimeField(_("ended on"), null=True, editable=False)
    # The act of the agreement that answered it.
    ended_with = models.CharField(_("what followed"), max_length=20, blank=True, editable=False)

    objects = ReviewQuerySet.as_manager()

    class Meta:
        verbose_name = _("review")
        verbose_name_plural = _("reviews")
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["agreement", "of_end"],
                name="an_end_is_reviewed_once",
                violation_error_message=_("This end is reviewed already."),
            )
        ]

    def __str__(self) -> str:
        return f"{self.agreement}: {self.of_end}"

    @property
    def is_open(self) -> bool:
        """Whether nobody recorded yet what followed."""
        return self.closed_at is None


class ExchangedLetterQuerySet(models.QuerySet["ExchangedLetter"]):
    def about_end(self, agreement: Agreement) -> ExchangedLetterQuerySet:
        """This will keep the letters about what follows the present end, in the order of their days."""
        found = self.filter(agreement=agreement, of_end=agreement.ends_on)
        return found.select_related("party__organisation", "paper").order_by("dated_on", "pk")

    def by(self, party: Party) -> ExchangedLetterQuerySet:
        """This will keep the letters of one party, the newest first."""
        return self.filter(party=party).order_by("-pk")

    def without_papers(self) -> ExchangedLetterQuerySet:
        """This will keep the letters of which the document itself is not here."""
        return self.filter(paper=None)


class ExchangedLetter(Recorded):
    """The letter in which one party says that it carries an agreement on, and until when."""

    PERSONAL = frozenset({"by_name"})
    ABOUT = About(author="by_name", kept=KEPT)

    agreement = models.ForeignKey("agreements.Agreement", on_delete=models.CASCADE, related_name="exchanged_letters")
    party = models.ForeignKey("agreements.Party", on_delete=models.PROTECT, related_name="+", verbose_name=_("party"))
    of_end = models.DateField(_("past which end"))
    until = models.DateField(_("new end"))
    dated_on = models.DateField(_("day of the letter"))
    document = models.CharField(_("document: its number, and where it is kept"), max_length=300)
    by_name = models.CharField(max_length=200)
    at = models.DateTimeField()

    objects = ExchangedLetterQuerySet.as_manager()

    class Meta:
        verbose_name = _("letter of renewal")
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["party", "of_end"],
                name="a_party_writes_one_letter_for_a_renewal",
                violation_error_message=_("The letter of this party is recorded already."),
            ),
            models.CheckConstraint(
                condition=Q(until__gt=F("of_end")),
                name="a_letter_of_renewal_names_a_later_end",
                violation_error_message=_("The new end is not later than the present one."),
            ),
            models.CheckConstraint(
                condition=~Q(document=""),
                name="a_letter_of_renewal_names_its_document",
                violation_error_message=_("Name the document."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.party}: {self.dated_on}"


class NoticeQuerySet(models.QuerySet["Notice"]):
    def about_end(self, agreement: Agreement) -> NoticeQuerySet:
        """This will keep the notice by which an agreement ends with its present term."""
        found = self.filter(agreement=agreement, of_end=agreement.ends_on)
        return found.select_related("party__organisation", "paper")

    def by(self, party: Party) -> NoticeQuerySet:
        """This will keep the notices of one party, the newest first."""
        return self.filter(party=party).order_by("-pk")

    def without_papers(self) -> NoticeQuerySet:
        """This will keep the notices of which the document itself is not here."""
        return self.filter(paper=None)


class Notice(Recorded):
    """A party said in time that an agreement does not go on past its term."""

    PERSONAL = frozenset({"by_name"})
    ABOUT = About(author="by_name", kept=KEPT)

    agreement = models.ForeignKey("agreements.Agreement", on_delete=models.CASCADE, related_name="notices")
    party = models.ForeignKey("agreements.Party", on_delete=models.PROTECT, related_name="+", verbose_name=_("party"))
    of_end = models.DateField(_("with which end"))
    given_on = models.DateField(_("given on"))
    document = models.CharField(_("document: its number, and where it is kept"), max_length=300)
    by_name = models.CharField(max_length=200)
    at = models.DateTimeField()

    objects = NoticeQuerySet.as_manager()

    class Meta:
        verbose_name = _("notice of non-renewal")
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["agreement", "of_end"],
                name="an_end_needs_one_notice",
                violation_error_message=_("A notice is recorded already."),
            ),
            models.CheckConstraint(
                condition=Q(given_on__lte=F("of_end")) & ~Q(document=""),
                name="a_notice_is_given_before_the_end_by_a_document",
                violation_error_message=_("Notice is given before it ends, by a document."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.party}: {self.given_on}"


class SuccessionQuerySet(models.QuerySet["Succession"]):
    def of(self, agreement: Agreement) -> SuccessionQuerySet:
        """This will keep what is to take the place of an agreement."""
        return self.filter(predecessor=agreement).select_related("successor").order_by("pk")

    def to(self, agreement: Agreement) -> SuccessionQuerySet:
        """This will keep what an agreement is to take the place of."""
        return self.filter(successor=agreement).select_related("predecessor")


class Succession(Recorded):
    """One agreement is to take the place of another, and does so when it comes into force."""

    ABOUT = About(impersonal="it ties two agreements and names nobody")

    predecessor = models.ForeignKey("agreements.Agreement", on_delete=models.PROTECT, related_name="successions")
    successor = models.OneToOneField("agreements.Agreement", on_delete=models.PROTECT, related_name="succession")

    objects = SuccessionQuerySet.as_manager()

    class Meta:
        verbose_name = _("succession")
        constraints = [
            models.CheckConstraint(
                condition=~Q(predecessor=F("successor")),
                name="nothing_succeeds_itself",
                violation_error_message=_("An agreement does not take its own place."),
            )
        ]

    def __str__(self) -> str:
        return f"{self.predecessor_id} → {self.successor_id}"


class Tombstone(Recorded):
    """The public knew of an agreement, and since a day does not any more: its address says that and nothing else."""

    ABOUT = About(impersonal="it says of an address that something stood there, and names nobody")

    agreement = models.OneToOneField("agreements.Agreement", on_delete=models.CASCADE, related_name="tombstone")
    since = models.DateField(_("out of the public register since"))

    class Meta:
        verbose_name = _("entry that was public")

    def __str__(self) -> str:
        return f"{self.agreement_id}: {self.since}"

    @classmethod
    def set_for(cls, agreement: Agreement, *, since: date) -> None:
        """This will say at the address of an agreement that it left the public register; to be called in an act."""
        cls._base_manager.update_or_create(agreement=agreement, defaults={"since": since})

    @classmethod
    def stands_for(cls, number: int) -> date | None:
        """This will tell since when an agreement of this number is not public any more; nothing where it never was."""
        return cls.objects.filter(agreement=number, agreement__is_public=False).values_list("since", flat=True).first()
