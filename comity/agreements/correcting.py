"""Putting right what was entered about an agreement; what became of it is recorded by acts of its own."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.db.models import ProtectedError
from django.utils import timezone
from django.utils.translation import gettext as _

from comity.accounts.models import Actor
from comity.agreements.models import Agreement, Party, Tombstone, refuse_a_party_alone
from comity.agreements.required import may_change
from comity.journal.acting import acting
from comity.journal.records import record
from comity.journal.refusals import NotNow
from comity.partners.models import Area, Organisation
from comity.translation.templatetags.said import isolated


def correct(
    agreement: Agreement,
    *,
    parties: Iterable[Organisation] | None = None,
    areas: Iterable[Area] | None = None,
    by: Actor,
    **facts: Any,
) -> None:
    """This will put right what was entered, and write down what it was before.

    Raises NotNow with fewer than two parties, ValidationError, with words for each field, where the facts cannot be
    true; then nothing is changed.
    """
    organisations = None if parties is None else list(parties)
    if organisations is not None:
        refuse_a_party_alone(organisations)
    with acting(by=by):
        agreement._hold()
        was_public = agreement.is_public
        agreement.change(act="corrected", by=by, **facts)
        if was_public and not agreement.is_public:
            _leave_a_word(agreement, by=by)
        if organisations is not None:
            _choose_parties(agreement, organisations, by=by)
        if areas is not None:
            _choose_areas(agreement, list(areas), by=by)


def _leave_a_word(agreement: Agreement, *, by: Actor) -> None:
    """Whoever kept its address reads there from now on that the entry is not public any more."""
    Tombstone.set_for(agreement, since=timezone.localdate())
    record(agreement, "unlisted", by=by)


def change_party(party: Party, *, by: Actor, **facts: Any) -> None:
    """This will change what is told of a party. Raises NotNow for what stands fast at this stage (instruments.csv)."""
    agreement = party.agreement
    with acting(by=by):
        agreement._hold()
        for name, value in facts.items():
            if getattr(party, name) != value and not may_change(name, agreement, of_a_party=True):
                words = _("This stands fast while the agreement is “%(stage)s”.")
                raise NotNow(words % {"stage": agreement.stage_in_words()}, field=name)
        party.change(by=by, **facts)
        record(agreement, "party_changed", by=by, after={"party": str(party)})


def _choose_areas(agreement: Agreement, chosen: list[Area], *, by: Actor) -> None:
    was, now = (sorted(str(one) for one in some) for some in (agreement.areas.all(), chosen))
    if was != now:
        agreement.areas.set(chosen)
        record(agreement, "corrected", by=by, before={"areas": was}, after={"areas": now})


def _leave(party: Party) -> None:
    """A party that something recorded names stays: its letter, its notice, its signature, what it registered."""
    try:
        party.delete()
    except ProtectedError:
        words = _("Something that is recorded here names %s as a party, so that it stays one.")
        raise NotNow(words % isolated(party), field="parties") from None


def _choose_parties(agreement: Agreement, chosen: list[Organisation], *, by: Actor) -> None:
    """Who is a party already keeps what is told of it."""
    here = {one.organisation_id: one for one in Party.objects.of(agreement)}
    before, after = [str(one) for one in here.values()], [str(one) for one in chosen]
    for position, one in enumerate(chosen):
        if one.pk not in here:
            Party.objects.create(agreement=agreement, organisation=one, position=position)
    for organisation, party in here.items():
        if organisation not in {one.pk for one in chosen}:
            _leave(party)
    if sorted(before) != sorted(after):
        record(agreement, "corrected", by=by, before={"parties": sorted(before)}, after={"parties": sorted(after)})
