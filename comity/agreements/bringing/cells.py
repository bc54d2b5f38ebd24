"""What stands in a cell: a day in one of many ways to write it, a number, a kind."""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import date, timedelta
from functools import cache

from babel import Locale
from django.utils.translation import gettext as _
from django.utils.translation import override

from comity.agreements.terms import Kind
from comity.translation.spelling import folded
from comity.translation.templatetags.said import isolated
from comity.translation.texts import languages

DAY_FIRST, MONTH_FIRST = "dmy", "mdy"
DIGITS = str.maketrans("٠١٢٣٤٥٦٧٨٩۰۱۲۳۴۵۶۷۸۹", "01234567890123456789")
ISO = re.compile(r"^(\d{4})[-/.](\d{1,2})[-/.](\d{1,2})(?:[ T]00:00(?::00)?)?$")
DOTTED = re.compile(r"^(\d{1,2})\.\s?(\d{1,2})\.\s?(\d{4})$")
SLASHED = re.compile(r"^(\d{1,2})[/-](\d{1,2})[/-](\d{4})$")
SERIAL = re.compile(r"^\d{5}(?:\.0+)?$")
IN_WORDS = re.compile(r"^(\d{1,2})(?:er|st|nd|rd|th|\.)?\s+([^\W\d]+)\.?,?\s+(\d{4})$")
WORDS_FIRST = re.compile(r"^([^\W\d]+)\.?\s+(\d{1,2})(?:st|nd|rd|th)?,?\s+(\d{4})$")
# Excel counts days from here (it takes 1900 for a leap year, so that its first two months are a day off).
EPOCH = date(1899, 12, 30)
FROM_SERIAL, TO_SERIAL = 15_000, 80_000  # from 1941 to 2119
SYNONYMS = {
    "mou": Kind.MEMORANDUM,
    "memorandum": Kind.MEMORANDUM,
    "protocole d accord": Kind.MEMORANDUM,
    "protocole d entente": Kind.MEMORANDUM,
    "مذكره تفاهم": Kind.MEMORANDUM,
    "loi": Kind.LETTER_OF_INTENT,
    "lettre d intention": Kind.LETTER_OF_INTENT,
    "framework": Kind.FRAMEWORK,
    "convention cadre": Kind.FRAMEWORK,
    "accord cadre": Kind.FRAMEWORK,
    "اتفاقيه اطاريه": Kind.FRAMEWORK,
    "convention": Kind.COOPERATION,
    "cooperation": Kind.COOPERATION,
    "اتفاقيه تعاون": Kind.COOPERATION,
    "cotutelle": Kind.COTUTELLE,
}


class Unreadable(ValueError):
    """What stands in a cell is not what its column holds; the words say what is wrong."""


class Ambiguous(ValueError):
    """What stands in a cell can be read in two ways; the words say which."""


def read_day(cell: str, order: str = "") -> date | None:
    """This will read a day: 2021-04-16, 16.04.2021, 16/04/2021, 16 April 2021, or the number that Excel keeps.

    `order` says which comes first where only slashes part them, the day or the month. Raises Ambiguous where nobody
    said so and both are possible, Unreadable for anything else. Nothing is read from an empty cell.
    """
    words = cell.translate(DIGITS).strip()
    if not words or folded(words) in ("n a", "na", "none", "unknown", "inconnu", "غير معروف"):
        return None
    if found := ISO.match(words):
        return _day(cell, *found.groups())
    if found := DOTTED.match(words):
        return _day(cell, *reversed(found.groups()))
    if found := SLASHED.match(words):
        return _slashed(cell, *found.groups(), order=order)
    if SERIAL.match(words) and FROM_SERIAL <= int(float(words)) <= TO_SERIAL:
        return EPOCH + timedelta(days=int(float(words)))
    return _in_words(cell, words)


def _slashed(cell: str, first: str, second: str, year: str, *, order: str) -> date:
    if int(first) > 12 or first == second:
        order = DAY_FIRST
    elif int(second) > 12:
        order = MONTH_FIRST
    if not order:
        words = _("“%(cell)s” can be read with the day first or the month first. Say which it is.")
        raise Ambiguous(words % {"cell": isolated(cell)})
    day, month = (first, second) if order == DAY_FIRST else (second, first)
    return _day(cell, year, month, day)


def _in_words(cell: str, words: str) -> date:
    found, first = IN_WORDS.match(words), WORDS_FIRST.match(words)
    day, name, year = (
        found.groups() if found else (first.group(2), first.group(1), first.group(3)) if first else ("", "", "")
    )
    month = _months().get(folded(name)) if name else None
    if month is None:
        raise Unreadable(_("“%(cell)s” is not a day.") % {"cell": isolated(cell)})
    return _day(cell, year, str(month), day)


def _day(cell: str, year: str, month: str, day: str) -> date:
    try:
        return date(int(year), int(month), int(day))
    except ValueError:
        raise Unreadable(_("“%(cell)s” is not a day.") % {"cell": isolated(cell)}) from None


@cache
def _months() -> dict[str, int]:
    """The months by their names in our languages, written out and short, and as they are called from Rabat to Amman."""
    found: dict[str, int] = {}
    for locale in (*(Locale.parse(code) for code in languages()), Locale("ar", "MA"), Locale("ar", "JO")):
        for width in ("wide", "abbreviated"):
            found |= {folded(name).rstrip("."): number for number, name in locale.months["format"][width].items()}
    return found


def order_told_by(cells: Iterable[str]) -> str:
    """This will tell from the days that can be read in one way only which comes first; nothing where they disagree."""
    told = set()
    for cell in cells:
        found = SLASHED.match(cell.translate(DIGITS).strip())
        if found and int(found.group(1)) > 12:
            told.add(DAY_FIRST)
        elif found and int(found.group(2)) > 12:
            told.add(MONTH_FIRST)
    return told.pop() if len(told) == 1 else ""


def read_count(cell: str) -> int | None:
    """This will read how many years or months. Raises Unreadable for what is no such number."""
    found = re.search(r"\d+", cell.translate(DIGITS))
    if not cell.strip():
        return None
    if found is None or not 0 < int(found.group()) < 200:
        raise Unreadable(_("“%(cell)s” is not a number of years or months.") % {"cell": isolated(cell)})
    return int(found.group())


def read_kind(cell: str) -> str:
    """This will tell the kind of an instrument; nothing where none of ours is called so."""
    return _kinds().get(folded(cell), "")


@cache
def _kinds() -> dict[str, str]:
    found: dict[str, str] = {word: str(kind.value) for word, kind in SYNONYMS.items()}
    for language in languages():
        with override(language):
            found |= {folded(str(one.label)): one.value for one in Kind}
    return found | {folded(one.value.replace("_", " ")): one.value for one in Kind}


def is_formula(cell: str) -> bool:
    """This will tell whether a cell holds a formula or a fault of one, and no value."""
    return cell.startswith("=") or cell.upper() in ("#REF!", "#N/A", "#VALUE!", "#NAME?", "#DIV/0!", "#NULL!", "#NUM!")
