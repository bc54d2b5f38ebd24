"""Numbers and dates of a text as they can be compared across languages."""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from functools import lru_cache

from babel import Locale, UnknownLocaleError

from comity.translation.texts import ARABIC_SCRIPT

GROUPED = re.compile(r"\d{1,3}(?:[,.'’٬\u00a0\u202f ]\d{3})+(?!\d)")
OTHER_DIGIT = re.compile(r"[^\D0-9]")
NUMBER = re.compile(r"\d+(?:[.,٫]\d+)?")
ISO = re.compile(r"\b(\d{4})-(\d{2})-(\d{2})\b")
SLASHED = re.compile(r"\b(\d{1,2})[/.](\d{1,2})[/.](\d{4})\b")
# Months as the Maghreb and the Levant call them, beside those of CLDR.
OTHER_MONTHS = {
    "ar": [
        ["جانفي", "كانون الثاني"],
        ["فيفري", "شباط"],
        ["آذار"],
        ["أفريل", "نيسان"],
        ["ماي", "أيار"],
        ["جوان", "حزيران"],
        ["جويلية", "يوليوز", "تموز"],
        ["أوت", "غشت", "آب"],
        ["شتنبر", "أيلول"],
        ["تشرين الأول"],
        ["نونبر", "تشرين الثاني"],
        ["دجنبر", "كانون الأول"],
    ]
}
# What may stand between a day, a month and a year: 21st of January, 1er mars, 21 de enero de 2021, 21. Januar.
JOIN = r"(?:(?:st|nd|rd|th|er|º|\.)?,?\s+(?:(?:de|del|of|d['’]|من|شهر)\s*)?)"


@lru_cache
def months_of(language: str) -> dict[str, int]:
    """This will list the names of months in a language, as they stand in dates, in lower case."""
    try:
        calendar = Locale.parse(language.replace("-", "_")).months
    except (UnknownLocaleError, ValueError):
        return {}
    found: dict[str, int] = {}
    for kind in ("format", "stand-alone"):
        for width in ("abbreviated", "wide"):
            for number, name in calendar[kind][width].items():
                found[name.lower().rstrip(".")] = number
    for number, names in enumerate(OTHER_MONTHS.get(language, []), start=1):
        found |= dict.fromkeys(names, number)
    return {name: number for name, number in found.items() if not name.isdigit()}


@lru_cache
def _dated(language: str) -> re.Pattern[str] | None:
    """A month of this language beside a day or a year: "may" alone is no month."""
    names = sorted(map(re.escape, months_of(language)), key=len, reverse=True)
    if not names:
        return None
    month = rf"(?:{'|'.join(names)})\.?"
    edge = "" if language in ARABIC_SCRIPT or language in {"zh", "ja", "ko"} else r"(?<!\w)"
    return re.compile(rf"(?P<after>\d){JOIN}?(?P<month>{month})(?!\w)|{edge}(?P<month2>{month})(?={JOIN}?\d)", re.I)


def western(text: str) -> str:
    """This will write every digit, of whatever script, as 0 to 9."""
    return OTHER_DIGIT.sub(lambda one: str(unicodedata.decimal(one[0])), text)


def months_in(text: str, language: str) -> tuple[Counter[int], str]:
    """This will count the months of the dates in a text; dates in figures are left as their days and years."""
    found: Counter[int] = Counter()

    def of_iso(date: re.Match[str]) -> str:
        found[int(date[2])] += 1
        return f"{date[1]} {date[3]}"

    def of_slashes(date: re.Match[str]) -> str:
        day, month = (
            (int(date[2]), int(date[1])) if language == "en" and int(date[1]) <= 12 else map(int, date.groups()[:2])
        )
        day, month = (month, day) if month > 12 else (day, month)
        found[month] += 1
        return f"{date[3]} {day}"

    text = SLASHED.sub(of_slashes, ISO.sub(of_iso, western(text)))
    pattern, names = _dated(language), months_of(language)
    for one in pattern.finditer(text) if pattern else ():
        found[names[(one["month"] or one["month2"]).lower().rstrip(".")]] += 1
    return found, text


def numbers_in(text: str) -> Counter[str]:
    """This will count the numbers of a text, however their thousands and decimals are parted."""
    found: Counter[str] = Counter()

    def whole(one: re.Match[str]) -> str:
        found[_plain("".join(filter(str.isdecimal, one[0])))] += 1
        return " "

    rest = GROUPED.sub(whole, western(text))
    found.update(_plain(one.replace(",", ".").replace("٫", ".")) for one in NUMBER.findall(rest))
    return found


def _plain(number: str) -> str:
    """05 is 5, 2.50 is 2.5."""
    whole, point, rest = number.partition(".")
    rest = rest.rstrip("0")
    return (whole.lstrip("0") or "0") + (f".{rest}" if point and rest else "")
