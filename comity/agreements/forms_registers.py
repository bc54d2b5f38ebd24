"""What may be brought as a register of agreements, and how it is said what its columns and names mean."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from comity.agreements.bringing.cells import DAY_FIRST, MONTH_FIRST
from comity.agreements.bringing.columns import FACTS, HEADER, named
from comity.agreements.bringing.parties import NOBODY
from comity.agreements.models import BroughtRegister
from comity.partners.choosing import OrganisationField
from comity.partners.models import Organisation
from comity.partners.taking import not_taken_over
from comity.registry.finding import find
from comity.registry.models import Institution
from comity.translation.spelling import folded
from comity.translation.templatetags.said import country, isolated

CANDIDATES = 5
ROR = "ror:"


class RegisterForm(forms.Form):
    """A file with a register of agreements."""

    file = forms.FileField(
        label=_("File"),
        help_text=_("CSV or XLSX, at most 5 MB and 5,000 rows. Nothing in it is worked out, and no macro is run."),
        allow_empty_file=True,
        widget=forms.FileInput({"accept": ".csv,.txt,.xlsx,text/csv"}),
    )


class ColumnsForm(forms.Form):
    """Which column holds what."""

    order_of_days = forms.ChoiceField(
        label=_("Days that are parted by slashes"),
        choices=[
            ("", _("as the table tells by itself")),
            (DAY_FIRST, _("day first: 16/04/2021")),
            (MONTH_FIRST, _("month first: 04/16/2021")),
        ],
        required=False,
    )

    def __init__(self, sent: Any, *, brought: BroughtRegister) -> None:
        super().__init__(sent, initial={"order_of_days": brought.order_of_days})
        self.brought = brought
        offered = [("", _("not in this table")), *named(brought.lines, brought.columns)]
        for fact, label in FACTS.items():
            at = brought.columns.get(fact, "")
            self.fields[fact] = forms.ChoiceField(label=label, choices=offered, required=False, initial=at)

    def settled(self) -> dict[str, Any]:
        """This will give the columns as they were chosen, the header staying where it is."""
        chosen = {fact: int(self.cleaned_data[fact]) for fact in FACTS if self.cleaned_data[fact] != ""}
        columns = {HEADER: self.brought.columns.get(HEADER, 0), **chosen}
        return {"columns": columns, "order_of_days": self.cleaned_data["order_of_days"]}


class MeantForm(forms.Form):
    """Whom one name means: one of those that are likely, somebody else, or nobody."""

    meant = forms.ChoiceField(label=_("Whom it means"), widget=forms.RadioSelect, required=False)
    other = OrganisationField(label=_("Another organisation"), required=False, from_registry=True)

    def __init__(self, sent: Any, *, name: str, number: int) -> None:
        super().__init__(sent, prefix=f"name-{number}")
        self.name = name
        likely = Organisation.objects.found_by(name)[:CANDIDATES] or Organisation.objects.found_by(_longest_word(name))
        here = [(str(one.pk), str(one.name)) for one in likely[:CANDIDATES]]
        self.offered = {one.pk: one for one in not_taken_over(find(name, most=CANDIDATES))}
        words = _("%(name)s, from the registry (%(country)s)")
        there = [
            (f"{ROR}{one.pk}", words % {"name": isolated(one.called), "country": country(one.country)})
            for one in self.offered.values()
        ]
        told = [("", _("not decided yet")), *here, *there, (NOBODY, _("nobody: it is no party"))]
        self.fields["meant"].choices = told  # type: ignore[attr-defined]

    @property
    def key(self) -> str:
        """The name as it is looked up."""
        return folded(self.name)

    def to_take_over(self) -> Institution | None:
        """This will give the institution of the registry that is meant, where it is to be taken over first."""
        meant = str(self.cleaned_data["meant"])
        return self.offered.get(meant.removeprefix(ROR)) if meant.startswith(ROR) else None

    def chosen(self) -> str:
        """This will give the number of the organisation that is meant, or that of nobody; nothing while undecided."""
        other: Organisation | None = self.cleaned_data.get("other")
        return str(other.pk) if other else str(self.cleaned_data["meant"])


def _longest_word(name: str) -> str:
    return max(folded(name).split(), key=len, default="")


class EntryForm(forms.Form):
    """The ready rows, and who may know of them."""

    is_public = forms.BooleanField(label=_("the public may know of them"), required=False)
