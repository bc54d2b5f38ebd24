"""Ten thousand answers, three of ten from programs: the interval that is told still holds the true share."""

from datetime import timedelta
from random import Random
from uuid import UUID

import pytest

from comity.opinion import bursts
from comity.opinion.analysis import Analysis
from comity.opinion.asking import Altered, TooFast, ask, read
from comity.opinion.giving import How, WorkWanted, give
from comity.opinion.models import Answer, Apart, Device
from comity.opinion.visitors import Visitor
from tests.opinion.conftest import NOW, page

VISITORS, PROGRAMS = 7_000, 3_000
LEVELS, WEIGHTS = [1, 2, 3, 4, 5], [8, 12, 17, 38, 25]
TRUE = 0.63  # of all visitors that there could be, the satisfied and the extremely satisfied
PAGES = [page(key=UUID(int=number + 1), title=f"Page {number}") for number in range(10)]
BURSTS = 6  # hours in which programs send low answers to a page


def arrivals(chance):
    """Everything that comes, in its order: when, to which page, and what it is."""
    coming = [
        (NOW - timedelta(minutes=chance.randrange(60 * 24 * 56)), chance.choice(PAGES), "visitor")
        for _one in range(VISITORS)
    ]
    for number in range(PROGRAMS):
        sort = ("trapped", "fast", "burst")[number % 3]
        begins = NOW - timedelta(days=2 + 5 * (number // 3 % BURSTS), hours=3)
        when = begins + timedelta(seconds=chance.randrange(1_800))
        coming.append((when.replace(minute=when.minute // 2), PAGES[number // 3 % BURSTS], sort))
    return sorted(coming, key=lambda one: one[0])


def send(number, when, asked, sort, chance):
    if sort == "fast":
        with pytest.raises((TooFast, Altered)):
            read(ask(asked, at=when).token, key=asked.key, now=when + timedelta(seconds=1))
        return
    level = chance.choices(LEVELS, WEIGHTS)[0] if sort == "visitor" else 1
    how = How(is_trapped=sort == "trapped", is_proved=False)
    try:
        give(asked, level=level, visitor=Visitor(f"{sort} {number}", Device.COMPUTER), now=when, how=how)
    except WorkWanted:
        if sort == "visitor":  # a browser of a person does the computation
            give(asked, level=level, visitor=Visitor(f"{number}", Device.PHONE), now=when, how=How(is_proved=True))


def told():
    share = Analysis(Answer.objects.all()).whole.satisfied
    return share.interval, share.of


@pytest.mark.sqlite_only  # the same arithmetic on both; what sets suspects apart is tried on both elsewhere
def test_the_interval_holds_the_true_share_though_three_of_ten_are_programs(db):
    chance = Random(21)

    for number, (when, asked, sort) in enumerate(arrivals(chance)):
        send(number, when, asked, sort, chance)

    (low, high), n = told()
    assert low < TRUE < high
    assert n > VISITORS * 0.97
    assert Apart.objects.filter(suspicion="burst").count() == BURSTS
    # Without what was done against programs, the interval would not hold it.
    Answer.objects.update(counts=True)
    (_low, high), n = told()
    assert high < TRUE
    assert n > bursts.FEWEST
