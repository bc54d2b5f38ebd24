"""Nobody finds what they may not see: by role, by organisation, and as soon as a right is taken away."""

from datetime import timedelta

import pytest
from django.contrib.auth.models import AnonymousUser

from comity.accounts.models import Role
from comity.agreements.models import Agreement
from comity.agreements.models import Stage as AgreementStage
from comity.agreements.wording import Wording, add_clause, take_out
from comity.meetings.minuting import add_item
from comity.meetings.models import Stage, Visibility
from comity.partners.models import Mandate, Person
from comity.partners.models import Office as OfficeHeld
from comity.search import finding
from comity.search.access import OPEN, marks_of
from comity.search.kinds import EVERY, KINDS
from comity.search.models import Card, NameWord
from comity.translation.texts import Text
from tests.make import NOW, TODAY, person, user
from tests.standing import stands
from tests.website.conftest import write

pytestmark = pytest.mark.django_db


@pytest.fixture
def readers(office):
    """Everybody who may come, by what they are; as they are in a request of their own."""

    def come():
        known = {"visitor": AnonymousUser(), "reader": office.reader, "officer": office.officer, "head": office.head}
        known |= {"counterpart": office.counterpart, "stranger": office.stranger}
        return {name: type(one).objects.get(pk=one.pk) if one.pk else one for name, one in known.items()}

    return come


def say(agreement, words, *, by):
    """A clause that says so stands in the text of an agreement."""
    add_clause(agreement, part="article", wording=Wording("en", "", words), at=NOW, by=by)


@stands
def world(office):
    """Sessions at every stage, public and not, with items of every visibility, and what was said there; and more."""
    by = office.officer
    for number, stage in enumerate([Stage.PROPOSED, Stage.AGENDA_ADOPTED, Stage.HELD, Stage.CIRCULATED, Stage.ADOPTED]):
        for is_public in (True, False):
            begins = NOW - timedelta(days=number + 1)
            session = office.session(begins=begins, items=0, is_public=is_public, title=Text(en="quagga session"))
            for visibility in Visibility:
                item = add_item(
                    session,
                    title=Text(en="quagga item"),
                    minutes=Text(en="quagga said"),
                    visibility=visibility,
                    by=by,
                )
                if stage in (Stage.HELD, Stage.ADOPTED):
                    office.commitment(item=item, deliverable=Text(en="quagga promise"), said_on=begins.date())
            office.take(session, to=stage)
    for is_public in (True, False):
        Agreement.conclude(
            parties=[office.host, office.partner],
            title=Text(en="quagga agreement"),
            concluded_on=TODAY,
            is_public=is_public,
            by=by,
        )
    for is_told in (True, False):
        agreement = office.agreement(at=AgreementStage.DRAFTING, is_public=True, is_text_public=is_told)
        say(agreement, "quagga clause", by=by)
        office.lead(agreement, to=AgreementStage.IN_FORCE)
    say(office.agreement(at=AgreementStage.DRAFTING), "quagga draft of a clause", by=by)
    for number, is_published in enumerate([True, False]):
        quagga = person(f"Quagga Person{number}", by=by)
        OfficeHeld.enter(
            person=quagga, organisation=office.partner, title=Text(en="x"), is_published=is_published, by=by
        )
    write(office, "open", title=Text(en="quagga news"))
    write(office, "draft", title=Text(en="quagga draft"), is_published=False)
    return office


def found_by(viewer):
    """Every card, found by a word that stands on all of them, with what the records say themselves left out."""
    return {one[1:3] for one in Card.objects.holding([{"quagga"}, marks_of(viewer)], most=1_000)}


def test_the_marks_of_cards_say_what_the_records_say(world, readers):
    for name, viewer in readers().items():
        expected = {
            (kind.code, record.pk)
            for kind in EVERY
            for record in OPEN[kind.code](viewer)
            if Card.objects.filter(kind=kind.code, number=record.pk, keys__contains="quagga").exists()
        }

        assert found_by(viewer) == expected, name
    assert len(found_by(readers()["officer"])) > len(found_by(readers()["counterpart"])) > 10
    assert len(found_by(readers()["counterpart"])) > len(found_by(readers()["stranger"])) > 5


def test_everybody_is_told_of_what_they_may_see_and_of_nothing_else(world, readers):
    for name, viewer in readers().items():
        answer = finding.find("quagga", viewer=viewer, language="en")
        told = {(KINDS[one.kind].group, one.number) for one in answer.every}

        assert told == {(KINDS[kind].group, number) for kind, number in found_by(viewer)}, name


def test_a_card_that_says_more_than_the_record_gives_nothing_away(world, readers, monkeypatch):
    """Were every mark on every card, the records would still say who may see them."""
    officer = marks_of(world.officer)
    expected = {name: finding.find("quagga", viewer=one, language="en").counts for name, one in readers().items()}
    monkeypatch.setattr(finding, "marks_of", lambda viewer: officer)

    for name, viewer in readers().items():
        assert finding.find("quagga", viewer=viewer, language="en").counts == expected[name], name

    monkeypatch.setattr(finding, "seen", lambda viewer, wanted: {(k, n) for k, some in wanted.items() for n in some})
    everything = finding.find("quagga", viewer=AnonymousUser(), language="en")
    assert everything.counts != expected["visitor"], "without asking the records, visitors would be told"


