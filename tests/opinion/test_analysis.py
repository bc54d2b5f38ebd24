"""The analysis: parted in every way, told from ten answers on, with an alarm that chance does not ring."""

import csv
import json
import re
from datetime import date, timedelta
from io import StringIO

import pytest

from comity.opinion.analysis import Analysis
from comity.opinion.changes import chance_of, changes
from comity.opinion.counting import Share, Tally
from comity.opinion.drawing import marks
from comity.opinion.giving import How, give, say
from comity.opinion.models import Answer, Device, Theme
from comity.opinion.visitors import Visitor, device_of
from comity.translation.texts import Text
from tests.make import TODAY
from tests.opinion.conftest import NOW, answered, many, page
from tests.website.conftest import browser_of


@pytest.fixture(autouse=True)
def at_this_moment(time_machine):
    time_machine.move_to(NOW, tick=False)


def groups(key):
    split = next(one for one in Analysis(Answer.objects.all()).splits if one.key == key)
    return {one.key: (one.tally.n, one.tally.satisfied.part) for one in split.groups}


def test_answers_are_parted_by_language_device_state_and_topic(office):
    many([4] * 3 + [1], language="en", topics=("catalysis",))
    many([5] * 2, language="ar", state="machine", topics=("catalysis", "astrophysics"))
    answered(2, who="on a telephone", device=Device.PHONE, language="fr")

    assert groups("language") == {"en": (4, 3), "ar": (2, 2), "fr": (1, 0)}
    assert groups("device") == {"computer": (6, 5), "phone": (1, 0)}
    assert groups("state") == {"human": (5, 3), "machine": (2, 2)}
    assert groups("topic")["catalysis"] == (6, 5)
    assert groups("language-state")["ar/machine"] == (2, 2)


def test_a_group_of_fewer_than_ten_is_named_and_nothing_of_it_is_told(office):
    many([4] * 12, language="en")
    many([1] * 9, language="ar")

    told = browser_of(office.reader).get("/en/opinion/analysis/").text

    assert "fewer than ten answers" in told
    assert "n\u00a0=\u00a09" not in told
    assert "n\u00a0=\u00a012" in told


@pytest.mark.parametrize("address", ["opinion", "opinion/analysis"])
@pytest.mark.parametrize("language", ["en", "fr", "ar"])
def test_each_bar_stands_in_the_row_that_names_and_counts_what_it_draws(office, language, address):
    for level, n in ((1, 2), (4, 9), (5, 5)):
        many([level] * n, title=f"{level}")

    page = browser_of(office.reader).get(f"/{language}/{address}/").text

    rows = re.findall(r'<tr><th scope="row">[^<]+</th><td class="num"[^>]*>(\d+)</td><td[^>]*>(.*?)</td></tr>', page)
    assert [number for number, _drawn in rows] == ["2", "0", "0", "9", "5"]
    assert all("%" in drawn and drawn.count("<rect") == 1 for _number, drawn in rows)


def test_the_trend_names_the_days_and_shares_at_its_ends(office):
    many([4] * 12)
    many([4] * 12, at=NOW - timedelta(days=63), title="before")

    page = browser_of(office.reader).get("/en/opinion/analysis/?period=&by=month").text
    drawn = page.partition('class="trend-frame"')[2].partition("</div>\n<p")[0]

    assert re.findall(r"<span>([^<]+)</span>", drawn) == ["100%", "50%", "0%", "1 September 2026", "1 November 2026"]


@pytest.mark.parametrize("language", ["en", "fr", "ar"])
def test_no_line_breaks_within_the_number_of_answers(office, language):
    many([4] * 12)

    told = browser_of(office.reader).get(f"/{language}/opinion/").text

    wanted = "عدد\u00a0الإجابات:\u00a012)" if language == "ar" else "n\u00a0=\u00a012)"
    assert wanted in told


def test_what_is_set_apart_is_counted_apart(office):
    many([4] * 10)
    give(page(), level=1, visitor=Visitor("trapped", Device.OTHER), now=NOW, how=How(is_trapped=True))

    told = Analysis(Answer.objects.all())

    assert (told.whole.n, told.apart) == (10, 1)
    assert "1 answer is set apart" in browser_of(office.reader).get("/en/opinion/analysis/").text


def test_the_analysis_asks_no_more_questions_of_many_answers_than_of_few(office, django_assert_max_num_queries):
    many([4] * 12)
    reader = browser_of(office.reader)
    reader.get("/en/opinion/analysis/")
    for day in range(3):
        many([4, 2, 5], at=NOW - timedelta(days=day), language="fr", state="machine", topics=("catalysis",))

    with django_assert_max_num_queries(40):
        reader.get("/en/opinion/analysis/")


@pytest.mark.parametrize("query", ["?period=30&by=week", "?period=x&by=y", "?period=30'--", "?by=month"])
def test_what_nobody_offered_narrows_nothing_down(office, query):
    many([4] * 10)

    assert "n\u00a0=\u00a010" in browser_of(office.reader).get(f"/en/opinion/analysis/{query}").text


def test_an_answer_before_the_period_is_left_out(office):
    many([4] * 10)
    many([1] * 10, at=NOW - timedelta(days=30))

    told = browser_of(office.reader).get("/en/opinion/analysis/?period=30").text

    assert "n\u00a0=\u00a010" in told
    assert "n\u00a0=\u00a020" not in told


# Trend and change


def test_weeks_and_months_are_counted_by_their_first_day():
    many([4] * 2, at=NOW)
    many([4] * 3, at=NOW - timedelta(days=7))

    told = Analysis(Answer.objects.all())

    assert [(one.first, one.tally.n) for one in told.periods("week")] == [
        (date(2026, 11, 16), 3),
        (date(2026, 11, 23), 2),
    ]
    assert [(one.first, one.tally.n) for one in told.periods("month")] == [(date(2026, 11, 1), 5)]


