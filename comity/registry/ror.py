"""Reading a dump of the Research Organization Registry, schema 2: record by record, each checked before it is taken.

The schema is described at ror.readme.io, "ROR data structure". A record that cannot be true is named and left out.
"""

from __future__ import annotations

import json
import re
from dataclasses import dataclass, field
from hashlib import blake2b
from typing import Any
from urllib.parse import urlsplit

from django.core.exceptions import ValidationError

from comity.registry.identifiers import country_codes, ror_number
from comity.registry.models import Sort, Status, Tie
from comity.registry.words import keys_of, spoken
from comity.translation.texts import LANGUAGE_TAG
from comity.translation.unseen import without_overrides

LONGEST_NAME = 300
MOST_NAMES = 200
MOST_TIES = 10_000
NAME_SORTS = {"acronym", "alias", "label", "ror_display"}
SORTS, STATUSES, TIES = list(Sort.values), list(Status.values), frozenset(Tie.values)
UNKEPT = re.compile("[\0\ud800-\udfff]")
encoded = json.JSONEncoder(ensure_ascii=False, separators=(",", ":")).encode
COUNTRIES = frozenset(country_codes()) | {"XK"}


class BadRecord(Exception):
    """What is wrong with one record, in words."""


@dataclass
class Described:
    """An institution as a record describes it."""

    ror: str
    facts: dict[str, Any]
    # What was left out of the record, in words; the rest of it is taken.
    notes: list[str] = field(default_factory=list)
    # The facts as the database takes them, lists as JSON, in their order; and a digest that tells whether any changed.
    row: list[Any] = field(init=False)
    digest: str = field(init=False)

    def __post_init__(self) -> None:
        self.row = [encoded(one) if isinstance(one, list | dict) else one for one in self.facts.values()]
        plain = "\x1f".join(map(str, self.row))
        self.digest = blake2b(plain.encode(), digest_size=16).hexdigest()

    @property
    def keys(self) -> set[str]:
        """The words under which it is found; none where it was withdrawn."""
        return set() if self.facts["status"] == "withdrawn" else keys_of(self.facts["spoken"])


def looks_like_ror(record: Any) -> bool:
    """This will tell whether a record is one of ROR in schema 2, were it only by its shape."""
    return (
        isinstance(record, dict) and "ror.org/" in str(record.get("id", "")) and isinstance(record.get("names"), list)
    )


def read(record: Any) -> Described:
    """This will read one record. Raises BadRecord, in words, for one that cannot be true."""
    if not isinstance(record, dict):
        raise BadRecord("it is no record: an object with names and an id is expected")
    ror = _ror(record.get("id"), "id")
    notes: list[str] = []
    names = _names(record, notes)
    said = spoken([(text, "acronym" in sorts) for text, _language, sorts in names])
    places = _places(record)
    facts: dict[str, Any] = {
        "name": _shown(names),
        "status": _one_of(record, "status", STATUSES),
        "sorts": _sorts(record),
        "names": names,
        "spoken": said,
        "ties": _ties(record, ror, notes),
        "country": places[0][2] if places else "",
        "places": places,
        "website": _website(record),
        "ids": _ids(record),
        "established": _year(record),
    }
    facts["weight"] = len(names) + len(facts["ties"]) + len(facts["ids"])
    return Described(ror, facts, notes)


def _ror(written: Any, where: str) -> str:
    if not isinstance(written, str) or not written:
        raise BadRecord(f"it has no {where}" if where == "id" else f"{where} has no id")
    try:
        return ror_number(written[:60])
    except ValidationError:
        raise BadRecord(f"{where} {written[:40]!r} is not a ROR id: its form or its check digits are wrong") from None


def _list(record: dict[str, Any], name: str, most: int) -> list[Any]:
    found = record.get(name)
    if found is None:
        return []
    if not isinstance(found, list):
        raise BadRecord(f"“{name}” is not a list")
    if len(found) > most:
        raise BadRecord(f"“{name}” has {len(found):,} members; {most:,} is the most that is taken")
    return found


def _objects(record: dict[str, Any], name: str, most: int) -> list[dict[str, Any]]:
    found = _list(record, name, most)
    if not all(isinstance(one, dict) for one in found):
        raise BadRecord(f"“{name}” has a member that is no object")
    return found


