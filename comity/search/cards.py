"""Making cards: the keys by which a record is found, worked out anew from what it says now.

Beside the stems of its words a card holds marks, none of which is a word: `^` and a stem that stands in the title, `=`
and a whole word of a name, and after `~` whom the card is for (`access`), its group, its languages, the organisations
concerned, and how many words the title has.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

from django.db import transaction

from comity.search.kinds import KINDS, Kind, Numbers, Said
from comity.search.models import Card, NameWord
from comity.search.stems import bare, joined_in, parts_of, stems_in, words_in
from comity.translation.texts import languages

AT_ONCE = 500
SHORTEST_NAME = 4  # letters of a word of a name that can be told from others although it is misspelt
LONGEST_NAME = 80


def in_title(stem: str) -> str:
    """This will mark a stem as one that stands in a title."""
    return f"^{stem}"


def in_name(word: str) -> str:
    """This will mark a bare word as one that stands in a name."""
    return f"={word}"


def of_group(group: str) -> str:
    """This will mark a card as one of a group."""
    return f"~k{group}"


def in_language(language: str) -> str:
    """This will mark a card as one of what is said in a language."""
    return f"~l{language.lower().replace('-', '')}"


def about(number: int) -> str:
    """This will mark a card as one of what concerns an organisation."""
    return f"~of{number}"


def titled_with(count: int) -> str:
    """This will mark a card by how many words its title has."""
    return f"~n{count}"


def keys_of(kind: Kind, record: Any, said: Said) -> dict[str, set[str]]:
    """This will work out the keys of a record, by the language of each of its cards."""
    marks = kind.sight(record) | kind.state(record) | {of_group(kind.group)} | set(map(about, said.concerned))
    if kind.is_named:
        return {"": marks | _keys_of_names(said) | set(map(in_language, languages()))}
    return {code: marks | _keys_in(said, code) | {in_language(code)} for code in _told_in(said)}


def _told_in(said: Said) -> set[str]:
    return {code for text in (said.title, *said.texts) for code in text}


def _keys_in(said: Said, language: str) -> set[str]:
    title = said.title.get(language, "")
    found = stems_in(title, language)
    marked = set(map(in_title, found)) | {titled_with(len(list(words_in(title))))}
    return marked | found.union(*(stems_in(text.get(language, ""), language) for text in said.texts))


def _keys_of_names(said: Said) -> set[str]:
    found: set[str] = set()
    for language, name in [*said.title.items(), *((code, name) for code in languages() for name in said.names)]:
        words = list(words_in(name))
        together = joined_in(words)
        stems = stems_in(" ".join([name, *together]), language)
        called = [bare(one) for word in words for one in (word, *parts_of(word))] + list(map(bare, together))
        found |= stems | set(map(in_title, stems)) | set(map(in_name, called)) | {titled_with(len(words))}
    for text in said.texts:
        found = found.union(*(stems_in(words, language) for language, words in text.items()))
    return found


def refresh(waiting: Numbers) -> int:
    """This will make the cards of these records, by kind, what they should be, and those of their parts.

    Parts are only looked at where what decides who sees them has changed. Returns how many cards were written.
    """
    written = 0
    with transaction.atomic():
        while waiting:
            code = next((one for one in ("session", "item") if one in waiting), next(iter(waiting)))
            kind, numbers = KINDS[code], sorted(waiting.pop(code))
            for start in range(0, len(numbers), AT_ONCE):
                changed, count = remake(kind, numbers[start : start + AT_ONCE])
                written += count
                for part, some in (kind.parts(changed) if changed else {}).items():
                    waiting.setdefault(part, set()).update(some)
    return written


def remake(kind: Kind, numbers: list[int]) -> tuple[set[int], int]:
    """This will make the cards of a few records, and tell whose marks changed and how many cards were written."""
    records = kind.dress(kind.every().filter(pk__in=numbers))
    wanted = {
        (record.pk, language): " ".join(sorted(keys))
        for record in records
        for language, keys in keys_of(kind, record, kind.said(record)).items()
    }
    present = {(card.number, card.language): card for card in Card.objects.of(kind.code, numbers)}
    before = {where: card.keys for where, card in present.items()}
    written = _write(kind, wanted, present)
    if kind.is_named and written:
        _learn_names(before, wanted)
    differing = {where for where in before.keys() | wanted.keys() if before.get(where) != wanted.get(where)}
    changed = {where[0] for where in differing if _marks(before.get(where)) != _marks(wanted.get(where))}
    return changed, written


def _write(kind: Kind, wanted: dict[tuple[int, str], str], present: dict[tuple[int, str], Card]) -> int:
    gone = [card.pk for where, card in present.items() if where not in wanted]
    new = [Card(kind=kind.code, number=number, language=code, keys=keys) for (number, code), keys in wanted.items()]
    new = [card for card in new if (card.number, card.language) not in present]
    other = [card for where, card in present.items() if where in wanted and card.keys != wanted[where]]
    for card in other:
        card.keys = wanted[card.number, card.language]
    if gone:
        Card.objects.filter(pk__in=gone).delete()
    if new:
        Card.objects.bulk_create(new)
    if other:
        Card.objects.bulk_update(other, ["keys"])
    return len(gone) + len(new) + len(other)


def _marks(keys: str | None) -> set[str]:
    return {key for key in (keys or "").split() if key.startswith("~")}


def _learn_names(before: dict[Any, str], after: dict[Any, str]) -> None:
    """Keep the words of names that are new, and drop those that stand in no name any more."""
    had, has = set(_names_in(before.values())), set(_names_in(after.values()))
    if new := has - had:
        NameWord.learn(sorted(new))
    if gone := had - has:
        NameWord.forget(gone, stands=lambda word: bool(Card.objects.holding([[in_name(word)]], most=1)))


def _names_in(keys: Iterable[str]) -> Iterator[str]:
    for some in keys:
        for key in some.split():
            if key.startswith("=") and SHORTEST_NAME < len(key) <= LONGEST_NAME:
                yield key.removeprefix("=")
