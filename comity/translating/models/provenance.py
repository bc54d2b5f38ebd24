"""The ledger: every event in how a passage came to its words."""

from __future__ import annotations

from uuid import UUID

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from comity.accounts.models import User
from comity.accounts.personal import About
from comity.translating.models.states import BY_PEOPLE, LONGEST_CODE, State

ANSWERS = _("It shows who answers for a translation that the public reads.")


class ProvenanceQuerySet(models.QuerySet["Provenance"]):
    def between(self, source: str, language: str) -> ProvenanceQuerySet:
        """This will keep what was translated from one language into another."""
        return self.filter(source=source, language=language)

    def answered_for(self) -> ProvenanceQuerySet:
        """This will keep the words for which a person answers."""
        return self.filter(state__in=BY_PEOPLE).exclude(words="")

    def of_page(self, key: UUID) -> ProvenanceQuerySet:
        """This will keep what happened to the passages of one page."""
        return self.filter(page_key=key)

    def made_by(self, engines: list[str]) -> ProvenanceQuerySet:
        """This will keep what these engines made."""
        return self.filter(engine__in=engines)


class Provenance(models.Model):
    """One event in how a passage came to its words: kept for good, whatever becomes of page, passage and workbench."""

    IS_APPEND_ONLY = True
    ABOUT = About(also=("by",), kept=ANSWERS)

    page_key = models.UUIDField()
    path = models.TextField()
    source = models.CharField(max_length=LONGEST_CODE)
    language = models.CharField(max_length=LONGEST_CODE)
    source_hash = models.CharField(max_length=64)
    source_text = models.TextField()
    words = models.TextField(blank=True)
    state = models.CharField(max_length=20, choices=State)
    engine = models.CharField(max_length=100, blank=True)
    version = models.CharField(max_length=100, blank=True)
    glossary = models.CharField(max_length=100, blank=True)
    failed = models.JSONField(default=list)
    # Of a person's correction: how much of the machine's words was kept, from 0 to 100.
    kept = models.FloatField(null=True)
    # Whether a visitor worded it so; whoever took that over answers for it (`by`).
    is_suggested = models.BooleanField(default=False)
    came_from = models.ForeignKey("self", on_delete=models.PROTECT, null=True, related_name="+")
    by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    objects = ProvenanceQuerySet.as_manager()

    class Meta:
        verbose_name = _("provenance of a passage")
        indexes = [
            models.Index(fields=["source_hash", "source", "language"]),
            models.Index(fields=["page_key", "language"]),
        ]
        constraints = [
            models.CheckConstraint(condition=Q(state__in=State.values), name="a_provenance_has_a_known_state"),
            models.CheckConstraint(
                condition=~Q(state__in=[State.MACHINE, State.CHECKED]) | ~Q(engine=""),
                name="what_a_machine_translated_names_its_engine",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.language} {self.state} {self.path}"
