"""A text takes what the record tells now: a gap that was answered, a name that was corrected, a language added.

Only a clause that reads as its model does but for what the record fills in takes part. Whatever else somebody wrote
into a clause is theirs, and stays.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass

from django.utils.translation import gettext as _

from comity.accounts.models import User
from comity.agreements.filling import GAP, Facts, facts_of, has_gap, heading_and_words
from comity.agreements.models import Agreement, Clause
from comity.agreements.shelf import Named, models_behind
from comity.agreements.shipped import VARIABLE, ModelClause, ModelText
from comity.agreements.three_way import Said
from comity.agreements.wording import called, hold_written
from comity.journal.acting import acting
from comity.journal.records import record
from comity.journal.refusals import NotNow


@dataclass(frozen=True)
class Refill:
    """A clause in which the record tells something else now: as it stands, and as it would read."""

    clause: Clause
    was: Said
    now: Said

    @property
    def key(self) -> str:
        """What chooses it on the page."""
        return str(self.clause.pk)

    @property
    def is_untouched(self) -> bool:
        """Whether nobody worded it since it was drafted."""
        return max(self.clause.turns.values(), default=0) <= 1


def refills_of(
    agreement: Agreement,
    clauses: Collection[Clause] | None = None,
    facts: Facts | None = None,
    models: Mapping[Named, ModelText] | None = None,
) -> list[Refill]:
    """This will list the clauses in which the record tells something else now.

    With `clauses`, `facts` and `models` it asks the database nothing.
    """
    every = Clause.objects.of(agreement) if clauses is None else clauses
    came = [one for one in every if one.from_model]
    if not came:
        return []
    facts = facts or facts_of(agreement)
    models = models_behind(came) if models is None else models
    found = [_refill(one, facts, models) for one in came]
    return [one for one in found if one is not None]


def refill(agreement: Agreement, *, keys: Collection[str], by: User) -> None:
    """This will let the chosen clauses say what the record tells now, in every language of the text at once.

    Raises NotNow where nothing is chosen or left to fill, and where the text cannot be written now.
    """
    with acting(by=by):
        hold_written(agreement, by)
        found = refills_of(agreement)
        if not found:
            raise NotNow(_("The text says what the record tells already."))
        chosen = [one for one in found if one.key in keys]
        if not chosen:
            raise NotNow(_("Choose at least one clause."), field="keys")
        for one in chosen:
            newest = max(one.clause.turns.values(), default=1)
            turns = {**dict.fromkeys(one.now.words, newest), **one.clause.turns}
            one.clause.change(heading=one.now.heading, words=one.now.words, turns=turns, by=by)
        record(agreement, "reworded", by=by, after={"clauses": [called(one.clause) for one in chosen]})


def _refill(clause: Clause, facts: Facts, models: Mapping[Named, ModelText]) -> Refill | None:
    model = models.get((clause.from_model, clause.from_version or 0))
    original = model.clause(clause.from_clause) if model else None
    if model is None or original is None:
        return None
    heading, words = clause.heading, clause.words
    for code in _filled_languages(original, clause, facts.agreement.text_languages()):
        told = heading_and_words(original, model, facts, code)
        if _tells_more("".join(told), clause.heading.get(code, "") + clause.words.get(code, "")):
            heading, words = heading.with_version(code, told[0]), words.with_version(code, told[1])
    was, now = Said(clause.heading, clause.words), Said(heading, words)
    return None if now == was else Refill(clause, was, now)


def _filled_languages(original: ModelClause, clause: Clause, every: list[str]) -> list[str]:
    """The languages in which it reads as its model does, and those without words where all others do."""
    told = [code for code in every if code in original.words]
    worded = [code for code in told if clause.words.get(code)]
    fits = [code for code in worded if _reads_as(original, clause, code)]
    return told if fits == worded else fits


def _reads_as(original: ModelClause, clause: Clause, code: str) -> bool:
    both = ((original.heading, clause.heading), (original.words, clause.words))
    return all(_fits(template.get(code, ""), here.get(code, "")) for template, here in both)


def _tells_more(now: str, was: str) -> bool:
    """Whether nothing is open any more, or less than before: what somebody filled in by hand is no gap again."""
    return not has_gap(now) or now.count(GAP) < was.count(GAP)


def _fits(template: str, words: str) -> bool:
    """Whether words read as a template does, with anything at all for each variable.

    What stands between two variables is looked for from the left: with nothing else left open that finds a fit
    wherever there is one, in a time that grows with the words alone.
    """
    first, *between = VARIABLE.sub("\0", " ".join(template.split())).split("\0")
    words = " ".join(words.split())
    if not between:
        return words == first
    last = between.pop()
    if len(words) < len(first) + len(last) or not (words.startswith(first) and words.endswith(last)):
        return False
    place, end = len(first), len(words) - len(last)
    for one in between:
        place = words.find(one, place, end)
        if place < 0:
            return False
        place += len(one)
    return True
