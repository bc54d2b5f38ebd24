"""The newsroom is read when somebody asks for it, and delays nobody's first page."""

import subprocess
import sys

from django.urls import path
from django.urls.resolvers import RoutePattern

from comity.website.late import ReadWhenAsked

BEFORE_THE_FIRST_PAGE = """
import django, sys
django.setup()
from django.urls import resolve, reverse
reverse("home")
print("wagtail.admin.urls" in sys.modules)
resolve("/newsroom/")
print("wagtail.admin.urls" in sys.modules, reverse("wagtailadmin_home"))
"""

FROM_OUTSIDE = """
import django
django.setup()
from django.urls import NoReverseMatch, reverse
from comity.website.late import address_in_newsroom
try:
    print(reverse("wagtailadmin_pages:edit", args=[7]))
except NoReverseMatch:
    print("unknown")
print(address_in_newsroom("wagtailadmin_pages:edit", 7))
"""


def told_by(script):
    return subprocess.run(
        [sys.executable, "-c", script],
        capture_output=True,
        text=True,
        env={"DJANGO_SETTINGS_MODULE": "tests.settings", "PYTHONPATH": "."},
    )


def test_whoever_is_led_into_the_newsroom_from_outside_may_be_the_first_to_ask_for_it():
    told = told_by(FROM_OUTSIDE)

    assert told.stdout.split() == ["unknown", "/newsroom/pages/7/edit/"], told.stderr


def test_the_first_page_does_not_read_the_newsroom_and_its_names_are_known_once_it_was_read():
    told = told_by(BEFORE_THE_FIRST_PAGE)

    assert told.stdout.split() == ["False", "True", "/newsroom/"], told.stderr


def test_routes_are_read_when_one_of_them_is_asked_for_and_not_for_another_address():
    late = ReadWhenAsked(RoutePattern("late/"), [path("one/", lambda request: None, name="one")])

    assert late.reverse_dict.getlist("one") == []
    assert not late.is_read

    assert late.resolve("late/one/").url_name == "one"
    assert late.is_read
    assert late.reverse_dict.getlist("one") != []
