"""The names of organisations: in several languages, of several sorts, each with the days between which it held."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import Any

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from comity.accounts.models import Actor
from comity.journal.acting import act
from comity.journal.records import Recorded
from comity.journal.refusals import NotNow
from comity.partners.spelling import as_name, folded, has_letters

# "The" of Arabic, where it is written together with the name: people leave it out of what they look for.
ARTICLES = ("al", "ال")


def begins_a_word(word: str) -> Q:
    """This will ask for the names in which the folded `word` begins a word, with or without its article."""
    articles = ["", *ARTICLES] if len(word) > 2 else [""]
    asked = Q()
    for article in articles:
        asked |= Q(folded__startswith=article + word) | Q(folded__contains=f" {article}{word}")
    return asked


class NameKind(models.TextChoices):
    """What sort of name it is."""

    OFFICIAL = "official", _("official")
    SHORT = "short", _("short form")
    ACRONYM = "acronym", _("acronym")
    FORMER = "former", _("former")
    TRANSLATED = "translated", _("our translation")
    ALSO = "also", _("also called")


# The sorts that can be shown as the organisation's name, the one that is preferred last.
FULL = [NameKind.TRANSLATED, NameKind.SHORT, NameKind.OFFICIAL]


class NameQuerySet(models.QuerySet["OrganisationName"]):
    def official_in(self, language: str) -> NameQuerySet:
        """This will keep the official names in a language that hold, the newest first."""
        return self.filter(kind=NameKind.OFFICIAL, language=language, until=None).order_by("-pk")

    def in_order(self) -> NameQuerySet:
        """This will sort by language, those that hold before those that ended."""
        return self.order_by("language", F("until").desc(nulls_first=True), "pk")

    def folded_as(self, folded_names: list[str]) -> NameQuerySet:
        """This will keep the names that fold to one of these."""
        return self.filter(folded__in=folded_names).select_related("organisation").order_by("pk")

    def of_organisations(self, numbers: Iterable[int]) -> NameQuerySet:
        """This will keep the names of these organisations, those that hold before those that ended."""
        return self.filter(organisation__in=list(numbers)).order_by(F("until").desc(nulls_first=True), "pk")


class OrganisationName(Recorded):
    """A name of an organisation in one language, with the days between which it held."""

    organisation = models.ForeignKey("partners.Organisation", on_delete=models.CASCADE, related_name="names")
    text = models.CharField(_("name"), max_length=300)
    language = models.CharField(_("language"), max_length=10)
    kind = models.CharField(_("kind"), max_length=10, choices=NameKind, default=NameKind.OFFICIAL)
    since = models.DateField(_("since"), null=True, blank=True)
    until = models.DateField(_("until"), null=True, blank=True)
    folded = models.CharField(max_length=300, editable=False)

    ACTS = {**Recorded.ACTS, "ended": _("ended"), "corrected": _("corrected")}

    objects = NameQuerySet.as_manager()

    class Meta:
        verbose_name = _("name")
        verbose_name_plural = _("names")
        ordering = ["pk"]
        indexes = [models.Index(fields=["folded"])]
        constraints = [
            models.UniqueConstraint(
                fields=["organisation", "language", "kind", "text"],
                name="an_organisation_has_a_name_once",
                violation_error_message=_("This name is here already."),
            ),
            models.CheckConstraint(
                condition=Q(since=None) | Q(until=None) | Q(until__gt=F("since")),
                name="a_name_ends_after_it_begins",
                violation_error_message=_("A name ends after it begins."),
            ),
        ]

    def __str__(self) -> str:
        return self.text

    @classmethod
    def unsaved(cls, text: str, language: str, kind: str) -> OrganisationName:
        """This will make a name that is saved together with many others, which passes `save` by."""
        return cls(text=text, language=language, kind=kind, folded=folded(text)[:300])

    @property
    def is_former(self) -> bool:
        """Whether the name held only formerly."""
        return self.until is not None or self.kind == NameKind.FORMER

    def clean(self) -> None:
        if not has_letters(self.text):
            raise ValidationError({"text": _("A name needs letters that can be seen.")})
        if self.since and self.until and self.until <= self.since:
            raise ValidationError({"until": _("A name ends after it begins.")})
        if self._is_here_already():
            raise ValidationError({"text": _("This name is here already.")})

    def _is_here_already(self) -> bool:
        same = OrganisationName.objects.filter(
            organisation=self.organisation_id, language=self.language, kind=self.kind, text=self.text
        )
        return same.exclude(pk=self.pk).exists()

    def save(self, *args: Any, update_fields: Iterable[str] | None = None, **kwargs: Any) -> None:
        self.folded = folded(self.text)[:300]
        super().save(*args, update_fields=update_fields and {*update_fields, "folded"}, **kwargs)

    @act
    def end(self, *, on: date, by: Actor) -> None:
        """This will write down until when the name held.

        Raises NotNow for the last name that the organisation is shown by, ValidationError for a day before it began.
        """
        if self.until:
            raise NotNow(_("This name ended on another day already."))
        others = self.organisation.names.filter(kind__in=FULL, until=None).exclude(pk=self.pk)
        if self.kind in FULL and not others.exists():
            raise NotNow(_("It is the only name left. Add the new name first."))
        self.change(until=on, by=by, act="ended")
        self.organisation.show_names()

    @act
    def correct(
        self, *, text: str, language: str, kind: str, by: Actor, since: date | None = None, until: date | None = None
    ) -> None:
        """This will put right what was written down wrongly; the journal keeps what stood here.

        Raises NotNow where no name would be left by which the organisation is shown, ValidationError where the facts
        cannot be true.
        """
        facts: dict[str, Any] = {
            "text": as_name(text),
            "language": language,
            "kind": kind,
            "since": since,
            "until": until,
        }
        others = self.organisation.names.filter(kind__in=FULL, until=None).exclude(pk=self.pk)
        if (kind not in FULL or until) and not others.exists():
            raise NotNow(_("It is the only name left. Add the new name first."), field="until" if until else "kind")
        if any(getattr(self, name) != value for name, value in facts.items()):
            self.change(**facts, by=by, act="corrected")
            self.organisation.show_names()
