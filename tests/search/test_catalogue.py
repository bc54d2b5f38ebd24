"""The catalogue: made anew it is what the acts made of it, it follows them in their own transaction, and forgets."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from comity.cli.readiness import notes
from comity.journal.acting import acting
from comity.meetings.models import Stage
from comity.partners.models import Organisation
from comity.personal.erasing import erase, merge_words
from comity.personal.whole import of_account
from comity.search.catalogue import make
from comity.search.models import Card, NameWord
from comity.translation.texts import Text
from tests.make import NOW, organisation, person, user
from tests.standing import stands
from tests.website.conftest import write

pytestmark = pytest.mark.django_db


def cards():
    return {(one.kind, one.number, one.language): one.keys for one in Card.objects.all()}


@stands
def full(office):
    session = office.session(at=Stage.ADOPTED, is_public=True)
    office.commitment(item=session.items.get(), said_on=session.starts_at.date())
    write(office, "piece")
    person("Nadia Example", by=office.officer, at=office.partner)
    return office


def test_made_anew_it_is_what_the_acts_made_of_it(full):
    followed, words = cards(), set(NameWord.objects.values_list("pk", flat=True))
    Card.objects.all().delete()
    NameWord.objects.all().delete()

    written = make()

    assert cards() == followed
    assert set(NameWord.objects.values_list("pk", flat=True)) == words
    assert written == len(followed) > 10


def test_made_again_it_writes_nothing_but_what_is_wrong(full):
    assert make() == 0

    wrong = Card.objects.filter(kind="session").first()
    Card.objects.filter(pk=wrong.pk).update(keys="nonsense")
    Card.objects.create(kind="event", number=999_999, language="en", keys="~v gone")

    assert make() == 2
    assert Card.objects.get(pk=wrong.pk).keys == wrong.keys
    assert not Card.objects.filter(number=999_999).exists()


def test_it_tells_how_far_it_is(full):
    heard = []
    make(lambda kind, done, written: heard.append((kind.code, done)))

    assert ("partner", Organisation.objects.count()) in heard


def test_the_cards_of_an_act_are_written_when_it_ends(office):
    with acting(by=office.officer):
        made = organisation("Pelican House", by=office.officer)
        assert not Card.objects.of("partner", [made.pk]).exists()

    assert Card.objects.of("partner", [made.pk]).count() == 1


def test_a_change_that_concerns_nobodys_sight_does_not_look_at_what_was_said(full):
    session = full.session(items=8)
    with CaptureQueriesContext(connection) as asked:
        session.change(title=Text(en="Another title"), by=full.officer)
    assert not any("commitments_commitment" in one["sql"] for one in asked)

    with CaptureQueriesContext(connection) as asked:
        session.change(is_public=True, by=full.officer)
    assert any("commitments_commitment" in one["sql"] for one in asked)


def test_an_erased_person_is_found_nowhere(full, titles):
    account = user(name="Oswalda Nethersole")
    person("Oswalda Nethersole", by=full.officer, user=account, at=full.partner)
    full.commitment(deliverable=Text(en="Send the list"), said_by=Text(en="Oswalda Nethersole, expert"))
    assert len(titles("oswalda nethersole", viewer=full.officer)) == 2

    erase(of_account(account), at=NOW, by=full.head)

    assert titles("oswalda nethersole", viewer=full.officer) == []
    assert titles("nethersol", viewer=full.officer) == []
    assert not Card.objects.filter(keys__contains="nethersol").exists()
    assert not NameWord.objects.filter(word="nethersole").exists()


@pytest.mark.sqlite_only
def test_what_is_erased_leaves_the_index_of_sqlite_too(full):
    account = user(name="Oswalda Nethersole")
    person("Oswalda Nethersole", by=full.officer, user=account, at=full.partner)
    erase(of_account(account), at=NOW, by=full.head)

    with connection.cursor() as cursor:
        kept = "SELECT COUNT(*) FROM search_keys_data WHERE instr(block, CAST('ethersol' AS BLOB)) > 0"
        assert cursor.execute(kept).fetchone()[0] > 0, "until its parts are put together"
        merge_words(cursor)
        assert cursor.execute(kept).fetchone()[0] == 0


def test_where_it_is_missing_check_says_so(office):
    told = "Run: comity catalogue"
    assert not any(told in note for note in notes())

    Card.objects.all().delete()

    assert any(told in note for note in notes())


def test_an_empty_comity_lacks_nothing():
    assert not any("comity catalogue" in note for note in notes())
