"""The office that most tests begin with: built once for all that follow one another, and seen anew by each of them.

It stands in a transaction around those of the tests, which is undone as soon as a test comes that wants none.
"""

from __future__ import annotations

from copy import deepcopy

import pytest
from django.db import connection, transaction
from django.test.utils import override_settings
from django.utils import translation

from tests import make


class Standing:
    """The transaction in which the office stands, while it stands."""

    def __init__(self) -> None:
        self.around: transaction.Atomic | None = None
        self.office: make.Office | None = None

    def enter(self) -> None:
        """This will build the office, unless it stands."""
        if self.around is not None and is_broken():
            self.leave()
        if self.around is not None:
            return
        self.around = transaction.atomic()
        self.around._from_testcase = True  # what is durable only outside of transactions may be so inside of this one
        self.around.__enter__()
        try:
            with translation.override("en"), override_settings(PASSWORD_HASHERS=make.HASHERS):
                self.office = make.Office()
        except BaseException:
            self.leave()
            raise

    def leave(self) -> None:
        """This will undo the office, where it stands."""
        if self.around is None:
            return
        around, self.around, self.office = self.around, None, None
        if connection.in_atomic_block:
            transaction.set_rollback(True)
        around.__exit__(None, None, None)


def is_broken() -> bool:
    """This will tell whether a test closed the connection, or ended the transaction, in which the office stood."""
    return connection.closed_in_transaction or connection.needs_rollback or not connection.in_atomic_block


STANDING = Standing()


@pytest.fixture(scope="session")
def standing(django_db_setup, django_db_blocker):
    """The one office of a process, and the end of it."""
    yield STANDING
    with django_db_blocker.unblock():
        STANDING.leave()


@pytest.fixture(scope="session")
def no_office_across(django_db_blocker):
    """What begins or ends an event loop in this thread asks for this, and calls it before.

    Django has a connection of its own for each loop: the office could not be undone over another than its own.
    """

    def leave():
        with django_db_blocker.unblock():
            STANDING.leave()

    return leave


def wants(request: pytest.FixtureRequest) -> bool:
    """This will tell whether a test begins with the office, and leaves nothing behind."""
    marker = request.node.get_closest_marker("django_db")
    commits = bool(marker and marker.kwargs.get("transaction")) or "transactional_db" in request.fixturenames
    return "office" in request.fixturenames and not commits


@pytest.fixture
def footing(request, standing, django_db_blocker):
    """Before the transaction of a test begins, the office is brought to stand, or to an end."""
    with django_db_blocker.unblock():
        standing.enter() if wants(request) else standing.leave()


@pytest.fixture
def _django_db_helper(footing, _django_db_helper):
    """The transaction of a test, as pytest-django begins it, on our footing."""


@pytest.fixture
def office(db, standing):
    """The host organisation with an officer and a head, and a partner with a counterpart: see `make.Office`."""
    return make.Office() if standing.office is None else deepcopy(standing.office)
