"""What a text states beyond its words: days, numbers and links, told alike in whatever language and digits they stand.

Pure functions over plain text, for whoever compares one version of a text with another or with a record.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from decimal import Decimal, InvalidOperation
from functools import cache

from babel.dates import get_month_names

MONTHS_BY_CLDR = {"en": ("en",), "fr": ("fr",), "ar": ("ar", "ar_MA", "ar_DZ", "ar_IQ", "ar_SA")}
# Names of months that are written and that CLDR does not give for the language.
FURTHER_MONTHS = {
    "en": {
        "jan": 1, "feb": 2, "mar": 3, "apr": 4, "jun": 6, "jul": 7, "aug": 8, "sept": 9, "sep": 9, "oct": 10, "nov": 11,
        "dec": 12,
    },
    "fr": {"fevrier": 2, "aout": 8, "decembre": 12},
    "ar": {
        "كانون الثاني": 1, "شباط": 2, "آذار": 3, "نيسان": 4, "أيار": 5, "حزيران": 6, "تموز": 7, "آب": 8, "أيلول": 9,
        "تشرين الأول": 10, "تشرين الثاني": 11, "كانون الأول": 12, "ابريل": 4, "اغسطس": 8, "اكتوبر": 10,
    },
}  # fmt: skip
DIGITS = str.maketrans("٠١٢٣٤٥٦٧٨٩۰۱۲۳۴۵۶۷۸۹٫٬", "01234567890123456789.,")
ISOLATES = re.compile("[\u2066-\u2069\u200e\u200f\u061c]")


@dataclass(frozen=True, order=True)
class Day:
    """A day as a text names it; what the text leaves open is nought."""

    year: int
    month: int
    day: int = 0

    def fits(self, other: Day) -> bool:
        """This will tell whether both can be the same day, as far as each of them says."""
        pairs = zip((self.year, self.month, self.day), (other.year, other.month, other.day), strict=True)
        return all(one == another or not one or not another for one, another in pairs)

    @classmethod
    def of(cls, value: date) -> Day:
        """This will name a day of the calendar."""
        return cls(value.year, value.month, value.day)


@dataclass(frozen=True, order=True)
class Number:
    """A number as a text tells it, and whether the text says that it is more than that."""

    value: Decimal
    is_more_than: bool = False


@dataclass(frozen=True)
class Stated:
    """What one text states: the days in it, its numbers outside of days, and what is linked."""

    days: frozenset[Day]
    numbers: frozenset[Number]
    spelt: frozenset[Decimal]  # numbers in words, which say the same as digits elsewhere
    links: frozenset[str]


def stated_in(text: str, language: str) -> Stated:
    """This will read what a text states. Links are those that stand in it as addresses."""
    plain = plainly(text)
    links = frozenset(LINK.findall(plain))
    without_links = LINK.sub(" ", plain)
    days, rest = _days_and_rest(without_links, language)
    numbers = frozenset(_numbers(rest, language))
    return Stated(frozenset(days), numbers, frozenset(spelt_in(rest, language)), links)


LINK = re.compile(r"https?://[^\s<>\"'«»“”]+[^\s<>\"'«»“”.,;:!?)\]]")


def plainly(text: str) -> str:
    """This will write every digit as 0 to 9 and every space as one, and leave signs of direction out."""
    without = ISOLATES.sub("", text).translate(DIGITS)
    return re.sub(r"[\u00a0\u202f\u2009]", "\u00a0", without)


def folded(text: str) -> str:
    """This will write a text without case and accents, and Arabic without hamza and vowels, for comparing."""
    plain = unicodedata.normalize("NFD", text.casefold())
    return "".join(sign for sign in plain if not unicodedata.combining(sign))


@cache
def months_of(language: str) -> dict[str, int]:
    """This will name the months of a language as they are written, folded, with their numbers."""
    found: dict[str, int] = {}
    for place in MONTHS_BY_CLDR.get(language, ()):
        for width in ("wide", "abbreviated"):
            names = get_month_names(width, locale=place)
            found |= {folded(name).rstrip("."): number for number, name in names.items()}
    return found | {folded(name): number for name, number in FURTHER_MONTHS.get(language, {}).items()}


# Days

ORDINAL = r"(?:st|nd|rd|th|er)?"
BETWEEN = r"\s*(?:and|et|و|to|au|–|-|الى|until)\s*"


@cache
def _day_patterns(language: str) -> list[re.Pattern[str]]:
    """How days are written out: two days of a month, a day, a month first, a month alone."""
    names = sorted(months_of(language), key=len, reverse=True)
    month = rf"(?P<month>{'|'.join(re.escape(one) for one in names)})\.?"
    year = r"(?:,?\s+(?P<year>[12]\d{3})(?!\d))"
    first = rf"(?<!\d)(?P<first>\d{{1,2}}){ORDINAL}"
    day = rf"(?<!\d)(?P<day>\d{{1,2}}){ORDINAL}"
    written = [
        rf"{first}{BETWEEN}{day}\s+(?:of\s+)?{month}(?!\w){year}?",
        rf"{day}\s+(?:of\s+)?{month}(?!\w){year}?",
        rf"(?<!\w){month}\s+(?P<day>\d{{1,2}}){ORDINAL}(?!\d){year}",
        rf"(?<!\w){month}(?!\w){year}",
    ]
    if language == "ar":  # the conjunction is written onto the month
        written[3] = rf"(?<!\w)[وبل]?{month}(?!\w){year}"
    return [re.compile(one) for one in written]


IN_DIGITS = [
    re.compile(r"(?<!\d)(?P<year>[12]\d{3})-(?P<month>\d{2})-(?P<day>\d{2})(?!\d)"),
    re.compile(r"(?<!\d)(?P<day>\d{1,2})[./](?P<month>\d{1,2})[./](?P<year>[12]\d{3})(?!\d)"),
    re.compile(r"(?<!\d)(?P<year>[12]\d{3})/(?P<month>\d{1,2})/(?P<day>\d{1,2})(?!\d)"),
]


def _days_and_rest(text: str, language: str) -> tuple[set[Day], str]:
    """The days that a text names, and the text without them."""
    found: set[Day] = set()
    rest = folded(text)
    for pattern in [*IN_DIGITS, *_day_patterns(language)]:
        for match in pattern.finditer(rest):
            found |= set(_days_of(match, language))
        rest = pattern.sub(lambda match: " " if list(_days_of(match, language)) else match[0], rest)
    return found, rest


def _days_of(match: re.Match[str], language: str) -> Iterator[Day]:
    told = match.groupdict()
    month = told["month"]
    number = int(month) if month.isdigit() else months_of(language)[month]
    year = int(told.get("year") or 0)
    for name in ("first", "day"):
        if told.get(name):
            yield from _day_of(year, number, int(told[name]))
    if not told.get("day"):
        yield from _day_of(year, number, 0)


def _day_of(year: int, month: int, day: int) -> Iterator[Day]:
    """The day, where the calendar has it."""
    try:
        date(year or 2000, month, day or 1)
    except ValueError:
        return
    yield Day(year, month, day)


def days_in(text: str, language: str) -> frozenset[Day]:
    """This will find the days that a text names, in words or in digits."""
    return stated_in(text, language).days


# Numbers

# Digits in groups of three, or digits with a fraction; a space parts groups only in French.
NUMBER = {
    "en": re.compile(r"(?<![\w.,])\d{1,3}(?:[,\u00a0]\d{3})+(?:\.\d+)?(?![\d])|(?<![\w.,])\d+(?:\.\d+)?(?!\d)"),
    "fr": re.compile(r"(?<![\w.,])\d{1,3}(?:[ \u00a0.]\d{3})+(?:,\d+)?(?!\d)|(?<![\w.,])\d+(?:,\d+)?(?!\d)"),
    "ar": re.compile(r"(?<![\d.,])\d{1,3}(?:[,.\u00a0]\d{3})+(?:\.\d+)?(?!\d)|(?<![\d.,])\d+(?:\.\d+)?(?!\d)"),
}
FRACTION = {"fr": ","}
MORE_THAN = {
    "en": ("more than", "over", "above"),
    "fr": ("plus de", "plus d'", "plus d’", "au-dela de"),
    "ar": ("اكثر من", "ما يزيد على", "ما يزيد عن", "ازيد من", "يفوق", "تفوق", "يتجاوز", "تجاوز"),
}


def numbers_in(text: str, language: str) -> frozenset[Number]:
    """This will find the numbers in digits outside of days, however they are grouped."""
    return stated_in(text, language).numbers


def _numbers(rest: str, language: str) -> Iterator[Number]:
    pattern = NUMBER.get(language, NUMBER["en"])
    for match in pattern.finditer(rest):
        if (value := _value(match[0], language)) is not None:
            yield Number(value, rest[: match.start()].rstrip().endswith(MORE_THAN.get(language, ())))


def _value(written: str, language: str) -> Decimal | None:
    sign = FRACTION.get(language, ".")
    whole, _point, fraction = written.partition(sign)
    if language == "ar" and re.fullmatch(r"\d{1,3}(\.\d{3})+", written):  # as the Maghreb groups them
        whole, fraction = written, ""
    digits = re.sub(r"\D", "", whole)
    try:
        return Decimal(f"{digits}.{fraction}" if fraction else digits)
    except InvalidOperation:
        return None


# Numbers in words: enough of them to know that "five thousand" is 5,000

UNITS: dict[str, dict[str, int]] = {
    "en": {
        "one": 1, "two": 2, "three": 3, "four": 4, "five": 5, "six": 6, "seven": 7, "eight": 8, "nine": 9, "ten": 10,
        "eleven": 11, "twelve": 12, "thirteen": 13, "fourteen": 14, "fifteen": 15, "sixteen": 16, "seventeen": 17,
        "eighteen": 18, "nineteen": 19, "twenty": 20, "thirty": 30, "forty": 40, "fifty": 50, "sixty": 60,
        "seventy": 70, "eighty": 80, "ninety": 90, "hundred": 100, "thousand": 1000, "million": 1_000_000,
    },
    "fr": {
        "un": 1, "une": 1, "deux": 2, "trois": 3, "quatre": 4, "cinq": 5, "six": 6, "sept": 7, "huit": 8, "neuf": 9,
        "dix": 10, "onze": 11, "douze": 12, "treize": 13, "quatorze": 14, "quinze": 15, "seize": 16, "vingt": 20,
        "trente": 30, "quarante": 40, "cinquante": 50, "soixante": 60, "cent": 100, "cents": 100, "mille": 1000,
        "million": 1_000_000, "millions": 1_000_000,
    },
    "ar": {
        "واحد": 1, "واحدة": 1, "اثنان": 2, "اثنين": 2, "اثنتان": 2, "اثنتين": 2, "ثلاث": 3, "ثلاثة": 3, "اربع": 4,
        "اربعة": 4, "خمس": 5, "خمسة": 5, "ست": 6, "ستة": 6, "سبع": 7, "سبعة": 7, "ثماني": 8, "ثمانية": 8, "ثمان": 8,
        "تسع": 9, "تسعة": 9, "عشر": 10, "عشرة": 10, "عشرون": 20, "عشرين": 20, "ثلاثون": 30, "ثلاثين": 30,
        "اربعون": 40, "اربعين": 40, "خمسون": 50, "خمسين": 50, "ستون": 60, "ستين": 60, "سبعون": 70, "سبعين": 70,
        "ثمانون": 80, "ثمانين": 80, "تسعون": 90, "تسعين": 90, "مئة": 100, "مائة": 100, "مئتان": 200, "مائتان": 200,
        "مئتين": 200, "مائتين": 200, "الف": 1000, "الاف": 1000, "الفان": 2000, "الفين": 2000, "مليون": 1_000_000,
    },
}  # fmt: skip
SCALES = (100, 1000, 1_000_000)
JOINS = {"and", "et", "-"}


def spelt_in(text: str, language: str) -> frozenset[Decimal]:
    """This will find the numbers in words: each word, and each run of them added up."""
    known = UNITS.get(language, {})
    found: set[Decimal] = set()
    run: list[int] = []
    for word in [*re.findall(r"\w+", folded(text)), ""]:
        value = known.get(word) or (known.get(word.removeprefix("و")) if language == "ar" else None)
        if value is not None:
            run.append(value)
        elif word not in JOINS:
            found |= {Decimal(one) for one in [*run, *([_added_up(run)] if run else [])]}
            run = []
    return frozenset(found)


def _added_up(run: Iterable[int]) -> int:
    """Two hundred thousand and five: each scale takes what stands before it."""
    total, now = 0, 0
    for value in run:
        if value in SCALES:
            now = max(now, 1) * value
            total, now = (total + now, 0) if value > 100 else (total, now)
        else:
            now += value
    return total + now
