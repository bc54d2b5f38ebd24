"""Identifiers that registries give to organisations, checked before they are kept."""

import re

import pycountry
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

CROCKFORD = "0123456789abcdefghjkmnpqrstvwxyz"


def ror_number(written: str) -> str:
    """This will read a ROR id, with or without its address, as nine characters.

    Raises ValidationError where the check digits are wrong: the last two are ISO 7064 MOD 97-10 over the number
    that the seven before them write in Crockford's base 32 (ror.readme.io, "ROR identifier pattern").
    """
    bare = re.sub(r"^(https?://)?(www\.)?ror\.org/", "", written.strip().lower())
    if not re.fullmatch(rf"0[{CROCKFORD}]{{6}}\d\d", bare):
        raise ValidationError(_("A ROR id has nine characters and begins with 0, as in 029hg0311."), code="ror_shape")
    worth = 0
    for sign in bare[:7]:
        worth = worth * 32 + CROCKFORD.index(sign)
    if 98 - worth * 100 % 97 != int(bare[7:]):
        raise ValidationError(_("The check digits of this ROR id do not fit: one character is mistyped."), code="ror")
    return bare


def wikidata_number(written: str) -> str:
    """This will read a Wikidata id, with or without its address. Raises ValidationError where it is none."""
    bare = re.sub(r"^(https?://)?(www\.)?wikidata\.org/(wiki|entity)/", "", written.strip()).upper()
    is_wikidata(bare)
    return bare


def identifiers_in(letters: str) -> dict[str, str]:
    """This will recognise a ROR or a Wikidata id in what somebody typed into a search box; mostly there is none."""
    for name, read in (("ror", ror_number), ("wikidata", wikidata_number)):
        try:
            return {name: read(letters)}
        except ValidationError:
            continue
    return {}


def is_ror(value: str) -> None:
    """This will refuse what is not a ROR id in its bare form."""
    if ror_number(value) != value:
        raise ValidationError(_("A ROR id is kept without its address."), code="ror_shape")


def is_wikidata(value: str) -> None:
    """This will refuse what is not a Wikidata item."""
    if not re.fullmatch(r"Q[1-9][0-9]{0,15}", value):
        raise ValidationError(_("A Wikidata id is a Q and a number, as in Q315658."), code="wikidata")


def is_country(value: str) -> None:
    """This will refuse what is not a country of ISO 3166 in two letters."""
    if pycountry.countries.get(alpha_2=value) is None:
        raise ValidationError(_("“%(code)s” is not a country of ISO 3166."), params={"code": value}, code="country")


def country_codes() -> list[str]:
    """This will list the countries of ISO 3166 in two letters."""
    return sorted(country.alpha_2 for country in pycountry.countries)
