"""What an instrument of each kind has to have before each stage, and what can be changed at which.

It stands in a table that a lawyer can read and change without reading code, instruments.csv (a permission matrix as
eTools keeps one: state, role, type); docs/access/instruments.md is drawn from it. What is agreed by all is changed by
opening the text again; what informs only (contacts, numbers) changes without that (EWP, informational data).
"""

from __future__ import annotations

import csv
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from comity.agreements.models import Agreement, Clause, Clearance, Finding, Party, Sort, Stage
from comity.agreements.models.clearances import GIVEN
from comity.agreements.terms import Kind
from comity.journal.refusals import NotNow
from comity.translation.templatetags.said import isolated, listed

TABLE = Path(__file__).with_name("instruments.csv")
ALL, TEXT, CLEARANCE = "all", "the text", "clearance: "
UMBRELLA = "one umbrella at a time"
OF_A_PARTY = " of a party"
# What is called otherwise in the table than in the model: the words of the table are for people.
PARTY_FIELDS = {
    "unit": "unit",
    "legal name": "legal_name",
    "number": "number",
    "representative": "represented_by",
    "authority": "authority",
    "focal point": "focal_point",
    "back-up": "back_up",
    "supervisor": "supervisor",
    "notice address": "notice_address",
}
# Where what has a page of its own is told.
PAGES = {"doctorate": "agreement-doctorate", "mobilities": "agreement-mobilities"}
# An instrument whose kind nobody knows yet has to have what a memorandum has.
UNKNOWN_KIND = Kind.MEMORANDUM
# Before which of the stages something is needed counts for all that come after it.
ORDER = [
    Stage.PROPOSED,
    Stage.CLEARANCE,
    Stage.DRAFTING,
    Stage.NEGOTIATING,
    Stage.AGREED,
    Stage.APPROVED,
    Stage.SIGNED,
]


CLEARED_BEFORE = {Stage.DRAFTING, Stage.NEGOTIATING, Stage.AGREED}
LACKING_CLEARANCE: dict[str, Any] = {
    Finding.REFUSED: gettext_lazy("clearance: %(sort)s, which was refused"),
    Finding.WAITING: gettext_lazy("clearance: %(sort)s, which nobody has answered yet"),
}


@dataclass(frozen=True)
class Rule:
    """A line of the table: a field of the agreement, a field of each party, the text, or a clearance."""

    what: str
    kinds: frozenset[str]
    before: str
    while_at: frozenset[str]
    roles: frozenset[str]

    def is_for(self, kind: str) -> bool:
        """This will tell whether it speaks of instruments of this kind."""
        return ALL in self.kinds or (kind or UNKNOWN_KIND) in self.kinds

    def is_needed_at(self, stage: str) -> bool:
        """This will tell whether it has to be there when `stage` is entered."""
        return bool(self.before) and stage in ORDER and ORDER.index(Stage(self.before)) <= ORDER.index(Stage(stage))

    @property
    def field(self) -> str:
        """The field of the agreement, or of each party, that it speaks of."""
        return PARTY_FIELDS[self.what.removesuffix(OF_A_PARTY)] if self.is_of_parties else self.what

    @property
    def is_of_parties(self) -> bool:
        """Whether each party has it for itself."""
        return self.what.endswith(OF_A_PARTY)

    @property
    def is_of_umbrellas(self) -> bool:
        """Whether it names kinds of which the same parties have one agreement at a time."""
        return self.what == UMBRELLA

    @property
    def clearance(self) -> str:
        """The sort of clearance that it asks for, where it asks for one."""
        return self.what.removeprefix(CLEARANCE) if self.what.startswith(CLEARANCE) else ""


@cache
def rules() -> tuple[Rule, ...]:
    """This will read the table. Raises ValueError where it names a kind, stage, field or clearance that is none."""
    with TABLE.open(encoding="utf-8", newline="") as lines:
        found = tuple(_rule(*line.values()) for line in csv.DictReader(lines))
    for one in found:
        _refuse_unknown(one)
    return found


def _rule(what: str, kinds: str, before: str, while_at: str, roles: str) -> Rule:
    return Rule(what, frozenset(kinds.split()), before, frozenset(while_at.split()), frozenset(roles.split()))


def _refuse_unknown(rule: Rule) -> None:
    known = {ALL, *Kind.values}, {"", *ORDER}, set(Stage.values)
    told = rule.kinds, {rule.before}, rule.while_at
    if any(set(some) - every for some, every in zip(told, known, strict=True)):
        raise ValueError(f"{TABLE.name}: {rule.what} names a kind or a stage that is none")
    if rule.clearance and rule.clearance not in Sort.values:
        raise ValueError(f"{TABLE.name}: there is no clearance {rule.clearance}")
    if rule.what != TEXT and not rule.clearance and not rule.is_of_umbrellas:
        (Party if rule.is_of_parties else Agreement)._meta.get_field(rule.field)


# What is asked of one agreement


def may_change(name: str, agreement: Agreement, *, of_a_party: bool = False) -> bool:
    """This will tell whether a fact can be changed at the stage at which `agreement` stands."""
    told = [one for one in rules() if one.field == name and one.is_of_parties == of_a_party]
    return not told or any(agreement.stage in one.while_at for one in told)


def is_asked_of(name: str, agreement: Agreement) -> bool:
    """This will tell whether a fact of each party is one that an instrument of its kind has."""
    return any(one.field == name and one.is_of_parties and one.is_for(agreement.kind) for one in rules())


