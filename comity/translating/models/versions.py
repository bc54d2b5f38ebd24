"""A page in one more language, and what the worker has to do for it."""

from __future__ import annotations

import secrets
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any
from uuid import UUID

from django.db import models
from django.db.models import Count, F, Min, OuterRef, Q, Subquery, Value
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from wagtail.models import Page

from comity.journal.records import Recorded
from comity.translating.models.states import LONGEST_CODE, OPEN
from comity.translation.texts import Text

if TYPE_CHECKING:
    from comity.translating.models.passages import Passage


LONGEST_ADDRESS = 200


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

    def between(self, source: str, language: str) -> VersionQuerySet:
        """This will keep the translations from one language into another."""
        return self.filter(source=source, language=language)

    def never_tried(self) -> VersionQuerySet:
        """This will keep those that no worker has begun since they were asked for."""
        return self.filter(attempts=0)

    def unreviewed(self) -> VersionQuerySet:
        """This will keep those of which a machine's words are read without a person's review."""
        return self.filter(passages__is_unreviewed=True).distinct()

    def due(self, now: datetime) -> VersionQuerySet:
        """This will keep those that the worker has to bring up to date and nobody is at now, the oldest wish first."""
        tried = self.filter(due_at__isnull=False, not_before__lte=now, attempts__lt=Version.MOST_ATTEMPTS)
        free = tried.filter(Q(leased_until=None) | Q(leased_until__lt=now))
        # Where a reader asked for it, somebody sits and waits.
        return free.order_by("-is_on_demand", "due_at", "pk")

    def of_records(self) -> VersionQuerySet:
        """This will keep those of pages that are drawn from records."""
        return self.exclude(address="")

    def on_demand(self) -> VersionQuerySet:
        """This will keep those that a reader asked for, and of which no page is kept."""
        return self.filter(is_on_demand=True)

    def kept_as_pages(self) -> VersionQuerySet:
        """This will keep those that are pages of the site."""
        return self.filter(is_on_demand=False)

    def not_looked_through_since(self, entry: int) -> VersionQuerySet:
        """This will keep those in which nobody looked for names that changed up to this entry of the journal.

        What is read on demand comes last: it may have to wait for a budget, and keeps no page of the site waiting.
        """
        return self.filter(names_seen__lt=entry).order_by("is_on_demand", "pk")

    def with_open_passages(self) -> VersionQuerySet:
        """This will keep those of which a person has to decide something, the one that waits longest first.

        Of what was read on demand nobody has to review anything but what a visitor would word otherwise.
        """
        is_suggested = Q(passages__suggestions__isnull=False)
        is_open = Q(passages__state__in=OPEN, is_on_demand=False) | is_suggested
        counted = self.annotate(
            open_count=Count("passages", filter=is_open, distinct=True),
            suggested_count=Count("passages__suggestions", distinct=True),
            oldest=Min("passages__since", filter=is_open),
        )
        return counted.filter(open_count__gt=0).order_by("oldest", "pk")

    def waiting_in(self) -> list[str]:
        """This will list the languages into which something is translated on which a person has to decide."""
        return sorted(self.with_open_passages().order_by().values_list("language", flat=True).distinct())

    def with_wordings(self) -> VersionQuerySet:
        """This will keep those for which a visitor suggested a wording on which nobody decided, the oldest first."""
        waiting = self.filter(passages__suggestions__isnull=False)
        counted = waiting.annotate(
            suggested_count=Count("passages__suggestions"), suggested_on=Min("passages__suggestions__given_on")
        )
        return counted.order_by("suggested_on", "pk")

    def titled_in(self, language: str) -> VersionQuerySet:
        """This will fetch along what their page is called in a language in which it is published."""
        pages = Page.objects.filter(translation_key=OuterRef("page_key"), locale__language_code=language, live=True)
        return self.annotate(title_here=Subquery(pages.values("title")[:1]), titled=Value(language))


