"""Which organisations a text names, by any of their names; a longer name is not taken for the shorter one within it."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator

from comity.partners.models import OrganisationName
from comity.partners.models.names import FULL, NameKind
from comity.partners.spelling import folded

LONGEST = 12  # words of a name that is looked for
AT_ONCE = 400  # names that one query asks for
BRACKETS = re.compile(r"\s*\(([^)]*)\)")
# What Arabic writes onto a word: and, so; by, for, as; and for what has an article, both in one.
PREFIX = "[وف]?[بلك]?"


def organisations_named_in(words: str) -> set[int]:
    """This will find the organisations of which any full or short name stands in a text, whatever their number here."""
    wanted = sorted(set(_runs(folded(words).split())))
    found: set[int] = set()
    for begin in range(0, len(wanted), AT_ONCE):
        names = OrganisationName.objects.folded_as(wanted[begin : begin + AT_ONCE])
        found |= {one.organisation_id for one in names}
    return found


def _runs(words: list[str]) -> Iterator[str]:
    """Every run of words that could be a name, in Arabic without what is written onto the first of them too."""
    for begin in range(len(words)):
        for first in _without_prefix(words[begin]):
            for length in range(1, LONGEST + 1):
                yield " ".join([first, *words[begin + 1 : begin + length]])


def _without_prefix(word: str) -> Iterator[str]:
    yield word
    if not re.match("[\u0621-\u064a]", word):
        return
    for bare in {word.removeprefix("و"), word.removeprefix("ف")}:
        if bare != word:
            yield bare
        if bare.startswith("لل"):
            yield f"ا{bare[1:]}"
        elif bare[:1] in "بلك":
            yield bare[1:]


def names_of(organisations: Iterable[int]) -> dict[int, list[OrganisationName]]:
    """This will fetch all names of these organisations, those in force first."""
    found: dict[int, list[OrganisationName]] = defaultdict(list)
    for one in OrganisationName.objects.of_organisations(organisations):
        found[one.organisation_id].append(one)
    return found


def named_in(words: str, names: dict[int, list[OrganisationName]]) -> dict[int, list[OrganisationName]]:
    """This will tell which of the organisations a text names, and by which names."""
    hits = [hit for some in names.values() for name in some for hit in _hits(words, name)]
    found: dict[int, list[OrganisationName]] = defaultdict(list)
    for begin, end, name in hits:
        if not any(_is_within(begin, end, other) for other in hits if other[2].organisation_id != name.organisation_id):
            found[name.organisation_id].append(name)
    return found


def _is_within(begin: int, end: int, other: tuple[int, int, OrganisationName]) -> bool:
    return other[0] <= begin and end <= other[1] and (end - begin) < (other[1] - other[0])


def _hits(words: str, name: OrganisationName) -> Iterator[tuple[int, int, OrganisationName]]:
    """Where in the folded text a name stands; capitals are only found as capitals, so that WHO is not "who"."""
    is_capitals = name.kind == NameKind.ACRONYM and name.text.isupper() and name.text.isascii()
    if is_capitals and not re.search(rf"(?<!\w){re.escape(name.text)}(?!\w)", words):
        return
    plain = folded(words)
    for form in _forms(name.text):
        for match in _pattern(form).finditer(plain):
            yield match.start(), match.end(), name


def _forms(text: str) -> set[str]:
    """A name with what stands in brackets after it, and without."""
    return {form for form in (folded(text), folded(BRACKETS.sub("", text))) if form}


def _pattern(form: str) -> re.Pattern[str]:
    """A whole name, with what Arabic writes onto it."""
    if not re.match("[\u0621-\u064a]", form):
        return re.compile(rf"(?<!\w)[وبلك]?{re.escape(form)}(?!\w)")
    plain = f"{PREFIX}{re.escape(form)}"
    joined = f"|[وف]?ل{re.escape(form[1:])}" if form.startswith("ال") else ""
    return re.compile(rf"(?<!\w)(?:{plain}{joined})(?!\w)")


def is_full(name: OrganisationName) -> bool:
    """This will tell whether it is a whole name that holds."""
    return name.kind in FULL and not name.is_former
