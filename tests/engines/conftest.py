"""What these tests stand on: the registry of the example, and engines that no other test has set up or silenced."""

import pytest

from comity.engines import carrying, naming
from tests import make


@pytest.fixture(autouse=True)
def awake(settings):
    """No engine is set up, and none rests."""
    settings.ENGINES = settings.ENGINE_ROUTES = ""
    carrying.wake_all()
    naming.forget()
    yield
    carrying.wake_all()
    naming.forget()


@pytest.fixture
def officer(db):
    return make.user()


@pytest.fixture
def registry(known_names):
    """The organisations and people of the example."""
    return known_names
