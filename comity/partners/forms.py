"""What may be typed about organisations."""

from __future__ import annotations

from typing import Any, cast

from django import forms
from django.forms.models import model_to_dict
from django.utils.datastructures import MultiValueDict
from django.utils.translation import gettext_lazy as _

from comity.partners.choosing import OrganisationField
from comity.partners.entering import Earlier, NewName
from comity.partners.fields import (
    CountryField,
    DayField,
    LanguageField,
    NameField,
    NameTextField,
    RorField,
    WikidataField,
    countries_by_name,
)
from comity.partners.models import Area, Kind, NameKind, Organisation, OrganisationName
from comity.partners.models.organisations import OrganisationQuerySet, StandingHere
from comity.translation.templatetags.said import isolated
from comity.translation.texts import current_language

EARLIER = [
    (Earlier.GIVEN_UP, _("was given up on the day below: it stays as a former name")),
    (Earlier.CORRECTED, _("was written down wrongly: this one takes its place")),
    (Earlier.STAYS, _("stays: both are official")),
]
KINDS = [("", _("Choose …")), *Kind.choices]
STANDINGS = [("", _("not known")), *StandingHere.choices]


class OfPartner(forms.Form):
    """The one partner whose records a list is asked for, by a number in its address."""

    partner = forms.ModelChoiceField(Organisation.objects.all(), required=False)

    def narrow(self, found: Any) -> Any:
        """This will keep what is `of` the partner; a number that stands for none counts as not given."""
        self.is_valid()
        partner = self.cleaned_data.get("partner")
        return found.of(partner) if partner else found


class PartnerFilter(forms.Form):
    """What narrows the list of partners down."""

    q = forms.CharField(
        label=_("Name, acronym or identifier"),
        required=False,
        max_length=100,
        widget=forms.TextInput({"type": "search", "dir": "auto", "autocomplete": "off"}),
    )
    kind = forms.ChoiceField(label=_("Kind"), required=False, choices=[("", _("every kind")), *Kind.choices])
    country = forms.ChoiceField(label=_("Country"), required=False)
    area = forms.ModelChoiceField(
        Area.objects.all(), label=_("Area of interest"), required=False, empty_label=_("every area")
    )
    part_of = forms.ModelChoiceField(Organisation.objects.all(), required=False, widget=forms.HiddenInput)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        here = countries_by_name(Organisation.objects.partners().countries())
        self.fields["country"] = forms.ChoiceField(
            label=_("Country"), required=False, choices=[("", _("every country")), *here]
        )

    def is_narrowing(self) -> bool:
        """This will tell whether the reader asked for fewer than all."""
        self.is_valid()
        return any(self.cleaned_data.values())

    def narrow(self, found: OrganisationQuerySet) -> OrganisationQuerySet:
        """This will keep what fits; a filter that cannot be read counts as not set."""
        self.is_valid()
        given = self.cleaned_data
        if given.get("q"):
            found = found.found_by(given["q"])
        if given.get("kind"):
            found = found.of_kind(given["kind"])
        if given.get("country"):
            found = found.in_country(given["country"])
        if given.get("area"):
            found = found.interested_in(given["area"].code)
        if given.get("part_of"):
            found = found.parts_of(given["part_of"].pk)
        return found


class InstitutionForm(forms.Form):
    """What somebody types to find an institution of the registry."""

    q = forms.CharField(
        label=_("Name, acronym, ROR id or a whole affiliation"),
        required=False,
        max_length=1_000,
        widget=forms.TextInput({"type": "search", "dir": "auto", "autocomplete": "off"}),
    )

    def letters(self) -> str:
        """This will return what was typed; what cannot be read counts as nothing."""
        return str(self.cleaned_data["q"]) if self.is_valid() else ""


class TakingForm(forms.Form):
    """An institution to be taken over, and the organisations of its name that were looked at."""

    ror = RorField(required=False)
    seen = forms.CharField(required=False)

    def looked_at(self) -> set[int]:
        """This will number the organisations that were shown as being here already."""
        given = self.cleaned_data.get("seen", "") if self.is_valid() else ""
        return {int(number) for number in given.split() if number.isdecimal()}


class AcceptingForm(forms.Form):
    """Whether what the registry says differently is written here, and what was looked at."""

    act = forms.ChoiceField(choices=[(name, name) for name in ("accept", "keep", "tie")])
    digest = forms.CharField(required=False, max_length=32)


