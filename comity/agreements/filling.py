"""What the record of an agreement fills into the words of a model, in each language's own form."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from functools import partial
from typing import Any

from django.utils.translation import gettext_lazy as _
from django.utils.translation import npgettext, override, pgettext

from comity.agreements.models import Agreement, Clause, Doctorate, Mobility, Party
from comity.agreements.models.clauses import GAP
from comity.agreements.shipped import ANSWERS, VARIABLE, ModelClause, ModelText
from comity.partners.models import Area
from comity.translation.templatetags.said import day, language_name, listed, number
from comity.translation.texts import Text, current_language, direction


@dataclass(frozen=True)
class Facts:
    """What the record tells of an agreement, asked of the database once."""

    agreement: Agreement
    parties: list[Party]
    areas: list[Area]


def facts_of(agreement: Agreement) -> Facts:
    """This will gather what a model is filled with; three queries however many parties there are."""
    return Facts(agreement, list(Party.objects.of(agreement)), list(agreement.areas.all()))


def facts_of_many(agreements: list[Agreement]) -> dict[int, Facts]:
    """This will gather the same for many, by number, with the queries of one; their areas were fetched along."""
    parties: dict[int, list[Party]] = {one.pk: [] for one in agreements}
    for party in Party.objects.of_any(agreements):
        parties[party.agreement_id].append(party)
    return {one.pk: Facts(one, parties[one.pk], list(one.areas.all())) for one in agreements}


def heading_and_words(clause: ModelClause, model: ModelText, facts: Facts, language: str) -> tuple[str, str]:
    """This will give a clause of a model as it reads with these facts; a gap stands for what is not told."""
    with override(language):
        said = [one.get(language, "") for one in (clause.heading, clause.words)]
        heading, words = (_filled(one, model, facts, language) for one in said)
    return heading, words


def sentence(said: Text, model: ModelText, facts: Facts) -> Text:
    """This will give a sentence of a model as it reads with these facts, in every language in which it is said."""
    told = {}
    for code, words in said.items():
        with override(code):
            told[code] = _filled(words, model, facts, code)
    return Text(told)


def _filled(words: str, model: ModelText, facts: Facts, language: str) -> str:
    return VARIABLE.sub(lambda found: _told(found[1], model, facts, language) or GAP, words)


def _told(name: str, model: ModelText, facts: Facts, language: str) -> str:
    """What stands for one variable; nothing where the record does not tell it."""
    return told_by_phrase(name, model.phrases, facts, language) if name in ANSWERS else TOLD[name](facts)


def told_by_phrase(name: str, phrases: Mapping[str, Mapping[str, Text]], facts: Facts, language: str) -> str:
    """This will write the answer of the record in the words that a model has for it; nothing where it has none."""
    words = phrases.get(name, {}).get(getattr(facts.agreement, name), Text())
    return VARIABLE.sub(lambda found: TOLD[found[1]](facts) or GAP, words.get(language, ""))


def lacking_for(model: ModelText, facts: Facts) -> list[str]:
    """This will name, in the reader's words, the facts that a model asks for and that the record does not tell."""
    return [name_of(one) for one in model.variables() if _is_lacking(one, model, facts)]


def _is_lacking(name: str, model: ModelText, facts: Facts) -> bool:
    for code in facts.agreement.text_languages():
        with override(code):
            told = _told(name, model, facts, code)
        if not told or has_gap(told):
            return True
    return False


def has_gap(words: str) -> bool:
    """This will tell whether something in a text still waits to be filled in."""
    return GAP in words


def with_gaps(clauses: Iterable[Clause], languages: list[str]) -> list[Clause]:
    """This will keep the clauses in which a gap stands in one of these languages."""
    return [
        one
        for one in clauses
        if any(has_gap(text.get(code, "")) for text in (one.heading, one.words) for code in languages)
    ]


# What is written for each variable, in the language that is set


def _parties(facts: Facts) -> str:
    return listed([_name_of(one) for one in facts.parties])


def _names_of(facts: Facts, *, ours: bool) -> str:
    return listed([_name_of(one) for one in facts.parties if one.is_ours == ours])


def _name_of(party: Party) -> str:
    """A legal name that is told only in letters of another script would stand in the middle of these: it is a gap."""
    language = current_language()
    told_in = party.legal_name.shown_in(language)
    return str(party.name_in_it) if direction(told_in) == direction(language) or not party.legal_name else GAP


def _people_of(facts: Facts, *, ours: bool) -> str:
    sides = [one for one in facts.parties if one.is_ours == ours]
    return listed([str(one.represented_by.name) if one.represented_by else GAP for one in sides])


