"""The models shipped with Comity: texts to draft an agreement from, each a file that a lawyer reads and changes.

A model is a file of models_shipped/, named by its code and its version; a changed model is a new file with the next
version, and the older one stays, because the agreements that came from it are compared with it. The clauses follow
what the record of a memorandum has to hold (EWP, eTools, UNFPA, handbooks of universities); the words are ours.
"""

from __future__ import annotations

import re
import tomllib
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from django.core.checks import CheckMessage, Warning, register

from comity.agreements.models import Part, Side, When
from comity.agreements.models.own import OWN
from comity.agreements.terms import Entering, Kind, Renewing
from comity.translation.texts import Text, languages

FOLDER = Path(__file__).with_name("models_shipped")
VARIABLE = re.compile(r"\{(\w+)\}")
# What is written in so many words for each answer of the record: the phrases of a model.
ANSWERS = {"entering": Entering.values, "renewing": Renewing.values}
VARIABLES = {
    *("parties", "representatives", "areas", "years", "notice_months", "enters_on", *ANSWERS),
    *("languages", "prevailing_language", "originals"),
    *("candidate", "thesis", "supervisors", "mobilities"),
    *("our_party", "other_parties", "our_representative", "other_representatives"),
}


@dataclass(frozen=True)
class ModelUndertaking:
    """What a clause of a model obliges to: which side owes it to which, what, with its variables, and when.

    Nothing is said where it cannot be told of every agreement: who of several others it is, or on which day.
    """

    party: str
    beneficiary: str
    what: Text
    when: str

    @property
    def sides_in_words(self) -> list[Any]:
        """Who owes it, and to whom, as the reader calls the sides."""
        return [Side(one).label for one in (self.party, self.beneficiary)]

    @property
    def when_in_words(self) -> Any:
        """When it is due, as the reader calls it; on a day, that day is to be completed in each agreement."""
        return When(self.when).label if self.when else Side.OPEN.label


@dataclass(frozen=True)
class ModelClause:
    """A clause of a model, with its variables, in every language; a recital has no heading."""

    key: str
    part: str
    heading: Text
    words: Text
    is_about_money: bool
    undertakings: tuple[ModelUndertaking, ...] = ()

    def said(self) -> list[Text]:
        """This will list all that it says with variables: its heading, its words, and what it obliges to."""
        return [self.heading, self.words, *(one.what for one in self.undertakings)]


@dataclass(frozen=True)
class ModelText:
    """One version of a model: its clauses in order, and its phrases by fact and answer."""

    code: str
    version: int
    kind: str
    title: Text
    phrases: dict[str, dict[str, Text]]
    clauses: tuple[ModelClause, ...]

    @property
    def is_own(self) -> bool:
        """Whether our office made it of an agreement of its own."""
        return self.code.startswith(OWN)

    @property
    def kind_in_words(self) -> str:
        """The kind of instrument that is drafted from it, as the reader calls it."""
        return str(Kind(self.kind).label)

    def clause(self, key: str) -> ModelClause | None:
        """This will find a clause by its key; nothing where this version has none of it."""
        return next((one for one in self.clauses if one.key == key), None)

    def variables(self) -> list[str]:
        """This will name the variables of its clauses, each once, in the order in which they are met."""
        met = [name for one in self.clauses for words in one.said() for name in _variables_of(words)]
        return list(dict.fromkeys(met))


def shipped() -> tuple[ModelText, ...]:
    """This will give every version of every model that can be read; a faulty one is left out, and `faulty` names it."""
    return tuple(one for one in read() if isinstance(one, ModelText))


def faulty() -> list[str]:
    """This will say of each file that is no model what is wrong with it, in words for whoever changed it."""
    return [one for one in read() if isinstance(one, str)]


@cache
def read() -> tuple[ModelText | str, ...]:
    """This will read every file, once: a model, or what is wrong with it."""
    return tuple(_read(path) for path in sorted(FOLDER.glob("*.toml")))


