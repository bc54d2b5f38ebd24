"""Sealing is done apart: whoever writes waits neither for the tree nor for another writer.

Nothing here is measured by a clock. Whatever would have to wait is told not to, and fails instead.
"""

import threading
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager

import pytest
from django.db import OperationalError, connection, transaction
from django.utils import timezone

from comity.journal import sealing
from comity.journal.acting import acting
from comity.journal.models import Entry, Leaf, Tree, Unsealed
from comity.journal.sealing import seal
from comity.journal.verifying import faults

pytestmark = pytest.mark.django_db(transaction=True)
PATIENCE = 60  # seconds, after which a test that hangs is broken; nothing is told by them

on_several_writers = pytest.mark.skipif(
    "connection.vendor == 'sqlite'", reason="SQLite has one writer at a time, whatever is written"
)


def wait_for_nobody():
    """Any lock of another fails the statement that would wait for it."""
    with connection.cursor() as cursor:
        cursor.execute("PRAGMA busy_timeout = 0" if connection.vendor == "sqlite" else "SET lock_timeout = 1")


@contextmanager
def a_connection_of_its_own():
    """Of the thread that calls; it ends with it."""
    try:
        yield
    finally:
        connection.close()


def write(name):
    with acting(by=None):
        Entry(at=timezone.now(), act="tried", subject_name=name).save()


def written_by_another(name):
    """Whether another writer, who waits for nobody, commits an entry at this moment; else what kept it."""

    def one():
        with a_connection_of_its_own():
            wait_for_nobody()
            try:
                write(name)
            except OperationalError as trouble:
                return str(trouble)
            return ""

    with ThreadPoolExecutor(1) as other:
        return other.submit(one).result(PATIENCE)


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


def names():
    return sorted(Entry.objects.filter(act="tried").values_list("subject_name", flat=True))


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


@on_several_writers
def test_whoever_writes_does_not_wait_while_leaves_are_added():
    write("first")

    with transaction.atomic():
        sealing._add(sealing._growth())
        assert written_by_another("meanwhile") == ""

    assert seal(now=timezone.now()) == 1
    assert names() == ["first", "meanwhile"]
    assert faults() == []


@on_several_writers
@pytest.mark.parametrize("order", [[0, 1], [1, 0]], ids=["the first first", "the second first"])
def test_two_who_write_at_once_commit_in_either_order(order):
    assert at_once(write, order) == ["", ""]

    assert names() == ["writer 0", "writer 1"]
    assert seal(now=timezone.now()) == 2
    assert faults() == []


@on_several_writers
def test_two_who_sealed_what_they_write_would_wait_for_each_other():
    """The negative control: were the leaf written with the entry, the second writer would wait for the first."""

    def write_and_seal(name):
        write(name)
        seal(now=timezone.now())

    Tree.objects.get_or_create(pk=1)

    assert sorted(map(bool, at_once(write_and_seal, [0, 1]))) == [False, True]


def at_once(write, order):
    """What kept each of two writers, whose transactions are open together and are committed in this order."""
    have_written = threading.Barrier(2)
    turns = [threading.Event(), threading.Event()]
    turns[order[0]].set()

    def one(number):
        with a_connection_of_its_own():
            wait_for_nobody()
            try:
                with transaction.atomic():
                    if number:  # the second writes once the first has written, and neither has committed
                        first_wrote.wait(PATIENCE)
                    try:
                        write(f"writer {number}")
                    finally:
                        first_wrote.set()
                        have_written.wait(PATIENCE)
                    turns[number].wait(PATIENCE)
            except OperationalError as trouble:
                return str(trouble)
            finally:
                turns[1 - number].set()
            return ""

    first_wrote = threading.Event()
    with ThreadPoolExecutor(2) as both:
        return list(both.map(one, [0, 1]))


def test_of_two_sealers_one_lets_the_tree_grow_and_the_other_looks_anew():
    write("first")
    slower = sealing._growth()
    assert seal(now=timezone.now()) == 1

    assert sealing._add(slower) == 0

    assert (Leaf.objects.count(), Tree.objects.get().size) == (1, 1)
    assert faults() == []