def _one_of(record: dict[str, Any], name: str, known: list[str]) -> str:
    value = record.get(name)
    if value not in known:
        raise BadRecord(f"“{name}” is {str(value)[:40]!r}; known are {', '.join(known)}")
    return str(value)


def _sorts(record: dict[str, Any]) -> list[str]:
    found = _list(record, "types", len(SORTS))
    unknown = [str(one)[:40] for one in found if one not in SORTS]
    if unknown:
        raise BadRecord(f"“types” has {unknown[0]!r}; known are {', '.join(SORTS)}")
    return sorted(found, key=SORTS.index)


def _names(record: dict[str, Any], notes: list[str]) -> list[list[Any]]:
    """Text, language and sorts of each name, the one that is shown first."""
    found = []
    for one in _objects(record, "names", MOST_NAMES):
        value = one.get("value")
        if not isinstance(value, str):
            raise BadRecord("a name is no text")
        clean = " ".join(_plain(value).split())
        if without_overrides(value) != value:
            notes.append("signs that turn text around were taken out of a name")
        if len(clean) > LONGEST_NAME:
            raise BadRecord(f"a name has {len(clean):,} characters; {LONGEST_NAME} is the most that is taken")
        if not any(map(str.isalnum, clean)):
            raise BadRecord("a name has no letters that can be seen")
        found.append([clean, _language(one.get("lang")), sorted(NAME_SORTS & set(_list(one, "types", 10)))])
    if not found:
        raise BadRecord("it has no name")
    return sorted(found, key=lambda name: "ror_display" not in name[2])


def _plain(words: str) -> str:
    """Without the signs that turn text around, and those that no database keeps."""
    return UNKEPT.sub("", without_overrides(words))


def _language(code: Any) -> str:
    return code if isinstance(code, str) and len(code) <= 10 and LANGUAGE_TAG.fullmatch(code) else ""


def _shown(names: list[list[Any]]) -> str:
    return str(names[0][0])


def _ties(record: dict[str, Any], ror: str, notes: list[str]) -> list[list[str]]:
    found = []
    for one in _objects(record, "relationships", MOST_TIES):
        tie, other = str(one.get("type", "")).lower(), _ror(one.get("id"), "a relation")
        if tie not in TIES:
            raise BadRecord(f"a relation is of type {tie[:40]!r}; known are {', '.join(Tie.values)}")
        if other == ror:
            notes.append(f"it points to itself as its own {tie}: this relation was left out")
            continue
        label = _plain(str(one.get("label") or other))
        found.append([tie, other, label[:LONGEST_NAME]])
    return sorted(found)


def _places(record: dict[str, Any]) -> list[list[str]]:
    found = []
    for one in _objects(record, "locations", MOST_NAMES):
        told = one.get("geonames_details")
        if not isinstance(told, dict):
            raise BadRecord("a location has no details")
        code = told.get("country_code") or ""
        if code and code not in COUNTRIES:
            raise BadRecord(f"country {str(code)[:10]!r} is not one of ISO 3166")
        found.append([_short(told.get("name")), _short(told.get("country_subdivision_name")), code])
    return found


def _short(words: Any) -> str:
    return _plain(words).strip()[:200] if isinstance(words, str) else ""


def _website(record: dict[str, Any]) -> str:
    """The first website that is one; an address of another kind is passed over."""
    for one in _objects(record, "links", MOST_NAMES):
        value = one.get("value")
        if one.get("type") == "website" and isinstance(value, str) and _is_address(value):
            return value
    return ""


def _is_address(value: str) -> bool:
    try:
        parts = urlsplit(value)
    except ValueError:
        return False
    return parts.scheme in ("http", "https") and bool(parts.netloc) and len(value) <= 200 and value.isprintable()


def _ids(record: dict[str, Any]) -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    for one in _objects(record, "external_ids", MOST_NAMES):
        every = [value[:60] for value in _list(one, "all", MOST_NAMES) if isinstance(value, str)]
        preferred = one.get("preferred")
        if isinstance(preferred, str):
            every.sort(key=lambda value: value != preferred)
        if every:
            found[_short(one.get("type"))[:20]] = every
    return found


def _year(record: dict[str, Any]) -> int | None:
    year = record.get("established")
    return year if isinstance(year, int) and not isinstance(year, bool) and 0 < year < 2200 else None
