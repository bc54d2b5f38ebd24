"""How many answer of about how many who saw the question: counted without a cookie, never told where not known."""

from datetime import timedelta
from uuid import UUID

import pytest
from django.core.signing import BadSignature
from django.db import DatabaseError
from django.test import Client
from django.utils import timezone

from comity.opinion import viewing
from comity.opinion.analysis import Analysis
from comity.opinion.asking import ask, seen, sign_of
from comity.opinion.models import Answer, PageViews, State
from comity.opinion.templatetags.opinion import responded
from tests.opinion.conftest import MACHINE, NOW, many, page

pytestmark = pytest.mark.django_db
OTHER = UUID("11111111-2222-3333-4444-666666666666")
TODAY = timezone.localdate(NOW)


@pytest.fixture(autouse=True)
def counted(monkeypatch):
    """A process that has counted nothing yet."""
    counted = viewing.Counted()
    monkeypatch.setattr(viewing, "counted", counted)
    return counted


def look(times=1, **facts):
    """Somebody's browser loads the dot beside the question."""
    for _time in range(times):
        answer = Client().get(ask(page(**facts), at=NOW).dot)
    return answer


def told(times, **facts):
    PageViews.add(times, day=TODAY, **{"kind": "article", "language": "en", "state": State.HUMAN, **facts})


def test_a_view_is_counted_as_a_number_of_its_day_language_and_state(counted):
    look(3)
    look(2, language="ar", state=MACHINE)
    counted.write()

    found = set(PageViews.objects.values_list("kind", "language", "state", "times"))
    assert found == {("article", "en", "human", 3), ("article", "ar", "machine", 2)}


def test_the_dot_sets_no_cookie_and_nothing_keeps_it(counted):
    answer = look()

    assert answer.status_code == 200
    assert answer["Content-Type"] == "image/gif"
    assert "no-store" in answer["Cache-Control"]
    assert not answer.cookies


def test_a_view_waits_in_memory_and_asks_the_database_nothing(counted, django_assert_num_queries):
    with django_assert_num_queries(0):
        look()

    assert counted.waiting.total() == 1
    assert not PageViews.objects.exists()


def test_after_a_minute_the_next_view_writes_all_of_them_down(counted):
    look(2)
    counted.written_at -= viewing.EVERY
    look()

    assert PageViews.objects.get().times == 3
    assert not counted.waiting


def test_two_processes_add_to_the_same_number():
    for process in (viewing.Counted(), viewing.Counted()):
        process.add(TODAY, "article", "en", "human")
        process.write()

    assert PageViews.objects.get().times == 2


def test_what_the_database_does_not_take_waits_for_the_next_time(counted, monkeypatch):
    look(2)
    with monkeypatch.context() as broken:
        broken.setattr(PageViews, "add", lambda *given, **where: (_ for _ in ()).throw(DatabaseError))
        counted.write()
    assert not PageViews.objects.exists()
    counted.write()

    assert PageViews.objects.get().times == 2


def test_nothing_else_can_be_counted_than_what_we_signed(counted):
    good = sign_of(page())
    assert seen(good) == ("article", "en", "human")
    for bad in (good[:-1], good.replace("en", "xx"), "article.en.human", "x"):
        with pytest.raises(BadSignature):
            seen(bad)
        assert Client().get(f"/en/opinion/seen/{bad}/").status_code == 404
    assert not counted.waiting


def test_whoever_only_asks_for_the_head_has_seen_nothing(counted):
    assert Client().head(ask(page(), at=NOW).dot).status_code == 200
    assert Client().post(ask(page(), at=NOW).dot).status_code == 405
    assert not counted.waiting


def test_the_rate_is_told_for_all_and_for_each_language_kind_and_state(counted):
    many([4] * 12)
    many([2] * 10, language="ar", state=MACHINE, key=OTHER)
    told(400)
    told(100, language="ar", state=MACHINE)
    analysis = Analysis(Answer.objects.all())

    assert responded(analysis.response) == "about 4.4% of about 500 views"
    splits = {one.key: {group.key: group.response for group in one.groups} for one in analysis.splits}
    assert responded(splits["language"]["ar"]) == "about 10.0% of about 100 views"
    assert responded(splits["state"]["human"]) == "about 3.0% of about 400 views"
    assert responded(splits["language-state"]["ar/machine"]) == "about 10.0% of about 100 views"
    assert splits["kind"]["article"].views == 500
    assert splits["device"]["computer"] is None


def test_answers_of_before_views_were_counted_are_not_in_the_rate():
    many([4] * 30, at=NOW - timedelta(days=40))
    many([4] * 10, at=NOW)
    told(200)

    response = Analysis(Answer.objects.all()).response
    assert (response.answers, response.views, response.since) == (10, 200, TODAY)


@pytest.mark.parametrize("views", [0, 11])
def test_where_nothing_or_less_than_the_answers_was_counted_the_rate_is_not_known(views):
    many([4] * 12)
    if views:
        told(views)

    assert responded(Analysis(Answer.objects.all()).response) == "not known"


def test_of_fewer_than_ten_answers_no_rate_is_told():
    many([4] * 9)
    told(900)

    assert responded(Analysis(Answer.objects.all()).response) == "not known"
