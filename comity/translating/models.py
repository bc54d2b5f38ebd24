"""Translated pages: each passage as it stands, and the ledger of how it came to its words."""

from __future__ import annotations

import secrets
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from django.db import models
from django.db.models import Count, F, Min, Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from comity.accounts.models import User
from comity.accounts.personal import About
from comity.journal.records import Recorded

LONGEST_CODE = 12
ANSWERS = _("It shows who answers for a translation that the public reads.")


class State(models.TextChoices):
    """What is known of the words of a passage."""

    WAITING = "waiting", pgettext_lazy("translation", "waiting for a translation")
    MACHINE = "machine", pgettext_lazy("translation", "translated by a machine, kept back by checks")
    CHECKED = "checked", pgettext_lazy("translation", "translated by a machine, not reviewed")
    STALE = "stale", pgettext_lazy("translation", "the original has changed")
    REVIEWED = "reviewed", pgettext_lazy("translation", "reviewed and left unchanged")
    POST_EDITED = "post_edited", pgettext_lazy("translation", "translated by a machine, corrected by a person")
    HUMAN = "human", pgettext_lazy("translation", "translated by a person")


# Of these a person has to decide.
OPEN = (State.WAITING, State.CHECKED, State.STALE)
BY_MACHINES = (State.MACHINE, State.CHECKED)
# For these a person answers; only they are taken over for the same words elsewhere.
BY_PEOPLE = (State.REVIEWED, State.POST_EDITED, State.HUMAN)


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


class VersionQuerySet(models.QuerySet["Version"]):
    def of_page(self, key: UUID) -> VersionQuerySet:
        """This will keep the translations of one page."""
        return self.filter(page_key=key)

    def of_pages(self, keys: list[UUID]) -> VersionQuerySet:
        """This will keep the translations of several pages."""
        return self.filter(page_key__in=keys)

    def in_language(self, language: str) -> VersionQuerySet:
        """This will keep the translations into one language."""
        return self.filter(language=language)

    def unreviewed(self) -> VersionQuerySet:
        """This will keep those of which a machine's words are read without a person's review."""
        return self.filter(passages__is_unreviewed=True).distinct()

    def due(self, now: datetime) -> VersionQuerySet:
        """This will keep those that the worker has to bring up to date and nobody is at now, the oldest wish first."""
        tried = self.filter(due_at__isnull=False, not_before__lte=now, attempts__lt=Version.MOST_ATTEMPTS)
        return tried.filter(Q(leased_until=None) | Q(leased_until__lt=now)).order_by("due_at", "pk")

    def with_open_passages(self) -> VersionQuerySet:
        """This will keep those of which a person has to decide something, the one that waits longest first."""
        is_open = Q(passages__state__in=OPEN)
        counted = self.annotate(
            open_count=Count("passages", filter=is_open), oldest=Min("passages__since", filter=is_open)
        )
        return counted.filter(open_count__gt=0).order_by("oldest", "pk")


