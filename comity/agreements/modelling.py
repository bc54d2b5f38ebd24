"""Making a model of an agreement: its clauses, with variables where the record's own words stand; its next versions.

Nothing is replaced that nobody saw: what stands for what is shown clause by clause, in each language, and can be left
as it is. A variable stands in every language of a clause, or in none of them, as in the models shipped with Comity.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Collection
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import override

from comity.accounts.models import User
from comity.agreements.deviating import deviation_of
from comity.agreements.filling import GAP, TOLD, Facts, facts_of, has_gap, name_of, told_by_phrase, with_gaps
from comity.agreements.models import Agreement, Clause, ModelVersion, OwnModel, Side, Undertaking, When
from comity.agreements.shelf import model_of
from comity.agreements.shipped import ANSWERS, VARIABLE, VARIABLES, ModelUndertaking
from comity.agreements.wording import behind, called
from comity.journal.acting import acting
from comity.journal.records import record
from comity.journal.refusals import NotNow
from comity.meetings.texts import Content, canonical, fingerprint
from comity.translation.templatetags.said import isolated, language_name, listed
from comity.translation.texts import Text

# Names stand wherever their letters stand; what is short or counted stands only between spaces and signs.
NAMES = {"parties", "representatives", "our_party", "other_parties", "our_representative", "other_representatives"}
SHORTEST = 3  # letters: anything shorter stands in a text by chance
# Twice the same words: the first of these is taken.
RANK = ["our_party", "other_parties", "our_representative", "other_representatives", "parties", "representatives"]
RANK += ["years", "notice_months", "enters_on", "areas", "originals", "renewing", "entering"]

Told = dict[str, dict[str, str]]  # by language and variable, the words that the record tells


@dataclass(frozen=True)
class Proposed:
    """A clause as it would stand in the model, and what of it is the agreement's own."""

    clause: Clause
    key: str
    heading: Text
    words: Text
    # What stands for the agreement's own words: by variable, these words in each language.
    replaced: dict[str, dict[str, str]]
    # What was found in some of its languages only, and therefore stays.
    partly: list[str]
    # Names of parties and people that it would carry into other agreements.
    names: list[str]
    # What it obliges to, as it is marked here and as the model would tell it of any agreement.
    undertakings: tuple[tuple[Undertaking, ModelUndertaking], ...] = ()

    def marks(self) -> list[tuple[str, str, dict[str, str]]]:
        """This will list what is replaced: how the form names it, what it is called, and the words it stands for."""
        return [(f"{self.clause.pk}:{name}", name_of(name), said) for name, said in self.replaced.items()]


def proposed(agreement: Agreement, *, kept: Collection[str] = ()) -> list[Proposed]:
    """This will show each clause as it would stand in a model.

    `kept` names what is to stay as it is, each by the number of the clause and the variable, parted by a colon.
    """
    facts, clauses = facts_of(agreement), list(Clause.objects.of(agreement))
    behind, phrases = deviation_of(agreement, clauses, facts), _phrases_of(clauses)
    told = {code: _told(facts, phrases, code) for code in agreement.text_languages()}
    marked = list(Undertaking.objects.of(agreement))
    told_more = {code: _told(facts, phrases, code) for one in marked for code in one.what} | told
    found = []
    for one in clauses:
        left = {name.partition(":")[2] for name in kept if name.partition(":")[0] == str(one.pk)}
        origin = behind.origins.get(one.pk) if behind else None
        if origin is not None and origin.clause is not None and not origin.deviates and not left:
            shown = _as_it_came(one, origin.clause.heading, origin.clause.words, told)
        else:
            shown = _with_variables(one, told, left, _names_in(facts))
        here = [mark for mark in marked if mark.clause_id == one.pk]
        found.append(_with_undertakings(shown, here, told_more, left, facts))
    return found


def _phrases_of(clauses: list[Clause]) -> dict[str, dict[str, Text]]:
    """The phrases of the model from which the text came; a text that came from none has none."""
    came = next((one for one in clauses if one.from_model), None)
    model = model_of(came.from_model, came.from_version) if came else None
    return model.phrases if model else {}


def _told(facts: Facts, phrases: dict[str, dict[str, Text]], code: str) -> dict[str, str]:
    with override(code):
        said = {name: TOLD[name](facts) for name in RANK if name not in ANSWERS}
        said |= {name: told_by_phrase(name, phrases, facts, code) for name in RANK if name in ANSWERS}
    return {name: words for name, words in said.items() if len(words) >= SHORTEST and GAP not in words}


def _names_in(facts: Facts) -> list[str]:
    names = [name for one in facts.parties for name in one.name_in_it.values()]
    people = [one.represented_by for one in facts.parties if one.represented_by]
    return [*dict.fromkeys([*names, *(name for one in people for name in one.name.values())])]


