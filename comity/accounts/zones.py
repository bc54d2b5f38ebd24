"""The time zones of the world by region, named in the reader's language."""

from functools import lru_cache
from zoneinfo import available_timezones

from babel.dates import get_timezone_location
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
Choices = list[tuple[str, str | list[tuple[str, str]]]]


def zone_choices() -> Choices:
    """This will offer every zone under its region, by the name of its city; first of all, that of this site."""
    by_region = _cities(locale())
    offered: Choices = [("", gettext("The zone of this site")), ("UTC", "UTC")]
    return offered + [(str(words), list(by_region[region])) for region, words in REGIONS.items()]


@lru_cache
def _cities(named_in: str) -> dict[str, tuple[tuple[str, str], ...]]:
    found: dict[str, list[tuple[str, str]]] = {region: [] for region in REGIONS}
    for zone in available_timezones():
        region = zone.partition("/")[0]
        if region in found:
            found[region].append((zone, get_timezone_location(zone, locale=named_in, return_city=True)))
    return {region: tuple(sorted(zones, key=lambda zone: zone[1])) for region, zones in found.items()}
