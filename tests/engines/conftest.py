"""What these tests stand on: the registry of the example, and engines that no other test has set up or silenced."""

import pytest

from comity.engines import carrying, naming
from comity.example.organisations import enter_organisations, enter_people
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
def registry(officer):
    """The organisations and people of the example."""
    organisations = enter_organisations(by=officer)
    enter_people(organisations, by=officer)
    return organisations
