"""The journal is written by every act and never changed, whoever asks."""

import re

import pytest
from django.apps import apps
from django.db import DatabaseError, connection, transaction
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import override

from comity.accounts.models import User
from comity.commitments.models import Commitment
from comity.journal.acting import acting
from comity.journal.models import Entry
from comity.journal.records import Recorded
from comity.journal.refusals import NotNow
from comity.journal.telling import label_of
from comity.journal.titles import titles_of
from comity.partners import inviting
from comity.translation.texts import Text
from tests import make

BACKEND = "allauth.account.auth_backends.AuthenticationBackend"


@pytest.fixture
def entry(office):
    return Entry.objects.about(office.partner).first()


def refused_by_database(statement, number):
    with pytest.raises(DatabaseError, match="append-only"), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(statement, [number])


def test_an_entry_cannot_be_saved_again(entry):
    entry.why = "because"

    with pytest.raises(NotNow):
        entry.save()

    assert Entry.objects.get(pk=entry.pk).why == ""


def test_an_entry_cannot_be_deleted(entry):
    with pytest.raises(NotNow):
        entry.delete()

    assert Entry.objects.filter(pk=entry.pk).exists()


def test_entries_cannot_be_changed_or_deleted_by_the_dozen(entry):
    with pytest.raises(NotNow):
        Entry.objects.filter(pk=entry.pk).update(why="because")
    with pytest.raises(NotNow):
        Entry.objects.all().delete()

    assert Entry.objects.get(pk=entry.pk).why == ""


def test_the_database_itself_refuses_to_change_an_entry(entry):
    refused_by_database("UPDATE journal_entry SET why = 'because' WHERE id = %s", entry.pk)

    assert Entry.objects.get(pk=entry.pk).why == ""


def test_the_database_itself_refuses_to_delete_an_entry(entry):
    refused_by_database("DELETE FROM journal_entry WHERE id = %s", entry.pk)

    assert Entry.objects.filter(pk=entry.pk).exists()


def test_the_same_statement_on_another_table_is_not_refused(office):
    """The negative control: it is the journal's seal that refuses, not the statement."""
    with acting(by=office.head), connection.cursor() as cursor:
        cursor.execute("UPDATE accounts_user SET name = 'Other' WHERE id = %s", [office.officer.pk])

        assert cursor.rowcount == 1


# The pages


@pytest.fixture
def officer(office, client):
    client.force_login(office.officer, backend=BACKEND)
    return client


def history_of(record):
    return reverse("history", args=[record._meta.label_lower, record.pk])


def test_the_history_tells_who_did_what_and_what_it_was_before(office, officer):
    office.partner.change(country="DE", note=Text(en="A note", fr="Une note"), by=office.head, why="Asked by letter")

    page = officer.get(history_of(office.partner)).content.decode()

    assert "Hana Head" in page and "Asked by letter" in page
    assert "Country" in page and "About" in page
    assert 'lang="fr" dir="ltr">Une note' in page


def test_the_history_tells_stages_and_days_in_words(office, officer):
    session = office.session()
    session.convene(by=office.officer)

    page = officer.get(history_of(session)).content.decode()

    assert "Proposed" in page or "proposed" in page
    assert "Convened" in page or "convened" in page
    assert "2026-11" not in page.replace('datetime="2026-11', "")


def test_the_history_tells_versions_and_moments_as_french_is_printed(office, officer):
    session = office.session(title=Text(en="First session", fr="Première séance"))

    page = officer.get(history_of(session).replace("/en/", "/fr/")).text

    assert 'français\u00a0: <bdi lang="fr" dir="ltr">Première séance</bdi>' in page.replace("Français", "français")
    begins = re.search(r'<td data-label="Après"><bdi dir="auto"><time datetime="[^"]+">([^<]+)</time></bdi>', page)
    assert re.fullmatch(r"\d+(er)? \w+ \d{4}, \d\d:\d\d \S+", begins[1])


def test_a_removed_record_keeps_its_history(office, officer):
    name = office.partner.rename(text="Old name", language="en", kind="former", by=office.officer)
    address = history_of(name)
    name.remove(by=office.officer)

    page = officer.get(address).content.decode()

    assert "The record was removed" in page
    assert "Old name" in page


