"""The world of these tests is made once for all of them; what a test does to it is undone."""

import logging
from copy import deepcopy

import pytest
from django.conf import settings as configured
from django.db import transaction
from django.utils import translation

from tests.evidence import FOLDER
from tests.promises.theirs.world import World


@pytest.fixture(scope="package")
def made(standing, django_db_blocker, tmp_path_factory):
    """The world, in a transaction that ends with the last of these tests; and the folder in which its evidence lies."""
    folder, was = tmp_path_factory.mktemp("evidence"), configured.MEDIA_ROOT
    with django_db_blocker.unblock():
        standing.leave()
    with django_db_blocker.unblock(), transaction.atomic(), translation.override("en"):
        configured.MEDIA_ROOT = folder
        yield World(full=bool(FOLDER)), folder
        standing.leave()
        configured.MEDIA_ROOT = was
        transaction.set_rollback(True)


@pytest.fixture
def world(made, db, settings):
    """The world as it was made, whatever the test before did to its tables or to what was read from them."""
    the_world, settings.MEDIA_ROOT = made
    logging.disable(logging.ERROR)  # thousands of refusals, each of which would be told
    yield deepcopy(the_world)
    logging.disable(logging.NOTSET)
