"""Whoever acts from a list goes back to it, and to no address of others."""

import pytest
from django.http import HttpResponse, HttpResponseRedirect

from comity.journal.back import WayBack

pytestmark = pytest.mark.django_db


def answered(rf, answer, **typed):
    return WayBack(lambda request: answer)(rf.post("/en/agreements/1/lapse/", typed))


def test_an_act_leads_back_to_where_its_form_stood(rf):
    assert answered(rf, HttpResponseRedirect("/en/agreements/1/"), back="/en/desk/")["Location"] == "/en/desk/"


def test_an_address_is_written_into_one_line(rf):
    answer = answered(rf, HttpResponseRedirect("/en/agreements/1/"), back="/en/desk/\r\nSet-Cookie: mine")

    assert answer["Location"] == "/en/desk/%0D%0ASet-Cookie:%20mine"


@pytest.mark.parametrize(
    "astray", ["", "//evil.example/", "https://evil.example/", "/\\evil.example", "javascript:alert(1)"]
)
def test_an_act_leads_to_its_record_where_no_page_of_ours_is_named(rf, astray):
    assert answered(rf, HttpResponseRedirect("/en/agreements/1/"), back=astray)["Location"] == "/en/agreements/1/"


def test_what_is_to_be_mended_is_shown_where_it_is(rf):
    answer = answered(rf, HttpResponse("mend this", status=422), back="/en/desk/")

    assert (answer.status_code, answer.content) == (422, b"mend this")
    assert "Location" not in answer


def test_a_page_that_is_asked_for_leads_where_it_leads(rf):
    request = rf.get("/en/sessions/", {"back": "/en/desk/"})

    assert WayBack(lambda asked: HttpResponseRedirect("/en/elsewhere/"))(request)["Location"] == "/en/elsewhere/"
