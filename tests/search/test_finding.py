"""News and records are found by words of theirs, in the reader's language first, misspelt names too."""

from datetime import timedelta

import pytest
from django.urls import reverse

from comity.agreements.models import Agreement
from comity.agreements.models import Stage as Standing
from comity.agreements.registering import register, take_back
from comity.events.models import Event
from comity.journal.acting import acting
from comity.meetings.minuting import add_item, write
from comity.meetings.models import Stage, Visibility
from comity.partners.models import Office as OfficeHeld
from comity.search.finding import find
from comity.translation.texts import Text
from tests import make
from tests.make import NOW, TODAY
from tests.search.test_stems import ARABIC, ENGLISH, FRENCH

pytestmark = pytest.mark.django_db


def agree(office, title, **facts):
    return Agreement.conclude(
        parties=[office.host, office.partner], title=title, concluded_on=TODAY, by=office.officer, **facts
    )


@pytest.mark.parametrize(("typed", "written"), ARABIC)
def test_an_arabic_record_is_found_by_another_form_of_its_word(office, titles, typed, written):
    agree(office, Text(ar=f"نص {written} الأول"))

    assert titles(typed, language="ar") == [f"نص {written} الأول"]


@pytest.mark.parametrize(
    ("typed", "written", "language"), [(*one, "en") for one in ENGLISH] + [(*one, "fr") for one in FRENCH]
)
def test_a_record_is_found_by_another_form_of_its_word(office, titles, typed, written, language):
    agree(office, Text({language: f"{written} 1987"}))

    assert titles(typed, language=language, group="agreements") == [f"{written} 1987"]


def test_every_word_must_be_there_in_whatever_order(office, titles):
    agree(office, Text(en="Water and heritage"))
    agree(office, Text(en="Water and energy"))

    assert titles("heritage water") == ["Water and heritage"]
    assert titles("heritage energy") == []


def test_what_has_just_these_words_for_a_title_comes_first_then_titles_then_texts(office, titles):
    agree(office, Text(en="Desert libraries"))
    agree(office, Text(en="Network of desert libraries and archives"))
    agree(office, Text(en="Memorandum"), aims=Text(en="Care for libraries of the desert."))

    assert titles("desert libraries") == ["Desert libraries", "Network of desert libraries and archives", "Memorandum"]


def test_what_is_said_in_the_readers_language_comes_before_what_is_said_in_another(office):
    agree(office, Text(fr="Climat"))
    agree(office, Text(en="Climat of opinion"))

    answer = find("climat", viewer=office.officer, language="en")

    assert [one.language for one in answer.own] == ["en"]
    assert [one.language for one in answer.others] == ["fr"]


def test_a_record_that_is_said_in_both_languages_is_found_once(office, titles):
    agree(office, Text(en="Convention on archives", fr="Convention sur les archives"))

    assert titles("convention", language="fr") == ["Convention sur les archives"]


def test_a_group_keeps_others_out(office, titles):
    agree(office, Text(en="Oasis"))
    Event.announce(
        title=Text(en="Oasis forum"), organisers=[office.host], starts_on=TODAY, ends_on=TODAY, by=office.officer
    )

    assert titles("oasis", group="events") == ["Oasis forum"]


def test_whole_sessions_are_found_by_what_was_said_there(office, titles):
    session = office.session(at=Stage.HELD)
    item = session.items.get()
    write(item, language="en", words="The falcon was discussed.", read_version=item.version, was="", by=office.officer)

    assert titles("falcon", viewer=office.officer) == ["Item 1"]


