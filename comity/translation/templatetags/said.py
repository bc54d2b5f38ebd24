"""Filters that show a text, a name, a day or a number to the reader, in the reader's language."""

import re
from datetime import date, datetime, timedelta
from decimal import Decimal
from zoneinfo import ZoneInfo

from babel import Locale
from babel.dates import format_date, format_datetime, format_interval, format_timedelta
from babel.lists import format_list
from babel.numbers import format_decimal
from django import template
from django.utils import timezone
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext, ngettext

from comity.translation.likeness import passes_for_another
from comity.translation.said_in import UNDETERMINED
from comity.translation.speech import language_of
from comity.translation.texts import Text, current_language, direction
from comity.translation.texts import colon as colon_in
from comity.translation.texts import comma as comma_in
from comity.translation.unseen import as_name, as_text

register = template.Library()
DAY_IN_WORDS = re.compile(r"\b\d{4}-\d\d-\d\d\b")
BREAK = SafeString("<br>")
DAYS_OF_A_YEAR, DAYS_OF_A_MONTH = 365.25, 30.4375
ABOUT_ONE = 1.1  # what lasts longer than one year, month or week and shorter than two is told in the next smaller unit
FIRST_OF_A_MONTH = re.compile(r"(?<!\d)1 (?=[^\W\d])")
FRENCH_FOR_UTC = re.compile(r" TU\b")  # as CLDR has it; people write UTC
KILO = 1024
CLDR = {"en": "en_GB", "fr": "fr", "ar": "ar"}


def locale() -> str:
    """This will name the reader's locale as CLDR does."""
    return CLDR[current_language()]


def _marked(tag: str, text: Text, inner: str) -> SafeString:
    shown = text.shown_in(current_language())
    return format_html('<{} lang="{}" dir="{}">{}</{}>', tag, shown, direction(shown), inner, tag)


@register.filter
def said(text: Text | str | None) -> SafeString:
    """This will show a short text isolated from what stands around it, with its own language and direction."""
    if not isinstance(text, Text):
        return format_html("<bdi>{}</bdi>", text or "")
    if text.shown_in(current_language()) == current_language():
        return format_html("<bdi>{}</bdi>", str(text))
    return _marked("bdi", text, str(text))


@register.filter
def named(name: Text | str | None) -> SafeString:
    """This will show the name of a person, and tell whoever translates the page to leave it out (HTML, `translate`)."""
    return SafeString(said(name).replace("<bdi", '<bdi translate="no"', 1))


@register.filter
def in_their_words(words: str) -> SafeString:
    """This will show what somebody typed, in the language in which it was written as far as the words tell that.

    Where they do not, the language is undetermined: that of the page is a guess, and read out aloud as such.
    """
    code = language_of(words)
    lines = format_html_join(BREAK, "{}", ((line,) for line in words.strip().splitlines()))
    return format_html(
        '<bdi lang="{}" dir="{}">{}</bdi>', code or UNDETERMINED, direction(code) if code else "auto", lines
    )


@register.filter
def written_in(words: str) -> str:
    """This will name the language in which somebody typed words, as far as these tell it, for a part of the page."""
    return language_of(words) or UNDETERMINED


@register.filter
def isolated(value: object) -> str:
    """This will keep a value's direction to itself in plain text, where no markup can: in letters and sentences.

    It stays on one line, so that nothing can begin another one: not in a subject, not in a calendar.
    """
    return f"\u2068{as_name(str(value))}\u2069"


@register.filter
def isolated_lines(value: object) -> str:
    """This will keep the direction of each line of a longer text to itself in plain text."""
    return "\n".join(f"\u2068{line}\u2069" if line.strip() else "" for line in as_text(str(value)).splitlines())


@register.filter
def looks_like_another(name: object) -> bool:
    """This will tell whether a name mixes letters that look alike, so that it could pass for another."""
    versions = name.values() if isinstance(name, Text) else [str(name)]
    return any(passes_for_another(one) for one in versions)


@register.filter
def told(text: Text | None) -> SafeString:
    """This will show a long text in paragraphs, with its own language and direction; no markup of its own counts."""
    if not text:
        return SafeString("")
    paragraphs = [part.splitlines() for part in str(text).replace("\r\n", "\n").split("\n\n") if part.strip()]
    breaks = [format_html_join(BREAK, "{}", ((line,) for line in lines)) for lines in paragraphs]
    return _marked("div", text, format_html_join("", "<p>{}</p>", ((lines,) for lines in breaks)))


@register.filter
def names_in_order(texts: list[Text]) -> SafeString:
    """This will list short texts, each isolated, parted by middle dots."""
    return format_html_join(" · ", "{}", ((said(text),) for text in texts))


@register.filter
def day(value: date | None) -> str:
    """This will write a day in full, as in 21 January 2021; of a moment, the day by the reader's own clock."""
    if isinstance(value, datetime) and timezone.is_aware(value):
        value = timezone.localdate(value)
    return _first(format_date(value, "long", locale=locale())) if value else ""


