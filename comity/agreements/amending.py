"""Amendments: worked on a copy of the text that the parties agreed on, and merged into it when they come into force.

The text of the parent stays in effect until then (EWP: the last mutually approved snapshot). An amendment is merged
only into the very text on which it was worked, by its SHA-256; where another amendment was quicker, what moved is shown
and the new text is taken over first (docs/decisions/0033-an-amendment-is-merged-on-its-base.md).
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

from django.db import IntegrityError
from django.db.models import F, Max
from django.utils.translation import gettext as _
from django.utils.translation import override

from comity.accounts.models import Actor, User
from comity.agreements.approving import clauses_in
from comity.agreements.conditions import CONDITIONS, carry, carry_back, conditions_in
from comity.agreements.models import AgreedText, Agreement, Amending, Amendment, Clause, Party, Stage
from comity.agreements.models.stages import BINDING, FROZEN
from comity.agreements.negotiating import propose
from comity.agreements.terms import Entering, Kind
from comity.agreements.three_way import BOTH, MINE, Meeting, Said
from comity.agreements.three_way_exchanges import (
    called_there,
    exchanges_met,
    refuse_disputed,
    refuse_undecided,
    take_exchanges_over,
    write_exchanges_back,
)
from comity.agreements.wording import ask_where_money, called
from comity.journal.acting import acting
from comity.journal.records import record
from comity.journal.refusals import NotNow
from comity.meetings.texts import canonical, fingerprint
from comity.translation.templatetags.said import day, isolated, listed, number
from comity.translation.texts import Text, languages

AMENDED = frozenset({Stage.SIGNED, *BINDING})
# What is told of a party in the agreement is told in its amendments too, until somebody says otherwise.
OF_A_PARTY = [
    *("unit", "legal_name", "number", "represented_by", "represented_as", "authority", "authority_words"),
    *("focal_point", "back_up", "supervisor", "notice_address", "position"),
]


def prepare_amendment(
    agreement: Agreement,
    *,
    sort: str,
    clauses: Mapping[int, Mapping[str, str]] | None = None,
    until: date | None = None,
    why: str,
    at: datetime,
    by: User,
) -> Amendment:
    """This will propose the next amendment of an agreement, on a copy of its agreed text.

    `clauses` are new words by the number of the clause of the agreement and by language; `until` is the new end of an
    extension. Raises NotNow before the agreement was signed by all and after it ended, for a new end that is not later,
    and where its text is not kept here, for anything but an extension.
    """
    with acting(by=by, why=why):
        agreement._hold()
        agreement.refresh_from_db()
        base = agreement.text()
        _refuse_unamendable(agreement, base, sort, until)
        count = Amendment.objects.to(agreement).aggregate(last=Max("number"))["last"] or 0
        instrument = _propose(agreement, count + 1, why, at=at, by=by)
        amendment = _enter(instrument, agreement, number=count + 1, sort=sort, until=until, base=base, by=by)
        if base is not None:
            _copy(amendment, clauses or {}, at=at, by=by)
        record(agreement, "amendment_prepared", by=by, after={"number": amendment.number}, why=why)
    return amendment


def _refuse_unamendable(agreement: Agreement, base: AgreedText | None, sort: str, until: date | None) -> None:
    if agreement.stage not in AMENDED:
        raise agreement.not_now()
    if agreement.kind == Kind.AMENDMENT:
        raise NotNow(_("An amendment is not amended: amend the agreement that it amends."))
    if sort == Amending.EXTENSION and until is None:
        raise NotNow(_("An extension names the new end."), field="until")
    if until is not None and agreement.ends_on is not None and until <= agreement.ends_on:
        words = _("The new end is not later than the present one, %(day)s.")
        raise NotNow(words % {"day": day(agreement.ends_on)}, field="until")
    if base is None and sort != Amending.EXTENSION:
        raise NotNow(_("Its text is not kept here, so that only its term can be extended here."), field="sort")


def _propose(agreement: Agreement, count: int, why: str, *, at: datetime, by: User) -> Agreement:
    is_by_day = agreement.entering == Entering.ON_DAY  # a day of the agreement that has gone by
    instrument = propose(
        parties=[one.organisation for one in Party.objects.of(agreement)],
        came_from=agreement,
        at=at,
        by=by,
        title=_title(agreement, count),
        kind=Kind.AMENDMENT,
        parent=agreement,
        rationale=Text({agreement.text_languages()[0]: why}),
        keeper=agreement.keeper,
        languages=agreement.text_languages(),
        prevailing=agreement.prevailing,
        entering="" if is_by_day else agreement.entering,
        areas=agreement.areas.all(),
    )
    told = {one.organisation_id: one for one in Party.objects.of(agreement)}
    for party in instrument.contracting.all():
        party.change(by=by, **{name: getattr(told[party.organisation_id], name) for name in OF_A_PARTY})
    carry(agreement, instrument, by=by)
    return instrument


def _title(agreement: Agreement, count: int) -> Text:
    told = {}
    for code in languages():
        if code in agreement.title:
            with override(code):
                facts = {"n": number(count), "title": agreement.title[code]}
                told[code] = _("Amendment %(n)s: %(title)s") % facts
    return Text(told)


def _enter(instrument: Agreement, parent: Agreement, *, base: AgreedText | None, by: User, **facts: Any) -> Amendment:
    try:
        with acting(by=by):
            return Amendment.enter(instrument=instrument, parent=parent, base=base, onto=base, by=by, **facts)
    except IntegrityError:
        raise NotNow(_("Somebody else has just prepared an amendment.")) from None


def _copy(amendment: Amendment, worded: Mapping[int, Mapping[str, str]], *, at: datetime, by: User) -> None:
    clauses = list(Clause.objects.of(amendment.parent))
    amendment.change(copied=_snapshot(clauses), by=by)
    for one in clauses:
        new = {code: words for code, words in worded.get(one.pk, {}).items() if words != one.words.get(code, "")}
        copy = _enter_copy(amendment.instrument, one, new, by=by)
        if new:
            ask_where_money(amendment.instrument, copy, at=at, by=by)


def _enter_copy(instrument: Agreement, clause: Clause, new: Mapping[str, str], *, by: Actor) -> Clause:
    last = max(clause.turns.values(), default=0)
    return Clause.enter(
        agreement=instrument,
        part=clause.part,
        position=clause.position,
        heading=clause.heading,
        words=Text({**clause.words, **new}),
        is_about_money=clause.is_about_money,
        turns={**clause.turns, **dict.fromkeys(new, last + 1)},
        amends=clause.pk,
        by=by,
    )


def _snapshot(clauses: list[Clause]) -> dict[str, Any]:
    return {str(one.pk): {"heading": dict(one.heading), "words": dict(one.words)} for one in clauses}


# What it changes, and what moved


def amendment_of(instrument: Agreement) -> Amendment | None:
    """This will find what an instrument amends; nothing for one that is no amendment, with one query."""
    return Amendment.objects.by_instrument(instrument).first()


def said_by(clause: Clause) -> Said:
    """This will tell what a clause says, for comparing."""
    return Said(clause.heading, clause.words)


def meetings_of(amendment: Amendment) -> dict[int, Meeting[Said]]:
    """This will put three versions of each clause beside each other: as it was copied, as the parent has it now, and
    as the amendment words it. Clauses that the amendment adds have no number in the parent, and are not among them.
    """
    was = {int(pk): Said(Text(one["heading"]), Text(one["words"])) for pk, one in amendment.copied.items()}
    now = {one.pk: said_by(one) for one in Clause.objects.of(amendment.parent)}
    here = {one.amends: said_by(one) for one in copies_of(amendment) if one.amends is not None}
    return {pk: Meeting(was.get(pk), now.get(pk), here.get(pk)) for pk in [*now, *(set(was) - set(now))]}


def copies_of(amendment: Amendment) -> list[Clause]:
    """This will list the clauses of an amendment as they follow each other; with none for one without a base."""
    return list(Clause.objects.of(amendment.instrument)) if amendment.base_id else []


def has_moved(instrument: Agreement) -> bool:
    """This will tell whether the text that an instrument amends is another one than that on which it was worked."""
    amendment = amendment_of(instrument)
    return amendment is not None and _has_moved(amendment)


def is_held_up(instrument: Agreement) -> bool:
    """This will tell whether an amendment cannot be merged now: its parent's text has moved, or it has ended."""
    amendment = amendment_of(instrument)
    return amendment is not None and (_has_moved(amendment) or amendment.parent.stage not in AMENDED)