def test_what_a_record_says_cannot_become_markup_in_its_history(office, officer):
    office.partner.change(note=Text(en="<script>alert(1)</script>"), by=office.officer, why="<b>x</b>")

    page = officer.get(history_of(office.partner)).content.decode()

    assert "<script>alert" not in page
    assert "&lt;script&gt;alert" in page
    assert "<b>x</b>" not in page


@pytest.mark.parametrize("kind", ["auth.permission", "journal.entry", "nothing.atall", "sessions.session", "x"])
def test_only_governed_records_have_a_history(office, officer, kind):
    assert officer.get(reverse("history", args=[kind, 1])).status_code == 404


def test_a_record_that_never_was_has_no_history(office, officer):
    assert officer.get(reverse("history", args=["partners.organisation", 999999])).status_code == 404


@pytest.mark.parametrize("who", ["counterpart", "reader"])
def test_the_journal_is_for_the_office(office, client, who):
    client.force_login(getattr(office, who), backend=BACKEND)

    assert client.get(history_of(office.partner)).status_code == 403
    assert client.get(reverse("journal")).status_code == 403


def test_the_history_of_an_account_is_for_heads(office, officer, client):
    inviting.close(office.reader, at=make.NOW, by=office.head)
    assert officer.get(history_of(office.reader)).status_code == 403

    client.force_login(office.head, backend=BACKEND)
    assert "Account closed" in client.get(history_of(office.reader)).content.decode()


def test_a_long_history_has_pages_and_costs_no_more_than_a_short_one(office, officer, django_assert_max_num_queries):
    for number in range(60):
        office.partner.change(founded=str(1900 + number), by=office.officer)
    officer.get(history_of(office.partner))  # what a process asks once

    with django_assert_max_num_queries(14):
        page = officer.get(history_of(office.partner)).content.decode()

    assert page.count('class="entry"') == 50
    assert "page 1 of 2" in page


def test_the_journal_costs_no_more_for_many_entries(office, officer, django_assert_max_num_queries):
    for number in range(60):
        office.partner.change(founded=str(1900 + number), by=office.officer)
    officer.get(reverse("journal"))  # what a process asks once

    with django_assert_max_num_queries(12):
        officer.get(reverse("journal"))


def test_the_journal_costs_no_more_for_many_records(office, officer):
    def asked():
        with CaptureQueriesContext(connection) as queries, override("ar"):
            officer.get(reverse("journal"))
        return len(queries)

    office.commitment()
    asked()  # what a process asks once
    few = asked()
    for number in range(8):
        office.commitment()
        make.person(f"Person {number}", by=office.officer, at=office.partner)

    assert asked() == few


def test_records_go_by_their_present_titles_in_the_readers_language(office, officer):
    title = Text(en="The yearly session", ar="الجلسة السنوية")
    session = office.session(title=title)
    person = make.person("Vera Guest", by=office.officer, at=office.partner)
    person.be_named(text="فيرا", language="ar", by=office.officer)

    with override("ar"):
        page = officer.get(reverse("journal")).text
        history = officer.get(history_of(session)).text

    assert "<bdi>الجلسة السنوية</bdi>" in page
    assert "<bdi>فيرا</bdi>" in page
    assert "<bdi>الجلسة السنوية</bdi></a></h1>" in history


def test_a_title_in_another_language_is_marked_as_such(office, officer):
    office.session(title=Text(en="The yearly session"))

    with override("ar"):
        page = officer.get(reverse("journal")).text

    assert '<bdi lang="en" dir="ltr">The yearly session</bdi>' in page


def test_what_is_here_no_more_keeps_the_name_that_was_written_down(office, officer):
    name = office.partner.rename(text="Old name", language="en", kind="former", by=office.officer)
    name.remove(by=office.officer)

    assert "Old name" in officer.get(reverse("journal")).text


def test_no_title_is_told_to_whoever_may_not_see_the_record(office):
    item = office.session().items.get()
    item.change(visibility="internal", by=office.officer)
    entries = list(Entry.objects.about(item))
    key = (entries[0].subject_type_id, item.pk)

    assert titles_of(entries, viewer=office.officer) == {key: Text(en="Item 1: \u2068Item 1\u2069")}
    assert titles_of(entries, viewer=office.counterpart) == {}
    assert titles_of(entries, viewer=office.stranger) == {}


def test_only_heads_are_told_how_an_account_is_called(office):
    inviting.close(office.reader, at=make.NOW, by=office.head)
    entries = list(Entry.objects.about(office.reader))
    key = (entries[0].subject_type_id, office.reader.pk)

    assert titles_of(entries, viewer=office.head) == {key: "Rami Reader"}
    assert titles_of(entries, viewer=office.officer) == {}