class NewPartnerForm(forms.Form):
    """A new organisation: its name and kind, and what is known besides."""

    FIRST = ("name", "language", "kind", "acronym", "country")
    REST = ("standing_here", "part_of", "place", "website", "ror", "wikidata")

    name = NameField(label=_("Name"), max_length=300)
    language = LanguageField(label=_("Language of this name"))
    kind = forms.ChoiceField(label=_("Kind"), choices=KINDS)
    acronym = NameField(label=_("Acronym"), required=False, max_length=60)
    country = CountryField(required=False)
    standing_here = forms.ChoiceField(label=_("Standing towards us"), required=False, choices=STANDINGS)
    part_of = OrganisationField(label=_("Part of"), required=False, empty_label=_("nothing"), from_registry=True)
    place = NameTextField(label=_("Place"), required=False)
    website = forms.URLField(label=_("Website"), required=False, assume_scheme="https")
    ror = RorField(required=False)
    wikidata = WikidataField(required=False)
    seen = forms.CharField(required=False, widget=forms.HiddenInput)

    def first(self) -> list[forms.BoundField]:
        """This will list the fields that every organisation needs."""
        return [self[name] for name in self.FIRST]

    def rest(self) -> list[forms.BoundField]:
        """This will list the fields that fold away."""
        return [self[name] for name in self.REST]

    def is_more_open(self) -> bool:
        """This will tell whether a field that folds away has something wrong."""
        return any(name in self.errors for name in self.REST)

    def names(self) -> list[NewName]:
        """This will list the names that were typed."""
        name, language = self.cleaned_data["name"], self.cleaned_data["language"]
        acronym = self.cleaned_data["acronym"]
        return [NewName(name, language), *([NewName(acronym, language, NameKind.ACRONYM)] if acronym else [])]

    def facts(self) -> dict[str, Any]:
        """This will gather what is no name."""
        names = ("kind", "country", "standing_here", "part_of", "place", "website", "ror", "wikidata")
        return {name: self.cleaned_data[name] for name in names}

    def looked_at(self) -> set[int]:
        """This will number the organisations that were shown as being here already when the form was sent."""
        return {int(number) for number in self.cleaned_data["seen"].split() if number.isdecimal()}

    def show_as_looked_at(self, matches: list[Organisation]) -> None:
        """This will write into the form which organisations are shown now."""
        seen = " ".join(str(one.pk) for one in matches)
        self.data = MultiValueDict(
            {**dict(cast(MultiValueDict[str, Any], self.data).lists()), self.add_prefix("seen"): [seen]}
        )


class PartnerForm(forms.ModelForm):
    """The facts about an organisation; whether it is the host is nobody's to type."""

    country = CountryField(required=False)
    standing_here = forms.ChoiceField(label=_("Standing towards us"), required=False, choices=STANDINGS)
    place = NameTextField(label=_("Place"), required=False)
    website = forms.URLField(label=_("Website"), required=False, assume_scheme="https")
    ror = RorField(required=False)
    wikidata = WikidataField(required=False)
    areas = forms.ModelMultipleChoiceField(
        Area.objects.all(), label=_("Areas of interest"), required=False, widget=forms.CheckboxSelectMultiple
    )

    class Meta:
        model = Organisation
        fields = ["kind", "standing_here", "country", "place", "website", "ror", "wikidata", "founded", "note", "areas"]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["founded"].help_text = _("A year, a month or a day, as in 1979-05.")
        if self.instance.is_host:
            del self.fields["standing_here"]


class NameFacts(forms.Form):
    """What is known of a name of an organisation."""

    text = NameField(label=_("Name"), max_length=300)
    language = LanguageField()
    kind = forms.ChoiceField(label=_("Kind of name"), choices=NameKind)
    since = DayField(label=_("Since"), required=False)
    until = DayField(
        label=_("Until"), required=False, help_text=_("For a former name: the day on which it was given up.")
    )

    @classmethod
    def of(cls, name: OrganisationName, data: Any = None) -> NameFacts:
        """This will show what is known of a name, to be put right."""
        return cls(data, initial=model_to_dict(name, list(cls.base_fields)))


class NameForm(NameFacts):
    """Another name of an organisation.

    Where its language has an official name, and this one is to hold as well, the form asks once what becomes of that.
    """

    ASKED = ("earlier", "given_up_on")

    def __init__(self, *args: Any, partner: Organisation, **kwargs: Any) -> None:
        super().__init__(*args, **{"initial": {"language": current_language()}, **kwargs})
        self.partner = partner
        if "earlier" in self.data:
            self._ask()

    @property
    def shown_as(self) -> dict[str, str]:
        """Where a refused end of the name until now is told: beside the day on which it was given up."""
        return {"until": "given_up_on"} if self.cleaned_data.get("earlier") else {}

    def clean(self) -> dict[str, Any]:
        given = super().clean() or {}
        held = self._held()
        if held is None or given.get("earlier"):
            if given.get("earlier") == Earlier.GIVEN_UP and not given.get("given_up_on"):
                self.add_error("given_up_on", _("Say on which day it was given up."))
            return given
        self._ask()
        words = _("“%(name)s” is the official name in this language until now. Say what becomes of it.")
        self.add_error("earlier", words % {"name": isolated(held)})
        return given

    def _held(self) -> OrganisationName | None:
        """The official name of the same language beside which this one would hold."""
        given = self.cleaned_data
        if given.get("kind") != NameKind.OFFICIAL or given.get("until"):
            return None
        return self.partner.official_name_in(given.get("language", ""), other_than=given.get("text", ""))

    def _ask(self) -> None:
        self.fields["earlier"] = forms.ChoiceField(
            label=_("The official name until now"), choices=EARLIER, widget=forms.RadioSelect, required=False
        )
        self.fields["given_up_on"] = DayField(label=_("Given up on"), required=False)


class BelongingForm(forms.Form):
    """What an organisation is part of."""

    whole = OrganisationField(label=_("Part of"), from_registry=True)
    since = DayField(label=_("Since"), required=False)
    until = DayField(label=_("Until"), required=False)


class EndForm(forms.Form):
    """The day on which something ended."""

    until = DayField(label=_("Until"))