def _has_moved(amendment: Amendment) -> bool:
    standing = amendment.parent.text()
    return (standing.pk if standing else None) != amendment.onto_id


# Taking the new text over


def rebase(
    instrument: Agreement,
    *,
    choices: Mapping[int, str] | None = None,
    exchanges: Mapping[str, str] | None = None,
    at: datetime,
    by: User,
) -> Amendment:
    """This will take over the text that the parent has now, clause by clause, and exchange by exchange.

    `choices` says, for each clause that both changed, by its number in the parent, whether to keep "mine", to take
    "theirs" or to put "both" together; `exchanges` says so of exchanges, by their keys. Once the amendment is
    agreed its own words stand fast, so that it takes over only what it does not touch itself. Raises NotNow where
    nothing moved, and naming what nobody decided.
    """
    with acting(by=by):
        instrument._hold()
        amendment = _amendment(instrument)
        amendment.parent._hold()
        if amendment.merged_at or not _has_moved(amendment):
            raise NotNow(_("The text that it amends has not moved."))
        meetings = meetings_of(amendment)
        disputed = {pk: one for pk, one in meetings.items() if one.is_disputed}
        met = exchanges_met(amendment)
        if instrument.is_written or instrument.is_early:
            _refuse_undecided(amendment, disputed, choices or {})
            refuse_undecided(met, exchanges or {})
            _take_over(amendment, meetings, choices or {}, by=by)
            take_exchanges_over(amendment, met, exchanges or {}, by=by)
            base = amendment.parent.text()
            now = list(Clause.objects.of(amendment.parent))
            amendment.change(base=base, onto=base, copied=_snapshot(now), by=by)
        elif disputed:
            raise NotNow(_what_to_do(instrument) % {"which": _called(amendment, disputed)})
        else:
            refuse_disputed(instrument, met)
            amendment.change(onto=amendment.parent.text(), by=by)
        record(instrument, "rebased", by=by, after={"sha256": amendment.onto.sha256 if amendment.onto else ""})
    return amendment


