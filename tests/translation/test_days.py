"""A day is told in the reader's language; the day of a moment is the one by the reader's own clock."""

import re
from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

import pytest
from babel.messages.pofile import read_po
from django.utils import timezone
from django.utils.translation import override

from comity.translation.templatetags.said import day, with_days
from tests.conftest import ROOT

LATE = datetime(2021, 1, 20, 23, 30, tzinfo=UTC)


@pytest.mark.parametrize(
    ("zone", "told"),
    [("UTC", "20 January 2021"), ("Africa/Casablanca", "21 January 2021"), ("Asia/Tokyo", "21 January 2021")],
)
def test_the_day_of_a_moment_is_the_readers_own(zone, told):
    with timezone.override(ZoneInfo(zone)):
        assert day(LATE) == told


def test_a_day_without_a_time_is_the_same_everywhere():
    with timezone.override(ZoneInfo("Asia/Tokyo")):
        assert day(date(2021, 1, 20)) == "20 January 2021"


def test_nothing_is_told_of_no_day_and_arabic_tells_it_in_arabic():
    with override("ar"):
        assert (day(None), day(date(2021, 1, 21))) == ("", "21 يناير 2021")


@pytest.mark.parametrize(
    ("language", "told"),
    [("en", "icesco.org, 22 January 2021 · 2021-02-31"), ("ar", "icesco.org, 22 يناير 2021 · 2021-02-31")],
)
def test_the_days_of_a_source_are_told_in_the_readers_language(language, told):
    with override(language):
        assert with_days("icesco.org, 2021-01-22 · 2021-02-31") == told


# A day without the article that French puts before it, or the preposition of Arabic; how long ago it was needs none.
BARE = {
    "fr": re.compile(r"(?<=[\w,])(?<!\b[Ll]e)(?<!\bdu)(?<!au)(?<!utilisation) %\((day|when)\)s"),
    "ar": re.compile(r"، %\((day|when)\)s"),
}


@pytest.mark.parametrize(
    ("language", "bare"), [("fr", "Refusé pour %(side)s, %(when)s"), ("ar", "رُفض عن %(side)s، %(when)s")]
)
def test_a_sentence_leads_to_its_day_as_the_language_does(language, bare):
    with (ROOT / f"comity/locale/{language}/LC_MESSAGES/django.po").open("rb") as file:
        said = [one.string for one in read_po(file) if one.id]
    texts = [words for one in said for words in ([one] if isinstance(one, str) else one)]

    assert [one for one in texts if BARE[language].search(one)] == []
    assert BARE[language].search(bare)
