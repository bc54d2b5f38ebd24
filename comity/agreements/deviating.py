"""How a text that came from a model differs from it, clause by clause, and whether a lawyer has seen that.

Using a standard text unchanged asks for nobody's clearance, deviating from it does (UNFPA, form for memoranda).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from comity.agreements.filling import Facts, facts_of, heading_and_words
from comity.agreements.models import Agreement, Clause, Sort
from comity.agreements.shelf import Named, models_behind
from comity.agreements.shipped import ModelClause, ModelText
from comity.journal.models import Entry
from comity.translation.templatetags.said import isolated, listed, number
from comity.translation.texts import Text, told_in_every_language

# The acts after which the words of a text are others than they were.
CHANGING = ("reworded", "drafted")
CLEARED = "cleared"
ANSWERS = (CLEARED, "returned")


@dataclass(frozen=True)
class Origin:
    """The clause of a model from which a clause came, and the languages in which it says something else now."""

    # None where this version of the model, or the clause in it, is not kept here any more.
    model: ModelText | None
    clause: ModelClause | None
    # By language: what the model says with the facts of this agreement, and what stands here.
    changed: dict[str, tuple[str, str]]

    @property
    def deviates(self) -> bool:
        """Whether it differs from its model, or cannot be compared with it."""
        return bool(self.changed) or self.clause is None


@dataclass(frozen=True)
class Deviation:
    """A text beside its model: what came from it, and what was changed, added and taken out."""

    model: ModelText | None
    origins: dict[int, Origin]  # by the number of the clause
    changed: list[Clause]
    added: list[Clause]
    taken_out: list[ModelClause]

    @property
    def is_one(self) -> bool:
        """Whether the text differs from its model at all; their order may."""
        return bool(self.changed or self.added or self.taken_out)

    def in_words(self) -> str:
        """This will count what differs in one line; that nothing does where nothing does."""
        changed, added, out = len(self.changed), len(self.added), len(self.taken_out)
        told = [
            ngettext("%(n)s clause changed", "%(n)s clauses changed", changed) % {"n": number(changed)}
            if changed
            else "",
            ngettext("%(n)s clause taken out", "%(n)s clauses taken out", out) % {"n": number(out)} if out else "",
            ngettext("%(n)s clause added", "%(n)s clauses added", added) % {"n": number(added)} if added else "",
        ]
        return listed([one for one in told if one]) or _("unchanged")


def deviation_of(
    agreement: Agreement,
    clauses: list[Clause],
    facts: Facts | None = None,
    models: Mapping[Named, ModelText] | None = None,
) -> Deviation | None:
    """This will compare a text with the model from which it came; nothing where no clause came from one.

    Where its clauses came from several versions, what was taken out is told by the oldest of them. With `facts` and
    `models` it asks the database nothing.
    """
    came = [one for one in clauses if one.from_model]
    if not came:
        return None
    facts = facts or facts_of(agreement)
    models = models_behind(came) if models is None else models
    origins = {one.pk: _origin(one, facts, models) for one in came}
    model = models.get(min((one.from_model, one.from_version or 0) for one in came))
    here = {one.from_clause for one in came}
    return Deviation(
        model,
        origins,
        changed=[one for one in came if origins[one.pk].deviates],
        added=[one for one in clauses if not one.from_model],
        taken_out=[one for one in model.clauses if one.key not in here] if model else [],
    )


def _origin(clause: Clause, facts: Facts, models: Mapping[Named, ModelText]) -> Origin:
    model = models.get((clause.from_model, clause.from_version or 0))
    original = model.clause(clause.from_clause) if model else None
    if model is None or original is None:
        return Origin(model, None, {})
    changed = {}
    for code in facts.agreement.text_languages():
        if not clause.words.get(code):  # nothing is said in it yet, which is not saying something else
            continue
        was = "\n".join(filter(None, heading_and_words(original, model, facts, code)))
        now = "\n".join(filter(None, (clause.heading.get(code, ""), clause.words[code])))
        if was.split() != now.split():  # spaces and the ends of lines say nothing
            changed[code] = (was, now)
    return Origin(model, original, changed)


def why_to_clear(agreement: Agreement) -> Text:
    """This will say why a lawyer has to see the text; nothing where it does not deviate or was seen as it stands."""
    found = deviation_of(agreement, list(Clause.objects.of(agreement)))
    if found is None or not found.is_one or _is_cleared_as_it_stands(agreement):
        return Text()

    def tell() -> str:
        title = isolated(found.model.title if found.model else "…")
        return _("The text deviates from “%(model)s”: %(how)s.") % {"model": title, "how": found.in_words()}

    return told_in_every_language(tell)


def _is_cleared_as_it_stands(agreement: Agreement) -> bool:
    """Whether the last word on it is a lawyer's, after the last change of the text, and a good one."""
    acts = Entry.objects.about(agreement).filter(act__in=[*CHANGING, *ANSWERS]).order_by("-pk")
    of_lawyers = (one for one in acts if one.act in CHANGING or one.after.get("sort") == Sort.LEGAL)
    last = next(of_lawyers, None)
    return last is not None and last.act == CLEARED
