"""Trouble of the database or the disk is told in words; what was typed is kept, and no secret is shown."""

import errno

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import IntegrityError, OperationalError, transaction
from django.test import Client, RequestFactory

from comity.safekeeping import trouble
from comity.safekeeping.counts import Counts

BACKEND = "allauth.account.auth_backends.AuthenticationBackend"
ASKED = RequestFactory()


def page_of(request, raised=None):
    answer = trouble.page_for(request, raised or OperationalError("gone"))
    return answer.content.decode() if answer else None


@pytest.mark.parametrize(
    ("raised", "is_told"),
    [
        (OperationalError("database is locked"), True),
        (OSError(errno.ENOSPC, "full"), True),
        (OSError(errno.EROFS, "read-only"), True),
        (OSError(errno.ENOENT, "no such file"), False),
        (IntegrityError("twice"), False),
        (ValueError("a fault of ours"), False),
        (None, False),
    ],
)
def test_only_trouble_that_is_not_ours_is_told_as_such(raised, is_told):
    assert (trouble.page_for(ASKED.get("/en/"), raised) is not None) is is_told


def test_trouble_behind_another_fault_is_found():
    try:
        try:
            raise OperationalError("gone")
        except OperationalError as cause:
            raise transaction.TransactionManagementError from cause
    except transaction.TransactionManagementError as raised:
        assert trouble.page_for(ASKED.get("/en/"), raised).status_code == 503


def test_what_was_typed_can_be_sent_again_with_its_token():
    page = page_of(ASKED.post("/en/x/?a=1", {"words": 'My "words"', "once": "token", "csrfmiddlewaretoken": "t"}))

    assert '<form method="post" action="/en/x/?a=1" novalidate>' in page
    assert '<input type="hidden" name="once" value="token">' in page
    assert '<p class="prose" dir="auto">My &quot;words&quot;</p>' in page


@pytest.mark.parametrize("name", ["password", "oldpassword", "code"])
def test_a_secret_is_never_shown(name):
    page = page_of(ASKED.post("/en/x/", {name: "hunter2 hunter2", "login": "a@example.org"}))

    assert "hunter2" not in page
    assert "<form" not in page.partition("<main")[2]
    assert "Go back one page" in page


def test_a_file_has_to_be_chosen_again():
    page = page_of(ASKED.post("/en/x/", {"words": "Mine", "file": SimpleUploadedFile("a.pdf", b"x")}))

    assert "Files have to be chosen again" in page
    assert "Mine" in page


def test_a_page_that_was_only_read_can_be_tried_again():
    page = page_of(ASKED.get("/ar/sessions/?page=2"))

    assert 'lang="ar" dir="rtl"' in page
    assert '<a class="act" href="/ar/sessions/?page=2">' in page


def test_it_asks_the_database_nothing(django_assert_num_queries, db):
    with django_assert_num_queries(0):
        page_of(ASKED.post("/en/x/", {"words": "Mine"}))


def test_any_page_is_answered_so(office, monkeypatch):
    def fails(*args, **kwargs):
        raise OperationalError("the server closed the connection")

    monkeypatch.setattr("comity.journal.views.Paginator", fails)
    client = Client(raise_request_exception=False)
    client.force_login(office.officer, backend=BACKEND)

    answer = client.get("/en/journal/")

    assert (answer.status_code, answer["Retry-After"]) == (503, "30")
    assert "Comity cannot work right now" in answer.content.decode()


def test_a_database_that_takes_nothing_does_not_look_like_too_many_attempts(db, monkeypatch):
    counts = Counts("rate_limits", {})
    assert counts.add("key", 1) and not counts.add("key", 2)
    monkeypatch.setattr("django.core.cache.backends.db.DatabaseCache.add", lambda *given: False)

    assert not counts.add("key", 3)
    with pytest.raises(OperationalError):
        counts.add("other", 1)
