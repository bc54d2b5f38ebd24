"""Names are found although they are misspelt, in three languages, and nothing that is merely similar comes along."""

import pytest
from django.contrib.auth.models import AnonymousUser

from comity.agreements.models import Agreement
from comity.partners.models import Office as OfficeHeld
from comity.search.finding import find
from comity.search.misspelt import read_otherwise
from comity.search.models import NameWord
from comity.search.sounds import sound_of
from comity.translation.texts import Text
from tests import make
from tests.make import TODAY
from tests.search.test_page import page_of
from tests.standing import stands

pytestmark = pytest.mark.django_db

LEIBNIZ, ICESCO = "Leibniz Association", "Islamic World Organization (ICESCO)"
ACADEMY, HASSAN = "Académie Hassan II", "Université Mohammed V"
IN_LATIN = {
    LEIBNIZ: "Leibnitz Liebnitz Liebniz Leibnis Libniz Leibinz Lebniz Leibnizz Lybniz Leipniz Leibnits Libnits Laibniz",
    ICESCO: "Isesco Icesko Isisco Iceco Icsesco",
    ACADEMY: "Accadémie academie Akademie Acadmie Hasan Hassen",
    HASSAN: "Mohamed Muhammed Mohamad Mohammad Univercité Universitée",
    "Matthias Kleiner": "Mathias Mattias Matias Kliener Klainer Kleinner",
    "Salim M. AlMalik": "AlMalek Almalik Al-Malik Malik almalick",
}
IN_ARABIC = {
    LEIBNIZ: "لايبنتز لايبنيتز لايبنز ليبنتز لايبنيز ليبنز ليبنتس لايبنتس",
    ICESCO: "الايسيسكو الاسيسكو ايسسكو الإيسيسكوا الإسيسكو",
    "Salim M. AlMalik": "المليك مالك المالك",
}
MISSPELT = [(typed, name) for table in (IN_LATIN, IN_ARABIC) for name, many in table.items() for typed in many.split()]
OTHERS = ["Fraunhofer", "Lebanon", "Libya", "Beller", "Kleinwort", "Hasselt", "Moldova", "Samarkand", "Lisbon"]
OTHERS += ["لبنان", "ليبيا", "برلين", "باريس", "مدريد", "Madrid", "Malaysia", "Milan", "lesson", "class"]


@stands
def named(office):
    """The names that are looked for, as the registry has them."""
    leibniz = make.organisation(LEIBNIZ, by=office.officer)
    leibniz.rename(text="رابطة ليبنيز", language="ar", kind="official", by=office.officer)
    icesco = make.organisation(ICESCO, by=office.officer)
    icesco.rename(text="الإيسيسكو", language="ar", kind="official", by=office.officer)
    make.organisation(ACADEMY, by=office.officer)
    make.organisation(HASSAN, by=office.officer)
    for called in ("Matthias Kleiner", "Salim M. AlMalik"):
        person = make.person(called, by=office.officer)
        if called.startswith("Salim"):
            person.be_named(text="سالم المالك", language="ar", by=office.officer)
        OfficeHeld.enter(
            person=person, organisation=office.partner, title=Text(en="Head"), is_published=True, by=office.officer
        )
    return office


@pytest.mark.parametrize(("typed", "name"), MISSPELT)
def test_a_misspelt_name_finds_whom_it_means_and_nobody_else(named, titles, typed, name):
    assert titles(typed) == [name]


@pytest.mark.parametrize(
    ("typed", "name"),
    [
        ("Al Malik", "Salim M. AlMalik"),
        ("Al-Malik", "Salim M. AlMalik"),
        ("Salim Al Malek", "Salim M. AlMalik"),
        ("Selim AlMalik", "Salim M. AlMalik"),
        ("Liebnitz Asociation", LEIBNIZ),
        ("رابطة لايبنتز", LEIBNIZ),
        ("Academie Hasan", ACADEMY),
    ],
)
def test_several_words_of_a_name_may_be_misspelt_or_parted(named, titles, typed, name):
    assert titles(typed) == [name]


@pytest.mark.parametrize("typed", OTHERS)
def test_what_is_quite_another_word_finds_nothing(named, titles, typed):
    assert titles(typed) == []


@pytest.mark.parametrize(
    ("written", "typed"),
    [("Al Malik", "AlMalik"), ("عبد الله", "عبدالله"), ("عبدالله", "عبد الله"), ("Almalik", "Al Malik")],
)
def test_a_name_is_found_written_as_one_word_and_as_two(office, titles, written, typed):
    make.organisation(f"{written} Academy", by=office.officer)

    assert titles(typed) == [f"{written} Academy"]


def test_a_text_that_has_a_name_written_as_one_word_is_found_by_it_in_two(named, titles):
    Agreement.conclude(
        parties=[named.host, named.partner], title=Text(en="Letter of AlMalik"), concluded_on=TODAY, by=named.officer
    )

    assert titles("al malik") == ["Letter of AlMalik", "Salim M. AlMalik"]
    assert "Letter of <mark>AlMalik</mark>" in page_of("malik")


def test_a_right_word_never_comes_with_near_ones(named, titles):
    make.organisation("Leibnitz Brewery", by=named.officer)

    assert titles("Leibnitz") == ["Leibnitz Brewery"]
    assert titles("Leibniz") == [LEIBNIZ]
    assert not find("Leibniz", viewer=AnonymousUser(), language="en").is_misspelt


def test_the_nearest_name_stands_for_a_word_and_not_every_near_one(named, titles):
    make.organisation("Kleister Works", by=named.officer)

    assert titles("Kleinner") == ["Matthias Kleiner"]


def test_the_page_tells_for_which_name_it_is_shown_as_that_is_written(named):
    page = page_of("Liebnitz")

    told = " ".join(page.partition('class="told"')[2].partition("</p>")[0].split())
    assert told.endswith("Nothing has \u2068Liebnitz\u2069. Shown for <b><bdi>Leibniz</bdi></b>.")
    assert "Shown for" not in page_of("Leibniz")


def test_a_name_that_may_not_be_seen_is_not_told_as_a_near_one(office, titles):
    make.person("Xaverius Quint", by=office.officer)

    assert titles("Xaverios") == []
    assert "Xaverius" not in page_of("Xaverios")


def test_the_database_is_asked_once_for_near_names(named, django_assert_num_queries):
    with django_assert_num_queries(1):
        assert read_otherwise(["liebnitz", "asociation"]) is not None
    with django_assert_num_queries(0):
        assert read_otherwise(["1987", "a1"]) is None


def test_every_name_is_kept_with_its_sound(named):
    assert NameWord.objects.get(pk="leibniz").sound == sound_of("leibniz") == sound_of("لايبنتز") == "lpns"


def test_names_without_consonants_sound_like_nothing_and_are_not_taken_for_one_another(office, titles):
    make.organisation("Eau Ouïe", by=office.officer)

    assert titles("Aie Ioua") == []