def _amendment(instrument: Agreement) -> Amendment:
    amendment = amendment_of(instrument)
    if amendment is None:
        raise NotNow(_("This is no amendment of a text that is kept here."))
    return amendment


def _what_to_do(instrument: Agreement) -> str:
    if instrument.stage in FROZEN:
        return _("Both changed these clauses: %(which)s. Open the agreed text again, and decide them.")
    return _("Both changed these clauses: %(which)s. It is signed as it stands: agree on another amendment for them.")


def _refuse_undecided(amendment: Amendment, disputed: Mapping[int, Meeting[Said]], choices: Mapping[int, str]) -> None:
    undecided = {pk: one for pk, one in disputed.items() if choices.get(pk) not in one.choices()}
    if undecided:
        words = _("Decide these clauses, which both changed: %(which)s.")
        raise NotNow(words % {"which": _called(amendment, undecided)})


def _called(amendment: Amendment, disputed: Mapping[int, Meeting[Said]]) -> str:
    every = [*copies_of(amendment), *Clause.objects.of(amendment.parent)]
    names = {one.amends or one.pk: called(one) for one in every}
    return listed([isolated(names.get(pk, "…")) for pk in disputed])


def _take_over(
    amendment: Amendment, meetings: Mapping[int, Meeting[Said]], choices: Mapping[int, str], *, by: User
) -> None:
    copies = {one.amends: one for one in copies_of(amendment)}
    theirs = {one.pk: one for one in Clause.objects.of(amendment.parent)}
    for pk, meeting in meetings.items():
        if not meeting.is_moved or (meeting.is_disputed and choices[pk] == MINE):
            continue
        said = meeting.merged() if choices.get(pk) == BOTH else meeting.now
        copy, clause = copies.get(pk), theirs.get(pk)
        if said is None and copy is not None:
            copy.remove(by=by)
        elif said is not None and copy is None and clause is not None:
            _enter_copy(amendment.instrument, clause, {}, by=by)
        elif said is not None and copy is not None:
            copy.change(heading=said.heading, words=said.words, by=by)


# Merging


