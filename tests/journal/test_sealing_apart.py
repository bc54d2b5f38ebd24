"""Sealing is done apart: whoever writes waits neither for the tree nor for another writer.

Nothing here is measured by a clock. Whatever would have to wait is told not to, and fails instead.
"""

import pytest
from django.db import connection, transaction
from django.utils import timezone

from comity.journal import sealing
from comity.journal.models import Leaf, Tree, Unsealed
from comity.journal.sealing import seal
from comity.journal.verifying import faults
from tests.journal.writers import names, write, written_by_another

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def hashing(monkeypatch):
    """Has another writer commit while the first leaf is hashed; tells what kept it from that."""
    kept, hash_of = [], sealing.leaf_hash

    def while_hashing(told):
        if not kept:
            kept.append(written_by_another("meanwhile"))
        return hash_of(told)

    monkeypatch.setattr(sealing, "leaf_hash", while_hashing)
    return kept


def test_whoever_writes_does_not_wait_while_leaves_are_hashed(hashing):
    write("first")

    assert seal(now=timezone.now()) == 2  # the first, and then what came meanwhile

    assert hashing == [""]
    assert names() == ["first", "meanwhile"]
    assert not Unsealed.objects.exists() and faults() == []


def test_a_sealer_that_holds_what_it_hashes_would_be_noticed(hashing):
    """The negative control: hashed within the transaction that adds the leaves, on a database with one writer."""
    write("first")

    with transaction.atomic():
        Tree.objects.update_or_create(pk=1)
        if connection.vendor == "postgresql":  # which would let others write nonetheless: a design that locks them out
            connection.cursor().execute("LOCK TABLE journal_entry IN EXCLUSIVE MODE")
        seal(now=timezone.now())

    assert "lock" in hashing[0]
    assert names() == ["first"]


def test_of_two_sealers_one_lets_the_tree_grow_and_the_other_looks_anew():
    write("first")
    slower = sealing._growth()
    assert seal(now=timezone.now()) == 1

    assert sealing._add(slower) == 0

    assert (Leaf.objects.count(), Tree.objects.get().size) == (1, 1)
    assert faults() == []