def _first(written: str) -> str:
    """French counts the first of a month, and only that one; the CLDR does not."""
    return FIRST_OF_A_MONTH.sub("1er ", written) if locale() == "fr" else written


@register.filter
def with_days(words: str) -> str:
    """This will write the days in a line that all languages share, such as a source, in the reader's language."""
    return DAY_IN_WORDS.sub(lambda found: _day_of(found[0]), words)


def _day_of(written: str) -> str:
    try:
        return day(date.fromisoformat(written))
    except ValueError:  # no day of any calendar: it stays as it was written
        return written


@register.filter
def moment(value: datetime | None) -> str:
    """This will write a day and a time, to the minute, in the reader's zone."""
    if value is None:
        return ""
    pattern = f"d MMMM y{comma()}HH:mm z"  # CLDR's own Arabic form counts the hours to twelve
    words = format_datetime(value, pattern, tzinfo=timezone.get_current_timezone(), locale=locale())
    return _first(FRENCH_FOR_UTC.sub(" UTC", words))


@register.filter
def moment_in(value: datetime, zone: str) -> str:
    """This will write a day and a time as the clocks of `zone` show it, with the zone's name."""
    pattern = f"d MMMM y{comma()}HH:mm (VVV)"
    return _first(format_datetime(value, pattern, tzinfo=ZoneInfo(zone), locale=locale()))


@register.filter
def ago(value: date | datetime | None) -> str:
    """This will tell how far `value` lies from now in whole years, months or days, as in "5 years ago"."""
    if value is None:
        return ""
    if not isinstance(value, datetime) and value == timezone.localdate():
        return gettext("today")
    now = timezone.now()
    apart = value - now if isinstance(value, datetime) else timedelta(days=(value - timezone.localdate()).days)
    span, threshold = _in_whole_units(apart)
    words = format_timedelta(span, add_direction=True, threshold=threshold, locale=locale())
    return words.replace("ثوانِ", "ثوانٍ")  # CLDR writes the ending of seconds that have passed wrongly


def _in_whole_units(apart: timedelta) -> tuple[timedelta, int]:
    """Cut a span down to whole units, and tell from how many on CLDR's formatter may take a larger unit.

    It rounds up where 5.8 years are not yet six, and takes 13 days for a week.
    """
    sign, days = (-1 if apart < timedelta() else 1), abs(apart) / timedelta(days=1)
    for unit in (DAYS_OF_A_YEAR, DAYS_OF_A_MONTH, 7):
        # A year of 365 days is a year too, and thirty days are a month: hence the day of grace.
        count = int((days + (unit > 7)) / unit)
        if count > 1 or (count == 1 and days < unit * ABOUT_ONE):
            return sign * timedelta(days=count * unit), min(count, 2)
    return apart, 1 if days < 7 else 2


def months(first: date, last: date) -> str:
    """This will write a stretch of months, as in July to December 2020."""
    return format_interval(first, last, "yMMMM", locale=locale())


@register.filter
def number(value: int | Decimal | None) -> str:
    """This will write a number as the reader's language does, as in 5,000."""
    return format_decimal(value, locale=locale()) if value is not None else ""


@register.filter(name="size")
def size_in_words(count: int) -> str:
    """This will write a number of bytes as a reader takes it in, as in 2.5 MB; Django's Arabic counts bytes wrongly."""
    if count < KILO:
        unit, words = 1, ngettext("%(n)s byte", "%(n)s bytes", count)
    elif count < KILO * KILO:
        unit, words = KILO, gettext("%(n)s kB")
    else:
        unit, words = KILO * KILO, gettext("%(n)s MB")
    return (words % {"n": number(round(Decimal(count) / unit, 1))}).replace(" ", "\u00a0")


@register.simple_tag
def colon() -> str:
    """This will lead over to what follows, as the reader's language does."""
    return colon_in(current_language())


@register.simple_tag
def comma() -> str:
    """This will part two words as the reader's language does."""
    return comma_in(current_language())


def listed(words: list[str]) -> str:
    """This will write several things as one sentence does, as in "two letters, a call and a visit"."""
    return format_list(words, locale=locale())


@register.filter
def country(code: str) -> str:
    """This will name a country, given its ISO 3166 code of two letters."""
    return Locale.parse(locale()).territories.get(code, code) if code else ""


@register.filter
def in_language(text: Text, code: str) -> str:
    """This will give the words of a text in this very language; nothing where it has none in it."""
    return text.get(code, "")


@register.filter
def language_name(code: str) -> str:
    """This will name a language in the reader's own, as in "French"."""
    return Locale.parse(locale()).languages.get(code, code)


@register.filter
def own_language_name(code: str) -> str:
    """This will name a language in that language itself, as in "Français"."""
    name = Locale.parse(CLDR.get(code, code)).languages.get(code, code)
    return name[:1].upper() + name[1:]
