"""Which country a line of an address speaks of, and whether an institution could be there."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache

from babel import Locale

from comity.registry.identifiers import country_codes
from comity.registry.words import listed
from comity.translation.spelling import folded

# The languages in which addresses name countries.
NAMED_IN = ("en", "fr", "de", "es", "pt", "it", "ar")
# What addresses write that CLDR does not: abbreviations, parts that count as countries, and states that are no more.
BESIDES = {
    "usa": "US", "u s a": "US", "u s": "US", "united states of america": "US", "uk": "GB", "u k": "GB",
    "england": "GB", "scotland": "GB", "wales": "GB", "northern ireland": "GB", "korea": "KR",
    "republic of korea": "KR", "south korea": "KR", "p r china": "CN", "pr china": "CN",
    "people s republic of china": "CN", "peoples republic of china": "CN", "peoples r china": "CN",
    "russian federation": "RU", "ussr": "RU", "iran": "IR", "taiwan": "TW", "roc": "TW", "viet nam": "VN",
    "the netherlands": "NL", "holland": "NL", "brasil": "BR", "deutschland": "DE", "frg": "DE", "gdr": "DE",
    "west germany": "DE", "czech republic": "CZ", "turkey": "TR", "turkiye": "TR", "eire": "IE",
    "hong kong": "HK", "macau": "MO",
}  # fmt: skip
NOT_A_COUNTRY_ALONE = {"georgia", "jersey"}  # states of the United States are named alike
# Parts whose institutions write the country they belong to.
WITHIN = {"HK": "CN", "MO": "CN", "PR": "US", "GU": "US", "VI": "US", "XK": "RS"}
STATES = listed(
    "alabama alaska arizona arkansas california colorado connecticut delaware florida georgia hawaii idaho illinois "
    "indiana iowa kansas kentucky louisiana maine maryland massachusetts michigan minnesota mississippi missouri "
    "montana nebraska nevada ohio oklahoma oregon pennsylvania tennessee texas utah vermont virginia washington "
    "wisconsin wyoming"
) | {
    "new hampshire", "new jersey", "new mexico", "new york", "north carolina", "north dakota", "rhode island",
    "south carolina", "south dakota", "west virginia",
}  # fmt: skip
# These name towns and people too, so alone they do not tell that a line is from the United States.
DOUBTFUL = {"georgia", "washington", "virginia", "new york"}
SHORT = listed(
    "AL AK AZ AR CA CO CT DE FL GA HI ID IL IN IA KS KY LA ME MD MA MI MN MS MO MT NE NV NH NJ NM NY NC ND OH OK OR PA "
    "RI SC SD TN TX UT VT VA WA WV WI WY"
)
SHORT_STATE = re.compile(rf"(?:^|[\s,])(?:{'|'.join(sorted(SHORT))})\.?(?=\s|,|$|\d)")
LONGEST_NAME = 4  # words of a country's name


@cache
def countries_by_name() -> dict[str, str]:
    """This will name every country, folded, as addresses write it."""
    found: dict[str, str] = {}
    known = set(country_codes())
    for language in NAMED_IN:
        territories = Locale.parse(language).territories
        for code in known & set(territories):
            found.setdefault(folded(territories[code]), code)
    return {**{name: code for name, code in found.items() if name not in NOT_A_COUNTRY_ALONE}, **BESIDES}


@dataclass(frozen=True)
class Whereabouts:
    """What a line says of the place: countries, and whether it is from the United States without naming them."""

    line: str  # folded, with a space at both ends
    countries: frozenset[str]
    has_state: bool
    is_american: bool

    def weigh_country(self, code: str) -> float:
        """This will weigh a country against the line: 1 where it is named, -1 where another is, 0 where none is."""
        country = WITHIN.get(code, code)
        if self.countries:
            told = 1.0 if country in self.countries else -1.0
        else:
            told = -0.5 if self.is_american and country != "US" else 0.0
        return max(told, 0.5) if country == "US" and self.has_state else told

    def names(self, place: str) -> bool:
        """This will tell whether the line names a place."""
        return bool(place) and f" {folded(place)} " in self.line


def whereabouts(text: str) -> Whereabouts:
    """This will read from a line where it is from."""
    line = folded(text)
    spaced = f" {line} "
    short = bool(SHORT_STATE.search(text))
    states = {state for state in STATES if f" {state} " in spaced}
    return Whereabouts(
        spaced, frozenset(_countries(line.split())), short or bool(states), short or bool(states - DOUBTFUL)
    )


def _countries(words: list[str]) -> set[str]:
    known, found = countries_by_name(), set()
    for at in range(len(words)):
        for length in range(LONGEST_NAME, 0, -1):
            code = known.get(" ".join(words[at : at + length]))
            if code:
                found.add(WITHIN.get(code, code))
                break
    return found
