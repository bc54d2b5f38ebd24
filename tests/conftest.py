"""What every test stands on: compiled texts, a reader of English, plain files, and a journal that stays sealed."""

import shutil
from importlib import import_module
from pathlib import Path

import pytest
from django.conf import settings
from django.db import connection
from django.utils import translation

from comity.cli.messages import compile_stale
from comity.journal import guards
from comity.partners.areas import enter_areas
from comity.partners.models import Area
from tests import make, template
from tests.browsing import chromium, everybody, site, visitors  # noqa: F401 - fixtures for every test
from tests.buckets import bucket, in_object_storage, s3  # noqa: F401 - fixtures for every test
from tests.evidence import promised  # noqa: F401 - a fixture for every test of a promise
from tests.settings import OWN_DATA
from tests.standing import (  # noqa: F401 - for every test
    _django_db_helper,
    bring_together,
    example,
    footing,
    known_names,
    no_office_across,
    office,
    standing,
)

INTO_THE_OUTBOX = settings.EMAIL_BACKEND  # before those who run tests put their own in its place
ROOT = Path(__file__).resolve().parents[1]


def pytest_configure(config):
    """The texts are compiled once, before the processes that share the tests begin."""
    if not hasattr(config, "workerinput"):
        compile_stale()


@pytest.hookimpl(trylast=True)  # after they were shuffled
def pytest_collection_modifyitems(items):
    """`make coverage` measures where one act at a time is tried: it makes everything take twice as long."""
    bring_together(items)
    for item in items:
        if any(item.get_closest_marker(name) for name in ("browser", "promise", "architecture")):
            item.add_marker("no_cover")


def pytest_unconfigure(config):
    if OWN_DATA:
        shutil.rmtree(OWN_DATA, ignore_errors=True)


@pytest.fixture(scope="session")
def django_db_keepdb():
    """The database of the tests is there before Django looks for it, and lies in a folder that is thrown away."""
    return True


@pytest.fixture(scope="session")
def django_db_modify_db_settings(django_db_modify_db_settings_parallel_suffix):
    template.for_the_tests()


@pytest.fixture(autouse=True)
def in_english():
    """Each test begins in English, whatever the one before it spoke."""
    with translation.override("en"):
        yield


@pytest.fixture(autouse=True)
def plain_storage(settings, tmp_path):
    """Static files under their own names, letters kept in memory, evidence in a folder of the test."""
    settings.STORAGES = settings.STORAGES | {
        "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}
    }
    settings.MEDIA_ROOT = tmp_path / "files"
    settings.EMAIL_BACKEND, settings.MAIL_CARRIER = INTO_THE_OUTBOX, "django.core.mail.backends.locmem.EmailBackend"
    settings.PASSWORD_HASHERS = make.HASHERS


@pytest.fixture(scope="session", autouse=True)
def seal_lifted_to_empty_the_tables():
    """A test that commits (`transaction=True`) is followed by emptying all tables, which the journal's seal refuses.

    The seal is lifted for that moment only; within every test it holds.
    """
    seal = import_module("comity.journal.migrations.0002_append_only")
    is_sqlite = connection.vendor == "sqlite"
    lift, put_back = (seal.SQLITE_BACK, seal.SQLITE) if is_sqlite else (seal.POSTGRESQL_BACK, seal.POSTGRESQL)
    operations = type(connection.ops)
    empty = operations.execute_sql_flush

    def empty_without_seal(self, statements):
        guards.lift(connection)
        empty(self, [*lift, *statements, *put_back])
        enter_areas(Area)  # which a migration entered, and which every test may expect
        guards.install(connection)

    operations.execute_sql_flush = empty_without_seal
    yield
    operations.execute_sql_flush = empty
