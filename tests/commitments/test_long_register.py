"""A long register is read from row to row: no page skips rows, nothing is counted to its end, few are looked up."""

import csv
from datetime import timedelta
from io import StringIO

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from django.utils.translation import override

from comity.commitments import register
from comity.commitments.models import Commitment, Stage
from comity.partners import offering
from comity.translation.texts import Text
from comity.ui import lists
from tests import make
from tests.standing import stands

STAGES = [Stage.OPEN, Stage.PROPOSED, Stage.IN_PROGRESS]
SORTS = ["due", "latest-due", "said", "stage"]


@stands
def seven(office):
    """Seven things said by both sides, some on the same day and some without one."""
    today = timezone.localdate()
    for number in range(7):
        office.commitment(
            deliverable=Text(en=f"Draft {number}"),
            by_host=number % 2 == 0,
            said_on=today - timedelta(30 + number // 2),
            due_on=today + timedelta(number // 3) if number % 3 else None,
            stage=STAGES[number % 3],
        )


@pytest.fixture
def short_pages(monkeypatch):
    """Pages of two rows, and more than three rows are many: what else takes a thousand is seen with seven."""
    monkeypatch.setattr(lists.Long.page, "__kwdefaults__", {"size": 2})
    monkeypatch.setattr(lists, "ENOUGH", 3)
    monkeypatch.setattr(register, "ENOUGH", 3)


def pages_of(browser, asked, *, step="after", beside=None):
    """Every page that one link after another leads to, as the numbers of its rows."""
    found, beside = [], beside or {}
    while beside is not None:
        page = browser.open("commitments", **asked, **beside).context["page"]
        found.append([one.pk for one in page.rows])
        number = page.next if step == "after" else page.previous
        beside = {step: number} if number else None
    return found


@pytest.mark.parametrize("sort", SORTS)
@pytest.mark.parametrize("who", ["officer", "counterpart", "reader"])
def test_every_row_stands_on_one_page_in_its_order(seven, short_pages, request, sort, who):
    browser = request.getfixturevalue(who)

    pages = pages_of(browser, {"sort": sort})

    order = register.SORTS[sort].sort(Commitment.objects.all())
    assert [number for page in pages for number in page] == [one.pk for one in order]
    assert [len(page) for page in pages] == [2, 2, 2, 1]


@pytest.mark.parametrize("sort", SORTS)
def test_the_way_back_leads_over_the_same_rows(seven, short_pages, officer, sort):
    onward = pages_of(officer, {"sort": sort})

    back = pages_of(officer, {"sort": sort}, step="before", beside={"before": onward[-1][0]})

    assert back == list(reversed(onward[:-1]))


@pytest.mark.parametrize(
    "asked",
    [
        {"partner": "partner"},
        {"person": "keeper"},
        {"state": "overdue"},
        {"state": "open"},
        {"kind": "promise"},
        {"kind": "proposal"},
        {"words": "draft"},
        {"said_from": -32},
        {"keeper": "keeper"},
        {"promised": "ours"},
        {"promised": "theirs"},
        {"turn": "ours"},
        {"turn": "theirs", "promised": "theirs"},
        {"due_from": 0, "due_until": 1},
    ],
)
def test_many_are_found_as_few_are_in_every_order(office, seven, officer, today, monkeypatch, asked):
    def plain(value):
        if isinstance(value, int):
            return (today + timedelta(value)).isoformat()
        return getattr(office, value).pk if value in {"partner", "keeper"} else value

    def found():
        query = {name: plain(value) for name, value in asked.items()}
        pages = {sort: officer.open("commitments", sort=sort, **query).context["page"] for sort in SORTS}
        return {sort: [one.pk for one in page.rows] for sort, page in pages.items()}

    looked_up = found()
    monkeypatch.setattr(lists, "ENOUGH", 0)

    assert found() == looked_up
    assert asked == {"state": "overdue"} or all(looked_up.values())


@pytest.mark.parametrize(("few", "is_walked"), [(0, True), (6, True), (7, False)])
def test_words_that_few_say_are_looked_up_and_those_of_many_walked_to(
    seven, short_pages, officer, monkeypatch, few, is_walked
):
    walks = []
    walked = lists.Way.walked
    monkeypatch.setattr(lists.Way, "walked", lambda way, order: walks.append(way) or walked(way, order))
    monkeypatch.setattr(register, "FEW_SAY_IT", few)
    monkeypatch.setattr(lists, "STRETCHES", ())

    found = pages_of(officer, {"words": "draft", "sort": "said"})

    assert [number for page in found for number in page] == list(
        Commitment.objects.newest_first().values_list("pk", flat=True)
    )
    assert bool(walks) == is_walked


STRETCHES = [(1, 2), (2, 4), (2, 7), (7, 8), (8,)]


@pytest.mark.parametrize(
    ("more", "sort"),
    [
        ({}, "due"),
        ({}, "said"),
        ({"kind": "promise"}, "due"),
        ({"state": "overdue"}, "due"),
        ({"partner": "partner"}, "said"),
    ],
)
def test_a_word_is_found_alike_however_far_the_order_is_looked_along(
    office, seven, short_pages, today, monkeypatch, more, sort
):
    office.commitment(deliverable=Text(en="A rare draft"), said_on=today - timedelta(400), due_on=today - timedelta(1))
    asked = {name: office.partner if name == "partner" else value for name, value in more.items()}

    def found(words, stretches):
        monkeypatch.setattr(lists, "STRETCHES", stretches)
        whole = asked | {"words": words, "sort": sort}
        return [listed(whole, viewer=viewer, today=today) for viewer in (office.officer, office.counterpart)]

    for words in ("draft", "draft 0", "rare", "nothing"):
        by_the_index = found(words, ())
        assert [one for one in STRETCHES if found(words, one) != by_the_index] == [], words
        assert words == "nothing" or more or by_the_index[0][0][0]


def listed(asked, *, viewer, today):
    """Every page of the list behind the register, found anew for each as a browser has it; and how many there are."""

    def long():
        return register.found(asked, viewer=viewer, today=today, now=make.NOW)

    pages, beside = [], {}
    while beside is not None:
        page = long().page(beside)
        pages.append([one.pk for one in page.rows])
        beside = {"after": str(page.next)} if page.next else None
    return pages, long().count()


@pytest.mark.parametrize(("stretches", "is_asked"), [((4, 7), False), ((7,), False), ((2, 2), True), ((), True)])
def test_a_word_that_is_soon_met_is_not_asked_of_the_index_of_words(
    seven, short_pages, officer, monkeypatch, stretches, is_asked
):
    monkeypatch.setattr(lists, "STRETCHES", stretches)

    with CaptureQueriesContext(connection) as queries:
        page = officer.open("commitments", words="draft").context["page"]

    by_index = ["MATCH" in one["sql"] or "to_tsquery" in one["sql"] for one in queries.captured_queries]
    assert len(page.rows) == 2
    assert any(by_index) == is_asked


def test_what_is_many_altogether_is_counted_no_further(seven, short_pages, officer):
    with CaptureQueriesContext(connection) as queries:
        said = officer.open("commitments", kind="promise").context["in_words"]

    assert said == "more than 3 promises"
    assert any("AS ways LIMIT 4" in one["sql"] for one in queries.captured_queries)


def test_a_list_of_many_says_that_there_are_more(seven, short_pages, officer, counterpart):
    assert officer.open("commitments").context["in_words"] == "more than 3 promises and proposals"
    assert officer.open("commitments", kind="promise").context["in_words"] == "more than 3 promises"
    assert counterpart.open("commitments", kind="proposal").context["in_words"] == "2 proposals"


def test_a_number_that_is_not_on_the_list_begins_it_anew(office, seven, short_pages, officer, stranger):
    hidden = Commitment.objects.first().pk
    first = [one.pk for one in officer.open("commitments").context["page"]]

    assert officer.open("commitments", after="999999999999999999999").context["page"].rows[0].pk == first[0]
    assert officer.open("commitments", after="-1", before="x").context["page"].rows[0].pk == first[0]
    assert stranger.open("commitments", after=hidden).context["page"].rows == []


def test_the_register_asks_as_often_for_thirty_as_for_one(office, officer, counterpart, visitor, today):
    def asked(browser, **query):
        with CaptureQueriesContext(connection) as queries:
            browser.open("commitments", **query)
        return len(queries)

    def every():
        pages = [(officer, {}), (counterpart, {}), (visitor, {}), (officer, {"partner": office.partner.pk})]
        last = Commitment.objects.last().pk
        return [asked(browser, **query) for browser, query in pages] + [asked(officer, after=last, sort="stage")]

    office.commitment(due_on=today)
    every()
    counts = [every()]
    for more in (2, 27):
        for _number in range(more):
            office.commitment(due_on=today, trigger="")
        counts.append(every())

    assert counts[1] == counts[2]
    assert max(counts[2]) <= 15


# PostgreSQL decides by its figures, and reads a table of seven rows whole.
@pytest.mark.sqlite_only
@pytest.mark.parametrize(
    "asked",
    [
        {},
        {"sort": "said"},
        {"sort": "stage"},
        {"sort": "latest-due"},
        {"state": "open"},
        {"words": "draft"},
        {"turn": "ours"},
        {"turn": "theirs"},
    ],
)
def test_no_page_of_the_register_reads_the_whole_table_on_sqlite(office, seven, short_pages, officer, asked):
    with CaptureQueriesContext(connection) as queries:
        officer.open("commitments", **asked)

    assert list(scans(queries)) == []


def scans(queries):
    """Where a plan reads the table of commitments from end to end, by no index."""
    with connection.cursor() as cursor:
        for query in queries.captured_queries:
            if query["sql"].startswith("SELECT"):
                cursor.execute("EXPLAIN QUERY PLAN " + query["sql"].replace("%", "%%"))
                yield from (row[-1] for row in cursor.fetchall() if row[-1] == "SCAN commitments_commitment")


@pytest.mark.sqlite_only
def test_a_question_without_an_index_would_be_found(office, seven):
    with CaptureQueriesContext(connection) as queries:
        list(Commitment.objects.filter(priority="normal"))

    assert list(scans(queries)) == ["SCAN commitments_commitment"]


# Words


def test_a_word_is_found_by_its_beginning_with_or_without_the_article(office, officer):
    office.commitment(deliverable=Text(en="Send it", ar="إرسال المسودة"))
    office.commitment(deliverable=Text(en="Resend that"))

    def found(words):
        return [str(one) for one in officer.open("commitments", words=words).context["page"]]

    assert found("مسودة") == found("المسو") == found("send") == ["Send it"]
    assert found("end") == []
    assert found('"*) OR') == []
    assert found("s") == ["Send it"]


# Of many partners one is named


@pytest.fixture
def many_partners(monkeypatch):
    monkeypatch.setattr(offering, "FEW", 1)


def named(browser, **asked):
    form = browser.open("commitments", **asked).context["form"]
    return form.asked().get("partner"), form.errors.get("partner")


def test_where_there_are_many_a_partner_is_named(office, seven, many_partners, officer):
    make.organisation("Partner Agency", by=office.officer)

    assert named(officer, partner=office.partner.pk)[0] == office.partner
    assert named(officer, partner="partner assoc")[0] == office.partner
    assert "Nothing here is named like this" in named(officer, partner="nobody")[1][0]
    assert 'value="Partner Association"' in officer.open("commitments", partner=office.partner.pk).content.decode()


def test_a_name_that_several_have_is_asked_for_more_of_it(office, seven, many_partners, officer):
    office.commitment(beneficiary=make.organisation("Partner Agency", by=office.officer))

    assert "Several are named like this" in named(officer, partner="partner")[1][0]
    assert named(officer, partner="partner assoc")[0] == office.partner
    assert "Nothing here is named like this" in named(officer, partner="host organisation")[1][0]


def test_a_number_names_nobody_whom_the_reader_may_not_know(office, seven, many_partners, officer, stranger):
    unknown = make.person("Hidden Colleague", by=office.officer, at=office.host)
    office.commitment(person=unknown)

    def told(browser):
        return "Hidden Colleague" in browser.open("commitments", person=unknown.pk).content.decode()

    assert (told(officer), told(stranger)) == (True, False)


# The whole of it as a file


def test_the_whole_register_leaves_row_by_row_in_the_readers_language(seven, short_pages, officer):
    with override("fr"):
        answer = officer.open("commitments-export", "csv")

    assert answer.streaming
    rows = list(csv.reader(StringIO(b"".join(answer.streaming_content).decode("utf-8-sig"))))
    assert sorted(row[1] for row in rows[1:]) == [f"Draft {number}" for number in range(7)]
    assert {row[4] for row in rows[1:]} == {"non"}


def test_an_export_goes_on_from_row_to_row(office, seven):
    long = register.found({}, viewer=office.officer, today=make.TODAY, now=make.NOW)

    assert len({one.pk for one in long.walk(size=2)}) == len(list(long.walk(size=2))) == 7
