"""What tests begin with, such as the office that most of them do: built once for those that follow another.

Each thing stands upon those that it is built upon, in a transaction around the tests; it is undone as soon as a test
comes that does not want it. A test is given a copy, and what it changes is undone after it.
"""

from __future__ import annotations

import inspect
import shutil
import tempfile
from collections.abc import Callable, Hashable, Iterable, Iterator
from copy import deepcopy
from dataclasses import dataclass
from itertools import accumulate
from pathlib import Path

import pytest
from django.apps import apps
from django.contrib.contenttypes.models import ContentType
from django.core import mail
from django.db import connection, transaction
from django.test.utils import override_settings
from django.utils import translation

from comity.example.loading import load_once
from comity.example.organisations import enter_organisations, enter_people
from tests import make

TAKES_LONGEST = "test_every_page.py"
Builder = Callable[..., object]


def stands(builder: Builder) -> Builder:
    """This will make a fixture of what `builder` makes: built once upon the fixtures it names, for all who ask for it.

        @stands
        def convened(office): ...

    Those that it names stand, too. It has nothing else of the test: it is built before the clock, the settings or the
    engines of a module are what that has made of them, and what it needs of such it brings itself. What it gives back
    can be copied, so it holds no browser. What it writes into files is copied into the folder of each test.
    """

    def fixture(copies: dict[Builder, object], **upon: object) -> object:
        return copies[builder] if builder in copies else builder(**upon)

    of_test = inspect.Parameter("copies", inspect.Parameter.POSITIONAL_OR_KEYWORD)
    fixture.__signature__ = inspect.Signature([of_test, *inspect.signature(builder).parameters.values()])
    fixture.__name__, fixture.__doc__, fixture.__module__ = builder.__name__, builder.__doc__, builder.__module__
    fixture.builder = builder
    return pytest.fixture(fixture)


@dataclass
class Layer:
    """One thing that stands, with all that it stands upon, in the transaction that undoes it."""

    builder: Builder
    around: transaction.Atomic
    files: Path
    built: dict[Builder, object]

    def build(self) -> None:
        upon = {one.__name__: it for one, it in self.built.items()}
        quick = override_settings(PASSWORD_HASHERS=make.HASHERS, MEDIA_ROOT=self.files)
        with translation.override("en"), quick:
            self.built[self.builder] = self.builder(**{name: upon[name] for name in names_of(self.builder)})
        mail.outbox.clear()  # what is sent while it is built is in the box of no test

    def undo(self) -> None:
        shutil.rmtree(self.files, ignore_errors=True)
        if connection.in_atomic_block:
            transaction.set_rollback(True)
        self.around.__exit__(None, None, None)


class Standing:
    """What stands in this process, each thing upon the one before it."""

    def __init__(self) -> None:
        self.layers: list[Layer] = []

    @property
    def built(self) -> dict[Builder, object]:
        """All that stands now, by what built it."""
        return self.layers[-1].built if self.layers else {}

    @property
    def files(self) -> Path | None:
        """The folder of the files that were written by what stands."""
        return self.layers[-1].files if self.layers else None

    def enter(self, wanted: tuple[Builder, ...]) -> None:
        """This will build what is wanted, unless it stands, and undo what is not."""
        if self.layers and is_broken():
            self.leave()
        stand = [one.builder for one in self.layers]
        same = next((place for place, one in enumerate(stand) if wanted[place : place + 1] != (one,)), len(stand))
        self.leave(same)
        for builder in wanted[same:]:
            self.build(builder)

    def build(self, builder: Builder) -> None:
        """This will build one thing more upon what stands, which stays as it is."""
        around, files = transaction.atomic(), Path(tempfile.mkdtemp(prefix="comity-files-"))
        around._from_testcase = True  # what is durable only outside of transactions may be so inside of this one
        if self.files:
            shutil.copytree(self.files, files, dirs_exist_ok=True)
        layer = Layer(builder, around, files, deepcopy(self.built))
        around.__enter__()
        self.layers.append(layer)
        try:
            layer.build()
        except BaseException:
            self.leave(len(self.layers) - 1)
            raise

    def leave(self, all_but: int = 0) -> None:
        """This will undo what stands, from the last to the first, or to so many that go on standing."""
        while len(self.layers) > all_but:
            self.layers.pop().undo()


def is_broken() -> bool:
    """This will tell whether a test closed the connection, or ended the transaction, in which the office stood."""
    return connection.closed_in_transaction or connection.needs_rollback or not connection.in_atomic_block


STANDING = Standing()


@pytest.fixture(scope="session")
def standing(django_db_setup, django_db_blocker):
    """All that stands in a process, and the end of it."""
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


def wanted(test: pytest.Function) -> tuple[Builder, ...]:
    """What a test begins with, each after what it stands upon; nothing, where a test leaves something behind."""
    if commits(test):
        return ()
    known = test._fixtureinfo.name2fixturedefs
    builders = {name: getattr(known[name][-1].func, "builder", None) for name in test.fixturenames if name in known}

    def upwards(names: Iterable[str]) -> Iterator[Builder]:
        for name in names:
            if builder := builders.get(name):
                yield from upwards(names_of(builder))
                yield builder

    return tuple(dict.fromkeys(upwards(sorted(builders))))


def names_of(builder: Builder) -> list[str]:
    """The fixtures that something is built upon."""
    return list(inspect.signature(builder).parameters)


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
    beginnings = {one: list(accumulate((builder,) for builder in wanted(one))) for one in items}
    modules = first_places([one.path for one in items])
    begun = first_places([step for steps in beginnings.values() for step in steps])

    def place(test: pytest.Function) -> tuple[bool, bool, bool, list[int], int]:
        is_slow, in_browser = test.path.name == TAKES_LONGEST, "chromium" in test.fixturenames
        steps = [begun[step] for step in beginnings[test]]
        return not is_slow, not in_browser, commits(test), steps, modules[test.path]

    items.sort(key=place)


def first_places(all_of_them: list[Hashable]) -> dict[Hashable, int]:
    """Where each of these comes first."""
    return {one: place for place, one in reversed(list(enumerate(all_of_them)))}


@pytest.fixture
def footing(request, standing, django_db_blocker, in_english, plain_storage):
    """Before the transaction of a test begins, what it wants is brought to stand, and anything else to an end."""
    with django_db_blocker.unblock():
        standing.enter(wanted(request.node))


@pytest.fixture
def _django_db_helper(footing, _django_db_helper, django_db_blocker):
    """The transaction of a test, as pytest-django begins it, on our footing.

    The kinds of records are asked for once by a process, and anew after the database was put back: no test that counts
    questions counts that one, whichever comes first.
    """
    with django_db_blocker.unblock():
        ContentType.objects.get_for_models(*apps.get_models())


@pytest.fixture
def copies(db, standing, settings):
    """What a test begins with, by what built it: all copied at once, so that what belongs together still does."""
    if standing.files and any(standing.files.iterdir()):
        shutil.copytree(standing.files, settings.MEDIA_ROOT, dirs_exist_ok=True)
    return deepcopy(standing.built)


@stands
def office():
    """The host organisation with an officer and a head, and a partner with a counterpart: see `make.Office`."""
    return make.Office()


@stands
def example():
    """The example cooperation, as `make demo` shows it, with its files; how each role signs in."""
    return load_once()


@stands
def known_names():
    """The organisations of the example, by their key, and its people: the registry in which names are looked up."""
    by = make.user()
    organisations = enter_organisations(by=by)
    enter_people(organisations, by=by)
    return organisations
