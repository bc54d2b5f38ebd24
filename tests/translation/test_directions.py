"""A subject carries isolates only where a value runs against its sentence."""

from datetime import timedelta

import pytest
from django.utils import timezone

from comity.journal.models import Letter
from comity.meetings.models import Stage
from comity.translation.directions import without_needless_isolates
from comity.translation.texts import Text


@pytest.mark.parametrize(
    ("language", "value", "is_kept"),
    [
        ("en", "First session", False),
        ("fr", "Première séance 2026", False),
        ("en", "الجلسة الأولى", True),
        ("en", "Session (الجلسة)", True),
        ("ar", "الجلسة الأولى", False),
        ("ar", "2026", False),
        ("ar", "First session", True),
    ],
)
def test_an_isolate_stays_only_around_what_turns_the_line_around(language, value, is_kept):
    line = without_needless_isolates(f"“\u2068{value}\u2069” (\u20681\u2069)", language)

    assert line == (f"“\u2068{value}\u2069” (1)" if is_kept else f"“{value}” (1)")


@pytest.mark.parametrize(("title", "is_kept"), [("First session", False), ("الجلسة الأولى", True)])
def test_the_subject_of_a_letter_is_held_to_it_and_its_body_is_not(office, title, is_kept):
    office.session(title=Text(en=title), begins=timezone.now() + timedelta(days=3), at=Stage.CONVENED)

    letter = Letter.objects.get(to_email=office.counterpart.email)
    assert ("\u2068" in letter.subject) is is_kept
    assert f"\u2068{title}\u2069" in letter.body
