"""Every act on a record writes itself down, with what was before and after; a refused act leaves all as it was."""

import pytest
from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.functional import SimpleLazyObject

from comity.accounts.models import SignedLink
from comity.journal.acting import acting
from comity.journal.models import Entry
from comity.journal.records import key_of, record, recorded
from comity.partners.models import Organisation
from comity.translation.texts import Text
from tests.make import NOW


def newest(about):
    return Entry.objects.about(about).first()


def test_entering_writes_down_what_was_entered_by_whom_and_why(office):
    made = Organisation.enter(kind="university", country="MA", by=office.head, why="Asked to")

    entry = newest(made)
    assert (entry.act, entry.by_user, entry.by_name, entry.why) == ("entered", office.head, "Hana Head", "Asked to")
    assert (entry.before, entry.after) == ({}, {"kind": "university", "country": "MA"})


def test_changing_writes_down_only_what_differs(office):
    office.partner.change(country="DE", kind="association", by=office.officer)

    entry = newest(office.partner)
    assert (entry.before, entry.after) == ({"country": ""}, {"country": "DE"})


def test_a_text_is_written_down_with_all_its_languages(office):
    office.partner.change(note=Text(en="Note", ar="ملاحظة"), by=office.officer)

    assert newest(office.partner).after == {"note": {"en": "Note", "ar": "ملاحظة"}}


def test_changing_nothing_writes_nothing(office):
    office.partner.change(country="DE", by=office.officer)
    before = Entry.objects.count()

    office.partner.change(country="DE", by=office.officer)

    assert Entry.objects.count() == before


def test_a_change_is_measured_against_what_is_stored_not_what_was_read_before(office):
    stale = Organisation.objects.get(pk=office.partner.pk)
    office.partner.change(country="DE", by=office.officer)

    stale.change(country="FR", by=office.officer)

    assert newest(office.partner).before == {"country": "DE"}


def test_a_refused_change_leaves_record_object_and_journal_as_they_were(office):
    office.partner.change(country="DE", by=office.officer)
    before = Entry.objects.count()

    with pytest.raises(ValidationError) as refusal:
        office.partner.change(country="XX", founded="1995", by=office.officer)

    assert list(refusal.value.message_dict) == ["country"]
    assert (office.partner.country, office.partner.founded) == ("DE", "")
    assert Organisation.objects.get(pk=office.partner.pk).country == "DE"
    assert Entry.objects.count() == before


def test_a_refused_entering_stores_nothing(office):
    before = Organisation.objects.count(), Entry.objects.count()

    with pytest.raises(ValidationError):
        Organisation.enter(kind="castle", by=office.officer)

    assert (Organisation.objects.count(), Entry.objects.count()) == before


def test_removing_leaves_in_the_journal_what_it_was(office):
    name = office.partner.rename(text="Old name", language="en", kind="former", by=office.officer)
    key = key_of(name)

    name.remove(by=office.head, why="Entered by mistake")

    entry = Entry.objects.filter(subject_type=key[0], subject_id=key[1]).newest_first().first()
    assert (entry.act, entry.why, entry.subject_name) == ("removed", "Entered by mistake", "Old name")
    assert entry.before["text"] == "Old name"


def test_an_entry_is_rolled_back_with_its_act(office):
    before = Entry.objects.count()

    with pytest.raises(RuntimeError), transaction.atomic():
        office.partner.change(country="DE", by=office.officer)
        raise RuntimeError

    assert Entry.objects.count() == before


def test_those_who_listen_hear_of_an_act_within_it(office):
    heard = []

    def listen(sender, record, act, by, **kwargs):
        heard.append((sender, record, act, by, transaction.get_connection().in_atomic_block))

    recorded.connect(listen)
    try:
        office.partner.change(country="DE", by=office.officer)
    finally:
        recorded.disconnect(listen)

    assert heard == [(Organisation, office.partner, "changed", office.officer, True)]


def test_an_act_by_a_signed_link_names_the_link(office):
    with acting(by=None):
        link, _secret = SignedLink.make(
            purpose="minutes",
            opens="1",
            name="Clara by link",
            email="c@example.org",
            language="en",
            by=office.officer,
            now=NOW,
            days=1,
        )

    entry = record(office.partner, "changed", by=link)

    assert (entry.by_link, entry.by_user, entry.by_name) == (link, None, "Clara by link")


def test_an_account_that_was_not_looked_up_yet_is_told_of_as_what_it_is(office):
    heard = []
    listen = lambda sender, **told: heard.append(sender)  # noqa: E731
    recorded.connect(listen)

    record(SimpleLazyObject(lambda: office.officer), "calendar_shared", by=office.officer)
    recorded.disconnect(listen)

    assert heard == [type(office.officer)]
