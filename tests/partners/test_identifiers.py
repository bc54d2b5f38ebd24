"""Identifiers of registries are checked before they are kept."""

from pathlib import Path

import pytest
from django.core.exceptions import ValidationError

from comity.partners.identifiers import identifiers_in, is_country, ror_number, wikidata_number

REAL = {"LIKAT": "029hg0311", "AIP": "03mrbr458", "DAAD": "039djdh30", "Leibniz": "01n6r0e97", "CNRST": "00675rp98"}
TABLE = Path(__file__).with_name("leibniz_ror_ids.txt")  # as the public registry had them in 2026


@pytest.mark.parametrize("number", REAL.values(), ids=REAL)
def test_a_real_ror_id_is_taken_with_and_without_its_address(number):
    assert ror_number(number) == number
    assert ror_number(f" https://ror.org/{number.upper()} ") == number


@pytest.mark.parametrize("number", REAL.values(), ids=REAL)
def test_no_other_check_digits_fit_a_real_ror_id(number):
    others = [f"{number[:7]}{digits:02}" for digits in range(100) if f"{digits:02}" != number[7:]]

    assert not [other for other in others if fits(other)]


def test_one_mistyped_character_is_noticed():
    mistyped = [
        REAL["LIKAT"][:at] + sign + REAL["LIKAT"][at + 1 :]
        for at in range(1, 9)
        for sign in "0123456789abcdefghjkmnpqrstvwxyz"
        if sign != REAL["LIKAT"][at]
    ]

    assert not [number for number in mistyped if fits(number)]


def fits(number):
    try:
        return bool(ror_number(number))
    except ValidationError:
        return False


def test_the_check_digits_of_every_leibniz_institute_fit():
    numbers = TABLE.read_text().split()

    assert len(numbers) == 97
    assert [ror_number(number) for number in numbers] == numbers


@pytest.mark.parametrize("typed", ["", "ror", "129hg0311", "029hg031", "029hi0311", "https://example.org/029hg0311"])
def test_what_is_no_ror_id_is_refused(typed):
    with pytest.raises(ValidationError):
        ror_number(typed)


def test_a_wikidata_id_is_read_with_and_without_its_address():
    assert wikidata_number("https://www.wikidata.org/wiki/Q680090") == "Q680090"
    assert wikidata_number("q680090") == "Q680090"
    for wrong in ["Q", "Q0", "680090", "Q12x"]:
        with pytest.raises(ValidationError):
            wikidata_number(wrong)


def test_an_identifier_is_recognised_in_a_search_box():
    assert identifiers_in("029hg0311") == {"ror": "029hg0311"}
    assert identifiers_in("Q680090") == {"wikidata": "Q680090"}
    assert identifiers_in("Leibniz") == {}


def test_a_country_is_one_of_iso_3166():
    is_country("DE")
    with pytest.raises(ValidationError):
        is_country("XX")
