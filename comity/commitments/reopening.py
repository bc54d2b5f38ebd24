"""A proposal that was recorded as taken up by a record to which it did not lead is open again."""

from __future__ import annotations

from datetime import datetime

from django.utils.translation import gettext as _

from comity.accounts.models import Actor
from comity.commitments.models import Commitment, Known, Stage
from comity.journal.acting import acting
from comity.journal.models import Entry
from comity.journal.refusals import NotNow
from comity.journal.thread import untie


def reopen(commitment: Commitment, *, reason: str, at: datetime, by: Actor) -> None:
    """This will take back that a proposal was taken up, and untie the record that was named for it by mistake.

    What was tied to that record before anybody said so stays tied. Raises NotNow without a reason, where it is not
    taken up, and where something recorded since then rests on it.
    """
    why = reason.strip()
    if not why:
        raise NotNow(_("Say why it did not lead there; both sides read it."))
    with acting(by=by, why=why):
        commitment._hold()
        commitment.refuse_move_to(Stage.PROPOSED)
        _refuse_what_rests_on_it(commitment)
        strand = commitment.taken_up_in
        commitment._move_to(Stage.PROPOSED, by=by, act="reopened", why=why, stage_since=at, taken_up_in=None)
        if strand is not None:
            untie(strand, why=why, by=by)


def _refuse_what_rests_on_it(commitment: Commitment) -> None:
    """What came of it was found since; or the follow-up of its session was closed, and counted it as settled."""
    done = Entry.objects.about(commitment)
    since = done.filter(act="taken_up").values_list("pk", flat=True).first() or 0
    is_found = done.filter(act="found", pk__gt=since).exists()
    if is_found and commitment.expected_results.exclude(known=Known.NOT_KNOWN).exists():
        raise NotNow(
            _("Since then it was recorded what became of an expected result. Put that right first: it is not known.")
        )
    item = commitment.said_under
    if item is not None and Entry.objects.about(item.session).filter(act="closed", pk__gt=since).exists():
        raise NotNow(
            _("Since then the follow-up of its session was closed, and counted this as settled. It stays as it is.")
        )
