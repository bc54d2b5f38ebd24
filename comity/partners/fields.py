"""Fields of forms that know how names, countries, languages and identifiers are written."""

from __future__ import annotations

from typing import Any

import pycountry
from django import forms
from django.utils.translation import gettext_lazy as _

from comity.partners.identifiers import country_codes, ror_number, wikidata_number
from comity.partners.spelling import folded
from comity.translation.forms import NameField as NameField
from comity.translation.forms import TextFormField as NameTextField  # noqa: F401 - a name in several languages
from comity.translation.templatetags.said import country, language_name
from comity.translation.texts import languages
from comity.ui.forms import DayInput

NARROWED = {"data-combobox": "", "data-none": _("Nothing is found with these letters.")}


class RorField(forms.CharField):
    """A ROR id, with or without its address."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(**{"label": _("ROR id"), "widget": forms.TextInput({"dir": "ltr"}), **kwargs})

    def clean(self, value: Any) -> str:
        typed = super().clean(value)
        return ror_number(typed) if typed else ""


class WikidataField(forms.CharField):
    """A Wikidata id, with or without its address."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(**{"label": _("Wikidata id"), "widget": forms.TextInput({"dir": "ltr"}), **kwargs})

    def clean(self, value: Any) -> str:
        typed = super().clean(value)
        return wikidata_number(typed) if typed else ""


class DayField(forms.DateField):
    """A day, with the browser's own calendar."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(**{"widget": DayInput, **kwargs})


class CountryField(forms.ChoiceField):
    """A country of ISO 3166, named in the reader's language."""

    def __init__(self, **kwargs: Any) -> None:
        choices = lambda: [("", _("not known")), *countries_by_name(country_codes())]  # noqa: E731
        super().__init__(**{"label": _("Country"), "widget": forms.Select(NARROWED), "choices": choices, **kwargs})


class LanguageField(forms.ChoiceField):
    """The language of a name: those of the interface first, then every other one with a code of two letters."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(
            **{"label": _("Language"), "widget": forms.Select(NARROWED), "choices": languages_by_name, **kwargs}
        )


def countries_by_name(codes: list[str]) -> list[tuple[str, str]]:
    """This will name countries in the reader's language, sorted by that name."""
    return sorted(((code, country(code)) for code in codes), key=lambda pair: folded(pair[1]))


def languages_by_name() -> list[tuple[str, str]]:
    """This will name the languages in which a name can be written, those of the interface first."""
    others = {one.alpha_2 for one in pycountry.languages if hasattr(one, "alpha_2")} - set(languages())
    named = sorted(((code, language_name(code)) for code in others), key=lambda pair: folded(pair[1]))
    return [*((code, language_name(code)) for code in languages()), *named]
