"""Wishes to cancel that were asked before they could be answered are kept, and say what became of them."""

from datetime import timedelta

import pytest
from django.core.management import call_command
from django.db import connection
from django.db.migrations.executor import MigrationExecutor

from comity.commitments.models import Commitment, Stage, WishToCancel
from comity.journal.acting import naming
from tests.make import NOW, Office

BEFORE = [("commitments", "0005_room_for_long_addresses")]
LATER = NOW + timedelta(days=1)


def kept_from_before(rows):
    """Enters wishes as they were before, and tells them as they are now."""
    executor = MigrationExecutor(connection)
    executor.migrate(BEFORE)
    try:
        earlier = executor.loader.project_state(BEFORE).apps.get_model("commitments", "WishToCancel")
        with naming(None):
            for commitment, side, name, at in rows:
                earlier.objects.create(commitment_id=commitment, side_id=side, reason="Why.", by_name=name, at=at)
    finally:
        call_command("migrate", verbosity=0)
    return [(one.by_name, one.stage, one.ended_for_id, one.ended_at) for one in WishToCancel.objects.order_by("pk")]


@pytest.mark.django_db(transaction=True)
def test_both_wishes_count_as_agreed_to_where_the_promise_was_cancelled_and_others_wait():
    office = Office()
    cancelled, standing, closed = office.commitment(), office.commitment(), office.commitment()
    with naming(None):
        Commitment.objects.filter(pk=cancelled.pk).update(stage=Stage.CANCELLED)
        Commitment.objects.filter(pk=closed.pk).update(stage=Stage.CLOSED)
    ours, theirs = office.host.pk, office.partner.pk

    kept = kept_from_before(
        [
            (cancelled.pk, ours, "Amina", NOW),
            (cancelled.pk, theirs, "Clara", LATER),
            (standing.pk, theirs, "Clara", NOW),
            (closed.pk, theirs, "Clara", NOW),
        ]
    )

    assert kept == [
        ("Amina", "agreed", theirs, LATER),
        ("Clara", "agreed", theirs, LATER),
        ("Clara", "waiting", None, None),
        ("Clara", "waiting", None, None),
    ]
