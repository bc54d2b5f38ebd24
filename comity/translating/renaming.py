"""Somebody is called otherwise: what a machine translated is translated anew, a person's words wait for a person.

Nobody has to tell us of a rename. The journal says up to which entry names were compared, so that a worker that was
stopped goes on from there; what the glossary says of the names in a passage is kept with its words as a short hash.
"""

from __future__ import annotations

from collections.abc import Sequence

from django.conf import settings
from django.db import transaction
from django.utils import timezone

from comity.accounts.models import User
from comity.engines.naming import last_change
from comity.journal.acting import act
from comity.translating import ledger
from comity.translating.models import Demand, Passage, State, Version


def queue_renamed(*, limit: int = 20) -> int:
    """This will ask the worker for each translation in which a name has changed, and return how many these are.

    What is read on demand is made anew within the budget of the day, as it was made; beyond it, it waits for the next.
    """
    latest, queued = last_change(), 0
    if latest is None:
        return 0
    for version in Version.objects.not_looked_through_since(latest)[:limit]:
        renamed = [
            one
            for one, names in ledger.names_in_each(version, list(version.passages.in_order()))
            if one.known_names not in ("", names)
        ]
        with transaction.atomic():  # nothing is taken from the budget for what is not asked for
            if not version.see_until(latest):
                continue  # another worker was quicker, and has asked for it
            if renamed and version.is_on_demand and not _is_in_the_budget(renamed):
                transaction.set_rollback(True)  # it is not seen: it waits for the next day
                break  # those that follow are read on demand, too
            if renamed:
                version.call(now=timezone.now())
                queued += 1
    return queued


def _is_in_the_budget(renamed: list[Passage]) -> bool:
    """Take what making them anew costs from the budget of the day; what is more than a whole day's takes a day."""
    budget = settings.ON_DEMAND_BUDGET
    cost = min(sum(len(one.source_text) for one in renamed), budget)
    return budget > 0 and Demand.take(cost, budget=budget, today=timezone.localdate())


@act
def note_renames(version: Version, passages: Sequence[Passage], *, by: User) -> None:
    """This will mark those of the passages of a page in which a name has changed since their words came about.

    A machine is asked for all of them once more; where a person answers for the words, it only proposes.
    """
    for passage, names in ledger.names_in_each(version, passages):
        if (known := passage.known_names) == names:
            continue
        if known and passage.wording is not None and passage.state != State.STALE:
            ledger.be_renamed(passage, names=names, by=by)
            continue
        if known:
            passage.proposal = None  # it has the former name
        passage.names = names
        passage.save(update_fields=["names", "proposal"])