def _as_it_came(clause: Clause, heading: Text, words: Text, told: Told) -> Proposed:
    """A clause that nobody changed goes back to the very words of the model from which it came."""
    codes = [code for code in told if clause.words.get(code)]
    heads = Text({code: heading[code] for code in codes if code in heading})
    bodies = Text({code: words[code] for code in codes if code in words})
    names = dict.fromkeys(name for code in codes for name in VARIABLE.findall(bodies.get(code, "")))
    said = {name: {code: told[code][name] for code in codes if name in told[code]} for name in names}
    return Proposed(clause, _key(clause), heads, bodies, {name: some for name, some in said.items() if some}, [], [])


def _with_variables(clause: Clause, told: Told, left: set[str], names: list[str]) -> Proposed:
    codes = [code for code in told if clause.words.get(code)]
    replaced: dict[str, dict[str, str]] = {}
    partly: set[str] = set()
    texts: list[Text] = []
    for field in (clause.heading, clause.words):
        here = {code: told[code] for code in codes if field.get(code)}
        allowed = _in_all(field, here, set(RANK) - left, partly)
        texts.append(Text({code: _put(field[code], some, allowed) for code, some in here.items()}))
        for name in allowed:
            replaced.setdefault(name, {code: some[name] for code, some in here.items()})
    said = "\n".join(words for text in texts for words in text.values())
    still = [name for name in names if name in said]
    heading, body = texts
    return Proposed(clause, _key(clause), heading, body, replaced, [name_of(one) for one in sorted(partly)], still)


def _with_undertakings(
    shown: Proposed, marked: list[Undertaking], told: Told, left: set[str], facts: Facts
) -> Proposed:
    """With what the clause obliges to: told by side, and without a day, which is one of this agreement alone."""
    replaced, partly, marks = dict(shown.replaced), set[str](), []
    for one in marked:
        here = {code: told[code] for code in one.what}
        allowed = _in_all(one.what, here, set(RANK) - left, partly)
        what = Text({code: _put(words, here[code], allowed) for code, words in one.what.items()})
        for name in allowed:
            replaced.setdefault(name, {code: some[name] for code, some in here.items()})
        party, beneficiary = (Side.of(side, facts.parties) for side in (one.party, one.beneficiary))
        when = "" if one.when == When.ON_DAY else one.when
        marks.append((one, ModelUndertaking(party, beneficiary, what, when)))
    said = "\n".join(words for _one, mark in marks for words in mark.what.values())
    names = [*shown.names, *(name for name in _names_in(facts) if name in said and name not in shown.names)]
    partly_here = [*shown.partly, *(name_of(one) for one in sorted(partly) if name_of(one) not in shown.partly)]
    return replace(shown, replaced=replaced, names=names, partly=partly_here, undertakings=tuple(marks))


def _in_all(field: Text, told: Told, allowed: set[str], partly: set[str]) -> set[str]:
    """The variables whose words stand in every language; leaving one out can uncover another inside it."""
    while True:
        met = [set(_met(field[code], some, allowed)) for code, some in told.items()]
        everywhere = set.intersection(*met) if met else set()
        only_here = set().union(*met) - everywhere
        if not only_here:
            return everywhere
        partly |= only_here
        allowed = allowed - only_here


def _met(words: str, told: dict[str, str], allowed: set[str]) -> list[str]:
    found: list[str] = []
    _replaced(words, told, allowed, lambda name, said: found.append(name) or said)  # type: ignore[func-returns-value]
    return found


def _put(words: str, told: dict[str, str], allowed: set[str]) -> str:
    return _replaced(words, told, allowed, lambda name, said: f"{{{name}}}")


def _replaced(words: str, told: dict[str, str], allowed: set[str], by: Callable[[str, str], str]) -> str:
    """The words with each fact replaced where it stands; the longest goes first, so that no name is cut in two."""
    names: dict[str, str] = {}
    for name in RANK:
        if name in allowed and name in told:
            names.setdefault(told[name], name)
    if not names:
        return words
    some = [_pattern(said, name) for said, name in sorted(names.items(), key=lambda one: -len(one[0]))]
    return re.sub("|".join(some), lambda found: by(names[found[0]], found[0]), words)


def _pattern(said: str, name: str) -> str:
    return re.escape(said) if name in NAMES else rf"(?<!\w){re.escape(said)}(?!\w)"


def _key(clause: Clause) -> str:
    """How the model calls the clause; the same for the same clause, so that versions can be compared."""
    return clause.from_clause or f"c{clause.pk}"


# Keeping it


def content_for(agreement: Agreement, found: list[Proposed]) -> Content:
    """This will put what was shown into the form in which a version is kept: that of the files of shipped models."""
    return {
        "phrases": {
            fact: {answer: dict(words) for answer, words in answers.items()}
            for fact, answers in _phrases_of([one.clause for one in found]).items()
        },
        "clauses": [
            {
                "key": one.key,
                "part": one.clause.part,
                "heading": dict(one.heading),
                "words": dict(one.words),
                "is_about_money": one.clause.is_about_money,
                **_obliges(one),
            }
            for one in found
        ],
    }


def _obliges(one: Proposed) -> Content:
    """Nothing where nothing is marked, so that a version without a mark keeps the hash that it always had."""
    told = [
        # In pairs, because the canonical form sorts what is named, and the first language is the original.
        {"party": mark.party, "beneficiary": mark.beneficiary, "what": list(mark.what.items()), "when": mark.when}
        for _here, mark in one.undertakings
    ]
    return {"undertakings": told} if told else {}