def merge(instrument: Agreement, *, on: date, at: datetime, by: Actor) -> None:
    """This will put what an amendment changed into the text of its parent, as the next version under its own hash.

    Raises NotNow where the parent's text is not the one on which the amendment was worked, naming what moved. An
    instrument that is no amendment of a text that is kept here is left as it is.
    """
    amendment = amendment_of(instrument)
    if amendment is None:
        return
    parent = amendment.parent
    with acting(by=by):
        parent._hold()
        parent.refresh_from_db()
        if parent.stage not in AMENDED:
            raise NotNow(_("What it amends is “%s”.") % parent.stage_in_words())
        if _has_moved(amendment):
            _refuse_moved(amendment)
        if amendment.onto is not None:
            _write_into(amendment, by=by)
            write_exchanges_back(amendment, by=by)
            carry_back(instrument, parent, by=by)
            _freeze(amendment, amendment.onto, at=at, by=by)
        amendment.change(merged_at=at, by=by)
        record(parent, "amended", by=by, after={"number": amendment.number, "what": amendment.get_sort_display()})
        if amendment.until is not None:
            words = _("by amendment %(n)s") % {"n": number(amendment.number)}
            parent.renew(until=amendment.until, on=on, why=words, by=by)


def _refuse_moved(amendment: Amendment) -> None:
    moved = {pk: one for pk, one in meetings_of(amendment).items() if one.is_moved}
    words = _("The text that it amends has moved since: %(which)s. Take the new text over first.")
    exchanges = [isolated(called_there(one)) for one in exchanges_met(amendment).values() if one.is_moved]
    which = listed([*filter(None, [_called(amendment, moved)]), *exchanges])
    raise NotNow(words % {"which": which or "…"})


def _write_into(amendment: Amendment, *, by: Actor) -> None:
    clauses = {one.pk: one for one in Clause.objects.of(amendment.parent)}
    copies = {one.amends: one for one in copies_of(amendment) if one.amends is not None}
    for pk, meeting in meetings_of(amendment).items():
        clause, copy = clauses.get(pk), copies.get(pk)
        if not meeting.is_touched or clause is None:
            continue
        if copy is None:
            Clause.objects.after(clause).update(position=F("position") - 1)
            clause.remove(by=by)
        else:
            facts: dict[str, Any] = {name: getattr(copy, name) for name in ("heading", "words", "is_about_money")}
            clause.change(by=by, **facts, turns=copy.turns, **_caught_up(amendment, clause))
    for copy in copies_of(amendment):
        if copy.amends is None:
            _add(amendment.parent, copy, by=by)


def _caught_up(amendment: Amendment, clause: Clause) -> dict[str, Any]:
    version = amendment.catches_up.get(clause.from_clause)
    return {"from_version": version} if version else {}


def _add(parent: Agreement, copy: Clause, *, by: Actor) -> None:
    here = Clause.objects.of(parent).filter(part=copy.part)
    position = min(copy.position, here.count() + 1)
    here.filter(position__gte=position).order_by().update(position=F("position") + 1)
    facts = {name: getattr(copy, name) for name in ("part", "heading", "words", "is_about_money", "turns")}
    came = {name: getattr(copy, name) for name in ("from_model", "from_version", "from_clause")}
    Clause.enter(agreement=parent, position=position, by=by, **facts, **came)


def _freeze(amendment: Amendment, before: AgreedText, *, at: datetime, by: Actor) -> None:
    """The next version of the parent's text: its clauses and conditions, and by what they were amended, are other."""
    content = json.loads(before.content)
    content["clauses"] = clauses_in(amendment.parent, content["languages"])
    content = {key: told for key, told in content.items() if key not in CONDITIONS} | conditions_in(amendment.parent)
    agreed = amendment.instrument.text()
    content["amended"] = {"number": amendment.number, "by": agreed.sha256 if agreed else "", "from": before.sha256}
    before.change(replaced_at=at, by=by)
    try:
        with acting(by=by):
            AgreedText.enter(
                agreement=amendment.parent,
                number=before.number + 1,
                content=canonical(content),
                sha256=fingerprint(content),
                agreed_at=at,
                approved_at=at,
                amendment=amendment,
                by=by,
            )
    except IntegrityError:
        raise NotNow(_("Somebody else has just merged it. Nothing of yours was changed.")) from None