def test_a_period_of_fewer_than_ten_is_not_drawn():
    many([4] * 10, at=NOW)
    many([4] * 9, at=NOW - timedelta(days=7))

    assert len(marks(Analysis(Answer.objects.all()).periods("week"))) == 1


def test_a_fall_that_chance_does_not_explain_rings_an_alarm(office):
    for day in range(31, 61):
        many([5, 4, 5], at=NOW - timedelta(days=day))
    for day in range(10):
        many([1, 2, 5], at=NOW - timedelta(days=day))

    found = changes(Answer.objects.all(), today=TODAY)

    assert found[0].is_for_the_worse
    assert "" in {one.key for one in found}
    assert "fewer are satisfied than before." in browser_of(office.reader).get("/en/opinion/analysis/").text


def test_what_stays_the_same_rings_no_alarm():
    for day in range(60):
        many([5, 4, 2], at=NOW - timedelta(days=day))

    assert changes(Answer.objects.all(), today=TODAY) == []


def test_the_chance_of_a_difference_is_that_of_the_two_proportion_test():
    # 80 of 100 beside 65 of 100: z = 2.376, p = 0.0175
    assert chance_of(Share(80, 100), Share(65, 100)) == pytest.approx(0.0175, abs=0.0005)
    assert chance_of(Share(10, 10), Share(20, 20)) == 1.0


def test_a_tally_tells_each_level():
    tally = Tally({1: 1, 5: 3})

    assert next((level.value, n, share) for level, n, share in tally.levels) == (1, 1, 0.25)


# Comments


@pytest.fixture
def themes(office):
    Theme.enter(
        name=Text(en="Dates", ar="التواريخ"),
        words=Text(en="date, year", fr="année", ar="تاريخ، سنة"),
        by=office.officer,
    )
    for number, words in enumerate(
        ["The dates are wrong.", "والتاريخ خاطئ", "Quelle ANNEE ?", "Updated nicely", "Good."]
    ):
        say(answered(2, who=str(number)), level=2, comment=words)
    return office


def test_comments_are_found_by_theme_in_every_language(themes):
    theme = Theme.objects.get()
    told = browser_of(themes.reader).get(f"/en/opinion/comments/?theme={theme.pk}").text

    assert all(words in told for words in ("The dates are wrong.", "والتاريخ خاطئ", "Quelle ANNEE ?"))
    assert "Updated nicely" not in told
    assert "Good." not in told


def test_what_somebody_wrote_is_shown_as_words_and_never_as_markup(office):
    say(answered(2), level=2, comment="<script>alert(1)</script><b>x</b>")

    told = browser_of(office.reader).get("/en/opinion/comments/").text

    assert "&lt;script&gt;" in told
    assert "<b>x</b>" not in told


# Files


def rows_of(answer):
    body = b"".join(answer.streaming_content).decode("utf-8-sig")
    return list(csv.DictReader(StringIO(body)))


def test_the_answers_leave_as_csv_without_any_mark_of_a_visitor(office):
    say(answered(2, who="a mark to look for"), level=2, comment='=HYPERLINK("x")')

    found = rows_of(browser_of(office.reader).get("/en/opinion/analysis/export/csv/"))

    assert found[0]["level"] == "2"
    assert found[0]["comment"].startswith("'=")
    assert "a mark to look for" not in str(found)


def test_everything_leaves_as_json_and_shares_of_few_are_null(office):
    many([4] * 10, language="en")
    many([1] * 2, language="ar")

    told = json.loads(browser_of(office.reader).get("/en/opinion/analysis/export/json/").content)

    assert told["format"] == "comity-opinion/1"
    assert told["all"]["satisfied"] == {"share": 0.8333, "low": 0.552, "high": 0.953}
    assert {one["group"]: one["n"] for one in told["split"]["language"]} == {"en": 10, "ar": None}
    assert len(told["answers"]) == 12


def test_ratings_leave_in_the_shape_of_the_gateway(office):
    many([4, 4, 1])

    found = rows_of(browser_of(office.reader).get("/en/opinion/analysis/export/gateway/"))

    assert found == [
        {
            "page": "/en/news/piece/",
            "language": "en",
            "month": "2026-11",
            "country": "",
            "device": "computer",
            "rated_1": "1",
            "rated_2": "0",
            "rated_3": "0",
            "rated_4": "2",
            "rated_5": "0",
            "answers": "3",
            "mean": "3.0",
        }
    ]


def test_there_is_no_other_file(office):
    assert browser_of(office.reader).get("/en/opinion/analysis/export/xml/").status_code == 404
    assert browser_of(office.counterpart).get("/en/opinion/analysis/export/csv/").status_code == 403


@pytest.mark.parametrize(
    ("agent", "device"),
    [
        ("Mozilla/5.0 (Linux; Android 15; Pixel 9) AppleWebKit/537.36 Chrome/140 Mobile Safari/537.36", "phone"),
        ("Mozilla/5.0 (iPhone; CPU iPhone OS 18_0 like Mac OS X) Mobile/15E148", "phone"),
        ("Mozilla/5.0 (iPad; CPU OS 18_0 like Mac OS X) Mobile/15E148", "tablet"),
        ("Mozilla/5.0 (Linux; Android 15; SM-X710) AppleWebKit/537.36 Chrome/140 Safari/537.36", "tablet"),
        ("Mozilla/5.0 (Windows NT 10.0; Win64; x64) Chrome/140", "computer"),
        ("curl/8.5", "other"),
        ("", "other"),
    ],
)
def test_the_kind_of_device_is_all_that_is_told_of_it(agent, device):
    assert device_of(agent) == device
