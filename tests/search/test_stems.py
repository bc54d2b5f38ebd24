"""Words are compared by their stems: Arabic, English and French, with accents and without."""

import pytest

from comity.search.stems import meant_by, stems_of, words_in

# What is typed, and what stands in a text; the pairs of the house's own notes on search come first.
ARABIC = [
    ("الايسيسكو", "الإيسيسكو"),
    ("جامعة", "الجامعات"),
    ("الاتفاقيات", "اتفاقية"),
    ("جامعه", "جَامِعَةٌ"),
    ("عضو", "الأعضاء"),
    ("مؤسسة", "والمؤسسات"),
    ("مستشفي", "مستشفى"),
    ("وزارة", "الوزارة"),
    ("الوزارة", "ووزارات"),
    ("أعضاء", "بأعضاء"),
    ("مشروع", "للمشاريع"),
    ("تعاون", "بالتعـــاون"),
]
ENGLISH = [("agreements", "agreement"), ("universities", "University"), ("signed", "signing"), ("café", "Cafe")]
FRENCH = [("accords", "accord"), ("signee", "signée"), ("signés", "signée"), ("Cooperation", "coopération")]


@pytest.mark.parametrize(("typed", "written"), ARABIC)
def test_arabic_is_found_whatever_is_written_before_and_after_a_word(typed, written):
    assert meant_by(typed) & stems_of(written, "ar")


@pytest.mark.parametrize(("typed", "written"), ENGLISH)
def test_english_is_found_in_another_form(typed, written):
    assert meant_by(typed) & stems_of(written, "en")


@pytest.mark.parametrize(("typed", "written"), FRENCH)
def test_french_is_found_in_another_form_with_accents_and_without(typed, written):
    assert meant_by(typed) & stems_of(written, "fr")


@pytest.mark.parametrize(
    ("typed", "other"), [("جامعة", "مجتمع"), ("عالم", "عمل"), ("ship", "scholarship"), ("art", "part")]
)
def test_another_word_is_not_found(typed, other):
    assert not meant_by(typed) & (stems_of(other, "ar") | stems_of(other, "en") | stems_of(other, "fr"))


def test_numerals_are_the_same_in_every_script():
    assert stems_of("٢٠٢١", "ar") == stems_of("2021", "en")


def test_signs_are_no_words_and_what_stands_everywhere_tells_nothing():
    assert list(words_in('"The" *** l’accord – of (2021) \x00 في التعاون')) == ["accord", "2021", "التعاون"]
