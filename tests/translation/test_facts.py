"""Days, numbers and links are told alike in whatever language and digits they stand."""

from decimal import Decimal

import pytest

from comity.translation.facts import Day, Number, days_in, numbers_in, spelt_in, stated_in


@pytest.mark.parametrize(
    ("language", "words"),
    [
        ("en", "on 21 January 2021"),
        ("en", "on January 21, 2021"),
        ("en", "on the 21st of January 2021"),
        ("en", "on 21 Jan. 2021"),
        ("en", "2021-01-21"),
        ("fr", "le 21 janvier 2021"),
        ("fr", "le 21 janv. 2021"),
        ("fr", "le 21/01/2021"),
        ("ar", "يوم 21 يناير 2021"),
        ("ar", "يوم ٢١ يناير ٢٠٢١"),
        ("ar", "و21 جانفي 2021"),
        ("ar", "في 21 كانون الثاني 2021"),
        ("ar", "21/1/2021"),
    ],
)
def test_a_day_is_the_same_in_words_and_digits_of_every_language(language, words):
    assert days_in(words, language) == {Day(2021, 1, 21)}


@pytest.mark.parametrize(
    ("language", "words"),
    [
        ("en", "14 and 15 December 2020"),
        ("en", "from 14 to 15 December 2020"),
        ("en", "14–15 December 2020"),
        ("fr", "les 14 et 15 décembre 2020"),
        ("fr", "du 14 au 15 décembre 2020"),
        ("ar", "يومي 14 و15 ديسمبر 2020"),
        ("ar", "من 14 إلى 15 دجنبر 2020"),
    ],
)
def test_two_days_of_a_month_are_two_days(language, words):
    assert days_in(words, language) == {Day(2020, 12, 14), Day(2020, 12, 15)}


@pytest.mark.parametrize(
    ("language", "words"), [("fr", "le 1er août 2021"), ("ar", "1 غشت 2021"), ("ar", "1 أوت 2021"), ("ar", "1 آب 2021")]
)
def test_months_have_several_names_in_use(language, words):
    assert days_in(words, language) == {Day(2021, 8, 1)}


def test_what_a_text_leaves_open_fits_any_day():
    assert Day(2021, 4).fits(Day(2021, 4, 16))
    assert Day(0, 4, 16).fits(Day(2021, 4, 16))
    assert not Day(2021, 5).fits(Day(2021, 4, 16))
    assert days_in("in April 2021", "en") == {Day(2021, 4)}


@pytest.mark.parametrize("words", ["31 February", "2021-13-01", "the 40 May proposals", "may 5 people come"])
def test_what_is_no_day_of_the_calendar_is_none(words):
    assert days_in(words, "en") == frozenset()


@pytest.mark.parametrize(
    ("language", "words"),
    [
        ("en", "10,000 students"),
        ("en", "10000 students"),
        ("en", "10\u00a0000 students"),
        ("fr", "10\u202f000 étudiants"),
        ("fr", "10 000 étudiants"),
        ("fr", "10.000 étudiants"),
        ("ar", "10000 طالب"),
        ("ar", "١٠٬٠٠٠ طالب"),
        ("ar", "و10.000 طالب"),
    ],
)
def test_a_number_is_the_same_however_it_is_grouped(language, words):
    assert numbers_in(words, language) == {Number(Decimal(10000))}


@pytest.mark.parametrize(
    ("language", "words"),
    [
        ("en", "over 2,000"),
        ("en", "more than 2,000"),
        ("fr", "plus de 2 000"),
        ("ar", "أكثر من 2000"),
        ("ar", "أزيد من ٢٠٠٠"),
    ],
)
def test_more_than_a_number_is_another_fact(language, words):
    assert numbers_in(words, language) == {Number(Decimal(2000), is_more_than=True)}


def test_a_fraction_is_no_thousand():
    assert numbers_in("3.5 and 1,250.5", "en") == {Number(Decimal("3.5")), Number(Decimal("1250.5"))}
    assert numbers_in("3,5 et 1 250,5", "fr") == {Number(Decimal("3.5")), Number(Decimal("1250.5"))}
    assert numbers_in("٣٫٥", "ar") == {Number(Decimal("3.5"))}


@pytest.mark.parametrize(
    ("language", "words", "value"),
    [
        ("en", "five thousand", 5000),
        ("en", "two hundred and five", 205),
        ("fr", "cinq mille", 5000),
        ("fr", "deux cent cinq", 205),
        ("ar", "خمسة آلاف", 5000),
        ("ar", "خمسة وعشرون", 25),
    ],
)
def test_a_number_in_words_adds_up(language, words, value):
    assert Decimal(value) in spelt_in(words, language)


def test_days_are_no_numbers_and_addresses_are_links():
    found = stated_in("On 16 April 2021 see https://example.org/a?b=300, with 12 others.", "en")

    assert found.numbers == {Number(Decimal(12))}
    assert found.links == {"https://example.org/a?b=300"}