def _read(path: Path) -> ModelText | str:
    try:
        found = as_model(tomllib.loads(path.read_text(encoding="utf-8")))
        faults = _faults(found, path)
    except KeyError as lacking:
        faults = [f"lacks {lacking.args[0]}"]
    except (ValueError, TypeError, AttributeError) as trouble:  # no TOML, or words where a table has to stand
        faults = [f"cannot be read ({trouble})"]
    return f"{path.name}: {'; '.join(faults)}" if faults else found


@register()
def models_can_be_read(app_configs: Any, **kwargs: Any) -> list[CheckMessage]:
    """This will tell whoever keeps this server which files of models are left out."""
    hint = "Put the file right, and start Comity again."
    return [Warning(f"A model is left out: {one}", hint=hint, id="comity.models") for one in faulty()]


def as_model(told: dict[str, Any]) -> ModelText:
    """This will make a model of what a file, or a version of our own, tells of it."""
    phrases = {
        fact: {answer: Text(words) for answer, words in answers.items()} for fact, answers in told["phrases"].items()
    }
    return ModelText(
        told["code"],
        told["version"],
        told["kind"],
        Text(told["title"]),
        phrases,
        tuple(_clause(one) for one in told["clauses"]),
    )


def _clause(told: dict[str, Any]) -> ModelClause:
    heading, words = Text(told.get("heading", {})), Text(told["words"])
    obliges = tuple(_undertaking(one) for one in told.get("undertakings", ()))
    return ModelClause(told["key"], told["part"], heading, words, told.get("is_about_money", False), obliges)


def _undertaking(told: dict[str, Any]) -> ModelUndertaking:
    sides = (told.get("party", Side.OPEN), told.get("beneficiary", Side.OPEN))
    return ModelUndertaking(*sides, Text(dict(told["what"])), told.get("when", ""))


def _faults(model: ModelText, path: Path) -> list[str]:
    """What would not be right in an agreement that came from it, in words for whoever changed the file."""
    faults = [] if path.stem == f"{model.code}-{model.version}" else ["is named otherwise than its code and version"]
    faults += [] if model.kind in Kind.values else [f"there is no kind {model.kind}"]
    keys = [one.key for one in model.clauses]
    faults += [f"the key {key} stands twice" for key in dict.fromkeys(keys) if keys.count(key) > 1]
    for one in model.clauses:
        faults += [] if one.part in Part.values else [f"{one.key}: there is no part {one.part}"]
        faults += [f"{one.key}: {fault}" for fault in _faults_of(one.words)]
        faults += [f"{one.key}, heading: {fault}" for fault in _faults_of(one.heading) if one.heading]
        faults += [f"{one.key}, undertaking: {fault}" for told in one.undertakings for fault in _faults_in(told)]
    for fact, answers in ANSWERS.items():
        told = model.phrases.get(fact, {})
        faults += [f"{fact}: has not the answers {', '.join(answers)}"] if set(told) != set(answers) else []
        faults += [f"{fact}.{name}: {fault}" for name, words in told.items() for fault in _faults_of(words)]
    return faults


def _faults_in(told: ModelUndertaking) -> list[str]:
    sides = [told.party, told.beneficiary]
    faults = [f"there is no side {side}" for side in sides if side not in Side.values]
    faults += ["nobody promises something to themselves"] if told.party and told.party == told.beneficiary else []
    # No model knows a day of an agreement that is still to be made.
    is_known = told.when in {"", *When.values} - {When.ON_DAY}
    return [*faults, *([] if is_known else [f"is not due {told.when} in a model"]), *_faults_of(told.what)]


def _faults_of(words: Text) -> list[str]:
    if lacks := [code for code in languages() if not words.get(code)]:
        return [f"has no words in {', '.join(lacks)}"]
    named = {code: set(VARIABLE.findall(said)) for code, said in words.items()}
    if len({frozenset(some) for some in named.values()}) > 1:
        return ["has not the same variables in each language"]
    return [f"{{{name}}} is no variable" for name in sorted(set().union(*named.values()) - VARIABLES)]


def _variables_of(words: Text) -> list[str]:
    return VARIABLE.findall(words.told_in(words.original))
