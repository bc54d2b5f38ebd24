"""A Comity to be tried to destruction: prepared once for a run, copied for each test."""

import os

import pytest

from tests.evidence import FOLDER
from tests.promises import ground as grounds
from tests.promises.forked import Forks
from tests.promises.ground import copy_of

# SQLite's disk is rebuilt as a power cut leaves it; PostgreSQL has its own, and is stopped in mid-traffic instead.
collect_ignore = ["test_powercut.py" if os.environ.get("DATABASE_URL") else "test_restart.py"]
SUBJECTS = 1_200 if FOLDER else 30


@pytest.fixture(scope="session")
def prepared():
    return grounds.prepared(subjects=SUBJECTS)


@pytest.fixture
def ground(prepared, tmp_path):
    return copy_of(prepared, tmp_path)


@pytest.fixture
def forks(ground):
    with Forks(ground) as running:
        yield running
