"""Exchanges in an amendment: three versions of each beside each other, taken over, and written back when it is merged.

Which is which is told by what they have in common, since an exchange has no name: all of it; else who sends, who
receives, who goes, at which level and in which field; else the first three of these.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext as _

from comity.accounts.models import Actor
from comity.agreements.conditions import OF_MOBILITY, exchange_in
from comity.agreements.conditions_told import exchanges_told
from comity.agreements.models import Agreement, Amendment, Mobility, Party
from comity.agreements.models.stages import FROZEN
from comity.agreements.three_way import BOTH, MINE, Meeting
from comity.journal.refusals import NotNow
from comity.meetings.texts import canonical
from comity.translation.templatetags.said import isolated, listed
from comity.translation.texts import Text

SIDES = ("sender", "receiver")
ALIKE = ([*SIDES, *OF_MOBILITY], [*SIDES, "who", "level", "field_of_study"], [*SIDES, "who"])


@dataclass(frozen=True)
class Exchange:
    """One exchange as somebody told it: its facts, its sides by the number of each organisation."""

    facts: Mapping[str, Any]
    told: Mapping[str, Any] = field(compare=False)  # as it is hashed
    row: Mobility | None = field(default=None, compare=False)

    def merged(self, now: Exchange, here: Exchange) -> Exchange | None:
        """This will put both changes of it together, where they are of different facts."""
        facts = {}
        for name, was in self.facts.items():
            there, mine = now.facts[name], here.facts[name]
            if was != there and was != mine and there != mine:
                return None
            facts[name] = there if mine == was else mine
        return replace(here, facts=facts)

    def in_words(self) -> str:
        """This will say it in a line, and its other terms, in the language that is active."""
        ((line, terms),) = exchanges_told({"exchanges": [self.told]})
        return "\n".join(filter(None, (line, str(terms))))


Met = Meeting[Exchange]


def exchanges_met(amendment: Amendment) -> dict[str, Met]:
    """This will put three versions of each exchange beside each other: as the text said on which the amendment was
    worked, as the agreement tells it now, and as the amendment does. Nothing where that text is not kept here.
    """
    if amendment.base is None:
        return {}
    was = _hashed_in(json.loads(amendment.base.content), amendment.parent)
    now, here = _standing(amendment.parent), _standing(amendment.instrument)
    there, added = _paired(was, now)
    mine, own = _paired(was, here)
    found = [Met(one, there[at], mine[at]) for at, one in enumerate(was)]
    beside, more = _paired(added, own)
    found += [Met(None, one, beside[at]) for at, one in enumerate(added)]
    found += [Met(None, None, one) for one in more]
    return {_key(one): one for one in found if one.now or one.here}


def _key(met: Met) -> str:
    """By the row of the agreement where it has one: its number stays while somebody decides."""
    at, one = ("now", met.now) if met.now else ("here", met.here)
    return f"{at}-{one.row.pk}" if one and one.row else ""


def _hashed_in(content: Mapping[str, Any], parent: Agreement) -> list[Exchange]:
    parties = list(Party.objects.of(parent))
    names = {canonical(dict(one.name_in_it)): one.organisation_id for one in parties}
    # Whoever was renamed since stands at the same place.
    in_order = zip(content["parties"], parties, strict=False)
    names |= {canonical(told["organisation"]): one.organisation_id for told, one in in_order}
    found = []
    for told in content.get("exchanges", []):
        sides = {name: names.get(canonical(told[name])) for name in SIDES}
        found.append(Exchange({**sides, **{name: told[name] for name in OF_MOBILITY}}, told))
    return found


def _standing(agreement: Agreement) -> list[Exchange]:
    found = []
    for one in Mobility.objects.of(agreement):
        told, sides = exchange_in(one), {name: getattr(one, name).organisation_id for name in SIDES}
        found.append(Exchange({**sides, **{name: told[name] for name in OF_MOBILITY}}, told, one))
    return found


def _paired(some: list[Exchange], others: list[Exchange]) -> tuple[list[Exchange | None], list[Exchange]]:
    """For each of some the one of the others that it is, most alike first; and the others that are none of them."""
    found: list[Exchange | None] = [None] * len(some)
    rest = list(others)
    for names in ALIKE:
        for at, one in enumerate(some):
            same = (other for other in rest if all(other.facts[name] == one.facts[name] for name in names))
            if found[at] is None and (other := next(same, None)) is not None:
                found[at] = other
                rest = [kept for kept in rest if kept is not other]
    return found, rest


# Taking over, and writing back


def disputed_in(met: Mapping[str, Met]) -> dict[str, Met]:
    """This will keep those that both sides told otherwise, and not alike."""
    return {key: one for key, one in met.items() if one.is_disputed}


def refuse_undecided(met: Mapping[str, Met], choices: Mapping[str, str]) -> None:
    """This will refuse while one that both told otherwise waits for a decision, and say which."""
    undecided = [one for key, one in disputed_in(met).items() if choices.get(key) not in one.choices()]
    if undecided:
        raise NotNow(_("Decide these exchanges, which both changed: %(which)s.") % {"which": _called(undecided)})


def refuse_disputed(instrument: Agreement, met: Mapping[str, Met]) -> None:
    """This will refuse, once the text of an amendment stands fast, what both sides told otherwise."""
    disputed = disputed_in(met)
    if not disputed:
        return
    words = _(
        "This amendment and another one changed these exchanges: %(which)s. It is signed as it stands: agree on one "
        "more amendment for them."
    )
    if instrument.stage in FROZEN:
        words = _(
            "This amendment and another one changed these exchanges: %(which)s. Open the agreed text again, and decide "
            "what holds."
        )
    raise NotNow(words % {"which": _called(disputed.values())})


def _called(met: Iterable[Met]) -> str:
    return listed([isolated(called_there(one)) for one in met])


def called_there(met: Met) -> str:
    """This will say an exchange as the agreement tells it now; else as the amendment does."""
    one = met.now or met.here or met.was
    return one.in_words().partition("\n")[0] if one else ""


def take_exchanges_over(amendment: Amendment, met: Mapping[str, Met], choices: Mapping[str, str], *, by: Actor) -> None:
    """This will tell of an amendment what its agreement tells otherwise by now, and what was decided."""
    for key, one in met.items():
        if one.is_moved and not (one.is_disputed and choices[key] == MINE):
            becomes = one.merged() if one.is_disputed and choices[key] == BOTH else one.now
            _write(amendment.instrument, one.here, becomes, by=by)


def write_exchanges_back(amendment: Amendment, *, by: Actor) -> None:
    """This will tell of the agreement what its amendment tells otherwise, and leave the rest as it stands there."""
    for one in exchanges_met(amendment).values():
        if one.is_touched:
            _write(amendment.parent, one.now, one.here, by=by)


def _write(agreement: Agreement, before: Exchange | None, after: Exchange | None, *, by: Actor) -> None:
    row = before.row if before else None
    if after is None:
        if row is not None:
            row.remove(by=by)
    elif before is None or row is None:
        Mobility.enter(agreement=agreement, by=by, **_kept(after.facts, agreement))
    else:
        changed = {name: told for name, told in after.facts.items() if told != before.facts[name]}
        row.change(by=by, **_kept(changed, agreement))


def _kept(facts: Mapping[str, Any], agreement: Agreement) -> dict[str, Any]:
    """Facts as they are kept of an exchange, from the form in which they are hashed."""
    parties = {one.organisation_id: one for one in Party.objects.of(agreement)}
    made = {name: parties[told] if name in SIDES else told for name, told in facts.items()}
    if facts.get("months"):
        made["months"] = Decimal(facts["months"])
    if "terms" in facts:
        made["terms"] = Text(facts["terms"])
    return made