def _representatives(facts: Facts) -> str:
    """The parties as a preamble names them: with whoever represents each, parted by semicolons."""
    told = ""
    for one in facts.parties:
        words = pgettext("preamble of an agreement", "%(before)s; and %(party)s")
        told = words % {"before": told, "party": _represented(one)} if told else _represented(one)
    return told


def _represented(party: Party) -> str:
    person = str(party.represented_by.name) if party.represented_by else GAP
    words = pgettext("preamble of an agreement", "%(party)s, represented by %(person)s")
    if party.represented_as:
        words = pgettext("preamble of an agreement", "%(party)s, represented by %(person)s, %(office)s")
    # An office that is told in another language only would stand in the middle of this one: it is a gap.
    office = party.represented_as.get(current_language(), GAP)
    return words % {"party": _name_of(party), "person": person, "office": office}


def _years(facts: Facts) -> str:
    count = facts.agreement.years
    words = npgettext("how long an agreement lasts", "%(n)s year", "%(n)s years", count or 0)
    return words % {"n": number(count)} if count else ""


def _notice(facts: Facts) -> str:
    count = facts.agreement.notice_months
    words = npgettext("how long before notice is given", "%(n)s month", "%(n)s months", count or 0)
    return words % {"n": number(count)} if count else ""


def _originals(facts: Facts) -> str:
    count = len(facts.parties)
    return npgettext("on paper", "%(n)s original", "%(n)s originals", count) % {"n": number(count)}


def _areas(facts: Facts) -> str:
    return listed([str(one.name) for one in facts.areas])


def _languages(facts: Facts) -> str:
    return listed([language_name(code) for code in facts.agreement.text_languages()])


def _doctorate(facts: Facts) -> Doctorate | None:
    return getattr(facts.agreement, "doctorate", None)


def _candidate(facts: Facts) -> str:
    told = _doctorate(facts)
    return str(told.candidate.name) if told else ""


def _thesis(facts: Facts) -> str:
    """The title of a thesis is said in the language in which it has one: nothing translates it."""
    told = _doctorate(facts)
    return str(told.thesis) if told else ""


def _supervisors(facts: Facts) -> str:
    words = pgettext("doctorate", "%(person)s (%(party)s)")
    return listed(
        [
            words % {"person": str(one.supervisor.name) if one.supervisor else GAP, "party": _name_of(one)}
            for one in facts.parties
        ]
    )


def _mobilities(facts: Facts) -> str:
    """Each exchange in one line, as an annex lists them."""
    parties = {one.pk: one for one in facts.parties}
    return "\n".join(_exchanged(one, parties) for one in facts.agreement.mobilities.all())


def _exchanged(one: Mobility, parties: Mapping[int, Party]) -> str:
    sides = {"sender": _name_of(parties[one.sender_id]), "receiver": _name_of(parties[one.receiver_id])}
    words = pgettext("exchange", "From %(sender)s to %(receiver)s: %(what)s")
    return words % {**sides, "what": listed(one.in_words())}


def _prevailing(facts: Facts) -> str:
    return language_name(facts.agreement.prevailing) if facts.agreement.prevailing else ""


TOLD: dict[str, Callable[[Facts], str]] = {
    "parties": _parties,
    "representatives": _representatives,
    "areas": _areas,
    "years": _years,
    "notice_months": _notice,
    "enters_on": lambda facts: day(facts.agreement.enters_on),
    "languages": _languages,
    "prevailing_language": _prevailing,
    "originals": _originals,
    "candidate": _candidate,
    "thesis": _thesis,
    "supervisors": _supervisors,
    "mobilities": _mobilities,
    "our_party": partial(_names_of, ours=True),
    "other_parties": partial(_names_of, ours=False),
    "our_representative": partial(_people_of, ours=True),
    "other_representatives": partial(_people_of, ours=False),
}
NAMES: dict[str, Any] = {
    "representatives": _("who represents each party"),
    "prevailing_language": _("language that prevails"),
    "originals": _("number of originals"),
    "candidate": _("doctoral candidate"),
    "thesis": _("title of the thesis"),
    "supervisors": _("supervisors of the doctorate"),
    "mobilities": _("exchanges"),
    "our_party": _("name of our own office"),
    "other_parties": _("names of the other parties"),
    "our_representative": _("who represents our own office"),
    "other_representatives": _("who represents the other parties"),
}


def name_of(variable: str) -> str:
    """This will call a variable as the record calls the fact from which it is filled."""
    return str(NAMES.get(variable) or Agreement._meta.get_field(variable).verbose_name)  # type: ignore[union-attr]
