"""The office that most tests begin with, the example, or its names alone: built once for those that follow another.

It stands in a transaction around those of the tests, undone as soon as a test comes that wants another, or none.
"""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Hashable
from copy import deepcopy
from pathlib import Path

import pytest
from django.apps import apps
from django.contrib.contenttypes.models import ContentType
from django.db import connection, transaction
from django.test.utils import override_settings
from django.utils import translation

from comity.example.loading import load_once
from comity.example.organisations import enter_organisations, enter_people
from tests import make

TAKES_LONGEST = "test_every_page.py"


def enter_names() -> dict:
    """The organisations and people of the example, and nothing else of it."""
    by = make.user()
    organisations = enter_organisations(by=by)
    enter_people(organisations, by=by)
    return organisations


BUILT = {"office": make.Office, "example": load_once, "known_names": enter_names}


class Standing:
    """The transaction in which what tests begin with stands, while it stands."""

    def __init__(self) -> None:
        self.around: transaction.Atomic | None = None
        self.what = ""
        self.built: object = None
        self.files = Path()

    def enter(self, what: str) -> None:
        """This will build what is wanted, unless it stands."""
        if self.around is not None and (self.what != what or is_broken()):
            self.leave()
        if self.around is not None:
            return
        self.around, self.what, self.files = transaction.atomic(), what, Path(tempfile.mkdtemp(prefix="comity-files-"))
        self.around._from_testcase = True  # what is durable only outside of transactions may be so inside of this one
        self.around.__enter__()
        try:
            quick = override_settings(PASSWORD_HASHERS=make.HASHERS, MEDIA_ROOT=self.files)
            with translation.override("en"), quick:
                self.built = BUILT[what]()
        except BaseException:
            self.leave()
            raise

    def leave(self) -> None:
        """This will undo what stands."""
        if self.around is None:
            return
        around, self.around, self.built, self.what = self.around, None, None, ""
        shutil.rmtree(self.files, ignore_errors=True)
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
    with django_db_blocker.unblock():
        assert connection.features.supports_json_field  # asked of SQLite once, by three questions that no test counts
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


def wanted(test: pytest.Function) -> str:
    """This will tell what a test begins with, where it leaves nothing behind; nothing at all is the empty text."""
    return "" if commits(test) else next((one for one in BUILT if one in test.fixturenames), "")


def commits(test: pytest.Function) -> bool:
    """This will tell whether a test commits, after which the database is put back."""
    marker = test.get_closest_marker("django_db")
    return bool(marker and marker.kwargs.get("transaction")) or "transactional_db" in test.fixturenames


def bring_together(items: list[pytest.Function]) -> None:
    """This will let all tests that begin with the same follow one another, those of a module together.

    So each process builds it about once instead of anew for each module, and one process alone may start the server
    and the browser. Within that, all keep the order in which they come. What takes longest goes first: at the end, one
    process would work and the others wait for it.
    """
    modules, begun = first_places([one.path for one in items]), first_places([wanted(one) for one in items])

    def place(test: pytest.Function) -> tuple[bool, bool, bool, int, int]:
        is_slow, in_browser = test.path.name == TAKES_LONGEST, "chromium" in test.fixturenames
        return not is_slow, not in_browser, commits(test), begun[wanted(test)], modules[test.path]

    items.sort(key=place)


def first_places(all_of_them: list[Hashable]) -> dict[Hashable, int]:
    """Where each of these comes first."""
    return {one: place for place, one in reversed(list(enumerate(all_of_them)))}


@pytest.fixture
def footing(request, standing, django_db_blocker):
    """Before the transaction of a test begins, what it wants is brought to stand, and anything else to an end."""
    what = wanted(request.node)
    with django_db_blocker.unblock():
        standing.enter(what) if what else standing.leave()


@pytest.fixture
def _django_db_helper(footing, _django_db_helper, django_db_blocker):
    """The transaction of a test, as pytest-django begins it, on our footing.

    The kinds of records are asked for once by a process, and anew after the database was put back: no test that counts
    questions counts that one, whichever comes first.
    """
    with django_db_blocker.unblock():
        ContentType.objects.get_for_models(*apps.get_models())


@pytest.fixture
def office(db, standing):
    """The host organisation with an officer and a head, and a partner with a counterpart: see `make.Office`."""
    return deepcopy(standing.built) if standing.what == "office" else make.Office()


@pytest.fixture
def example(db, settings, standing):
    """The example cooperation, as `make demo` shows it, with its files; how each role signs in."""
    if standing.what != "example":
        return load_once()
    settings.MEDIA_ROOT = standing.files
    return standing.built


@pytest.fixture
def known_names(db, standing):
    """The organisations of the example, by their key, and its people: the registry in which names are looked up."""
    return deepcopy(standing.built) if standing.what == "known_names" else enter_names()
