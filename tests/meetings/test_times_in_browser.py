"""In a real browser: the reader's own time stands beside that of the session, written as it is."""

import re

import pytest
from playwright.sync_api import expect

from tests.journeys.linked import circulated_session

pytestmark = pytest.mark.browser


@pytest.mark.parametrize("language", ["en", "fr", "ar"])
def test_the_own_time_of_a_reader_counts_the_hours_to_24_as_that_of_the_session_does(visitors, language):
    address = circulated_session(visitors.come("officer"), "A session read elsewhere")
    reader = visitors.come("officer", timezone_id="Asia/Tokyo")

    reader.goto(address.replace("/en/", f"/{language}/"))

    own = reader.locator("time[data-own] + bdi")
    expect(own).to_have_text(re.compile(r"[^\d:]\d\d:\d\d \(Asia/Tokyo\)$"))
