"""What came of a model: where each instrument stands, how it differs from its model, and which version it is behind."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from comity.accounts.models import Viewer
from comity.agreements.access import agreements_visible_to
from comity.agreements.deviating import Deviation, deviation_of
from comity.agreements.filling import facts_of_many
from comity.agreements.models import Agreement, AgreementQuerySet, Clause, Stage
from comity.agreements.shelf import models_behind, newest
from comity.translation.texts import comma, current_language

DEVIATES, UNCHANGED, BEHIND, UNWRITTEN = "deviates", "unchanged", "behind", "unwritten"
HOW = [
    (DEVIATES, gettext_lazy("deviates from the model")),
    (UNCHANGED, gettext_lazy("says what the model says")),
    (BEHIND, gettext_lazy("behind a newer version")),
    (UNWRITTEN, gettext_lazy("not drafted yet")),
]


@dataclass(frozen=True)
class Instrument:
    """One agreement that came from a model, as far as its text is drafted."""

    agreement: Agreement
    deviation: Deviation | None
    # The oldest version from which a clause of it came, and the newest one there is; nothing while it is not drafted.
    version: int | None
    newest: int | None

    @property
    def is_behind(self) -> bool:
        """Whether there is a newer version of the model than that from which it came."""
        return self.version is not None and self.newest is not None and self.version < self.newest

    @property
    def count(self) -> int:
        """How many clauses deviate."""
        found = self.deviation
        return len(found.changed) + len(found.added) + len(found.taken_out) if found else 0

    @property
    def how(self) -> set[str]:
        """What can be asked for that is true of it."""
        if self.deviation is None:
            return {UNWRITTEN}
        return {DEVIATES if self.deviation.is_one else UNCHANGED, *([BEHIND] if self.is_behind else [])}

    def others(self) -> list[Any]:
        """This will name the parties apart from our own office."""
        return [one for one in self.agreement.parties.all() if not one.is_host]


def instruments(found: AgreementQuerySet) -> list[Instrument]:
    """This will look at each of some agreements beside its model; as many queries for one as for a hundred."""
    agreements = list(found.with_areas())
    clauses: dict[int, list[Clause]] = {one.pk: [] for one in agreements}
    for clause in Clause.objects.of_any(agreements):
        clauses[clause.agreement_id].append(clause)
    every = [one for some in clauses.values() for one in some]
    models, facts = models_behind(every), facts_of_many(agreements)
    latest = {one.code: one.version for one in newest()}
    made = []
    for one in agreements:
        deviation = deviation_of(one, clauses[one.pk], facts[one.pk], models)
        came = [clause for clause in clauses[one.pk] if clause.from_model]
        version = min((clause.from_version or 0 for clause in came), default=None)
        made.append(Instrument(one, deviation, version, latest.get(came[0].from_model) if came else None))
    return made


def derived_from(code: str, viewer: Viewer) -> list[Instrument]:
    """This will look at every agreement of which a clause came from a model, the one concluded last first."""
    return instruments(agreements_visible_to(viewer).from_model(code).newest_first())


class InstrumentsForm(forms.Form):
    """Which of the instruments are asked for; what is not understood counts as not asked."""

    stage = forms.ChoiceField(label=gettext_lazy("Stage"), required=False)
    how = forms.ChoiceField(label=gettext_lazy("Beside its model"), required=False)

    def __init__(self, asked: Any) -> None:
        super().__init__(asked)
        every = ("", gettext_lazy("all"))
        self.fields["stage"].choices = [every, *Stage.choices]  # type: ignore[attr-defined]
        self.fields["how"].choices = [every, *HOW]  # type: ignore[attr-defined]

    def kept(self, some: list[Instrument]) -> list[Instrument]:
        """This will keep those that are asked for."""
        self.is_valid()
        stage, how = self.cleaned_data.get("stage"), self.cleaned_data.get("how")
        of_stage = [one for one in some if not stage or one.agreement.stage == stage]
        return [one for one in of_stage if not how or how in one.how]

    @property
    def is_narrowed(self) -> bool:
        """Whether anything is asked for that is understood."""
        self.is_valid()
        return any(self.cleaned_data.values())


# As a table


def columns() -> list[str]:
    """This will name the columns of the instruments as a table."""
    return [
        _("Parties"),
        _("Title"),
        _("State"),
        _("Whose turn it is"),
        _("Since"),
        _("Version of the model"),
        _("Newest version"),
        _("Clauses that deviate"),
        _("Beside its model"),
        _("Address"),
    ]


def rows(some: list[Instrument], *, host: str) -> Iterator[list[Any]]:
    """This will put instruments into the columns; `host` begins the address of each."""
    apart = comma(current_language())
    for one in some:
        found = one.agreement
        since = found.turn_since or found.stage_since
        yield [
            apart.join(str(party) for party in one.others()),
            str(found.title),
            str(found.standing.words),
            str(found.turn.organisation if found.turn else found.owner),
            since.date() if since else None,
            one.version,
            one.newest,
            one.count if one.deviation else None,
            one.deviation.in_words() if one.deviation else _("not drafted yet"),
            f"{host}{found.get_absolute_url()}",
        ]
