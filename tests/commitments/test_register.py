"""The register lists all commitments that a viewer may see, as they are asked for, and says in words what is shown."""

import csv
from datetime import timedelta
from io import BytesIO, StringIO

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from openpyxl import load_workbook

from comity.agreements.models import Agreement
from comity.commitments import register
from comity.commitments.models import Commitment, ExpectedResult, Stage
from comity.journal.thread import tie
from comity.meetings.models import Visibility
from comity.partners.models import Area
from comity.translation.texts import Text
from tests import make
from tests.commitments.conftest import claim


def listed(browser, **asked):
    """What a list shows, in its order, by the number in each sentence."""
    rows = browser.open("commitments", **asked).context["rows"]
    return [str(one.deliverable) for one, _standing in rows]


def in_words(browser, **asked):
    return browser.open("commitments", **asked).context["in_words"].replace("\u2068", "").replace("\u2069", "")


@pytest.fixture
def said(office, today):
    """Five things said, each different in what the register can be asked for."""
    Area.objects.get_or_create(code="science", defaults={"name": Text(en="Science")})

    def say(words, **facts):
        return office.commitment(deliverable=Text(en=words), **{"said_on": today - timedelta(30)} | facts)

    third = make.person("Third Person", by=office.officer, at=office.other)
    return {
        "late": say("Late draft", due_on=today - timedelta(5), areas=["science"]),
        "soon": say("Soon due", due_on=today + timedelta(5), by_host=False, said_on=today - timedelta(60)),
        "with_other": say("With another", beneficiary=office.other, person=third),
        "proposed": say("Perhaps a forum", stage=Stage.PROPOSED),
        "silent": say("Old word", said_on=today - timedelta(400)),
    }


def test_the_office_sees_all_and_a_side_its_own(office, said, officer, reader, counterpart, stranger, visitor):
    seen = {name: len(listed(who)) for name, who in {
        "officer": officer, "reader": reader, "counterpart": counterpart, "stranger": stranger, "visitor": visitor,
    }.items()}  # fmt: skip

    assert seen == {"officer": 5, "reader": 5, "counterpart": 4, "stranger": 1, "visitor": 0}


def test_it_is_narrowed_by_each_filter(office, said, officer, today):
    def ask(**asked):
        return sorted(listed(officer, **asked))

    assert ask(partner=office.other.pk) == ["With another"]
    assert ask(person=said["with_other"].person_id) == ["With another"]
    assert ask(state="overdue") == ["Late draft"]
    assert ask(state="unheard_of") == ["Old word"]
    assert ask(state="proposed") == ask(kind="proposal") == ["Perhaps a forum"]
    assert ask(area="science") == ["Late draft"]
    assert ask(due_from=today.isoformat()) == ["Soon due"]
    assert ask(due_until=today.isoformat()) == ["Late draft"]
    assert ask(said_until=(today - timedelta(50)).isoformat()) == ["Old word", "Soon due"]
    assert ask(said_from=(today - timedelta(50)).isoformat(), kind="promise") == ["Late draft", "With another"]
    assert ask(words="DRÄFT late") == ["Late draft"]


def test_words_are_found_in_every_language_whatever_their_marks(office, officer):
    office.commitment(deliverable=Text(en="Send it", ar="إرسال المُسوّدة"))
    office.commitment(deliverable=Text(en="Another"))

    assert listed(officer, words="المسودة") == ["Send it"]


def test_words_follow_when_the_sentence_is_corrected(office, officer):
    said = office.commitment()

    officer.act(said, "facts", deliverable_en="A new sentence", priority="normal")

    assert listed(officer, words="new sent") == ["A new sentence"]
    assert listed(officer, words="draft") == []


def test_it_is_sorted_by_the_names_that_are_known(office, said, officer):
    assert listed(officer, sort="due")[:2] == ["Late draft", "Soon due"]
    assert listed(officer, sort="latest-due")[:2] == ["Soon due", "Late draft"]
    assert listed(officer, sort="said")[-1] == "Old word"


@pytest.mark.parametrize("sort", ["keeper__user__password", "-pk", "?", "due_on"])
def test_an_unknown_order_sorts_nothing_and_breaks_nothing(office, said, officer, sort):
    answer = officer.open("commitments", sort=sort)

    assert answer.status_code == 200
    assert listed(officer, sort=sort)[:2] == ["Late draft", "Soon due"]


def test_what_is_not_understood_is_told_beside_its_field_and_kept(office, said, officer):
    page = officer.open("commitments", due_from="tomorrow", state="overdue").content.decode()

    assert "Enter a valid date" in page
    assert 'value="tomorrow"' in page


