"""Writers of the journal that wait for nobody: where they would have to, they fail and tell it."""

import threading
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager

from django.db import OperationalError, connection, transaction
from django.utils import timezone

from comity.journal.acting import acting
from comity.journal.models import Entry

PATIENCE = 60  # seconds, after which a test that hangs is broken; nothing is told by them


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


def names():
    return sorted(Entry.objects.filter(act="tried").values_list("subject_name", flat=True))


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
