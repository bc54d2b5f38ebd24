"""Wishes that were asked before there was another kind, or before they could be answered, are kept as they were."""

from datetime import timedelta

import pytest
from django.contrib.contenttypes.models import ContentType
from django.core.management import call_command
from django.db import connection
from django.db.migrations.executor import MigrationExecutor

from comity.commitments.models import Commitment, Stage, Wish
from comity.commitments.wishing import ask_to_cancel
from comity.journal.acting import naming
from comity.journal.models import Change, Entry
from tests.make import NOW, Office

UNANSWERED = [("commitments", "0005_room_for_long_addresses")]
TO_CANCEL = [("commitments", "0010_what_took_up_earlier_ones")]
LATER = NOW + timedelta(days=1)


def kept_from_before(then, rows):
    """Enters wishes as they were then, and tells them as they are now."""
    executor = MigrationExecutor(connection)
    executor.migrate(then)
    try:
        earlier = executor.loader.project_state(then).apps.get_model("commitments", "WishToCancel")
        with naming(None):
            for commitment, side, name, at, *more in rows:
                ended = dict(zip(("stage", "ended_for_id", "ended_at", "answer"), more, strict=False))
                told = {"reason": "Why.", "by_name": name, "at": at, **ended}
                earlier.objects.create(commitment_id=commitment, side_id=side, **told)
    finally:
        call_command("migrate", verbosity=0)
    return [(one.by_name, one.stage, one.ended_for_id, one.ended_at) for one in Wish.objects.order_by("pk")]


@pytest.mark.django_db(transaction=True)
def test_both_wishes_count_as_agreed_to_where_the_promise_was_cancelled_and_others_wait():
    office = Office()
    cancelled, standing, closed = office.commitment(), office.commitment(), office.commitment()
    with naming(None):
        Commitment.objects.filter(pk=cancelled.pk).update(stage=Stage.CANCELLED)
        Commitment.objects.filter(pk=closed.pk).update(stage=Stage.CLOSED)
    ours, theirs = office.host.pk, office.partner.pk

    kept = kept_from_before(
        UNANSWERED,
        [
            (cancelled.pk, ours, "Amina", NOW),
            (cancelled.pk, theirs, "Clara", LATER),
            (standing.pk, theirs, "Clara", NOW),
            (closed.pk, theirs, "Clara", NOW),
        ],
    )

    assert kept == [
        ("Amina", "agreed", theirs, LATER),
        ("Clara", "agreed", theirs, LATER),
        ("Clara", "waiting", None, None),
        ("Clara", "waiting", None, None),
    ]


@pytest.mark.django_db(transaction=True)
def test_what_was_asked_before_there_was_another_kind_is_a_wish_to_cancel():
    office = Office()
    first, second = office.commitment(), office.commitment()
    ours, theirs = office.host.pk, office.partner.pk
    ended = ("declined", ours, LATER, "We need it.")

    kept = kept_from_before(TO_CANCEL, [(first.pk, theirs, "Clara", NOW, *ended), (second.pk, ours, "Amina", NOW)])

    assert kept == [("Clara", "declined", ours, LATER), ("Amina", "waiting", None, None)]
    assert {(one.kind, one.due_on, one.trigger) for one in Wish.objects.all()} == {("cancel", None, "")}
    assert Wish.objects.order_by("pk")[0].answer == "We need it."


@pytest.mark.django_db(transaction=True)
def test_the_table_keeps_its_name_by_which_the_journal_tells_who_wrote_an_earlier_wish():
    office = Office()
    promised = office.commitment()
    wish = ask_to_cancel(promised, reason="Overtaken.", at=NOW, by=office.counterpart)

    assert Change.objects.of_row(wish).get().table_name == "commitments_wishtocancel"


@pytest.mark.django_db(transaction=True)
def test_the_history_of_an_earlier_wish_is_that_of_the_wish():
    office = Office()
    own, wish = ContentType.objects.get_for_model(Wish), Wish(pk=7)
    ContentType.objects.filter(pk=own.pk).update(model="wishtocancel")
    ContentType.objects.clear_cache()
    earlier = ContentType.objects.get(model="wishtocancel")
    with naming(office.officer):
        Entry.objects.create(
            at=NOW, act="entered", subject_type=earlier, subject_id=7, subject_name="X", by_user=office.officer
        )
    executor = MigrationExecutor(connection)
    executor.migrate(TO_CANCEL)

    call_command("migrate", verbosity=0)

    assert [entry.act for entry in Entry.objects.about(wish)] == ["entered"]
    assert not ContentType.objects.filter(model="wishtocancel").exists()