def make_model(
    agreement: Agreement, *, title: Text, sha256: str, kept: Collection[str] = (), at: datetime, by: User
) -> ModelVersion:
    """This will make a model of an agreement, as it was shown under this hash.

    Raises NotNow without a clause or a kind, with a gap or a language behind in the text, and where it has changed
    since it was shown.
    """
    with acting(by=by):
        content = _content(agreement, sha256, kept)
        if not agreement.kind:
            raise NotNow(_("Say first of what kind it is; a model is for agreements of one kind."))
        model = OwnModel.enter(title=title, kind=agreement.kind, by=by)
        return _enter(model, 1, content, agreement, at=at, by=by)


def make_next_version(
    model: OwnModel, agreement: Agreement, *, sha256: str, kept: Collection[str] = (), at: datetime, by: User
) -> ModelVersion:
    """This will make the next version of a model from an agreement; the older ones stay as they are.

    Raises NotNow as `make_model`, for an agreement of another kind, and where it would say what the newest one says.
    """
    with acting(by=by):
        newest = ModelVersion.objects.of(_held(model)).first()
        content = _content(agreement, sha256, kept)
        if agreement.kind != model.kind:
            raise NotNow(_("The model is for agreements of another kind: %s.") % model.get_kind_display())
        if newest is not None and newest.sha256 == fingerprint(content):
            raise NotNow(_("It says what the newest version says. Nothing was made."))
        made = _enter(model, newest.number + 1 if newest else 1, content, agreement, at=at, by=by)
        record(model, "new_version", by=by, after={"version": made.number})
    return made


def reword_model(
    model: OwnModel, key: str, *, version: int, heading: Text, words: Text, at: datetime, by: User
) -> ModelVersion:
    """This will make the next version with one clause worded otherwise, of the version that the writer had read.

    Raises NotNow where somebody made a newer one meanwhile, and for variables that are none or not in each language.
    """
    with acting(by=by):
        newest = ModelVersion.objects.of(_held(model)).get(number=version)
        if ModelVersion.objects.of(model).filter(number__gt=version).exists():
            raise NotNow(_("There is a newer version already. Read it first."))
        content = newest.told()
        here = next((one for one in content["clauses"] if one["key"] == key), None)
        if here is None:
            raise NotNow(_("This version has no such clause."))
        was = dict(here)
        here |= {"heading": dict(heading), "words": dict(words)}
        if was == here:
            raise NotNow(_("It says what the newest version says. Nothing was made."))
        _refuse_faulty(str(heading or key), words)
        made = _enter(model, version + 1, content, newest.came_from, at=at, by=by)
        record(model, "new_version", by=by, after={"version": made.number})
    return made


def _held(model: OwnModel) -> OwnModel:
    return OwnModel.objects.select_for_update().get(pk=model.pk)


def _content(agreement: Agreement, sha256: str, kept: Collection[str]) -> Content:
    found = proposed(agreement, kept=kept)
    if not found:
        raise NotNow(_("Its text has no clause here, so that no model can be made of it."))
    if gaps := with_gaps([one.clause for one in found], agreement.text_languages()):
        words = _("%(clause)s still has a gap, %(gap)s. Fill it first.")
        raise NotNow(words % {"clause": isolated(capfirst(called(gaps[0]))), "gap": isolated(GAP)})
    if late := behind(agreement):
        words = _("%(clause)s is behind in another language (%(codes)s). Bring the languages together first.")
        codes = listed([language_name(one) for one in late[0][1]])
        raise NotNow(words % {"clause": isolated(capfirst(called(late[0][0]))), "codes": codes})
    for one in found:
        for said in (one.words, *(mark.what for _here, mark in one.undertakings)):
            _refuse_faulty(capfirst(called(one.clause)), said)
    content = content_for(agreement, found)
    if sha256 != fingerprint(content):
        raise NotNow(_("The text has changed since you read it. Nothing was made: read it once more."))
    return content


def _refuse_faulty(name: str, words: Text) -> None:
    named = {code: set(VARIABLE.findall(said)) for code, said in words.items()}
    if unknown := sorted(set().union(*named.values()) - VARIABLES):
        told = {"clause": isolated(name), "word": isolated(f"{{{unknown[0]}}}")}
        raise NotNow(_("%(clause)s has %(word)s in it, which is no variable of a model.") % told)
    if len({frozenset(some) for some in named.values()}) > 1:
        raise NotNow(_("%s has not the same variables in each language.") % isolated(name))
    if any(has_gap(said) for said in words.values()) or not words:
        raise NotNow(_("%(clause)s still has a gap, %(gap)s. Fill it first.") % {"clause": isolated(name), "gap": GAP})


def _enter(
    model: OwnModel, number: int, content: Content, agreement: Agreement, *, at: datetime, by: User
) -> ModelVersion:
    facts: dict[str, Any] = {"content": canonical(content), "sha256": fingerprint(content), "came_from": agreement}
    return ModelVersion.enter(model=model, number=number, at=at, by=by, **facts)
