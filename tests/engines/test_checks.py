"""What a translation must keep: each check is passed by what is right and failed by one change."""

import pytest

from comity.engines.checks import CHECKS, NAMES_OF_CHECKS
from comity.engines.counting import months_in, numbers_in
from comity.engines.translating import check
from tests.engines.article import ARTICLE

SOURCE = (
    'On 21 January 2021 <b>ICESCO</b> and the Leibniz Association met, <a href="https://a.example/x">as is told</a>.'
    " Over 10,000 students took part, 3.5 percent of all."
)
FRENCH = (
    'Le 21 janvier 2021, l’<b>ICESCO</b> et l’Association Leibniz se sont réunies, <a href="https://a.example/x">comme'
    " on le raconte</a>. Plus de 10 000 étudiants y ont participé, soit 3,5 pour cent de tous."
)
ARABIC = (
    'في 21 يناير 2021 اجتمعت <b>الإيسيسكو</b> ومؤسسة ليبنيز، <a href="https://a.example/x">كما ورد في الخبر</a>.'
    " وشارك أكثر من ١٠٬٠٠٠ طالب، أي ٣٫٥ في المئة من الجميع."
)


def of(text, target="fr", source_text=SOURCE):
    return check(source_text, text, source="en", target=target)


def test_a_right_translation_passes_every_check(registry):
    assert of(FRENCH) == ()
    assert of(ARABIC, "ar") == ()


@pytest.mark.parametrize(
    ("was", "became", "failed"),
    [
        ("Association Leibniz", "Association Leibnitz", "names"),
        ("<b>ICESCO</b>", "<b>ICESO</b>", "names"),
        ("10 000", "1 000", "numbers"),
        ("3,5", "35", "numbers"),
        ("2021", "2020", "numbers"),
        ("21 janvier", "22 janvier", "numbers"),
        ("janvier", "février", "dates"),
        ("https://a.example/x", "https://b.example/x", "links"),
        ("https://a.example/x", "https://a.example/y", "links"),
        ("<b>ICESCO</b>", "ICESCO", "tags"),
        ("<b>ICESCO</b>", "<i>ICESCO</i>", "tags"),
        ("</b>", "", "tags"),
        ("comme", "comme<script>x</script>", "tags"),
        ('<a href="https://a.example/x">', '<a href="https://a.example/x" onclick="x">', "tags"),
    ],
)
def test_one_change_fails_its_check(registry, was, became, failed):
    assert was in FRENCH

    assert failed in of(FRENCH.replace(was, became))


def test_one_change_in_arabic_fails_its_check_too(registry):
    assert of(ARABIC.replace("الإيسيسكو", "اليونسكو"), "ar") == ("names",)
    assert of(ARABIC.replace("١٠٬٠٠٠", "١٬٠٠٠"), "ar") == ("numbers",)
    assert of(ARABIC.replace("يناير", "فبراير"), "ar") == ("dates",)


def test_a_name_of_the_registry_may_stay_as_it_is_in_the_source(registry):
    assert of(FRENCH.replace("Association Leibniz", "Leibniz Association")) == ()


def test_a_name_in_arabic_is_known_behind_what_is_written_together_with_it(registry):
    assert of(ARABIC.replace("اجتمعت <b>الإيسيسكو</b> ومؤسسة", "<b>للإيسيسكو</b> ولمؤسسة"), "ar") == ()


def test_words_in_another_script_are_no_translation(registry):
    assert "script" in of(FRENCH, "ar")
    assert "script" in of(ARABIC, "fr")


def test_what_is_far_too_short_or_too_long_fails(registry):
    long = "The directors of the institutes told of everything that they had done in these years."

    assert of("Rien de tout.", source_text=long) == ("length",)
    assert of("Les directeurs racontent beaucoup. " * 12, source_text=long) == ("length",)
    assert of("", source_text=long) == ("length",)
    assert of("نعم", "ar", "Yes") == ()


def test_what_was_left_in_the_language_of_the_source_fails(registry):
    long = "The directors of the institutes told of everything that they had done in these years."

    assert of(long, source_text=long) == ("untranslated",)
    assert of(long.upper(), source_text=long) == ("untranslated",)
    assert of(f"Oui. {long}", source_text=long) == ("untranslated",)
    assert of("Innovation", source_text="Innovation") == ()
    assert of("ICESCO, Leibniz-Gemeinschaft", source_text="ICESCO, Leibniz-Gemeinschaft") == ()


def test_a_sentence_that_is_left_out_does_not_pass_for_its_number(registry):
    assert of("Le 21 janvier 2021.", source_text="On 21 January 2021 they met. On 22 January 2021 they left.") != ()


def test_dates_are_read_in_every_language_and_may_alone_is_no_month():
    assert dict(months_in("In May 2021 and on 1st of March, March 4, 2021", "en")[0]) == {5: 1, 3: 2}
    assert dict(months_in("You may march on", "en")[0]) == {}
    assert dict(months_in("1er mars 2021, 21 de enero", "fr")[0]) == {3: 1}
    assert dict(months_in("21 de enero de 2021", "es")[0]) == {1: 1}
    assert dict(months_in("21 كانون الثاني 2021 و14 جانفي 2020 و١٥ ديسمبر ٢٠٢٠", "ar")[0]) == {1: 2, 12: 1}
    assert dict(months_in("2021-01-21", "xx")[0]) == {1: 1}
    assert dict(months_in("21/01/2021", "fr")[0]) == dict(months_in("01/21/2021", "en")[0]) == {1: 1}


def test_a_date_in_figures_is_the_same_date_in_words(registry):
    assert of("Le 21 janvier 2021", source_text="On 2021-01-21") == ()
    assert of("Le 21 février 2021", source_text="On 2021-01-21") == ("dates",)


def test_numbers_are_compared_however_they_are_parted():
    same = ["10,000", "10.000", "10 000", "10\u202f000", "10000", "١٠٬٠٠٠", "10'000"]

    assert {frozenset(numbers_in(one).items()) for one in same} == {frozenset({("10000", 1)})}
    assert numbers_in("3.5") == numbers_in("3,50") == numbers_in("٣٫٥") != numbers_in("35")
    assert numbers_in("14 15") == {"14": 1, "15": 1}


def test_the_checks_are_those_that_were_agreed():
    assert (*CHECKS, "engine") == NAMES_OF_CHECKS


def test_each_passage_asks_only_whether_the_registry_is_another_by_now(registry, django_assert_max_num_queries):
    check(SOURCE, FRENCH, source="en", target="fr")

    with django_assert_max_num_queries(len(ARTICLE)):
        for text in ARTICLE:
            check(text, text, source="en", target="fr")
