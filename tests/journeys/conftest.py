"""Journeys through a real browser: see tests/browsing.py for the server and the browser."""

from pathlib import Path

import pytest

HERE = Path(__file__).parent


def pytest_collection_modifyitems(items):
    for item in items:
        if HERE in item.path.parents:
            item.add_marker(pytest.mark.browser)


@pytest.fixture
def page(visitors):
    """A page of the browser, as a visitor without account."""
    return visitors.come()