def test_the_host_is_not_offered_as_a_partner(office, said, officer):
    offered = officer.open("commitments").context["form"].fields["partner"].queryset

    assert office.partner in offered
    assert office.host not in offered


@pytest.mark.parametrize(
    ("asked", "told"),
    [
        ({"due_from": "2026-02-31"}, "Due from"),
        ({"partner": "987654"}, "Partner"),
        ({"said_from": "2026-03-02", "said_until": "2026-03-01"}, "Said until"),
    ],
)
def test_what_is_not_taken_into_account_is_told_above_the_list(said, officer, asked, told):
    page = officer.open("commitments", **asked)

    assert page.context["form"].ignored == [told]
    assert "Not taken into account: " in page.text


def test_a_range_that_ends_before_it_begins_is_told_beside_its_end(said, officer):
    page = officer.open("commitments", due_from="2026-03-02", due_until="2026-03-01")

    words = "This day is before the first one, so it cannot be the last."
    assert page.context["form"].errors == {"due_until": [words]}
    assert "open" in page.text[page.text.index('<details class="fold"') :][:40]


def test_a_list_that_is_understood_has_nothing_left_out_of_account(said, officer):
    page = officer.open("commitments", due_from="2026-03-01", due_until="2026-03-02")

    assert "Not taken into account" not in page.text


def test_it_says_in_words_what_is_shown(office, said, officer):
    assert in_words(officer) == "5 promises and proposals"
    assert in_words(officer, kind="promise", state="overdue", partner=office.partner.pk) == (
        "1 promise, overdue, with Partner Association"
    )
    assert in_words(officer, kind="proposal", words="forum") == "1 proposal, with the words forum"


def test_the_form_keeps_what_was_asked(office, said, officer):
    page = officer.open("commitments", words="draft", state="overdue").content.decode()

    assert 'value="draft"' in page
    assert '<option value="overdue" dir="auto" selected>' in page


def test_an_empty_list_says_why(office, officer, visitor):
    assert "Nothing has been said yet" in officer.open("commitments").content.decode()
    assert "Nothing is public yet" in visitor.open("commitments").content.decode()
    office.commitment()
    assert "Nothing fits" in officer.open("commitments", state="closed").content.decode()


def test_a_side_finds_by_person_only_what_it_may_read_fully(office, officer, stranger):
    session = office.session(at="held", is_public=True, compiled_from="A report")
    item = session.items.get()
    item.change(visibility=Visibility.PUBLIC, by=office.officer)
    office.commitment(item=item)

    assert listed(stranger) == ["Send the draft"]
    assert listed(officer, person=office.keeper.pk) == ["Send the draft"]
    # The filter offers the keeper to nobody who may not know them; whoever asks all the same finds nothing by it.
    found = register.found({"person": office.keeper}, viewer=office.stranger, today=make.TODAY, now=timezone.now())
    assert found.count() == 0


def test_the_public_is_not_told_who_answers_for_things(office, visitor):
    session = office.session(at="held", is_public=True, compiled_from="A report")
    item = session.items.get()
    item.change(visibility=Visibility.PUBLIC, by=office.officer)
    office.commitment(item=item)

    assert listed(visitor, person=office.keeper.pk) == ["Send the draft"]
    assert "Amina" not in visitor.open("commitments").content.decode()
    assert "Amina" not in visitor.open("commitments-export", "csv").getvalue().decode()


def test_a_page_holds_fifty(office, officer):
    for _number in range(51):
        office.commitment()

    first = officer.open("commitments").context["page"]
    second = officer.open("commitments", after=first.next).context["page"]
    again = officer.open("commitments", before=second.previous).context["page"]
    assert [len(page.rows) for page in (first, second, again)] == [50, 1, 50]
    assert again.rows == first.rows
    assert (first.previous, second.next, again.previous) == (None, None, None)
    assert f"?after={first.next}" in officer.open("commitments").content.decode()


def test_the_register_asks_the_database_as_often_for_many_as_for_one(office, officer, counterpart, today):
    def asked(browser, **query):
        with CaptureQueriesContext(connection) as queries:
            browser.open("commitments", **query)
        return len(queries)

    def every():
        late = asked(officer, state="overdue", sort="stage")
        both = {"person": office.keeper.pk, "keeper": office.keeper.pk}
        theirs = asked(officer, turn="ours", promised="ours", area="culture", partner=office.partner.pk, **both)
        return asked(officer), asked(counterpart), late, theirs

    office.commitment(trigger="next_session", areas=["culture"])
    asked(officer)
    one = every()
    for number in range(9):
        session = office.session(at="held")
        areas = ["culture", "science"]
        office.commitment(item=session.items.last(), due_on=today + timedelta(number), areas=areas)
    claim(Commitment.objects.first(), by=office.officer)

    assert every() == one
    assert max(one) <= 15