def test_words_of_a_clause_are_found_by_those_who_may_read_the_text(world, readers):
    found = {name: len({one for one in found_by(viewer) if one[0] == "text"}) for name, viewer in readers().items()}

    # One that is public, one that only the parties read, one that is still our office's own.
    assert found == {"visitor": 1, "stranger": 1, "counterpart": 2, "reader": 3, "officer": 3, "head": 3}


def test_what_a_text_no_longer_says_is_no_longer_found(office):
    agreement = office.agreement(at=AgreementStage.DRAFTING)
    say(agreement, "quagga clause", by=office.officer)
    assert finding.find("quagga", viewer=office.officer, language="en").counts == {"agreements": 1}

    take_out(agreement.clauses.get(), why="It was said elsewhere.", by=office.officer)

    assert not finding.find("quagga", viewer=office.officer, language="en").every


def test_a_counterpart_finds_only_what_concerns_them(world, titles):
    assert titles("quagga agreement", viewer=world.stranger) == ["quagga agreement"]
    assert titles("quagga agreement", viewer=world.counterpart) == ["quagga agreement"] * 2


class TestTakenBack:
    def test_a_session_that_the_public_may_not_know_of_any_more(self, office, titles):
        session = office.session(at=Stage.ADOPTED, is_public=True, title=Text(en="Open talks"))
        assert titles("open talks") == ["Open talks"]

        session.change(is_public=False, by=office.officer)

        assert titles("open talks") == []

    def test_what_was_said_there_with_it(self, office, titles):
        session = office.session(at=Stage.HELD, is_public=True)
        item = add_item(session, title=Text(en="Lemur"), visibility=Visibility.PUBLIC, by=office.officer)
        office.commitment(item=item, deliverable=Text(en="Lemur report"), said_on=session.starts_at.date())
        office.take(session, to=Stage.ADOPTED)
        assert sorted(titles("lemur")) == ["Lemur", "Lemur report"]

        session.change(is_public=False, by=office.officer)

        assert titles("lemur") == []
        assert sorted(titles("lemur", viewer=office.counterpart)) == ["Lemur", "Lemur report"]

    def test_an_item_that_becomes_internal(self, office, titles):
        session = office.session(items=0)
        item = add_item(session, title=Text(en="Okapi"), visibility=Visibility.SHARED, by=office.officer)
        assert titles("okapi", viewer=office.counterpart) == ["Okapi"]

        item.change(visibility=Visibility.INTERNAL, by=office.officer)

        assert titles("okapi", viewer=office.counterpart) == []

    def test_a_mandate(self, office, titles):
        office.session(title=Text(en="Closed talks"))
        assert titles("closed talks", viewer=office.counterpart) == ["Closed talks"]

        Mandate.objects.get(user=office.counterpart).remove(by=office.head)

        assert titles("closed talks", viewer=type(office.counterpart).objects.get(pk=office.counterpart.pk)) == []

    def test_an_account_that_is_closed_is_nobody(self, office, titles):
        office.session(title=Text(en="Closed talks"))
        closed = user(Role.OFFICER)
        closed.is_active = False

        assert titles("closed talks", viewer=closed) == []


class TestNews:
    def test_a_draft_is_found_by_nobody_until_it_is_published(self, office, titles):
        page = write(office, "late", title=Text(en="Axolotl"), is_published=False)["en"]
        assert titles("axolotl", viewer=office.officer) == []

        page.save_revision(user=office.officer).publish(user=office.officer)

        assert titles("axolotl") == ["Axolotl"]

    def test_what_is_taken_down_is_not_found_any_more(self, office, titles):
        page = write(office, "gone", title=Text(en="Axolotl"))["en"]
        assert titles("axolotl") == ["Axolotl"]

        page.unpublish(user=office.officer)

        assert titles("axolotl") == []
        assert not Card.objects.filter(keys__contains="axolotl").exists()

    def test_what_a_later_draft_says_is_not_found(self, office, titles):
        page = write(office, "twice", title=Text(en="Axolotl"))["en"]
        page.title = "Pangolin"
        page.save_revision(user=office.officer)

        assert titles("pangolin", viewer=office.officer) == []
        assert titles("axolotl") == ["Axolotl"]

    def test_the_text_of_an_article_is_found(self, office, titles):
        write(office, "text", title=Text(en="Desert"), body={"en": [("text", "<p>They met a <b>jerboa</b>.</p>")]})

        assert titles("jerboas") == ["Desert"]
        assert titles("jerboas", language="fr") == ["Desert"]


def test_a_misspelt_name_betrays_nobody(office, titles):
    hidden = person("Wolframina Hidden", by=office.officer, at=office.other)

    assert titles("Wolframine", viewer=office.officer) == ["Wolframina Hidden"]
    assert titles("Wolframine") == []
    assert titles("Wolframine", viewer=office.counterpart) == []
    assert titles("Wolframine", viewer=office.stranger) == ["Wolframina Hidden"]
    assert Person.objects.filter(pk=hidden.pk).exists()


def test_a_word_that_stands_in_no_name_any_more_is_forgotten(office):
    one = person("Wolframina First", by=office.officer)
    other = person("Wolframina Second", by=office.officer)
    one.remove(by=office.officer)
    assert NameWord.objects.filter(word="wolframina").exists()

    other.remove(by=office.officer)

    assert not NameWord.objects.filter(word="wolframina").exists()
