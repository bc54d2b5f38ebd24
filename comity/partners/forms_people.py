"""What may be typed about people and their offices."""

from __future__ import annotations

from collections.abc import Iterable
from itertools import product
from typing import Any

from django import forms
from django.conf import settings
from django.utils.translation import gettext_lazy as _

from comity.partners.choosing import OrganisationField, PersonField
from comity.partners.enrolling import able_to_be_turned_to
from comity.partners.fields import DayField, LanguageField, NameField, NameTextField
from comity.partners.models import FocalPoint, Organisation, Person
from comity.partners.models.people import Rank
from comity.translation.forms import AddressField
from comity.translation.texts import current_language

KNOWN_ON = _("Where a published report names the office on a day, and nothing tells whether it is still held.")


class OfficeFacts(forms.Form):
    """An office: what it is called, and from when to when."""

    office = NameTextField(label=_("Office"))
    since = DayField(label=_("Since"), required=False)
    until = DayField(label=_("Until"), required=False)
    known_on = DayField(label=_("Known to be held on"), required=False, help_text=KNOWN_ON)
    precedence = forms.IntegerField(
        label=_("Order of precedence"), initial=100, min_value=1, max_value=999, help_text=_("1 comes first.")
    )

    def office_facts(self) -> dict[str, Any]:
        """This will gather the facts about the office."""
        named = {name: self.cleaned_data[name] for name in ("since", "until", "known_on", "precedence")}
        return {"title": self.cleaned_data["office"], "is_published": bool(named["known_on"]), **named}


class NewPersonForm(OfficeFacts):
    """A person with the office held at an organisation."""

    names = NameTextField(label=_("Name"))
    title = NameTextField(label=_("Form of address"), required=False, help_text=_("For example: Prof."))
    email = AddressField(label=_("E-mail address"), required=False)
    language = forms.ChoiceField(label=_("Language of letters"), choices=settings.LANGUAGES)

    field_order = ["names", "title", "office", "since", "until", "known_on", "precedence", "email", "language"]

    def facts(self) -> dict[str, Any]:
        """This will gather the facts about the person."""
        return {name: self.cleaned_data[name] for name in ("names", "title", "email", "language")}


class OfficeForm(OfficeFacts):
    """Another office of a person."""

    organisation = OrganisationField(from_registry=True)
    field_order = ["organisation", "office", "since", "until", "known_on", "precedence"]


class PersonForm(forms.ModelForm):
    """The facts about a person."""

    title = NameTextField(label=_("Form of address"), required=False, help_text=_("For example: Prof."))
    language = forms.ChoiceField(label=_("Language of letters"), choices=settings.LANGUAGES)

    class Meta:
        model = Person
        fields = ["title", "email", "language"]
        field_classes = {"email": AddressField}


class PersonNameForm(forms.Form):
    """A person's name as one language writes it."""

    text = NameField(label=_("Name"), max_length=200)
    language = LanguageField()

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **{"initial": {"language": current_language()}, **kwargs})


class FocalPointForm(forms.Form):
    """Whom to turn to at one side, first or as a back-up; nobody where it is left empty."""

    person = PersonField(required=False, empty_label=_("nobody"))

    def __init__(self, *args: Any, partner: Organisation, side: str, rank: str, **kwargs: Any) -> None:
        super().__init__(*args, **{"prefix": f"{side}-{rank}", **kwargs})
        self.side, self.rank = side, rank
        offered = able_to_be_turned_to(partner, side)
        self.fields["person"] = PersonField(
            queryset=offered, required=False, label=Rank(rank).label, empty_label=_("nobody")
        )

    def side_in_words(self) -> str:
        """This will name the side."""
        return str(FocalPoint.Side(self.side).label)

    @classmethod
    def all_for(
        cls, partner: Organisation, present: Iterable[FocalPoint], sent: FocalPointForm | None
    ) -> list[FocalPointForm]:
        """This will make the four forms of a partnership, the one that was sent and refused as it was sent."""
        held = {(one.side, one.rank): one.person_id for one in present}
        forms_ = {
            place: cls(partner=partner, side=place[0], rank=place[1], initial={"person": held.get(place)})
            for place in product(FocalPoint.Side.values, Rank.values)
        }
        if sent is not None:
            forms_[sent.side, sent.rank] = sent
        return list(forms_.values())
