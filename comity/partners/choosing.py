"""Choosing an organisation or a person in a form: a select that a few letters in any language narrow down.

The browser's part is ui/js/combobox.js; without it the select works as it is. Which records are offered, and with
what, is decided by the named queries `choosable` of `Organisation` and `Person`.
"""

from __future__ import annotations

from typing import Any

from django import forms
from django.urls import reverse_lazy
from django.utils.translation import gettext_lazy as _

from comity.partners.models import Organisation, Person


class _Narrowed:
    """What a select needs to be narrowed: each option carries its names, folded, in every language."""

    def create_option(self, name: str, value: Any, *args: Any, **kwargs: Any) -> dict[str, Any]:
        option: dict[str, Any] = super().create_option(name, value, *args, **kwargs)  # type: ignore[misc]
        if getattr(value, "instance", None) is not None:
            names = " ".join(one.folded for one in value.instance.names.all())
            option["attrs"] |= {"data-names": names, "dir": "auto"}
        return option


class ChoosingOne(_Narrowed, forms.Select):
    pass


class ChoosingSeveral(_Narrowed, forms.SelectMultiple):
    pass


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


class OrganisationField(forms.ModelChoiceField):
    """One organisation; give `queryset=` to offer fewer than all.

    With `from_registry` the institutions of the registry are offered after those that are here, for forms of the
    office only: choosing one takes it over.
    """

    def __init__(self, *, queryset: Any = None, from_registry: bool = False, **kwargs: Any) -> None:
        offered = Organisation.objects.all() if queryset is None else queryset
        told = _with_new_ones(from_registry=from_registry)
        defaults = {"label": _("Organisation"), "widget": ChoosingOne(told)}
        super().__init__(offered.choosable(), **{"empty_label": _("Choose …"), **defaults, **kwargs})

    def label_from_instance(self, obj: Any) -> str:
        return label_of_organisation(obj)


class _Several(forms.ModelMultipleChoiceField):
    def clean(self, value: Any) -> Any:
        """This will refuse a number that is beyond the database in the same words as one that is not offered."""
        try:
            return super().clean(value)
        except OverflowError:
            given = {"value": ", ".join(map(str, value))}
            raise forms.ValidationError(self.error_messages["invalid_choice"], "invalid_choice", given) from None


class OrganisationsField(_Several):
    """Several organisations; `queryset` and `from_registry` as for one."""

    def __init__(self, *, queryset: Any = None, from_registry: bool = False, **kwargs: Any) -> None:
        offered = Organisation.objects.all() if queryset is None else queryset
        told = _with_new_ones(from_registry=from_registry)
        defaults = {"label": _("Organisations"), "widget": ChoosingSeveral(told)}
        super().__init__(offered.choosable(), **{**defaults, **kwargs})

    def label_from_instance(self, obj: Any) -> str:
        return label_of_organisation(obj)


class PersonField(forms.ModelChoiceField):
    """One person who has not left; give `queryset=` to offer fewer than all."""

    def __init__(self, *, queryset: Any = None, **kwargs: Any) -> None:
        offered = Person.objects.all() if queryset is None else queryset
        defaults = {"label": _("Person"), "widget": ChoosingOne(_told_to_the_browser())}
        super().__init__(offered.choosable(), **{"empty_label": _("Choose …"), **defaults, **kwargs})

    def label_from_instance(self, obj: Any) -> str:
        return label_of_person(obj)


class PeopleField(_Several):
    """Several people who have not left; give `queryset=` to offer fewer than all."""

    def __init__(self, *, queryset: Any = None, **kwargs: Any) -> None:
        offered = Person.objects.all() if queryset is None else queryset
        defaults = {"label": _("People"), "widget": ChoosingSeveral(_told_to_the_browser())}
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
    where = f" · {offices[0].title}, {offices[0].organisation.called}" if offices else ""
    return f"{person.heading}{where}"