def clearances_for(agreement: Agreement) -> list[str]:
    """This will name the clearances that an instrument of its kind has to have."""
    return [one.clearance for one in rules() if one.clearance and one.is_for(agreement.kind)]


def kinds_beside(agreement: Agreement) -> frozenset[str]:
    """This will name the kinds of which the same parties have one at a time, its own among them; none for the others.

    Of an instrument whose kind nobody knows yet nothing is said.
    """
    told = [one.kinds for one in rules() if one.is_of_umbrellas and agreement.kind in one.kinds]
    return told[0] if told and agreement.parent_id is None else frozenset()


def refuse_incomplete(agreement: Agreement, *, entering: str) -> None:
    """This will raise NotNow, naming all that is missing, where `agreement` cannot enter a stage yet."""
    for words in incomplete(agreement, entering=entering):
        raise NotNow(words)


def incomplete(agreement: Agreement, *, entering: str) -> list[str]:
    """This will say in a sentence what keeps `agreement` from entering a stage, and nothing where it can enter."""
    missing = [one.words for one in lacking(agreement, entering=entering)]
    return [_("This is still missing: %(what)s.") % {"what": listed(missing)}] if missing else []


@dataclass(frozen=True)
class Lack:
    """What the table asks for and what is not there: what it is called, and the page on which it is filled in."""

    words: str
    url: str
    # A clearance that was asked for: it is waited for, and nothing is to be filled in.
    is_asked: bool = False


def lacking(agreement: Agreement, *, entering: str) -> list[Lack]:
    """This will name what the table asks for before a stage and what is not there; four queries at most."""
    needed = [one for one in rules() if one.is_for(agreement.kind) and one.is_needed_at(entering)]
    parties = list(Party.objects.of(agreement)) if any(one.is_of_parties for one in needed) else []
    found = [words for one in needed for words in _lacking_of(one, agreement, parties)]
    if entering in CLEARED_BEFORE or any(one.clearance for one in needed):
        found += _clearances_lacking({one.clearance for one in needed if one.clearance}, agreement, entering)
    return found


def _lacking_of(rule: Rule, agreement: Agreement, parties: list[Party]) -> list[Lack]:
    if rule.clearance or rule.what == "parties":
        return []
    if rule.is_of_umbrellas:
        return _umbrellas_lacking(rule, agreement)
    if rule.what == TEXT:
        empty = Lack(_("the text: it has no clause yet"), reverse("agreement-text", args=[agreement.pk]))
        return [] if Clause.objects.of(agreement).exists() else [empty]
    if not rule.is_of_parties:
        page = PAGES.get(rule.field, "agreement-facts")
        untold = Lack(called(Agreement, rule.field), _box(rule.field, page, agreement.pk))
        return [] if _is_told(agreement, rule.field) else [untold]
    words = _("%(party)s: %(what)s")
    return [
        Lack(
            words % {"what": called(Party, rule.field), "party": isolated(one)},
            _box(rule.field, "agreement-party", agreement.pk, one.pk),
        )
        for one in parties
        if not _is_told(one, rule.field)
    ]


def _box(field: str, page: str, *numbers: int) -> str:
    """Where a field is filled in: its box on that page."""
    return f"{reverse(page, args=numbers)}#id_{field}"


def _is_told(record: Any, field: str) -> bool:
    told = record._meta.get_field(field)
    if told.is_relation and told.auto_created:  # it is kept in a table of its own
        return told.related_model.objects.of(record).exists()  # type: ignore[no-any-return]
    value = getattr(record, told.attname)
    return value is not None and value not in ("", [], {})


def called(model: Any, field: str) -> str:
    """This will give the name of a field as the pages say it, also of what is kept in a table of its own."""
    told = model._meta.get_field(field)
    if told.is_relation and told.auto_created:
        meta = told.related_model._meta
        return str(meta.verbose_name if told.one_to_one else meta.verbose_name_plural)
    return str(told.verbose_name)


def _clearances_lacking(sorts: set[str], agreement: Agreement, entering: str) -> list[Lack]:
    """Those that the table asks for, and whatever else was asked for and refused, or nobody has answered."""
    told, asked = Clearance.objects.of(agreement).standing(), f"{agreement.get_absolute_url()}#clearances"
    needed = sorts | told.keys() if entering in CLEARED_BEFORE else sorts
    found = []
    for sort in (one for one in Sort.values if one in needed and told.get(one) not in GIVEN):
        finding = told.get(sort)
        if finding == Finding.WAITING and sort not in sorts and entering == Stage.NEGOTIATING:
            continue  # a text that deviates asks for one by itself as it is opened
        words = LACKING_CLEARANCE[finding] if finding else gettext_lazy("clearance: %(sort)s")
        found.append(Lack(str(words) % {"sort": Sort(sort).label}, asked, is_asked=finding == Finding.WAITING))
    return found


def _umbrellas_lacking(rule: Rule, agreement: Agreement) -> list[Lack]:
    """What was concluded before is to be settled first, where the table refuses a second one."""
    if agreement.kind not in rule.kinds or agreement.parent_id is not None:
        return []
    words = gettext_lazy("what becomes of “%(title)s”, because the same parties have one umbrella agreement at a time")
    found = Agreement.objects.concluded().umbrellas_beside(agreement, rule.kinds, today=timezone.localdate())
    return [Lack(str(words) % {"title": isolated(one)}, one.get_absolute_url()) for one in found]
