"""Organisations, their names in several languages, what they are part of, and what they are interested in."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.core.exceptions import ValidationError
from django.db import models, transaction
from django.db.models import Exists, F, OuterRef, Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from comity.accounts.models import Actor, Viewer
from comity.journal.records import OnTheThread, Recorded
from comity.partners.identifiers import is_country, is_ror, is_wikidata
from comity.partners.spelling import folded, without_overrides
from comity.translation.texts import Text, TextField, languages


class Area(models.Model):
    """A field of interest, known by a code that never changes (comity/partners/areas.py)."""

    code = models.SlugField(primary_key=True, max_length=40)
    name = TextField(_("name"))

    class Meta:
        ordering = ["code"]
        verbose_name = _("area of interest")
        verbose_name_plural = _("areas of interest")

    def __str__(self) -> str:
        return str(self.name)


class Kind(models.TextChoices):
    """What sort of body an organisation is."""

    INTERGOVERNMENTAL = "intergovernmental", _("Intergovernmental organisation")
    ASSOCIATION = "association", _("Association")
    INSTITUTE = "institute", _("Research institute")
    UNIVERSITY = "university", _("University")
    MINISTRY = "ministry", _("Ministry")
    STATE = "state", _("State")
    FUNDER = "funder", _("Funder")
    COMPANY = "company", _("Company")
    NGO = "ngo", _("Non-governmental organisation")
    NETWORK = "network", _("Network")
    UNIT = "unit", _("Sector or department")
    OTHER = "other", _("Other")


class StandingHere(models.TextChoices):
    """What an organisation is to the host."""

    MEMBER = "member", _("Member State")
    OBSERVER = "observer", _("Observer")
    PARTNER = "partner", _("Partner")


class OrganisationQuerySet(models.QuerySet["Organisation"]):
    def visible_to(self, viewer: Viewer) -> OrganisationQuerySet:
        """This will keep what `viewer` may see: that an organisation exists is public."""
        return self.all()

    def for_the_thread(self) -> OrganisationQuerySet:
        """This will fetch what drawing on the thread needs."""
        return self

    def host(self) -> Organisation | None:
        """This will find the organisation whose office uses this Comity."""
        return self.filter(is_host=True).first()

    def partners(self) -> OrganisationQuerySet:
        """This will keep the organisations that are neither the host nor a part of one."""
        return self.filter(is_host=False).exclude(kind=Kind.UNIT)

    def units_of(self, organisation: Organisation) -> OrganisationQuerySet:
        """This will keep the sectors and departments inside `organisation`."""
        return self.filter(kind=Kind.UNIT, wholes__whole=organisation, wholes__until=None)

    def choosable(self) -> OrganisationQuerySet:
        """This will list the organisations that a form offers, with all their names for finding."""
        return self.by_name().prefetch_related("names")

    def named_like(self, letters: str) -> OrganisationQuerySet:
        """This will keep those with a name, in any language, in which every word of `letters` begins a word."""
        found = self
        for word in folded(letters).split():
            name = OrganisationName.objects.filter(organisation=OuterRef("pk"))
            found = found.filter(Exists(name.filter(Q(folded__startswith=word) | Q(folded__contains=f" {word}"))))
        return found

    def known_by(self, *, ror: str = "", wikidata: str = "") -> Organisation | None:
        """This will find the organisation with one of these identifiers."""
        keys = Q(ror=ror) if ror else Q(pk__in=[])
        return self.filter(keys | Q(wikidata=wikidata) if wikidata else keys).first()

    def by_name(self) -> OrganisationQuerySet:
        """This will sort by the folded name that is shown first."""
        return self.order_by("sort_key", "pk")

    def interested_in(self, area: str) -> OrganisationQuerySet:
        """This will keep those interested in the area of this code."""
        return self.filter(areas__code=area)

    def of_kind(self, kind: str) -> OrganisationQuerySet:
        """This will keep those of one kind."""
        return self.filter(kind=kind)

    def in_country(self, code: str) -> OrganisationQuerySet:
        """This will keep those in one country."""
        return self.filter(country=code)


class Organisation(OnTheThread):
    """A body with which the host cooperates, or the host itself, or a sector or department of one."""

    kind = models.CharField(_("kind"), max_length=20, choices=Kind)
    # Copies of the names that are shown, kept by `OrganisationName`, so that lists need no further query.
    name = TextField(_("name"), blank=True, editable=False)
    short_name = TextField(_("short name"), blank=True, editable=False)
    sort_key = models.CharField(max_length=300, blank=True, editable=False)
    is_host = models.BooleanField(_("this is our own organisation"), default=False)
    standing_here = models.CharField(_("standing towards us"), max_length=10, choices=StandingHere, blank=True)
    ror = models.CharField(_("ROR id"), max_length=9, blank=True, validators=[is_ror])
    wikidata = models.CharField(_("Wikidata id"), max_length=20, blank=True, validators=[is_wikidata])
    country = models.CharField(_("country"), max_length=2, blank=True, validators=[is_country])
    place = TextField(_("place"), blank=True)
    website = models.URLField(_("website"), blank=True)
    founded = models.CharField(_("founded"), max_length=10, blank=True)
    note = TextField(_("about"), blank=True, long=True)
    areas = models.ManyToManyField(Area, blank=True, related_name="+", verbose_name=_("areas of interest"))

    objects = OrganisationQuerySet.as_manager()

    class Meta:
        verbose_name = _("organisation")
        verbose_name_plural = _("organisations")
        indexes = [models.Index(fields=["sort_key"])]
        constraints = [
            models.UniqueConstraint(fields=["is_host"], condition=Q(is_host=True), name="there_is_one_host"),
            models.UniqueConstraint(fields=["ror"], condition=~Q(ror=""), name="a_ror_id_names_one_organisation"),
            models.UniqueConstraint(
                fields=["wikidata"], condition=~Q(wikidata=""), name="a_wikidata_id_names_one_organisation"
            ),
        ]

    def __str__(self) -> str:
        return str(self.name)

    def get_absolute_url(self) -> str:
        return reverse("partner", args=[self.pk])

    @property
    def heading(self) -> Text:
        return self.name

    @property
    def called(self) -> Text:
        """The short name where there is one in any language, else the full one: how people say it."""
        return Text({code: self.short_name.get(code) or self.name.get(code, "") for code in self._told_languages()})

    def _told_languages(self) -> list[str]:
        return list(dict.fromkeys([*self.name, *self.short_name]))

    @transaction.atomic
    def rename(
        self, *, text: str, language: str, kind: str, by: Actor, since: date | None = None, until: date | None = None
    ) -> OrganisationName:
        """This will add a name; an official or short name that holds today is the one shown in its language."""
        name = OrganisationName.enter(
            organisation=self,
            text=without_overrides(text).strip(),
            language=language,
            kind=kind,
            since=since,
            until=until,
            by=by,
        )
        self.show_names()
        return name

    def show_names(self) -> None:
        """This will choose the names to show anew: per language the newest official one, and the newest short one."""
        full, short = {}, {}
        for name in self.names.order_by("pk"):
            if name.kind in (NameKind.OFFICIAL, NameKind.SHORT, NameKind.TRANSLATED) and not name.until:
                full.setdefault(name.language, name.text) if name.kind != NameKind.OFFICIAL else full.update(
                    {name.language: name.text}
                )
            if name.kind == NameKind.ACRONYM and not name.until:
                short[name.language] = name.text
        self.name, self.short_name = Text(full), Text(short)
        self.sort_key = folded(str(self.name.told_in(languages()[0])))[:300]
        self.save(update_fields=["name", "short_name", "sort_key"])

    @transaction.atomic
    def join(self, whole: Organisation, *, by: Actor, since: date | None = None, until: date | None = None) -> PartOf:
        """This will make the organisation a part of `whole`; refused where that would make a circle."""
        return PartOf.enter(part=self, whole=whole, since=since, until=until, by=by)

    def is_inside(self, other: Organisation) -> bool:
        """This will tell whether the organisation is a part of `other`, at whatever depth."""
        level, seen = {self.pk}, set()
        while level:
            seen |= level
            level = set(PartOf.objects.of_parts(level).values_list("whole_id", flat=True)) - seen
            if other.pk in level:
                return True
        return False

    @transaction.atomic
    def take_interest_in(self, areas: list[Area], *, by: Actor) -> None:
        """This will set the areas of interest and write down what they were."""
        from comity.journal.records import record  # noqa: PLC0415 - named here to keep the act in one place

        before = sorted(area.code for area in self.areas.all())
        after = sorted(area.code for area in areas)
        if before != after:
            self.areas.set(areas)
            record(self, "changed", by=by, before={"areas": before}, after={"areas": after})


class NameKind(models.TextChoices):
    """What sort of name it is."""

    OFFICIAL = "official", _("official")
    SHORT = "short", _("short form")
    ACRONYM = "acronym", _("acronym")
    FORMER = "former", _("former")
    TRANSLATED = "translated", _("our translation")


class OrganisationName(Recorded):
    """A name of an organisation in one language, with the days between which it held."""

    organisation = models.ForeignKey(Organisation, on_delete=models.CASCADE, related_name="names")
    text = models.CharField(_("name"), max_length=300)
    language = models.CharField(_("language"), max_length=10)
    kind = models.CharField(_("kind"), max_length=10, choices=NameKind, default=NameKind.OFFICIAL)
    since = models.DateField(_("since"), null=True, blank=True)
    until = models.DateField(_("until"), null=True, blank=True)
    folded = models.CharField(max_length=300, editable=False)

    class Meta:
        verbose_name = _("name")
        verbose_name_plural = _("names")
        indexes = [models.Index(fields=["folded"])]
        constraints = [
            models.UniqueConstraint(
                fields=["organisation", "language", "kind", "text"], name="an_organisation_has_a_name_once"
            ),
            models.CheckConstraint(
                condition=Q(since=None) | Q(until=None) | Q(until__gt=F("since")), name="a_name_ends_after_it_begins"
            ),
        ]

    def __str__(self) -> str:
        return self.text

    def clean(self) -> None:
        if not without_overrides(self.text).strip():
            raise ValidationError({"text": _("A name needs letters that can be seen.")})

    def save(self, *args: Any, **kwargs: Any) -> None:
        self.folded = folded(self.text)[:300]
        super().save(*args, **kwargs)


class PartOfQuerySet(models.QuerySet["PartOf"]):
    def of_parts(self, numbers: set[int]) -> PartOfQuerySet:
        """This will keep what the organisations of these numbers are part of today."""
        return self.filter(part__in=numbers, until=None)

    def with_both(self) -> PartOfQuerySet:
        """This will fetch part and whole along."""
        return self.select_related("part", "whole").order_by("part__sort_key")


class PartOf(Recorded):
    """One organisation belongs to another, from one day to another."""

    part = models.ForeignKey(Organisation, on_delete=models.CASCADE, related_name="wholes")
    whole = models.ForeignKey(Organisation, on_delete=models.CASCADE, related_name="parts", verbose_name=_("part of"))
    since = models.DateField(_("since"), null=True, blank=True)
    until = models.DateField(_("until"), null=True, blank=True)

    objects = PartOfQuerySet.as_manager()

    class Meta:
        verbose_name = _("belonging")
        constraints = [
            models.CheckConstraint(condition=~Q(part=F("whole")), name="nothing_is_a_part_of_itself"),
            models.UniqueConstraint(
                fields=["part", "whole"], condition=Q(until=None), name="a_part_belongs_to_a_whole_once"
            ),
            models.CheckConstraint(
                condition=Q(since=None) | Q(until=None) | Q(until__gt=F("since")), name="belonging_ends_after_it_begins"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.part} ⊂ {self.whole}"

    def clean(self) -> None:
        if self.part_id and self.whole_id and (self.part_id == self.whole_id or self.whole.is_inside(self.part)):
            raise ValidationError(
                {"whole": _("%(whole)s is itself a part of %(part)s.") % {"whole": self.whole, "part": self.part}}
            )
