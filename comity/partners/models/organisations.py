"""Organisations, their names in several languages, what they are part of, and what they are interested in."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from django.core.exceptions import ValidationError
from django.db import connections, models
from django.db.models import Exists, OuterRef, Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from comity.accounts.models import Actor, Viewer
from comity.journal.acting import act
from comity.journal.models import Key
from comity.journal.records import OnTheThread, record
from comity.partners.identifiers import identifiers_in, is_country, is_ror, is_wikidata
from comity.partners.models.belonging import PartOf
from comity.partners.models.names import FULL, NameKind, OrganisationName, begins_a_word
from comity.partners.models.sorting import ByShownName, sort_keys
from comity.partners.spelling import as_name, folded
from comity.translation.templatetags.said import isolated
from comity.translation.texts import Text, TextField


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
    STATE = "state", pgettext_lazy("kind of organisation", "State")
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

    def name_of_host(self) -> Text | None:
        """This will name the organisation whose office uses this Comity, in every language that it has a name in."""
        host = self.host()
        return host.name if host else None

    def partners(self) -> OrganisationQuerySet:
        """This will keep the organisations that are neither the host nor a part of one."""
        return self.filter(is_host=False).exclude(kind=Kind.UNIT)

    def besides_host(self) -> OrganisationQuerySet:
        """This will leave out our own organisation."""
        return self.filter(is_host=False)

    def choosable(self, letters: str = "") -> OrganisationQuerySet:
        """This will list the organisations that a form offers, with all their names for finding.

        Those with a name that begins with `letters` come first.
        """
        named = OrganisationName.objects.filter(organisation=OuterRef("pk"), folded__startswith=folded(letters))
        first = [Exists(named).desc()] if letters else []
        return self.order_by(*first, ByShownName(), "pk").prefetch_related("names")

    def named_like(self, letters: str) -> OrganisationQuerySet:
        """This will keep those with a name, in any language, in which every word of `letters` begins a word."""
        found = self
        for word in folded(letters).split():
            name = OrganisationName.objects.filter(organisation=OuterRef("pk"))
            found = found.filter(Exists(name.filter(begins_a_word(word))))
        return found

    def found_by(self, letters: str) -> OrganisationQuerySet:
        """This will keep those named like `letters`, and the one whose ROR or Wikidata id they are."""
        if not folded(letters):
            return self.none()
        identified = Q(**identifiers_in(letters)) if identifiers_in(letters) else Q(pk__in=[])
        return self.filter(Q(pk__in=self.named_like(letters).values("pk")) | identified)

    def same_as(self, names: Iterable[str], *, country: str = "") -> OrganisationQuerySet:
        """This will keep those that have one of `names`, whatever its accents and case, in the same country.

        Where either country is not known, the name alone decides.
        """
        named = OrganisationName.objects.filter(organisation=OuterRef("pk"), folded__in=[folded(one) for one in names])
        found = self.filter(Exists(named))
        return found.filter(Q(country="") | Q(country=country)) if country else found

    def identified_by(self, name: str, values: Iterable[str]) -> OrganisationQuerySet:
        """This will keep those with one of these ids in the registry of this name, "ror" or "wikidata"."""
        return self.filter(**{f"{name}__in": list(values)})

    def by_name(self) -> OrganisationQuerySet:
        """This will sort by the folded name that the reader sees."""
        return self.order_by(ByShownName(), "pk")

    def interested_in(self, area: str) -> OrganisationQuerySet:
        """This will keep those interested in the area of this code."""
        return self.filter(areas__code=area)

    def of_kind(self, kind: str) -> OrganisationQuerySet:
        """This will keep those of one kind."""
        return self.filter(kind=kind)

    def in_country(self, code: str) -> OrganisationQuerySet:
        """This will keep those in one country."""
        return self.filter(country=code)

    def parts_of(self, number: int) -> OrganisationQuerySet:
        """This will keep what is part of the organisation of this number now."""
        return self.filter(pk__in=PartOf.objects.of_wholes([number]).filter(until=None).values("part"))

    def numbered(self, numbers: Iterable[int]) -> OrganisationQuerySet:
        """This will keep those of these numbers."""
        return self.filter(pk__in=list(numbers))

    def itself_and_parts(self, organisation: Organisation) -> OrganisationQuerySet:
        """This will keep `organisation` and what is part of it now."""
        parts = PartOf.objects.of_wholes([organisation.pk]).filter(until=None)
        return self.filter(Q(pk=organisation.pk) | Q(pk__in=parts.values("part")))

    def ours(self) -> OrganisationQuerySet:
        """This will keep the host and its sectors and departments."""
        units = PartOf.objects.filter(whole__is_host=True, until=None, part__kind=Kind.UNIT)
        return self.filter(Q(is_host=True) | Q(pk__in=units.values("part")))

    def countries(self) -> list[str]:
        """This will list the countries in which any organisation is, as ISO 3166 codes."""
        with connections[self.db].cursor() as cursor:
            cursor.execute(COUNTRIES)
            return [code for (code,) in cursor.fetchall()]


# From each country to the next one by the index; there are 250 at most, however many organisations there are.
COUNTRIES = """
WITH RECURSIVE next(code) AS (
  SELECT MIN(country) FROM partners_organisation WHERE country > ''
  UNION ALL
  SELECT (SELECT MIN(country) FROM partners_organisation WHERE country > next.code) FROM next
  WHERE next.code IS NOT NULL
)
SELECT code FROM next WHERE code IS NOT NULL
"""


class Organisation(OnTheThread):
    """A body with which the host cooperates, or the host itself, or a sector or department of one."""

    kind = models.CharField(_("kind"), max_length=20, choices=Kind)
    # Copies of the names that are shown, kept by `OrganisationName`, so that lists need no further query.
    name = TextField(_("name"), blank=True, editable=False)
    short_name = TextField(_("short name"), blank=True, editable=False)
    sort_key = models.CharField(max_length=300, blank=True, editable=False)
    sort_key_fr = models.CharField(max_length=300, blank=True, editable=False)
    sort_key_ar = models.CharField(max_length=300, blank=True, editable=False)
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
        indexes = [
            *(models.Index(fields=[name, "id"]) for name in ("sort_key", "sort_key_fr", "sort_key_ar")),
            models.Index(fields=["country"], name="organisations_in_country"),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["is_host"],
                condition=Q(is_host=True),
                name="there_is_one_host",
                violation_error_message=_("Our own organisation is here already."),
                violation_error_code="unique",
            ),
            models.UniqueConstraint(
                fields=["ror"],
                condition=~Q(ror=""),
                name="a_ror_id_names_one_organisation",
                violation_error_message=_("This ROR id is that of another organisation, which is here already."),
                violation_error_code="unique",
            ),
            models.UniqueConstraint(
                fields=["wikidata"],
                condition=~Q(wikidata=""),
                name="a_wikidata_id_names_one_organisation",
                violation_error_message=_("This Wikidata id is that of another organisation, which is here already."),
                violation_error_code="unique",
            ),
        ]

    def __str__(self) -> str:
        return str(self.name)

    def get_absolute_url(self) -> str:
        return reverse("partner", args=[self.pk])

    @classmethod
    def parts_of(cls, number: int) -> set[Key]:
        from comity.partners.parts import parts_of_organisation  # noqa: PLC0415 - each part names its organisation

        return parts_of_organisation(number)

    @property
    def heading(self) -> Text:
        return self.name

    def clean(self) -> None:
        taken = {}
        for name, words in (
            ("ror", _("This ROR id is that of “%(name)s”, which is here already.")),
            ("wikidata", _("This Wikidata id is that of “%(name)s”, which is here already.")),
        ):
            value = getattr(self, name)
            other = Organisation.objects.filter(**{name: value}).exclude(pk=self.pk).first() if value else None
            if other is not None:
                taken[name] = words % {"name": isolated(other)}
        if taken:
            raise ValidationError(taken)

    @property
    def called(self) -> Text:
        """The short name where there is one in any language, else the full one: how people say it."""
        return Text({code: self.short_name.get(code) or self.name.get(code, "") for code in self._told_languages()})

    def _told_languages(self) -> list[str]:
        return list(dict.fromkeys([*self.name, *self.short_name]))

    @act
    def rename(
        self, *, text: str, language: str, kind: str, by: Actor, since: date | None = None, until: date | None = None
    ) -> OrganisationName:
        """This will add a name; an official or short name that holds today is the one shown in its language."""
        name = OrganisationName.enter(
            organisation=self,
            text=as_name(text),
            language=language,
            kind=kind,
            since=since,
            until=until,
            by=by,
        )
        self.show_names()
        return name

    def official_name_in(self, language: str, *, other_than: str = "") -> OrganisationName | None:
        """This will find the newest official name in a language that holds and reads otherwise."""
        return self.names.official_in(language).exclude(text=other_than).first()

    def show_names(self) -> None:
        """This will choose the names to show anew from those that hold, and keep copies of them."""
        self.take_names_from(self.names.filter(until=None).order_by("pk"))
        self.save(update_fields=["name", "short_name", *sort_keys(self.name)])

    def take_names_from(self, names: Iterable[OrganisationName]) -> None:
        """This will choose per language the newest official name, else a short form or a translation; and an acronym.

        The names stand in the order in which they were entered; nothing is saved.
        """
        full: dict[str, OrganisationName] = {}
        short: dict[str, str] = {}
        for name in names:
            shown = full.get(name.language)
            if name.kind == NameKind.ACRONYM:
                short[name.language] = name.text
            elif name.kind in FULL and (shown is None or _rank(name) >= _rank(shown)):
                full[name.language] = name
        self.name = Text({code: name.text for code, name in full.items()})
        self.short_name = Text(short)
        for column, key in sort_keys(self.name).items():
            setattr(self, column, key)

    @act
    def join(self, whole: Organisation, *, by: Actor, since: date | None = None, until: date | None = None) -> PartOf:
        """This will make the organisation a part of `whole`; refused where that would make a circle."""
        return PartOf.enter(part=self, whole=whole, since=since, until=until, by=by)

    def is_inside(self, other: Organisation, *, since: date | None = None, until: date | None = None) -> bool:
        """This will tell whether the organisation is a part of `other` on some of these days, at whatever depth.

        Asks the database once a level.
        """
        level, seen = {self.pk}, set[int]()
        while level:
            seen |= level
            level = set(PartOf.objects.of_parts(level).during(since, until).values_list("whole_id", flat=True)) - seen
            if other.pk in level:
                return True
        return False

    @act
    def take_interest_in(self, areas: Iterable[Area], *, by: Actor) -> None:
        """This will set the areas of interest and write down what they were."""
        chosen = list(areas)
        before, after = (sorted(area.code for area in some) for some in (self.areas.all(), chosen))
        if before != after:
            self.areas.set(chosen)
            record(self, "changed", by=by, before={"areas": before}, after={"areas": after})


def _rank(name: OrganisationName) -> int:
    """How much a name is preferred to others that could be shown."""
    return FULL.index(NameKind(name.kind))