class TestNames:
    @pytest.mark.parametrize("typed", ["Leibnitz", "Liebniz", "leibnis", "Leibniz"])
    def test_an_organisation_is_found_by_a_misspelt_name(self, office, titles, typed):
        make.organisation("Leibniz Association", by=office.officer)

        assert titles(typed) == ["Leibniz Association"]

    def test_an_arabic_name_is_found_with_a_letter_too_few(self, office, titles):
        make.organisation("الإيسيسكو", by=office.officer, language="ar")

        assert titles("الاسيسكو", language="ar") == ["الإيسيسكو"]

    def test_a_person_is_found_by_a_misspelt_name(self, office, titles):
        person = make.person("Matthias Kleiner", by=office.officer)
        OfficeHeld.enter(
            person=person, organisation=office.partner, title=Text(en="President"), is_published=True, by=office.officer
        )

        assert titles("Mathias Kleiner") == ["Matthias Kleiner"]
        assert titles("Matthias Kliener") == ["Matthias Kleiner"]

    def test_a_name_that_is_quite_another_is_not_found(self, office, titles):
        make.organisation("Leibniz Association", by=office.officer)

        assert titles("Fraunhofer") == []

    def test_what_concerns_an_organisation_is_found_by_any_name_of_it(self, office, titles):
        office.partner.rename(text="الرابطة", language="ar", kind="official", by=office.officer)
        agree(office, Text(en="Memorandum"))

        assert titles("PA") == ["Partner Association"]
        assert "Memorandum" in titles("الرابطة")

    def test_a_new_name_counts_at_once(self, office, titles):
        office.other.rename(text="Newname Academy", language="en", kind="official", by=office.officer)

        assert titles("Newname") == ["Newname Academy"]


class TestRecords:
    def test_what_was_changed_is_found_by_its_new_words_only(self, office, titles):
        agreement = agree(office, Text(en="Camel"))
        agreement.change(title=Text(en="Dromedary"), by=office.officer)

        assert titles("dromedary") == ["Dromedary"]
        assert titles("camel") == []

    def test_what_was_removed_is_not_found(self, office, titles):
        session = office.session(items=0)
        item = add_item(session, title=Text(en="Zebra"), by=office.officer, visibility=Visibility.SHARED)
        assert titles("zebra", viewer=office.officer) == ["Zebra"]
        item.remove(by=office.officer)

        assert titles("zebra", viewer=office.officer) == []

    def test_what_an_act_did_that_failed_is_not_found(self, office, titles):
        with pytest.raises(ZeroDivisionError), acting(by=office.officer):
            agree(office, Text(en="Phantom"))
            raise ZeroDivisionError

        assert titles("phantom") == []

    def test_a_commitment_is_found_by_what_was_said_and_by_whom(self, office, titles):
        office.commitment(deliverable=Text(en="Send the manuscript"), said_by=Text(en="the librarian"))

        assert titles("librarian manuscripts", viewer=office.officer) == ["Send the manuscript"]

    def test_events_and_sessions_are_found_by_their_place(self, office, titles):
        office.session(place=Text(en="Samarkand"), begins=NOW + timedelta(days=2))

        assert titles("samarkand", viewer=office.officer) == ["First session"]


class TestRegistrations:
    """A treaty is looked for under its number in a register."""

    @pytest.fixture
    def treaty(self, office):
        return office.agreement(at=Standing.IN_FORCE, title=Text(en="Headquarters agreement", fr="Accord de siège"))

    def enter(self, office, treaty):
        facts = {"what": "itself", "register": "United Nations Treaty Series", "number": "I-54113", "on": TODAY}
        return register(treaty, **facts, at=NOW, by=office.officer)

    @pytest.mark.parametrize("typed", ["I-54113", "54113", "treaty series 54113", "٥٤١١٣"])
    def test_an_agreement_is_found_by_the_number_of_its_registration(self, office, titles, treaty, typed):
        self.enter(office, treaty)

        assert titles(typed, viewer=office.officer) == ["Headquarters agreement"]

    def test_in_each_language_of_its_title(self, office, titles, treaty):
        self.enter(office, treaty)

        assert titles("54113", viewer=office.officer, language="fr") == ["Accord de siège"]

    def test_a_registration_that_was_taken_back_is_found_no_more(self, office, titles, treaty):
        take_back(self.enter(office, treaty), why="Typed wrongly.", by=office.officer)

        assert titles("54113", viewer=office.officer) == []

    def test_whoever_does_not_know_of_the_agreement_does_not_find_it(self, office, titles):
        made = office.agreement(at=Standing.IN_FORCE)
        self.enter(office, made)

        assert titles("54113") == []
        assert titles("54113", viewer=office.counterpart) == ["Memorandum"]

    def test_the_number_is_shown_where_it_was_found(self, office, treaty, client):
        self.enter(office, treaty)
        client.force_login(office.officer, backend="allauth.account.auth_backends.AuthenticationBackend")

        page = client.get(reverse("search"), {"q": "54113"}).content.decode()

        assert "Headquarters agreement" in page and "<mark>54113</mark>" in page
