"""The database refuses to change the journal, also after a test that committed."""

import threading

import pytest
from django.db import DatabaseError, connection, transaction

from comity.accounts.models import User
from comity.journal.models import Entry
from comity.journal.refusals import NotNow
from comity.meetings.models import Stage
from tests import make


def change_behind_the_models(words):
    with connection.cursor() as cursor, transaction.atomic():
        cursor.execute(words)


@pytest.mark.parametrize("words", ["UPDATE journal_entry SET why = 'x'", "DELETE FROM journal_entry"])
def test_the_database_itself_refuses_to_change_the_journal(office, words):
    before = Entry.objects.count()

    with pytest.raises(DatabaseError, match="append-only"):
        change_behind_the_models(words)

    assert before and Entry.objects.count() == before


def test_without_the_seal_the_database_would_obey(office):
    """The control: it is the seal that refuses, nothing else."""
    drop = {
        "sqlite": ["DROP TRIGGER journal_entry_refuses_delete"],
        "postgresql": ["DROP TRIGGER journal_entry_refuses_change ON journal_entry"],
    }[connection.vendor]
    for statement in drop:
        change_behind_the_models(statement)

    change_behind_the_models("DELETE FROM journal_entry")

    assert Entry.objects.count() == 0


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("again", ["first", "second"])
def test_the_seal_holds_in_a_database_that_was_put_back(again):
    assert Entry.objects.count() == 0
    make.Office()

    with pytest.raises(DatabaseError, match="append-only"):
        change_behind_the_models("DELETE FROM journal_entry")


@pytest.mark.django_db(transaction=True)
def test_of_two_who_convene_at_the_same_moment_one_is_refused():
    office = make.Office()
    session = office.session(at=Stage.PROPOSED)
    ready, outcomes = threading.Barrier(2), []

    def convene():
        try:
            mine = type(session).objects.get(pk=session.pk)
            by = User.objects.get(pk=office.officer.pk)
            ready.wait(10)
            mine.convene(by=by)
            outcomes.append("convened")
        except NotNow:
            outcomes.append("refused")
        finally:
            connection.close()

    both = [threading.Thread(target=convene) for _ in range(2)]
    for one in both:
        one.start()
    for one in both:
        one.join(30)

    assert sorted(outcomes) == ["convened", "refused"]
    assert Entry.objects.about(session).filter(act="convened").count() == 1
