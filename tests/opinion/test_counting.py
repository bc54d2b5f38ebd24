"""A share is told with its interval and the number behind it, and of fewer than ten answers nothing."""

import pytest

from comity.opinion.counting import Share
from tests.opinion.conftest import many
from tests.website.conftest import browser_of

ADDRESS = "/en/opinion/analysis/"


# As published for the Wilson interval, and checked by hand.
@pytest.mark.parametrize(
    ("part", "of", "low", "high"),
    [
        (8, 10, 0.490, 0.943),
        (80, 100, 0.711, 0.867),
        (800, 1000, 0.774, 0.824),
        (3, 3, 0.438, 1.0),
        (0, 10, 0.0, 0.278),
    ],
)
def test_the_interval_is_that_of_wilson(part, of, low, high):
    assert Share(part, of).interval == pytest.approx((low, high), abs=0.001)


def test_of_nine_answers_nothing_is_told_and_of_ten_the_share(office):
    many([4] * 8 + [1])
    before = browser_of(office.reader).get(ADDRESS).text
    many([1], device="phone")

    after = browser_of(office.reader).get(ADDRESS).text

    assert "Fewer than ten" in before
    assert "80%" not in before
    assert "80% (between 49% and 94%, n\u00a0=\u00a010)" in after


@pytest.mark.parametrize("who", ["counterpart", "stranger"])
def test_nobody_but_the_office_reads_the_analysis(office, who):
    assert browser_of(getattr(office, who)).get(ADDRESS).status_code == 403
    assert browser_of(None).get(ADDRESS).status_code == 302


@pytest.mark.parametrize("who", ["reader", "officer", "head"])
def test_the_office_reads_it(office, who):
    assert browser_of(getattr(office, who)).get(ADDRESS).status_code == 200