class Version(Recorded):
    """A page in one more language, translated passage by passage from the language in which it was written."""

    LEASE = timedelta(minutes=10)
    MOST_ATTEMPTS = 8
    MOST_ATTEMPTS_ON_DEMAND = 3
    # How often the worker tried, and how far it looked, is its own business.
    BOOKKEEPING = frozenset({"due_at", "not_before", "leased_until", "attempts", "trouble", "names_seen"})
    ACTS = {
        **Recorded.ACTS,
        "asked": _("asked for a translation"),
        "compared": _("compared with the original"),
        "translated": _("translated by a machine"),
        "published": _("published the translation"),
        "withdrawn": _("taken down with its original"),
    }

    # What `titled_in` fetches along: what the page is called there, and in which language.
    title_here: str | None = None
    titled = ""

    page_key = models.UUIDField(editable=False)
    title = models.CharField(max_length=300)  # of the original
    source = models.CharField(max_length=LONGEST_CODE)
    language = models.CharField(max_length=LONGEST_CODE)
    # Of a page that is no article, without its language: "/sessions/3/".
    address = models.CharField(_("address"), max_length=LONGEST_ADDRESS, blank=True, editable=False)
    is_on_demand = models.BooleanField(_("read on demand"), default=False, editable=False)
    is_withdrawn = models.BooleanField(_("taken down with its original"), default=False, editable=False)
    due_at = models.DateTimeField(null=True, blank=True, editable=False)
    not_before = models.DateTimeField(null=True, blank=True, editable=False)
    leased_until = models.DateTimeField(null=True, blank=True, editable=False)
    attempts = models.PositiveSmallIntegerField(default=0, editable=False)
    trouble = models.TextField(blank=True, editable=False)
    names_seen = models.PositiveBigIntegerField(default=0, editable=False)  # an entry of the journal

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
            models.CheckConstraint(
                condition=Q(address="") | Q(is_on_demand=True),
                name="only_of_articles_translated_pages_are_kept",
                violation_error_message=_("Of this page no translation is kept."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.title} ({self.source} → {self.language})"

    @property
    def heading(self) -> Text:
        """The title of its original, and that of the page in the language asked for by `titled_in`."""
        # A title that waits for its translation is still the original's.
        here = self.title_here if self.title_here != self.title else None
        return Text({self.source: self.title, **({self.titled: here} if here else {})})

    def get_absolute_url(self) -> str:
        return reverse("translation", args=[self.pk])

    def passage_at(self, path: str, source_hash: str) -> Passage | None:
        """This will find the passage that stands at a place of the original and says this."""
        found: Passage | None = self.passages.filter(path=path, source_hash=source_hash).first()
        return found

    @property
    def is_being_made(self) -> bool:
        """Whether the worker was asked for it and has not given up."""
        return self.due_at is not None and self.attempts < self.MOST_ATTEMPTS

    def stand_again(self) -> None:
        """This will note that it is read again after it was taken down with its original."""
        if self.is_withdrawn:
            self.is_withdrawn = False
            self.save(update_fields=["is_withdrawn"])

    # What the worker does with it; no act: nothing of the record changes

    def hold(self) -> None:
        """This will keep others from it until the act ends."""
        Version.objects.select_for_update().filter(pk=self.pk).first()

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
        most = self.MOST_ATTEMPTS_ON_DEMAND if self.is_on_demand else self.MOST_ATTEMPTS
        told: dict[str, Any] = {"leased_until": None, "trouble": trouble[:500], "not_before": now + wait}
        if self.attempts >= most:  # whoever reads on demand may ask once more
            told |= {"due_at": None} if self.is_on_demand else {}
        Version.objects.filter(pk=self.pk).update(**told)

    def see_until(self, entry: int) -> bool:
        """This will note up to which entry of the journal its names are compared; false where another was quicker.

        One UPDATE with its condition decides, so that of two workers one alone follows a rename.
        """
        unseen = Version.objects.not_looked_through_since(entry).filter(pk=self.pk)
        return bool(unseen.order_by().update(names_seen=entry))
