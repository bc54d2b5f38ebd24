"""Whether the languages of a clause state the same: its days, its numbers, and who is named in it.

Compared are the names of the parties, of their units, of the people who represent them and answer for the text, and of
every other organisation of the registry that a clause calls by its full name.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from decimal import Decimal

from django.utils.translation import gettext as _

from comity.agreements.models import Agreement, Clause, Party
from comity.engines.glossary import Glossary
from comity.engines.naming import ORGANISATION, glossary_now
from comity.translation.facts import Day, Stated, folded, stated_in
from comity.translation.templatetags.said import isolated, language_name, listed, number
from comity.translation.texts import Text

# Two years, months, weeks, days, originals, copies and parties, as they are said without a number, written folded.
DUALS = ["سنتين", "سنتان", "عامين", "عامان", "شهرين", "شهران", "اسبوعين", "اسبوعان", "يومين", "يومان"]
DUALS += ["اصلين", "اصلان", "نسختين", "نسختان", "طرفين", "طرفان"]


@dataclass(frozen=True)
class Difference:
    """Something that one language of a clause states and another does not, in words for the reader."""

    what: str
    has: list[str]  # the languages that state it
    lacks: list[str]

    def in_words(self) -> str:
        """This will say what differs between which languages."""
        told = {
            "what": isolated(self.what),
            "has": listed([language_name(one) for one in self.has]),
            "lacks": listed([language_name(one) for one in self.lacks]),
        }
        return _("%(what)s: said in %(has)s, not in %(lacks)s") % told


def names_in(parties: Iterable[Party]) -> list[Text]:
    """This will gather the names that must stand in every language: of the parties, in it and as they are called."""
    return [name for one in parties for name in (one.name_in_it, one.organisation.name) if name]


def names_beside(parties: Iterable[Party]) -> list[Text]:
    """This will gather the names of their units and people: a language in which one has no name may write any."""
    return [named.name for one in parties for named in (one.unit, *one.people) if named is not None and named.name]


def differing(clauses: Iterable[Clause], agreement: Agreement) -> dict[int, list[Difference]]:
    """This will tell, by the number of the clause, what its languages state differently; five queries at most.

    A language in which a clause has no words is behind, which is told elsewhere.
    """
    codes, parties = agreement.text_languages(), list(Party.objects.of(agreement))
    names, beside = names_in(parties), names_beside(parties)
    several = {one.pk: said for one in clauses if len(said := _said(one, codes)) > 1}
    if not several:
        return {}
    glossary, ours = glossary_now(), {f"{ORGANISATION}{one.organisation_id}" for one in parties}
    found = {
        pk: [*_differences(said, names, beside), *_third_parties(said, glossary, ours)] for pk, said in several.items()
    }
    return {pk: some for pk, some in found.items() if some}


def differences_in(
    clause: Clause, codes: list[str], names: Iterable[Text] = (), beside: Iterable[Text] = ()
) -> list[Difference]:
    """This will compare the languages of one clause with each other, without those who are no party."""
    said = _said(clause, codes)
    return _differences(said, names, beside) if len(said) > 1 else []


def _said(clause: Clause, codes: list[str]) -> dict[str, str]:
    """What a clause says in each language in which it has words, its heading first."""
    return {code: f"{clause.heading.get(code, '')}\n{clause.words[code]}" for code in codes if clause.words.get(code)}


def _differences(said: dict[str, str], names: Iterable[Text], beside: Iterable[Text]) -> list[Difference]:
    stated = {code: _stated(words, code) for code, words in said.items()}
    return [*_days(stated), *_numbers(stated), *_names(said, names), *_names_known(said, beside)]


def _stated(words: str, code: str) -> Stated:
    """What a language states; Arabic says two of something with a form of the word itself."""
    found = stated_in(words, code)
    is_dual = code == "ar" and any(one in folded(words) for one in DUALS)
    return replace(found, spelt=found.spelt | {Decimal(2)}) if is_dual else found


def _days(stated: dict[str, Stated]) -> list[Difference]:
    every = sorted(set().union(*(one.days for one in stated.values())))
    return _told(stated, every, lambda one, day: any(day.fits(other) for other in one.days), _day)


def _day(day: Day) -> str:
    return "-".join(f"{part:02}" for part in (day.year, day.month, day.day) if part)


def _numbers(stated: dict[str, Stated]) -> list[Difference]:
    """A number in words says the same as one in digits; the same number is told once."""
    every = sorted({one.value for some in stated.values() for one in some.numbers})

    def has(one: Stated, value: object) -> bool:
        return value in {number.value for number in one.numbers} | one.spelt

    return _told(stated, every, has, lambda value: number(value))


def _names(said: dict[str, str], names: Iterable[Text]) -> list[Difference]:
    """Who is named in one language is named in the others by the name there, or by any that is known."""
    plain = {code: folded(words) for code, words in said.items()}

    def has(words: str, name: Text) -> bool:
        return any(folded(one) in words for one in name.values())

    return _told(plain, [*{str(dict(one)): one for one in names}.values()], has, str)


def _names_known(said: dict[str, str], names: Iterable[Text]) -> list[Difference]:
    """The same, among the languages in which there is a name: how others write it, the record does not know.

    Who is named in full in one language may go by the family name alone in another.
    """
    found = []
    for name in {str(dict(one)): one for one in names}.values():
        plain = {code: folded(words) for code, words in said.items() if code in name}
        with_it = [code for code, words in plain.items() if any(folded(one) in words for one in name.values())]
        last = [folded(one.rpartition(" ")[2]) for one in name.values()]
        lacks = [code for code, words in plain.items() if not any(one in words for one in last)]
        if with_it and lacks:
            found.append(Difference(str(name), with_it, lacks))
    return found


def _third_parties(said: dict[str, str], glossary: Glossary, ours: set[str]) -> list[Difference]:
    """Whoever else of the registry is called by a full name in one language is named in each in which a name is known.

    There any name will do, former ones and acronyms too: that the same organisation is meant is what counts.
    """
    full = {code: glossary.named_in_full(words, code) for code, words in said.items()}
    every = dict.fromkeys(one for some in full.values() for one in some if one.startswith(ORGANISATION))
    found = []
    for subject in (one for one in every if one not in ours):
        names = {code: glossary.names_of(subject, code) for code in said}
        lacks = [
            code for code, words in said.items() if names[code] and not _is_named(words, code, subject, names, glossary)
        ]
        if lacks:
            called = Text({code: some[0] for code, some in names.items() if some})
            found.append(Difference(str(called), [code for code in said if subject in full[code]], lacks))
    return found


def _is_named(words: str, code: str, subject: str, names: dict[str, list[str]], glossary: Glossary) -> bool:
    """Whether a language names an organisation: as the glossary finds names, or however the capitals are set."""
    if any(one.form.subject == subject for one in glossary.mentions(words, code)):
        return True
    plain = folded(words)
    return any(folded(one) in plain for some in names.values() for one in some if " " in one)


def _told(sides, every, has, call) -> list[Difference]:  # type: ignore[no-untyped-def]
    found = []
    for one in every:
        with_it = [code for code, side in sides.items() if has(side, one)]
        if with_it and len(with_it) < len(sides):
            found.append(Difference(call(one), with_it, [code for code in sides if code not in with_it]))
    return found
