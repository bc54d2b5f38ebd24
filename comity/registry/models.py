"""The things of this app: institutions and what finds them, concepts of vocabularies, and the imports of both.

They are what a registry publishes, not what this office did: nobody edits them here. An organisation with which the
office works is taken over from them by an act (comity/partners/taking.py), and what is edited lives there.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from comity.accounts.models import User
from comity.accounts.personal import About
from comity.journal.acting import acting
from comity.journal.records import Recorded, record
from comity.translation.said_in import language_of_script
from comity.translation.spelling import folded
from comity.translation.texts import Text, TextField

MOST_FAULTS = 1_000  # how many faults of one import are kept in words; all of them are counted
# Why no guard wants an act for every row here; one import is one act in the journal, with the SHA-256 of its file.
PUBLISHED = "it is what a registry publishes, brought by the ten thousand in one act that the journal tells"
NAMED = 40  # how many institutions a page names beside one that they belong to


class Status(models.TextChoices):
    """Whether the institution exists, as its registry says."""

    ACTIVE = "active", _("active")
    INACTIVE = "inactive", _("no longer active")
    WITHDRAWN = "withdrawn", _("withdrawn from the registry")


class Sort(models.TextChoices):
    """What an institution does, in the words of the Research Organization Registry (ror.readme.io, "types")."""

    EDUCATION = "education", _("education")
    FACILITY = "facility", _("research facility")
    GOVERNMENT = "government", _("government")
    HEALTHCARE = "healthcare", _("health care")
    NONPROFIT = "nonprofit", _("non-profit")
    COMPANY = "company", pgettext_lazy("sort of institution", "company")
    FUNDER = "funder", pgettext_lazy("sort of institution", "funder")
    ARCHIVE = "archive", _("archive, library or museum")
    OTHER = "other", pgettext_lazy("sort of institution", "other")


class Tie(models.TextChoices):
    """How one institution stands to another."""

    PARENT = "parent", _("part of")
    CHILD = "child", _("has as its part")
    RELATED = "related", _("related to")
    SUCCESSOR = "successor", _("followed by")
    PREDECESSOR = "predecessor", _("follows")


class InstitutionQuerySet(models.QuerySet["Institution"]):
    def numbered(self, rors: Iterable[str]) -> InstitutionQuerySet:
        """This will keep those of these ROR ids."""
        return self.filter(pk__in=list(rors))

    def in_use(self) -> InstitutionQuerySet:
        """This will leave out what was withdrawn from the registry."""
        return self.exclude(status=Status.WITHDRAWN)


class Institution(models.Model):
    """An institution as the Research Organization Registry describes it."""

    UNGOVERNED = PUBLISHED

    ror = models.CharField(_("ROR id"), max_length=9, primary_key=True)
    name = models.CharField(_("name"), max_length=300)
    status = models.CharField(max_length=10, choices=Status)
    sorts = models.JSONField(default=list)
    # [text, language or "", sorts of name] as published: label, alias, acronym, and "ror_display" for the one shown.
    names = models.JSONField(default=list)
    # The words of each name as `finding` reads them, parted by spaces; an acronym begins with "=".
    spoken = models.JSONField(default=list)
    # [tie, ROR id, name there]
    ties = models.JSONField(default=list)
    country = models.CharField(_("country"), max_length=2, blank=True)
    # [place, part of the country, country], each as published; the first is the seat.
    places = models.JSONField(default=list)
    website = models.URLField(_("website"), blank=True)
    # Ids elsewhere, by the name of who gives them: wikidata, isni, fundref, grid.
    ids = models.JSONField(default=dict)
    established = models.IntegerField(null=True, blank=True)
    weight = models.IntegerField(default=0)  # how much the registry knows of it: decides between equals
    digest = models.CharField(max_length=32)
    changed_at = models.DateTimeField()

    objects = InstitutionQuerySet.as_manager()

    class Meta:
        verbose_name = _("institution")
        verbose_name_plural = _("institutions")

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        return reverse("institution", args=[self.pk])

    @property
    def called(self) -> Text:
        """Its name in each language in which the registry has one, the one that it shows first."""
        named: dict[str, str] = {}
        for text, language, sorts in self.names:
            if {"label", "ror_display"} & set(sorts):
                named.setdefault(language or language_of_script(text), text)
        return Text(named)

    @property
    def place(self) -> str:
        """The town of its seat."""
        return self.places[0][0] if self.places else ""

    @property
    def sorts_in_words(self) -> list[str]:
        """What it does, in the reader's words."""
        return [str(Sort(one).label) for one in self.sorts]

    @property
    def acronym(self) -> str:
        """The acronym that stands first."""
        return next((text for text, _language, sorts in self.names if "acronym" in sorts), "")

    def tied(self, tie: str) -> list[tuple[str, str]]:
        """This will list the institutions that stand so to this one, as ROR id and name."""
        return [(ror, name) for kind, ror, name in self.ties if kind == tie]

    def ties_in_words(self) -> list[tuple[str, list[tuple[str, str]]]]:
        """This will list who stands how to this one, in the order in which a page tells it."""
        return [(str(tie.label), self.tied(tie)[:NAMED]) for tie in Tie if self.tied(tie)]

    @property
    def is_withdrawn(self) -> bool:
        """Whether the registry took it back."""
        return self.status == Status.WITHDRAWN


class Key(models.Model):
    """A word of a name, or "=" and a whole name, by which an institution is found."""

    UNGOVERNED = "it can be worked out from the names of the institution"

    pk = models.CompositePrimaryKey("word", "institution")
    word = models.CharField(max_length=100)
    institution = models.ForeignKey(
        Institution, on_delete=models.CASCADE, db_constraint=False, db_index=False, related_name="+"
    )

    class Meta:
        verbose_name = _("key of an institution")

    def __str__(self) -> str:
        return f"{self.word} → {self.institution_id}"


