"""How far a day lies from today is told in whole units, and none of them so large that it says little."""

from datetime import datetime, timedelta

import pytest
from django.utils import timezone, translation

from comity.translation.templatetags.said import ago, moment, moment_in


@pytest.mark.parametrize(
    ("days", "words"),
    [
        (0, "today"),
        (1, "in 1 day"),
        (6, "in 6 days"),
        (7, "in 1 week"),
        (8, "in 8 days"),
        (13, "in 13 days"),
        (14, "in 2 weeks"),
        (31, "in 1 month"),
        (45, "in 6 weeks"),
        (61, "in 2 months"),
        (365, "in 1 year"),
        (608, "in 20 months"),
        (731, "in 2 years"),
        (-7, "1 week ago"),
        (-13, "13 days ago"),
        (-45, "6 weeks ago"),
        (-365, "1 year ago"),
        (-2118, "5 years ago"),
    ],
)
def test_a_day_is_told_by_how_far_it_lies_from_today(days, words):
    assert ago(timezone.localdate() + timedelta(days=days)) == words


def test_french_counts_the_first_of_a_month_and_no_other_day():
    first, other = (datetime(2025, 1, day, 11, 0, tzinfo=timezone.get_default_timezone()) for day in (1, 21))

    with translation.override("fr"):
        assert moment_in(first, "Africa/Casablanca").startswith("1er janvier 2025, 12:00")
        assert moment(first).startswith("1er janvier 2025, ")
        assert moment(other).startswith("21 janvier 2025, ")
    with translation.override("en"):
        assert moment(first).startswith("1 January 2025, ")
