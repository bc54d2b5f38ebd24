"""Somebody is called otherwise: a machine's words are made anew, a person's wait for a person, all else stays."""

import pytest
from django.test import Client

from comity.engines import naming
from comity.translating.models import Provenance, State, Version
from comity.translating.renaming import queue_renamed
from comity.translating.rendering import translate_waiting
from comity.translating.reviewing import accept, reword
from tests import make
from tests.translating.conftest import said, version_of, write_in_english
from tests.translating.reading import look, read

NAMED = "<p>The Institute of Rivers is named.</p><p>Nobody is named.</p>"
WITH_A_NAME, WITHOUT = "The Institute of Rivers is named.", "Nobody is named."


@pytest.fixture
def rivers(office):
    """An organisation with an official name in each of two languages."""
    naming.forget()
    one = make.organisation("Institute of Rivers", by=office.officer)
    one.add_name("Institut des fleuves", language="fr", kind="official", by=office.officer) if hasattr(
        one, "add_name"
    ) else None
    yield one
    naming.forget()


@pytest.fixture
def article(office, rivers, engine):
    found = write_in_english(office, paragraphs=NAMED)
    tick()
    return found


def tick():
    queue_renamed(limit=99)
    translate_waiting(limit=99)
