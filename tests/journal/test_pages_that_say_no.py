"""A page that says no tells what happened, what was kept and what to do, in the reader's language."""

import re
from urllib.parse import quote, urlencode, urlsplit

import pytest
from django.test import Client, RequestFactory
from django.urls import reverse

from comity.journal.models import Entry, Turned
from comity.journal.views import went_wrong
from tests import make

BACKEND = "allauth.account.auth_backends.AuthenticationBackend"


def test_nothing_here_says_what_to_do(db, client):
    response = client.get("/en/nothing/at/all/")

    assert response.status_code == 404
    assert "There is nothing here for you" in response.content.decode()


def test_whoever_is_not_signed_in_is_offered_to_and_led_back_whatever_the_address_is(office):
    hidden = office.commitment().get_absolute_url()
    nothing = hidden.replace(hidden.rstrip("/").rsplit("/", 1)[1], "987654")

    pages = [Client().get(address) for address in (hidden, nothing)]

    assert [page.status_code for page in pages] == [404, 404]
    for page, address in zip(pages, (hidden, nothing), strict=True):
        assert f'href="{reverse("account_login")}?next={quote(address, safe="")}"' in page.text
    assert _alike(pages[0].text, hidden) == _alike(pages[1].text, nothing)


def test_whoever_is_signed_in_is_not_asked_to(office):
    client = Client()
    client.force_login(office.stranger, backend=BACKEND)

    page = client.get("/en/nothing/")

    assert page.status_code == 404 and "?next=" not in page.text


def _alike(page, address):
    """A page without what every page has of its own: its address and its tokens."""
    page = page.replace(quote(address, safe=""), "").replace(address, "").replace(address.removeprefix("/en"), "")
    return re.sub(r'(nonce|value)="[^"]*"', "", page)


def test_the_page_speaks_the_readers_language(db, client):
    assert 'lang="ar" dir="rtl"' in client.get("/ar/nothing/").content.decode()


def test_the_page_for_a_fault_of_ours_asks_the_database_nothing(django_assert_num_queries, db):
    with django_assert_num_queries(0):
        response = went_wrong(RequestFactory().get("/en/"))

    assert response.status_code == 500
    assert "Something went wrong on our side" in response.content.decode()


def test_a_fault_of_ours_is_answered_by_that_page(office, monkeypatch):
    def breaks(*args, **kwargs):
        raise RuntimeError("broken")

    monkeypatch.setattr("comity.journal.views.Paginator", breaks)
    client = Client(raise_request_exception=False)
    client.force_login(office.officer, backend=BACKEND)

    response = client.get(reverse("journal"))

    assert response.status_code == 500
    assert "nothing half done was saved" in response.content.decode()


def test_a_form_without_its_token_is_refused_in_words_and_not_taken_for_something_forbidden(office):
    client = Client(enforce_csrf_checks=True)
    client.force_login(office.officer, backend=BACKEND)

    response = client.post(reverse("account"), {"name": "Other"})

    assert response.status_code == 403
    assert "This page was open for too long" in response.content.decode()
    assert [entry.act for entry in Entry.objects.refusals()] == [Turned.FORM]


def test_a_form_that_was_cut_short_on_its_way_is_told_that_it_did_not_arrive_whole(office):
    client = Client(enforce_csrf_checks=True)
    client.force_login(office.officer, backend=BACKEND)
    client.get(reverse("account"))
    cut = '--part\r\nContent-Disposition: form-data; name="name"\r\n\r\nOth'

    response = client.post(reverse("account"), cut, content_type="multipart/form-data; boundary=part")

    assert response.status_code == 403
    assert "This form did not arrive whole" in response.content.decode()
    assert [entry.act for entry in Entry.objects.refusals()] == [Turned.FORM]


def test_the_same_form_with_its_token_is_taken(office):
    """The negative control: it is the missing token that was refused."""
    client = Client(enforce_csrf_checks=True)
    client.force_login(office.officer, backend=BACKEND)
    client.get(reverse("account"))
    given = {"name": "Other", "language": "en", "zone": ""}

    response = client.post(reverse("account"), given | {"csrfmiddlewaretoken": client.cookies["csrftoken"].value})

    assert response.status_code == 302


@pytest.mark.parametrize("path", ["/en/journal/", "/en/letters/", "/en/history/partners.organisation/1/"])
def test_visitors_are_asked_to_sign_in_before_anything_is_said(office, client, path):
    response = client.get(path)

    assert response.status_code in (302, 403)
    assert response.status_code == 403 or urlsplit(response.url).path == reverse("account_login")


def test_no_answer_is_kept_in_a_cache(office, client):
    client.force_login(make.user(), backend=BACKEND)

    assert client.get(reverse("account"))["Cache-Control"] == "private, no-store"


@pytest.mark.parametrize("typed", [{"name": "x" * 3_000_000}, {f"field{n}": "" for n in range(1_100)}])
def test_more_than_a_form_can_hold_is_refused_in_words(office, typed):
    client = Client()
    client.force_login(office.officer, backend=BACKEND)

    response = client.post("/en/account/", urlencode(typed), content_type="application/x-www-form-urlencoded")

    assert response.status_code == 400
    assert "it still stands on the page you came from" in response.content.decode()
    office.officer.refresh_from_db()
    assert office.officer.name == "Amina Officer"


@pytest.mark.parametrize(
    ("language", "words"), [("en", "There is no page at this address"), ("ar", "لا توجد صفحة في هذا العنوان")]
)
def test_an_address_that_only_does_an_act_says_so_to_whoever_asks_for_a_page(office, language, words):
    client = Client(headers={"Accept": "text/html,*/*"})
    client.force_login(office.officer, backend=BACKEND)
    session = office.session()

    response = client.get(f"/{language}/sessions/{session.pk}/convening/")

    assert response.status_code == 405
    assert response["Allow"] == "POST"
    assert words in response.content.decode()


def test_a_program_that_asks_it_for_a_page_gets_no_words(office, client):
    client.force_login(office.officer, backend=BACKEND)

    response = client.get(f"/en/sessions/{office.session().pk}/convening/")

    assert (response.status_code, response.content) == (405, b"")


def test_whoever_sends_a_form_after_signing_out_is_told_to_sign_in(office, client):
    response = client.post(f"/en/sessions/{office.session().pk}/convening/")

    assert response.status_code == 403
    assert "You are not signed in" in response.content.decode()
    assert Entry.objects.refusals().count() == 1


def test_whoever_is_signed_in_is_told_that_it_is_not_for_them(office, client):
    client.force_login(office.counterpart, backend=BACKEND)

    response = client.post(reverse("new-partner"))

    assert response.status_code == 403
    assert "This is not for your account" in response.content.decode()
