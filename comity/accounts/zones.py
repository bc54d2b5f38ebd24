"""The time zones of the world by region, named in the reader's language, each once."""

from functools import lru_cache
from typing import Any
from zoneinfo import available_timezones

from babel import Locale
from babel.core import get_global
from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from comity.translation.templatetags.said import locale

REGIONS = {
    "Africa": _("Africa"),
    "America": _("America"),
    "Antarctica": _("Antarctica"),
    "Arctic": _("Arctic"),
    "Asia": _("Asia"),
    "Atlantic": _("Atlantic Ocean"),
    "Australia": _("Australia"),
    "Europe": _("Europe"),
    "Indian": _("Indian Ocean"),
    "Pacific": _("Pacific Ocean"),
}
FORMER: dict[str, str] = {
    was: now for was, now in get_global("zone_aliases").items() if now.partition("/")[0] in REGIONS
}
Choices = list[tuple[str, str | list[tuple[str, str]]]]


def zone_choices() -> Choices:
    """This will offer every zone under its region, by the name of its city; first of all, that of this site."""
    by_region = _cities(locale())
    offered: Choices = [("", gettext("The zone of this site")), ("UTC", "UTC")]
    return offered + [(str(words), list(by_region[region])) for region, words in REGIONS.items()]


class ZoneField(forms.ChoiceField):
    """The choice of a time zone; a former name stands for the present one."""

    def prepare_value(self, value: Any) -> Any:
        return present_name(value) if isinstance(value, str) else value

    def to_python(self, value: Any) -> str:
        return present_name(super().to_python(value))


def present_name(zone: str) -> str:
    """This will give the name that a zone goes by today: Asia/Calcutta is Asia/Kolkata."""
    return FORMER.get(zone, zone)


@lru_cache
def _cities(named_in: str) -> dict[str, tuple[tuple[str, str], ...]]:
    found: dict[str, list[tuple[str, str]]] = {region: [] for region in REGIONS}
    names = _names(named_in)
    for zone in available_timezones() - FORMER.keys():
        region, _slash, city = zone.partition("/")
        if region in found:
            found[region].append((zone, names.get(zone) or city.rpartition("/")[2].replace("_", " ")))
    return {region: tuple(sorted(zones, key=lambda zone: zone[1])) for region, zones in found.items()}


def _names(named_in: str) -> dict[str, str]:
    """What the CLDR calls the city of each zone; it keeps some under the names that the zones had formerly."""
    cities = Locale.parse(named_in).time_zones
    known = {str(zone): str(cities[zone]["city"]) for zone in cities if "city" in cities[zone]}
    return {present_name(zone): city for zone, city in known.items()} | known
