"""The home page shows the thread to everybody, and nothing that is not for everybody."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from comity.commitments.fulfilment import Shown, accept, claim_done
from comity.commitments.models import Stage
from comity.meetings.models import AgendaItem, Visibility
from comity.meetings.models import Stage as SessionStage
from comity.translation.texts import Text
from tests.make import NOW


@pytest.mark.parametrize(
    ("language", "words"),
    [
        ("en", "ICESCO and the Leibniz Association: ways to work together"),
        ("fr", "L’ICESCO et l’Association Leibniz : comment travailler ensemble"),
        ("ar", "الإيسيسكو ومؤسسة ليبنيز: سبل العمل المشترك"),
    ],
)
def test_a_visitor_finds_the_session_of_january_2021_in_each_language(example, client, language, words):
    page = client.get(f"/{language}/").text

    assert words in page
    assert f'<html lang="{language}" dir="{"rtl" if language == "ar" else "ltr"}">' in page


def test_the_front_door_leads_to_the_language_that_the_browser_asks_for(db, client):
    assert client.get("/", headers={"accept-language": "ar,en;q=0.5"}).url == "/ar/"


def test_a_session_that_is_not_public_is_not_on_the_home_page(office, client):
    office.session(at=SessionStage.HELD, title=Text(en="Behind closed doors"))

    assert "Behind closed doors" not in client.get("/en/").text


def test_only_what_was_said_under_public_items_is_counted_for_a_visitor(office, client):
    session = office.session(at=SessionStage.HELD, items=2, is_public=True, compiled_from="a published report")
    open_item, closed_item = session.items.in_order()
    AgendaItem.objects.get(pk=open_item.pk).change(visibility=Visibility.PUBLIC, by=office.officer)
    office.commitment(item=open_item, deliverable=Text(en="Said openly"), stage=Stage.PROPOSED)
    office.commitment(item=closed_item, deliverable=Text(en="Said in confidence"), stage=Stage.PROPOSED)

    page = client.get("/en/").text

    assert "One thing was said." in page
    assert "Said in confidence" not in page


def test_a_promise_that_was_kept_is_a_result_where_nothing_else_came_of_it(office, client):
    session = office.session(at=SessionStage.HELD, is_public=True, compiled_from="a report")
    item = session.items.get()
    item.change(visibility=Visibility.PUBLIC, by=office.officer)
    kept = office.commitment(item=item, deliverable=Text(en="Send the list"))
    office.commitment(item=item, deliverable=Text(en="Draft the agreement"))
    claim_done(kept, words="", shown=Shown(link="https://example.org/list"), at=NOW, by=office.officer)
    accept(kept, words="", at=NOW, by=office.counterpart)

    answer = client.get("/en/")

    assert [[str(knot.record) for knot in one.results] for one in answer.context["threads"]] == [["Send the list"]]
    assert "One led to something." in answer.text and "example.org/list" not in answer.text


def questions_of_home(client, capture):
    with capture as asked:
        client.get("/en/")
    return len(asked)


def test_the_home_page_asks_as_many_questions_for_one_as_for_many(office, client):
    counts = []
    for number in range(6):
        session = office.session(
            at=SessionStage.HELD, title=Text(en=f"Session {number}"), is_public=True, compiled_from="a report"
        )
        item = session.items.first()
        item.change(visibility=Visibility.PUBLIC, by=office.officer)
        office.commitment(item=item, deliverable=Text(en=f"Said {number}"))
        counts.append(questions_of_home(client, CaptureQueriesContext(connection)))

    # The thread grows deeper with the first sessions, because open promises come up again; then it stays.
    assert set(counts[3:]) == {counts[3]}
    assert counts[3] <= 20


def test_sample_sign_ins_are_shown_in_a_demonstration_only(db, client, settings):
    settings.DEMO = False
    assert client.get("/en/sign-ins/").status_code == 404

    settings.DEMO = True
    assert "officer@example.org" in client.get("/en/sign-ins/").text
