"""A few letters find a name whatever its accents, its case and the habits of its script."""

import pytest

from comity.partners.spelling import folded, without_overrides

SAME = [
    ("Éducation", "education"),
    ("LEIBNIZ-Gemeinschaft", "leibniz gemeinschaft"),
    ("Straße", "strasse"),
    ("الإيسيسكو", "الايسيسكو"),
    ("مؤسّسة", "موسسه"),
    ("الأكاديميّة", "الاكاديميه"),
    ("  two   words ", "two words"),
    ("O’Neill", "o neill"),
]


@pytest.mark.parametrize(("written", "found"), SAME)
def test_a_name_is_folded(written, found):
    assert folded(written) == found
    assert folded(found) == found


def test_signs_that_change_the_direction_are_taken_out():
    assert without_overrides("gpj.\u202eevil\u2066\u200f") == "gpj.evil"


def test_joiners_that_persian_and_urdu_need_stay():
    assert without_overrides("می\u200cخواهم") == "می\u200cخواهم"
