"""What every test stands on: a secret for the settings, a data folder of its own, and a journal that stays sealed."""

import os
import tempfile
from pathlib import Path

os.environ.setdefault("COMITY_SECRET_KEY", "a key for the tests only, long enough to be taken for a secret one")
os.environ.setdefault("COMITY_DATA", tempfile.mkdtemp(prefix="comity-tests-"))

import pytest
from django.utils import translation

from tests import make


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
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]


@pytest.fixture
def office(db):
    """The host organisation with an officer and a head, and a partner with a counterpart: see `make.Office`."""
    return make.Office()


ROOT = Path(__file__).resolve().parents[1]
