"""The pages: all that is kept about oneself, about anybody for heads, and erasing it."""

import json
from io import BytesIO
from zipfile import ZipFile

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from comity.accounts.models import User
from comity.journal.models import Entry, Receipt
from comity.partners.models import Person
from tests import make
from tests.commitments.conftest import browser_of
from tests.promises.somebody import Somebody
from tests.standing import stands

MINE = "/en/account/data/"


@pytest.fixture(autouse=True)
def own_data(settings, tmp_path):
    settings.DATA = tmp_path


@stands
def somebody(office):
    return Somebody(office)


def page_of(somebody, kind="person"):
    return reverse("personal-data", args=[kind, (somebody.person if kind == "person" else somebody.user).pk])


def archived(response):
    with ZipFile(BytesIO(b"".join(response.streaming_content))) as archive:
        return json.loads(archive.read("person.json"))


def test_everybody_is_led_to_what_is_kept_about_them(somebody):
    assert MINE in somebody.browser.get("/en/account/").content.decode()

    page = somebody.browser.get(MINE).content.decode()

    assert "All that is kept about me" in page
    assert "Erase for ever" not in page


def test_everybody_saves_all_that_is_kept_about_themselves(somebody):
    told = archived(somebody.browser.post(f"{MINE}export/"))

    assert somebody.name in told["names"]
    assert Entry.objects.about(somebody.person).first().act == "exported"


def test_the_same_form_brings_the_archive_again_and_keeps_no_copy(somebody):
    form = {"once": "a-token-that-is-long-enough"}

    first = archived(somebody.browser.post(f"{MINE}export/", form))
    second = archived(somebody.browser.post(f"{MINE}export/", form))

    assert first["names"] == second["names"]
    assert not Receipt.objects.exclude(answer=None).exists()


@pytest.mark.parametrize("who", ["officer", "reader", "counterpart"])
def test_only_a_head_sees_what_is_kept_about_others(somebody, office, who):
    browser = browser_of(getattr(office, who))

    for address in (page_of(somebody), page_of(somebody, "account")):
        assert browser.get(address).status_code == 403
        assert browser.post(f"{address}export/").status_code == 403
        assert browser.post(f"{address}erasure/", {"is_sure": "on"}).status_code == 403
    assert User.objects.get(pk=somebody.user.pk).erased_at is None


def test_a_head_saves_what_is_kept_about_anybody(somebody, office):
    told = archived(browser_of(office.head).post(f"{page_of(somebody, 'account')}export/"))

    assert somebody.email in told["addresses"]
    assert Entry.objects.about(somebody.person).first().by_name == office.head.name


def test_a_head_erases_after_confirming(somebody, office):
    head, address = browser_of(office.head), page_of(somebody)
    page = head.get(address).content.decode()
    assert "Erase for ever" in page
    assert "they are the record of both sides" in page

    unsure = head.post(f"{address}erasure/", {})
    assert unsure.status_code == 400
    assert "Confirm that you have read" in unsure.content.decode()
    assert Person.objects.get(pk=somebody.person.pk).erased_at is None

    done = head.post(f"{address}erasure/", {"is_sure": "on"}, follow=True).content.decode()

    assert "The data were erased." in done
    assert somebody.name not in done
    assert "A person whose data were erased" in done or "a person whose data were erased" in done
    assert "Erase for ever" not in done


def test_whoever_owns_promises_is_refused_in_words(office):
    office.commitment()
    address = reverse("personal-data", args=["account", office.officer.pk])

    assert "still owns 1 open promise" in browser_of(office.head).get(address).content.decode()
    told = browser_of(office.head).post(f"{address}erasure/", {"is_sure": "on"}, follow=True).content.decode()

    assert "still owns 1 open promise" in told
    assert User.objects.get(pk=office.officer.pk).erased_at is None


def test_an_unknown_kind_is_not_here(office):
    assert browser_of(office.head).get("/en/data/organisation/1/").status_code == 404


def test_erased_accounts_are_in_no_list(somebody, office):
    head = browser_of(office.head)
    head.post(f"{page_of(somebody)}erasure/", {"is_sure": "on"})

    assert "erased.invalid" not in head.get("/en/accounts/").content.decode()
    assert head.get(reverse("account-of", args=[somebody.user.pk])).status_code == 404


def test_the_journal_asks_once_for_keys_however_many_entries(office):
    def asked():
        with CaptureQueriesContext(connection) as queries:
            assert list(Entry.objects.newest_first())
        return len(queries)

    few = asked()
    for number in range(5):
        make.person(f"Person {number}", by=office.officer)

    assert asked() == few == 2


def test_the_page_asks_as_much_for_few_records_as_for_many(somebody, office):
    head, address = browser_of(office.head), page_of(somebody)

    def asked():
        with CaptureQueriesContext(connection) as queries:
            assert head.get(address).status_code == 200
        return len(queries)

    asked()
    few = asked()
    for number in range(4):
        make.person(f"Person {number}", by=somebody.user)
        office.partner.change(country=["DE", "FR", "IT", "ES"][number], by=somebody.user)

    assert asked() == few
