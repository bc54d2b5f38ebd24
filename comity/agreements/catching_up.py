"""An agreement catches up with a newer version of its model, clause by clause, as far as somebody chooses.

A clause that nobody changed follows cleanly; of one that was changed, the model then, the model now and the agreement
stand beside each other. What is not agreed yet takes the new words into its text; what was signed gets an amendment.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import F
from django.utils.translation import gettext as _

from comity.accounts.models import User
from comity.agreements.amending import AMENDED, prepare_amendment, said_by
from comity.agreements.filling import Facts, facts_of, heading_and_words
from comity.agreements.models import Agreement, Amending, Amendment, Clause
from comity.agreements.shelf import models_behind, versions_of
from comity.agreements.shipped import ModelClause, ModelText
from comity.agreements.three_way import Meeting, Said
from comity.agreements.undertaking import oblige
from comity.agreements.wording import ask_where_money, hold_written
from comity.journal.acting import acting
from comity.journal.records import record
from comity.journal.refusals import NotNow
from comity.translation.texts import Text


@dataclass(frozen=True)
class Step:
    """One clause that a newer version of the model words otherwise, adds or takes out."""

    key: str
    meeting: Meeting[Said]  # the model then, the model now, the agreement
    clause: Clause | None
    model: ModelClause | None  # nothing where the newer version takes it out

    @property
    def is_clean(self) -> bool:
        """Whether it follows without a decision: the agreement has it as the model had it."""
        return not self.meeting.is_disputed

    def follows(self) -> Said | None:
        """This will tell what the agreement says then: both changes where they can be put together, else the model."""
        return (self.meeting.merged() or self.meeting.now) if self.meeting.is_disputed else self.meeting.now


@dataclass(frozen=True)
class CatchUp:
    """What an agreement would take over from the newest version of its model."""

    agreement: Agreement
    model: ModelText
    steps: list[Step]
    # The keys of clauses that both versions word alike: they follow by themselves.
    alike: list[str]

    def chosen(self, keys: Collection[str]) -> list[Step]:
        """This will keep the steps that were chosen."""
        return [one for one in self.steps if one.key in keys]


def catch_up_of(agreement: Agreement) -> CatchUp | None:
    """This will compare an agreement with the newest version of its model; nothing where it is not behind one."""
    clauses = [one for one in Clause.objects.of(agreement) if one.from_model]
    if not clauses:
        return None
    latest = next(iter(versions_of(clauses[0].from_model)), None)
    if latest is None or all((one.from_version or 0) >= latest.version for one in clauses):
        return None
    facts, models = facts_of(agreement), models_behind(clauses)
    here = {one.from_clause: one for one in clauses}
    oldest = models.get(min((one.from_model, one.from_version or 0) for one in clauses))
    found = {}
    for key in dict.fromkeys([*here, *(one.key for one in latest.clauses)]):
        clause = here.get(key)
        then = models.get((clause.from_model, clause.from_version or 0)) if clause else oldest
        found[key] = _step(key, clause, then, latest, facts)
    moved = [one for one in found.values() if one.meeting.is_moved and one.meeting.now != one.meeting.here]
    alike = [key for key, one in found.items() if not one.meeting.is_moved or one.meeting.now == one.meeting.here]
    return CatchUp(agreement, latest, moved, [key for key in alike if key in here])


def _step(key: str, clause: Clause | None, then: ModelText | None, latest: ModelText, facts: Facts) -> Step:
    was, now = (_said(model, key, facts) for model in (then, latest))
    return Step(key, Meeting(was, now, said_by(clause) if clause else None), clause, latest.clause(key))


def _said(model: ModelText | None, key: str, facts: Facts) -> Said | None:
    clause = model.clause(key) if model else None
    if model is None or clause is None:
        return None
    said = {code: heading_and_words(clause, model, facts, code) for code in facts.agreement.text_languages()}
    headings = Text({code: heading for code, (heading, _words) in said.items()})
    return Said(headings, Text({code: words for code, (_heading, words) in said.items()}))


def catch_up(agreement: Agreement, *, keys: Collection[str], at: datetime, by: User) -> None:
    """This will take the newer wording of the chosen clauses into a text that is still written.

    Raises NotNow where nothing is chosen or left to take over, and where the text cannot be written now.
    """
    with acting(by=by):
        hold_written(agreement, by)
        found, steps = _chosen(agreement, keys)
        for step in steps:
            _take(agreement, found.model, step, at=at, by=by)
        _follow_alike(agreement, found, by=by)
        record(agreement, "reworded", by=by, after={"clauses": [_name(one) for one in steps]})
        record(agreement, "caught_up", by=by, after={"model": found.model.title, "version": found.model.version})


def prepare_catch_up(agreement: Agreement, *, keys: Collection[str], why: str, at: datetime, by: User) -> Amendment:
    """This will prepare an amendment that gives an agreement the newer wording of the chosen clauses.

    Raises NotNow where nothing is chosen or left to take over, and before the agreement was signed by all.
    """
    with acting(by=by, why=why):
        found, steps = _chosen(agreement, keys)
        if agreement.stage not in AMENDED:
            raise agreement.not_now()
        amendment = prepare_amendment(agreement, sort=Amending.TERMS, why=why, at=at, by=by)
        copies = {one.amends: one for one in Clause.objects.of(amendment.instrument)}
        for step in steps:
            copy = copies.get(step.clause.pk) if step.clause else None
            _take(amendment.instrument, found.model, step, copy=copy, is_copy=True, at=at, by=by)
        version = found.model.version
        amendment.change(catches_up={one.key: version for one in steps if one.clause and one.model}, by=by)
    return amendment


def _chosen(agreement: Agreement, keys: Collection[str]) -> tuple[CatchUp, list[Step]]:
    found = catch_up_of(agreement)
    if found is None:
        raise NotNow(_("It is not behind any version of its model."))
    steps = found.chosen(keys)
    if not steps and found.steps:
        raise NotNow(_("Choose at least one clause."), field="keys")
    return found, steps


def _name(step: Step) -> str:
    said = step.model.heading if step.model else step.clause.heading if step.clause else None
    return str(said or step.key)


def _take(
    agreement: Agreement,
    model: ModelText,
    step: Step,
    *,
    copy: Clause | None = None,
    is_copy: bool = False,
    at: datetime,
    by: User,
) -> None:
    said, clause = step.follows(), copy if is_copy else step.clause
    came: dict[str, Any] = {} if is_copy and clause else {"from_model": model.code, "from_version": model.version}
    if said is None or step.model is None:
        if clause is not None:
            Clause.objects.after(clause).update(position=F("position") - 1)
            clause.remove(by=by)
        return
    facts: dict[str, Any] = {"heading": said.heading, "words": said.words, "turns": dict.fromkeys(said.words, 1)}
    facts["is_about_money"] = step.model.is_about_money
    if clause is not None:
        clause.change(by=by, **facts, **came)
    else:
        last = Clause.objects.of(agreement).filter(part=step.model.part).count()
        came["from_clause"] = step.key
        clause = Clause.enter(agreement=agreement, part=step.model.part, position=last + 1, by=by, **facts, **came)
        oblige(clause, step.model, model, facts_of(agreement), by=by)
    ask_where_money(agreement, clause, at=at, by=by)


def _follow_alike(agreement: Agreement, found: CatchUp, *, by: User) -> None:
    for one in Clause.objects.of(agreement).filter(from_clause__in=found.alike):
        one.change(from_version=found.model.version, by=by)
