"""Drafting a text from a model: all its clauses at once, in every language, filled from the record."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.utils.translation import gettext as _

from comity.accounts.models import User
from comity.agreements.filling import Facts, facts_of, heading_and_words, lacking_for, name_of
from comity.agreements.models import Agreement, Clause, Stage
from comity.agreements.shelf import newest
from comity.agreements.shipped import ModelClause, ModelText
from comity.agreements.undertaking import oblige
from comity.agreements.wording import ask_where_money
from comity.journal.acting import acting
from comity.journal.records import record
from comity.journal.refusals import NotNow
from comity.translation.texts import Text


def draft_from(agreement: Agreement, model: ModelText, *, at: datetime, by: User) -> list[Clause]:
    """This will enter every clause of a model, filled from the record; where that tells nothing, a gap stands.

    Raises NotNow where the text is not in drafting, and where it has a clause already.
    """
    with acting(by=by):
        agreement._hold()
        agreement.refresh_from_db()
        if agreement.stage != Stage.DRAFTING:
            raise NotNow(_("A text is drafted from a model while the agreement is in drafting, and only then."))
        if Clause.objects.of(agreement).exists():
            raise NotNow(_("The text has clauses already. A model begins an empty text, and mixes with none."))
        facts, places = facts_of(agreement), dict.fromkeys((one.part for one in model.clauses), 0)
        entered = []
        for one in model.clauses:
            places[one.part] += 1
            entered.append(_enter(one, model, facts, position=places[one.part], by=by))
        record(agreement, "drafted", by=by, after={"model": model.title, "version": model.version})
        for one, clause in zip(model.clauses, entered, strict=True):
            oblige(clause, one, model, facts, by=by)
            ask_where_money(agreement, clause, at=at, by=by)
    return entered


def _enter(one: ModelClause, model: ModelText, facts: Facts, *, position: int, by: User) -> Clause:
    codes = [code for code in facts.agreement.text_languages() if code in one.words]
    said = {code: heading_and_words(one, model, facts, code) for code in codes}
    return Clause.enter(
        agreement=facts.agreement,
        part=one.part,
        position=position,
        heading=Text({code: heading for code, (heading, _words) in said.items()}),
        words=Text({code: words for code, (_heading, words) in said.items()}),
        is_about_money=one.is_about_money,
        turns=dict.fromkeys(codes, 1),
        from_model=model.code,
        from_version=model.version,
        from_clause=one.key,
        by=by,
    )


@dataclass(frozen=True)
class Offered:
    """A model as it is offered for one agreement: the facts that it asks for, and those that the record lacks."""

    model: ModelText
    asked: list[str]
    lacking: list[str]


def models_for(agreement: Agreement) -> list[Offered]:
    """This will list the models, those of its kind first, with what each asks of the record and what that lacks."""
    facts = facts_of(agreement)
    return [
        Offered(one, [name_of(variable) for variable in one.variables()], lacking_for(one, facts))
        for one in newest(first=agreement.kind)
    ]