def test_people_are_named_in_the_readers_language(office, officer):
    office.keeper.be_named(text="أمينة", language="ar", by=office.head)

    with override("ar"):
        journal = officer.get(reverse("journal"))
        account = officer.get(reverse("account")).text

    assert (office.officer.pk, "أمينة") in journal.context["form"].fields["person"].choices
    assert "<bdi>أمينة</bdi> · <time" in journal.text
    assert "<h1><bdi>أمينة</bdi></h1>" in account
    assert officer.get("/en/account/").text.count("<h1><bdi>Amina Officer</bdi></h1>") == 1


def test_whoever_was_called_otherwise_keeps_the_name_under_which_it_was_done(office, officer):
    office.partner.change(founded="1995", by=office.officer)
    with acting(by=office.officer):
        office.officer.describe(name="Amina Married", language="en", zone="")

    assert "Amina Officer</bdi> · <time" in officer.get(history_of(office.partner)).text


def test_languages_are_called_by_their_names(office, officer):
    session = office.session()
    session.change(record_language="ar", by=office.officer)

    page = officer.get(history_of(session)).text

    assert "<bdi>Arabic</bdi>" in page
    assert ">ar</bdi>" not in page


def test_the_journal_is_narrowed_to_one_person(office, officer):
    office.partner.change(founded="1995", by=office.head)

    page = officer.get(reverse("journal"), {"person": office.head.pk}).content.decode()

    assert page.count('class="entry"') == 1


def test_a_filter_that_makes_no_sense_narrows_nothing(office, officer):
    page = officer.get(reverse("journal"), {"person": "x", "page": "y"})

    assert page.status_code == 200
    assert 'class="entry"' in page.content.decode()


# Refusals


def test_an_act_without_permission_is_refused_with_a_page_and_written_down(office, client):
    client.force_login(office.counterpart, backend=BACKEND)
    address = reverse("account-closing", args=[office.officer.pk])

    response = client.post(address)

    refused = Entry.objects.refusals().get()
    assert response.status_code == 403
    assert "This is not for your account" in response.content.decode()
    assert (refused.by_user, refused.by_name, refused.subject_name) == (
        office.counterpart,
        "Clara Counterpart",
        address,
    )


def test_reading_without_permission_is_refused_but_not_written_down(office, client):
    client.force_login(office.counterpart, backend=BACKEND)

    assert client.get(reverse("journal")).status_code == 403
    assert not Entry.objects.refusals().exists()


def test_a_visitor_cannot_fill_the_journal_with_refusals(office, client):
    address = reverse("account-closing", args=[office.officer.pk])

    answers = [client.post(address).status_code for _attempt in range(5)]

    assert answers == [403] * 5
    assert Entry.objects.refusals().count() == 1


def test_heads_see_what_was_refused_and_officers_do_not(office, client):
    client.force_login(office.counterpart, backend=BACKEND)
    client.post(reverse("account-closing", args=[office.officer.pk]))

    client.force_login(office.officer, backend=BACKEND)
    as_officer = client.get(reverse("journal"), {"refusals": "on"}).content.decode()
    client.force_login(office.head, backend=BACKEND)
    as_head = client.get(reverse("journal"), {"refusals": "on"}).content.decode()

    assert "tried without permission" not in as_officer
    assert as_head.count("tried without permission") == 1
    assert as_head.count('class="entry"') == 1


FOUND_BY = {"id", "folded", "sort_key", "sort_key_fr", "sort_key_ar", "sought"}  # for finding and sorting; never told


def facts_that_can_be_told():
    recorded = [model for model in apps.get_models() if issubclass(model, (Recorded, User))]
    return [(model, field) for model in recorded for field in model._meta.concrete_fields if field.name not in FOUND_BY]


def test_every_fact_that_the_history_tells_has_a_name_in_the_readers_language():
    nameless = [
        f"{model.__name__}.{field.name}"
        for model, field in facts_that_can_be_told()
        if not isinstance(label_of(field, field.name), Promise)
    ]

    assert nameless == []


def test_a_fact_told_by_the_number_of_its_record_is_called_as_the_record_is():
    with override("fr"):
        assert str(label_of(None, "commitment_id")) == "engagement"
        assert str(label_of(Commitment._meta.get_field("stage_since"), "stage_since")) == "à ce stade depuis"
