"""Where several may write at once, none of them waits for another, nor for whoever lets the tree grow.

SQLite has one writer at a time, whatever is written: there nothing of this can be tried (see conftest.py).
"""

import pytest
from django.db import transaction
from django.utils import timezone

from comity.journal import sealing
from comity.journal.models import Tree
from comity.journal.sealing import seal
from comity.journal.verifying import faults
from tests.journal.writers import at_once, names, write, written_by_another

pytestmark = pytest.mark.django_db(transaction=True)


def test_whoever_writes_does_not_wait_while_leaves_are_added():
    write("first")

    with transaction.atomic():
        sealing._add(sealing._growth())
        assert written_by_another("meanwhile") == ""

    assert seal(now=timezone.now()) == 1
    assert names() == ["first", "meanwhile"]
    assert faults() == []


@pytest.mark.parametrize("order", [[0, 1], [1, 0]], ids=["the first first", "the second first"])
def test_two_who_write_at_once_commit_in_either_order(order):
    assert at_once(write, order) == ["", ""]

    assert names() == ["writer 0", "writer 1"]
    assert seal(now=timezone.now()) == 2
    assert faults() == []


def test_two_who_sealed_what_they_write_would_wait_for_each_other():
    """The negative control: were the leaf written with the entry, the second writer would wait for the first."""

    def write_and_seal(name):
        write(name)
        seal(now=timezone.now())

    Tree.objects.get_or_create(pk=1)

    assert sorted(map(bool, at_once(write_and_seal, [0, 1]))) == [False, True]
