"""What else is told of answers: country, mean, kind of page, and the language of a comment."""

import pytest
from django.test import RequestFactory

from comity.opinion.analysis import Analysis
from comity.opinion.counting import Tally, t_quantile
from comity.opinion.exporting import COLUMNS, GATEWAY, gateway_rows, rows
from comity.opinion.giving import say
from comity.opinion.models import Answer
from comity.opinion.templatetags.opinion import mean_with_interval
from comity.opinion.visitors import country_of
from tests.opinion.conftest import answered, many
from tests.website.conftest import browser_of


def told_from(settings, header, *, proxies=1, name="X-Country"):
    settings.ALLAUTH_TRUSTED_PROXY_COUNT, settings.COUNTRY_HEADER = proxies, name
    return country_of(RequestFactory().get("/", headers={"x-country": header}))


@pytest.mark.parametrize("told", ["MA", "ma", " FR "])
def test_the_country_is_what_a_trusted_proxy_tells(settings, told):
    assert told_from(settings, told) == told.strip().upper()


@pytest.mark.parametrize("told", ["", "XX", "T1", "MAR", "<b>", "م"])
def test_what_is_no_country_is_not_known(settings, told):
    assert told_from(settings, told) == ""


def test_a_browser_cannot_tell_a_country_where_no_proxy_is_trusted_or_no_header_named(settings):
    assert told_from(settings, "MA", proxies=0) == ""
    assert told_from(settings, "MA", name="") == ""


@pytest.mark.parametrize(("freedom", "quantile"), [(9, 2.262), (29, 2.045), (99, 1.984), (9_999, 1.960)])
def test_the_interval_of_a_mean_is_that_of_students_tables(freedom, quantile):
    assert t_quantile(freedom) == pytest.approx(quantile, abs=0.001)


def test_a_mean_is_told_with_its_interval_and_stays_on_the_scale():
    assert mean_with_interval(Tally({1: 5, 5: 5}).mean) == "3.0 (between 1.5 and 4.5)"
    assert mean_with_interval(Tally({4: 1, 5: 9}).mean) == "4.9 (between 4.7 and 5.0)"
    assert mean_with_interval(Tally({5: 10}).mean) == "5.0 (all answers alike)"


def test_answers_are_parted_by_kind_of_page_and_by_country():
    many([4] * 12)

    groups = {one.key: [(group.name, group.tally.n) for group in one.groups] for one in Analysis(Answer.objects).splits}
    assert groups["kind"] == [("Article", 12)]
    assert groups["country"] == [("not known", 12)]


def test_both_files_have_the_country_and_the_language_of_a_comment():
    answer = answered(2)
    Answer.objects.filter(pk=answer.pk).update(country="MA")
    answer.refresh_from_db()
    say(answer, level=2, comment="The date is not there")

    (row,) = (dict(zip(COLUMNS, one, strict=True)) for one in rows(Answer.objects.all()))
    assert (row["country"], row["comment_language"]) == ("MA", "en")
    (row,) = (dict(zip(GATEWAY, one, strict=True)) for one in gateway_rows(Answer.objects.all()))
    assert (row["country"], row["answers"]) == ("MA", 1)


def test_comments_are_found_by_their_language_and_shown_with_it(office):
    for who, words in (("a", "The date is not there"), ("b", "ترجمة بعض الجمل غير مفهومة"), ("c", "Gracias")):
        say(answered(4, who=who), level=4, comment=words)
    browser = browser_of(office.officer)

    page = browser.get("/en/opinion/comments/").text
    assert '<blockquote class="in-their-words" lang="ar" dir="rtl">' in page
    assert '<blockquote class="in-their-words" dir="auto">' in page
    arabic = browser.get("/en/opinion/comments/?language=ar").text
    assert "ترجمة" in arabic and "The date" not in arabic
    unknown = browser.get("/en/opinion/comments/?language=none").text
    assert "Gracias" in unknown and "ترجمة" not in unknown