class Version(Recorded):
    """A page in one more language, translated passage by passage from the language in which it was written."""

    LEASE = timedelta(minutes=10)
    MOST_ATTEMPTS = 8
    # How often the worker tried is its own business.
    BOOKKEEPING = frozenset({"due_at", "not_before", "leased_until", "attempts", "trouble"})
    ACTS = {
        **Recorded.ACTS,
        "asked": _("asked for a translation"),
        "compared": _("compared with the original"),
        "translated": _("translated by a machine"),
        "published": _("published the translation"),
        "withdrawn": _("taken down with its original"),
    }

    page_key = models.UUIDField(editable=False)
    title = models.CharField(max_length=300)  # of the original
    source = models.CharField(max_length=LONGEST_CODE)
    language = models.CharField(max_length=LONGEST_CODE)
    is_withdrawn = models.BooleanField(_("taken down with its original"), default=False, editable=False)
    due_at = models.DateTimeField(null=True, blank=True, editable=False)
    not_before = models.DateTimeField(null=True, blank=True, editable=False)
    leased_until = models.DateTimeField(null=True, blank=True, editable=False)
    attempts = models.PositiveSmallIntegerField(default=0, editable=False)
    trouble = models.TextField(blank=True, editable=False)

    objects = VersionQuerySet.as_manager()

    class Meta:
        verbose_name = _("translation")
        verbose_name_plural = _("translations")
        indexes = [models.Index(fields=["due_at", "not_before"])]
        constraints = [
            models.UniqueConstraint(fields=["page_key", "language"], name="a_page_has_one_version_in_a_language"),
            models.CheckConstraint(
                condition=~Q(source=F("language")),
                name="nothing_is_translated_into_its_own_language",
                violation_error_message=_("Nothing is translated into its own language."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.title} ({self.source} → {self.language})"

    def get_absolute_url(self) -> str:
        return reverse("translation", args=[self.pk])

    def passage_at(self, path: str, source_hash: str) -> Passage | None:
        """This will find the passage that stands at a place of the original and says this."""
        found: Passage | None = self.passages.filter(path=path, source_hash=source_hash).first()
        return found

    def stand_again(self) -> None:
        """This will note that it is read again after it was taken down with its original."""
        if self.is_withdrawn:
            self.is_withdrawn = False
            self.save(update_fields=["is_withdrawn"])

    # What the worker does with it; no act: nothing of the record changes

    def lease(self, *, now: datetime) -> bool:
        """This will take the work for one worker until the lease ends; false where another was quicker."""
        free = Version.objects.due(now).filter(pk=self.pk)
        return bool(free.update(leased_until=now + self.LEASE, attempts=F("attempts") + 1))

    def call(self, *, now: datetime) -> None:
        """This will ask the worker to bring it up to date."""
        Version.objects.filter(pk=self.pk).update(due_at=now, not_before=now, leased_until=None, attempts=0, trouble="")

    def done(self, *, asked_at: datetime | None) -> None:
        """This will note that it is up to date, unless it was asked for once more meanwhile."""
        Version.objects.filter(pk=self.pk, due_at=asked_at).update(
            due_at=None, leased_until=None, attempts=0, trouble=""
        )

    def put_off(self, trouble: str, *, now: datetime) -> None:
        """This will note what went wrong and try again later, each time after a longer wait."""
        part = 0.75 + secrets.randbelow(251) / 1000  # not all at one moment
        wait = timedelta(minutes=min(2**self.attempts, 360) * part)
        Version.objects.filter(pk=self.pk).update(leased_until=None, trouble=trouble[:500], not_before=now + wait)


class PassageQuerySet(models.QuerySet["Passage"]):
    def in_order(self) -> PassageQuerySet:
        """This will put them in the order in which they are read, with their words."""
        return self.order_by("place", "pk").select_related("wording", "proposal")

    def open_ones(self) -> PassageQuerySet:
        """This will keep those of which a person has to decide."""
        return self.filter(state__in=OPEN)


class Passage(Recorded):
    """A title, a paragraph or another piece of a translated page, as it stands in the original now.

    It only sums up the ledger: `wording` is the event that gave the words that are read, nothing where the page shows
    the original's; `proposal` is what a machine offers and the page does not show.
    """

    ACTS = {
        **Recorded.ACTS,
        "accepted": _("reviewed the translation and left it"),
        "reworded": _("corrected the translation"),
        "written": _("translated it"),
        "taken_back": _("took the translation back"),
    }

    version = models.ForeignKey(Version, on_delete=models.CASCADE, related_name="passages")
    path = models.TextField()
    place = models.PositiveIntegerField()
    source_hash = models.CharField(max_length=64)
    source_text = models.TextField()
    state = models.CharField(max_length=20, choices=State)
    since = models.DateTimeField()
    is_unreviewed = models.BooleanField(default=False)
    wording = models.ForeignKey(Provenance, on_delete=models.PROTECT, null=True, related_name="+")
    proposal = models.ForeignKey(Provenance, on_delete=models.PROTECT, null=True, related_name="+")

    objects = PassageQuerySet.as_manager()

    class Meta:
        verbose_name = _("passage of a translation")
        indexes = [models.Index(fields=["state", "since"])]
        constraints = [
            models.UniqueConstraint(
                fields=["version", "path", "source_hash"], name="a_passage_stands_once_in_its_place"
            ),
            models.CheckConstraint(
                condition=Q(state__in=State.values),
                name="a_passage_has_a_known_state",
                violation_error_message=_("There is no such state of a translation."),
            ),
            models.CheckConstraint(
                condition=~Q(state__in=BY_PEOPLE) | Q(is_unreviewed=False),
                name="what_a_person_answers_for_is_reviewed",
                violation_error_message=_("There is no such state of a translation."),
            ),
        ]

    def __str__(self) -> str:
        return self.source_text[:60]

    def get_absolute_url(self) -> str:
        return f"{reverse('translation', args=[self.version_id])}#passage-{self.pk}"

    @property
    def words(self) -> str:
        """What the page shows in its language; nothing where it shows the original."""
        return self.wording.words if self.wording else ""

    @property
    def offered(self) -> Provenance | None:
        """What a reviewer begins with: the machine's proposal, else the words that are read."""
        return self.proposal or self.wording

    @property
    def mark(self) -> str:
        """How a form names the words that it shows, so that nobody decides on others than they saw."""
        return f"{self.state} {self.wording_id or 0} {self.proposal_id or 0}"

    @property
    def is_title(self) -> bool:
        """Whether it is the title of the page."""
        return self.path == "title"

    @property
    def is_open(self) -> bool:
        """Whether a person has to decide."""
        return self.state in OPEN

    def facts(self) -> dict[str, Any]:
        """This will name what the ledger says of it whatever happens."""
        return {
            "page_key": self.version.page_key,
            "path": self.path,
            "source": self.version.source,
            "language": self.version.language,
            "source_hash": self.source_hash,
            "source_text": self.source_text,
        }
