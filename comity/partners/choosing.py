"""Choosing an organisation or a person in a form, by a few letters of a name in any language.

How an option is drawn, and what is sent where there are many, stands in `comity.partners.choosers`. Which records are
offered, and with what, is decided by the named queries `choosable` of `Organisation` and `Person`.
"""

from __future__ import annotations

from typing import Any

from django import forms
from django.urls import reverse_lazy
from django.utils.translation import gettext_lazy as _

from comity.partners.choosers import ChoosingOne, ChoosingSeveral
from comity.partners.models import Organisation, Person
from comity.partners.offering import is_number, the_one_named
from comity.translation.templatetags.said import comma

# What the browser may ask for as letters are typed, beside what the form itself takes.
ORGANISATIONS = {
    "all": Organisation.objects.all,
    "partners": Organisation.objects.partners,
    "units": lambda: Organisation.objects.of_kind("unit"),
}


def _told_to_the_browser(*, from_registry: bool = False) -> dict[str, Any]:
    """What the browser says, and where it asks for institutions that are not here yet."""
    registry = {
        "data-registry": reverse_lazy("registry-choices"),
        "data-elsewhere": _("from the registry"),
        "data-failed": _("This could not be taken over. Try again, or enter the organisation."),
    }
    return {
        **(registry if from_registry else {}),
        "data-combobox": "",
        "data-none": _("Nothing is found with these letters."),
        "data-removed": _("taken out:"),
        "data-remove": _("Take out"),
    }


def _with_new_ones(*, from_registry: bool) -> dict[str, Any]:
    """Where an organisation that nobody has entered yet can be entered, in another tab."""
    words = _("Enter “%s” as a new organisation")
    return {
        **_told_to_the_browser(from_registry=from_registry),
        "data-new": reverse_lazy("new-partner"),
        "data-new-words": words,
    }


def _of_organisations(widget: Any, *, among: str, from_registry: bool) -> Any:
    made = widget(_with_new_ones(from_registry=from_registry))
    made.asked_at, made.among = "organisation-choices", among
    return made


def _of_people(widget: Any) -> Any:
    made = widget(_told_to_the_browser())
    made.asked_at, made.told_with = "person-choices", ("names", "offices__organisation")
    return made


def _named(field: Any, words: str) -> Any:
    nobody = _("Nothing is called that. Choose from the list.")
    if not field.required:
        nobody = _("Nothing is called that. Choose from the list, or leave it empty.")
    return the_one_named(words, field.queryset.named_like(words), nobody=nobody)


class _One(forms.ModelChoiceField):
    """One record by its number, or by its name where the options are too many for a page."""

    def to_python(self, value: Any) -> Any:
        if isinstance(value, str) and value and not is_number(value):
            return _named(self, value)
        return super().to_python(value)


class _Several(forms.ModelMultipleChoiceField):
    def clean(self, value: Any) -> Any:
        """This will refuse a number that is beyond the database in the same words as one that is not offered."""
        try:
            return super().clean([self._number(one) for one in value] if isinstance(value, list) else value)
        except OverflowError:
            given = {"value": ", ".join(map(str, value))}
            raise forms.ValidationError(self.error_messages["invalid_choice"], "invalid_choice", given) from None

    def _number(self, one: Any) -> Any:
        if isinstance(one, str) and not is_number(one):
            return _named(self, one).pk
        return one


class OrganisationField(_One):
    """One organisation; give `queryset=` to offer fewer than all, and `among=` what the browser searches then.

    With `from_registry` the institutions of the registry are offered after those that are here, for forms of the
    office only: choosing one takes it over.
    """

    def __init__(self, *, queryset: Any = None, among: str = "all", from_registry: bool = False, **kwargs: Any) -> None:
        offered = ORGANISATIONS[among]() if queryset is None else queryset
        widget = _of_organisations(ChoosingOne, among=among, from_registry=from_registry)
        defaults = {"label": _("Organisation"), "widget": widget, "empty_label": _("Choose …")}
        super().__init__(offered.choosable(), **{**defaults, **kwargs})

    def label_from_instance(self, obj: Any) -> str:
        return label_of_organisation(obj)


class OrganisationsField(_Several):
    """Several organisations; `queryset` and `from_registry` as for one."""

    def __init__(self, *, queryset: Any = None, from_registry: bool = False, **kwargs: Any) -> None:
        offered = Organisation.objects.all() if queryset is None else queryset
        widget = _of_organisations(ChoosingSeveral, among="all", from_registry=from_registry)
        super().__init__(offered.choosable(), **{"label": _("Organisations"), "widget": widget, **kwargs})

    def label_from_instance(self, obj: Any) -> str:
        return label_of_organisation(obj)


class PersonField(_One):
    """One person who has not left; give `queryset=` to offer fewer than all."""

    def __init__(self, *, queryset: Any = None, **kwargs: Any) -> None:
        offered = Person.objects.all() if queryset is None else queryset
        defaults = {"label": _("Person"), "widget": _of_people(ChoosingOne), "empty_label": _("Choose …")}
        super().__init__(offered.choosable(), **{**defaults, **kwargs})

    def label_from_instance(self, obj: Any) -> str:
        return label_of_person(obj)


class PeopleField(_Several):
    """Several people who have not left; give `queryset=` to offer fewer than all."""

    def __init__(self, *, queryset: Any = None, **kwargs: Any) -> None:
        offered = Person.objects.all() if queryset is None else queryset
        defaults = {"label": _("People"), "widget": _of_people(ChoosingSeveral)}
        super().__init__(offered.choosable(), **{**defaults, **kwargs})

    def label_from_instance(self, obj: Any) -> str:
        return label_of_person(obj)


def label_of_organisation(organisation: Organisation) -> str:
    """This will name an organisation as lists do: its name, with the acronym behind it."""
    name, short = str(organisation.name), str(organisation.short_name)
    return f"{name} ({short})" if short and short != name else name


def label_of_person(person: Person) -> str:
    """This will name a person with one of the offices held now, so that two of one name can be told apart."""
    offices = [one for one in person.offices.all() if one.until is None]
    where = f" · {offices[0].title}{comma()}{offices[0].organisation.called}" if offices else ""
    return f"{person.heading}{where}"
