"""What every test stands on: compiled texts, a reader of English, plain files, and a database as it was before."""

import gc
import shutil
from pathlib import Path

import pytest
from django.conf import settings
from django.test import TransactionTestCase
from django.utils import translation

from comity.cli.messages import compile_stale
from comity.journal.turning_away import forget
from tests import make, template
from tests.browsing import chromium, everybody, site, visitors  # noqa: F401 - fixtures for every test
from tests.buckets import bucket, in_object_storage, s3  # noqa: F401 - fixtures for every test
from tests.evidence import promised  # noqa: F401 - a fixture for every test of a promise
from tests.settings import OWN_DATA
from tests.standing import (  # noqa: F401 - for every test
    _django_db_helper,
    bring_together,
    copies,
    example,
    footing,
    known_names,
    no_office_across,
    office,
    standing,
)

INTO_THE_OUTBOX = settings.EMAIL_BACKEND  # before those who run tests put their own in its place
ROOT = Path(__file__).resolve().parents[1]
# How much is made before Python looks for what nobody holds any more: a few times in a test that does much.
SELDOM = (100_000, 50, 100)


def pytest_configure(config):
    """The texts are compiled once, before the processes that share the tests begin."""
    if not hasattr(config, "workerinput"):
        compile_stale()


@pytest.hookimpl(wrapper=True)
def pytest_collection(session):
    """What is loaded and gathered stays to the end of the process, so Python need not look through it for what nobody
    holds any more: it would do so again and again, and that took a quarter of what the tests took.
    """
    gc.disable()
    try:
        return (yield)
    finally:
        gc.collect()
        gc.freeze()
        gc.set_threshold(*SELDOM)
        gc.enable()


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
def nothing_turned_away():
    """Each test begins as a process that has turned nothing away; what the last one wrote down is gone."""
    forget()


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
def put_back_after_a_commit():
    """After a test that commits (`transaction=True`) the database is again as it was when all tests began.

    Django would empty every table, which the journal's seal refuses, and then enter anew what migrations enter.
    """
    with pytest.MonkeyPatch.context() as django:
        django.setattr(TransactionTestCase, "_fixture_teardown", lambda self: template.put_back())
        yield