# Where it was said, in which areas, and what came of it


def test_a_row_names_the_session_and_the_areas(office, officer):
    session = office.session(at="held")
    office.commitment(item=session.items.last(), areas=["culture", "science"])
    office.commitment(deliverable=Text(en="Said elsewhere"))

    page = officer.open("commitments").text

    where = f'<a class="quiet" href="{session.get_absolute_url()}"><bdi>First session</bdi></a> · '
    assert page.count('<span class="row-more">' + where) == 1


def test_who_may_not_know_of_the_item_is_not_told_the_session(office, officer, stranger):
    """A side of a promise is not always a side of the session in which it was said."""
    item = office.session(at="held").items.last()
    office.commitment(item=item, beneficiary=office.other)

    told = {name: exported(who)[0]["Session"] for name, who in {"officer": officer, "stranger": stranger}.items()}

    assert told == {"officer": "First session", "stranger": ""}
    assert "First session" not in stranger.open("commitments").text


def test_the_table_tells_where_it_was_said_and_what_came_of_it(office, officer):
    said = office.commitment(item=office.session(at="held").items.last(), areas=["culture", "science"])
    ExpectedResult.enter(commitment=said, what=Text(en="A joint call"), by=office.officer)
    parties = {"parties": [office.host, office.partner], "by": office.officer}
    agreed = Agreement.conclude(**parties, title=Text(en="The agreement"), concluded_on=make.TODAY)
    tie(agreed, came_from=said, by=office.officer)

    (row,) = exported(officer)

    assert row["Session"] == "First session"
    assert row["Areas"] == ", ".join(str(area) for area in said.areas.all())
    assert row["What came of it"].startswith("The agreement (")
    assert row["What came of it"].endswith("; A joint call (not known)")


def test_a_result_is_told_only_to_who_may_know_of_it(office, officer, stranger):
    said = office.commitment(beneficiary=office.other)
    tie(office.session(at="held"), came_from=said, by=office.officer)

    told = {name: exported(who)[0]["What came of it"] for name, who in {"o": officer, "s": stranger}.items()}

    assert told["o"].startswith("First session")
    assert told["s"] == ""


def test_a_table_costs_as_much_for_many_rows_as_for_one(office, officer):
    def grow():
        said = office.commitment(item=office.session(at="held").items.last(), areas=["culture"])
        ExpectedResult.enter(commitment=said, what=Text(en="A joint call"), by=office.officer)
        tie(office.session(at="held"), came_from=said, by=office.officer)

    def asked():
        with CaptureQueriesContext(connection) as queries:
            exported(officer)
        return len(queries)

    grow()
    asked()
    one = asked()
    for _number in range(5):
        grow()

    assert asked() == one <= 20


def exported(browser, **asked):
    """The rows of the table that leaves, by the names of its columns."""
    answer = browser.open("commitments-export", "csv", **asked)
    return list(csv.DictReader(StringIO(answer.getvalue().decode("utf-8-sig"))))


# Taken along


def test_the_list_leaves_as_csv_as_it_is_asked_for(office, said, officer):
    answer = officer.open("commitments-export", "csv", state="overdue")

    rows = list(csv.reader(StringIO(answer.getvalue().decode("utf-8-sig"))))
    assert rows[0][:4] == ["Kind", "What was said", "From", "To"]
    assert [row[:4] for row in rows[1:]] == [["commitment", "Late draft", "Host Organisation", "Partner Association"]]
    assert "attachment" in answer["Content-Disposition"]


def test_the_list_leaves_as_xlsx_with_days_as_days(office, said, officer, today):
    answer = officer.open("commitments-export", "xlsx", state="overdue")

    sheet = load_workbook(BytesIO(answer.content)).active
    rows = list(sheet.values)
    assert rows[1][1] == "Late draft"
    assert rows[1][7].date() == today - timedelta(5)


def test_nothing_in_an_export_is_a_formula(office, officer):
    office.commitment(deliverable=Text(en='=HYPERLINK("http://evil.example")'))

    assert "'=HYPERLINK" in officer.open("commitments-export", "csv").getvalue().decode()
    sheet = load_workbook(BytesIO(officer.open("commitments-export", "xlsx").content)).active
    assert sheet.cell(2, 2).data_type == "s"


def test_an_export_holds_only_what_its_reader_may_see(office, said, stranger, visitor):
    assert "Late draft" not in stranger.open("commitments-export", "csv").getvalue().decode()
    assert "Late draft" not in visitor.open("commitments-export", "csv").getvalue().decode()
    assert stranger.open("commitments-export", "pdf").status_code == 404
