"""What these tests stand on: the registry of the example, and engines that no other test has set up or silenced."""

import pytest

from comity.engines import carrying, naming
from tests import make
from tests.standing import stands


@pytest.fixture(autouse=True)
def awake(settings):
    """No engine is set up, and none rests."""
    settings.ENGINES = settings.ENGINE_ROUTES = ""
    carrying.wake_all()
    naming.forget()
    yield
    carrying.wake_all()
    naming.forget()


@stands
def officer():
    return make.user()


@pytest.fixture
def registry(known_names):
    """The organisations and people of the example."""
    return known_names