class WordQuerySet(models.QuerySet["Word"]):
    def known(self, words: Iterable[str]) -> dict[str, int]:
        """This will tell in how many institutions' names each of these words stands; unknown ones are left out."""
        return dict(self.filter(word__in=list(words)).values_list("word", "count"))

    def beginning_with(self, letters: str, most: int) -> list[str]:
        """This will find the commonest words that begin with these letters, two at least."""
        found = self.filter(beginning=letters[:2], word__startswith=letters).order_by("-count", "word")
        return list(found.values_list("word", flat=True)[:most])

    def shaped_like(self, words: Iterable[str]) -> list[str]:
        """This will find the words that begin or end as one of these does: where a misspelt one is looked for."""
        shapes = list(words)
        alike = Q(beginning__in={one[:2] for one in shapes}) | Q(ending__in={one[-3:] for one in shapes})
        return list(self.filter(alike, length__in=_lengths(shapes)).values_list("word", flat=True))


def _lengths(words: list[str]) -> set[int]:
    return {len(one) + more for one in words for more in (-1, 0, 1)}


class Word(models.Model):
    """A word that stands in names, with the number of institutions that have it: a rare one tells more."""

    UNGOVERNED = "it is counted from the keys"

    word = models.CharField(max_length=100, primary_key=True)
    count = models.IntegerField()
    beginning = models.CharField(max_length=2)
    ending = models.CharField(max_length=3)
    length = models.IntegerField()

    objects = WordQuerySet.as_manager()

    class Meta:
        verbose_name = _("word of names")
        indexes = [models.Index(fields=["beginning"]), models.Index(fields=["ending"])]

    def __str__(self) -> str:
        return self.word


class Scheme(models.Model):
    """A vocabulary: named concepts under addresses that never change."""

    UNGOVERNED = PUBLISHED

    uri = models.CharField(max_length=500, primary_key=True)
    name = TextField(_("name"))
    source = models.CharField(_("file"), max_length=200)
    licence = models.CharField(_("licence"), max_length=500, blank=True)

    class Meta:
        verbose_name = _("vocabulary")

    def __str__(self) -> str:
        return str(self.name) or self.uri


class ConceptQuerySet(models.QuerySet["Concept"]):
    def found_by(self, letters: str) -> ConceptQuerySet:
        """This will keep those with a label, in any language, in which every word of `letters` begins a word."""
        found = self.filter(is_withdrawn=False)
        for word in folded(letters).split():
            found = found.filter(folded__contains=f" {word}")
        return found if folded(letters) else self.none()

    def under(self, uris: Iterable[str]) -> ConceptQuerySet:
        """This will keep the concepts of these addresses."""
        return self.filter(uri__in=list(uris))


class Concept(models.Model):
    """A concept of a vocabulary. What refers to it keeps its address, never a label."""

    UNGOVERNED = PUBLISHED

    uri = models.CharField(max_length=500, primary_key=True)
    scheme = models.ForeignKey(Scheme, on_delete=models.PROTECT, related_name="concepts")
    label = TextField(_("label"))
    # Other labels by language.
    others = models.JSONField(default=dict)
    broader = models.JSONField(default=list)
    narrower = models.JSONField(default=list)
    folded = models.TextField()
    is_withdrawn = models.BooleanField(default=False)
    digest = models.CharField(max_length=32)

    objects = ConceptQuerySet.as_manager()

    class Meta:
        verbose_name = _("concept")
        ordering = ["uri"]

    def __str__(self) -> str:
        return str(self.label) or self.uri


class RunQuerySet(models.QuerySet["Run"]):
    def unfinished(self, sha256: str) -> Run | None:
        """This will find the import of this very file that was stopped on its way."""
        return self.filter(sha256=sha256, ended_at=None).order_by("-pk").first()

    def newest_first(self) -> RunQuerySet:
        """This will sort by the moment they began."""
        return self.select_related("brought_by").order_by("-begun_at", "-pk")


class Run(Recorded):
    """One import of a file of a registry: how far it came, what it did, and which records it could not take."""

    UNGOVERNED = "it is how far an import came; when it is at its end, that is an act in the journal"
    ABOUT = About(also=("brought_by",), kept=_("What a registry publishes names no person; that it was read is kept."))
    ACTS = {"imported": _("imported")}

    kind = models.CharField(max_length=10, choices=[("ror", "ROR"), ("skos", "SKOS")])
    name = models.CharField(_("file"), max_length=200)
    sha256 = models.CharField(max_length=64, db_index=True)
    begun_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True, blank=True)
    position = models.IntegerField(default=0)  # how many records of the file are dealt with
    counts = models.JSONField(default=dict)
    # [number of the record, what is wrong with it]
    faults = models.JSONField(default=list)
    brought_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")

    objects = RunQuerySet.as_manager()

    class Meta:
        verbose_name = _("import of a registry")

    def __str__(self) -> str:
        return self.name

    def advance(self, *, to: int, counts: dict[str, int], faults: list[tuple[int, str]]) -> None:
        """This will note how far the import is; to be called in the transaction that writes the records."""
        self.position = to
        for name, number in counts.items():
            self.counts[name] = self.counts.get(name, 0) + number
        self.faults += [list(one) for one in faults][: MOST_FAULTS - len(self.faults)]
        self.save(update_fields=["position", "counts", "faults"])

    def finish(self, *, at: datetime) -> None:
        """This will note that the whole file was read, and write the import into the journal as one act."""
        told = {"file": self.name, "sha256": self.sha256, **self.counts}
        with acting(by=self.brought_by):
            self.ended_at = at
            self.save(update_fields=["ended_at"])
            record(self, "imported", by=self.brought_by, after=told)
