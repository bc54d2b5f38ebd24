"""The text: its clauses in each language, and what the parties say of them while it is negotiated."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from comity.accounts.personal import About
from comity.journal.records import Recorded
from comity.translation.texts import TextField

if TYPE_CHECKING:
    from comity.agreements.models.agreements import Agreement


class Part(models.TextChoices):
    """Which part of the instrument a clause stands in."""

    RECITAL = "recital", pgettext_lazy("clause", "recital")
    ARTICLE = "article", pgettext_lazy("clause", "article")
    ANNEX = "annex", pgettext_lazy("clause", "annex")


PARTS = [Part.RECITAL, Part.ARTICLE, Part.ANNEX]
# What stands in a text where the record tells nothing.
GAP = "[…]"


class ClauseQuerySet(models.QuerySet["Clause"]):
    def of(self, agreement: Agreement) -> ClauseQuerySet:
        """This will keep the clauses of one agreement as they follow each other: recitals, articles, annexes."""
        return self.of_any([agreement])

    def of_any(self, agreements: list[Agreement]) -> ClauseQuerySet:
        """This will keep the clauses of several agreements, those of each as they follow each other."""
        order = models.Case(*(models.When(part=one, then=n) for n, one in enumerate(PARTS)), default=len(PARTS))
        return self.filter(agreement__in=agreements).order_by(order, "position", "pk")

    def after(self, clause: Clause) -> ClauseQuerySet:
        """This will keep those that follow one in its part."""
        return self.filter(agreement=clause.agreement_id, part=clause.part, position__gt=clause.position)

    def with_money(self) -> ClauseQuerySet:
        """This will keep those that oblige somebody to pay."""
        return self.filter(is_about_money=True)


class Clause(Recorded):
    """One recital, article or annex, in every language of the instrument.

    `turns` counts, per language, at which change of the clause its words there stand: the language with the highest
    count was changed last, and one with a lower count is behind it.
    """

    ABOUT = About(kept=_("It is part of the text that the parties agree on; whom it names belongs to it."))

    agreement = models.ForeignKey("agreements.Agreement", on_delete=models.CASCADE, related_name="clauses")
    part = models.CharField(_("part"), max_length=10, choices=Part, default=Part.ARTICLE)
    position = models.PositiveSmallIntegerField(_("place in the list"), default=0)
    heading = TextField(_("heading"), blank=True)
    words = TextField(_("wording"), long=True)
    is_about_money = models.BooleanField(_("it obliges somebody to pay"), default=False)
    turns = models.JSONField(_("changes by language"), default=dict, editable=False)
    # Where it came from, if it came from a model: by code, version and key.
    from_model = models.CharField(_("model it came from"), max_length=40, blank=True, editable=False)
    from_version = models.PositiveSmallIntegerField(_("version of the model"), null=True, editable=False)
    from_clause = models.CharField(_("clause of the model"), max_length=40, blank=True, editable=False)

    # In an amendment: the number of the clause of its parent of which it is a copy; it may be taken out there.
    amends = models.PositiveBigIntegerField(_("clause that it amends"), null=True, editable=False)

    objects = ClauseQuerySet.as_manager()

    class Meta:
        verbose_name = _("clause")
        verbose_name_plural = _("clauses")
        constraints = [
            models.CheckConstraint(
                condition=Q(part__in=Part.values),
                name="a_clause_stands_in_a_known_part",
                violation_error_message=_("There is no such part."),
            ),
            models.CheckConstraint(
                condition=Q(from_model="", from_clause="", from_version=None)
                | (~Q(from_model="") & ~Q(from_clause="") & Q(from_version__isnull=False)),
                name="a_clause_of_a_model_names_its_version",
                violation_error_message=_("A clause of a model names the model, its version and the clause in it."),
            ),
        ]

    def __str__(self) -> str:
        return str(self.heading or self.words)[:80]

    def is_behind(self, language: str) -> bool:
        """This will tell whether another language was changed after this one, or has words where this one has none."""
        return self.turns.get(language, 0) < max(self.turns.values(), default=0)

    def languages_behind(self, languages: list[str]) -> list[str]:
        """This will keep, of the languages of the instrument, those that are behind another one."""
        return [code for code in languages if self.is_behind(code)]


class Outcome(models.TextChoices):
    """What became of what a party said of a clause."""

    WAITING = "waiting", pgettext_lazy("remark", "waiting")
    TAKEN = "taken", pgettext_lazy("remark", "taken over")
    DECLINED = "declined", pgettext_lazy("remark", "declined")
    NOTED = "noted", pgettext_lazy("remark", "noted")
    OVERTAKEN = "overtaken", _("the clause was taken out")
    WITHDRAWN = "withdrawn", pgettext_lazy("remark", "withdrawn")


class RemarkQuerySet(models.QuerySet["Remark"]):
    def on(self, agreement: Agreement) -> RemarkQuerySet:
        """This will keep what was said of the clauses of one agreement, in order."""
        return self.filter(agreement=agreement).select_related("party__organisation", "clause").order_by("pk")

    def waiting(self) -> RemarkQuerySet:
        """This will keep what nobody has answered."""
        return self.filter(outcome=Outcome.WAITING)


class Remark(Recorded):
    """What one party says of a clause: words to stand there instead, or a comment, or both."""

    PERSONAL = frozenset({"by_name", "answered_by", "withdrawn_by"})
    ABOUT = About(
        author="by_name",
        signed=("answered_by", "withdrawn_by"),
        kept=_("The office keeps it as its own record of what was said and done."),
    )

    agreement = models.ForeignKey("agreements.Agreement", on_delete=models.CASCADE, related_name="remarks")
    # It stays when the clause is taken out: what was said of it was said.
    clause = models.ForeignKey(
        Clause, on_delete=models.SET_NULL, null=True, related_name="remarks", verbose_name=_("clause")
    )
    clause_was = models.CharField(_("clause"), max_length=100)
    party = models.ForeignKey("agreements.Party", on_delete=models.PROTECT, related_name="+", verbose_name=_("party"))
    language = models.CharField(max_length=5)
    was = models.TextField(blank=True)  # the words in front of whoever said it
    words = models.TextField(_("it should read"), blank=True)  # empty where it is a comment only
    comment = models.TextField(_("comment"), blank=True)
    by_name = models.CharField(max_length=200)
    at = models.DateTimeField()
    outcome = models.CharField(_("outcome"), max_length=10, choices=Outcome, default=Outcome.WAITING)
    answer = models.TextField(_("answer"), blank=True)
    answered_by = models.CharField(_("answered by"), max_length=200, blank=True)
    withdrawn_by = models.CharField(_("withdrawn by"), max_length=200, blank=True)
    withdrawn_at = models.DateTimeField(_("withdrawn on"), null=True, blank=True)

    objects = RemarkQuerySet.as_manager()

    class Meta:
        verbose_name = _("remark on a clause")
        ordering = ["pk"]
        constraints = [
            models.CheckConstraint(
                condition=~Q(words="", comment=""),
                name="a_remark_says_something",
                violation_error_message=_("Say how it should read, or what you think of it."),
            ),
            models.CheckConstraint(
                condition=~Q(outcome="declined") | ~Q(answer=""),
                name="a_remark_is_declined_with_words",
                violation_error_message=_("Say why it is declined."),
            ),
            models.CheckConstraint(
                condition=Q(outcome="withdrawn", withdrawn_at__isnull=False)
                | (~Q(outcome="withdrawn") & Q(withdrawn_at=None)),
                name="a_remark_that_is_withdrawn_says_when",
                violation_error_message=_("Say when it was withdrawn."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.party}: {self.clause_was}"

    @property
    def is_waiting(self) -> bool:
        """Whether nobody has answered it yet."""
        return self.outcome == Outcome.WAITING
