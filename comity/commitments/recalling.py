"""A reminder that somebody of the office sends at once, beside those that leave by themselves on their days."""

from __future__ import annotations

from django.utils import timezone
from django.utils.translation import gettext as _

from comity.accounts.models import Actor, Viewer
from comity.commitments.letters import DONE, key_of_letters
from comity.commitments.models import Commitment
from comity.commitments.models.stages import UNDONE, Stage
from comity.journal.acting import act
from comity.journal.models import Entry, Letter
from comity.journal.records import record
from comity.journal.refusals import NotNow
from comity.partners.models import Organisation

RECALLED = "recalled"
WAITS = frozenset({*UNDONE, Stage.CLAIMED})


def others_who_are_due(commitment: Commitment) -> list[Organisation]:
    """This will name the organisations other than ours that have to act now."""
    return [] if commitment.is_internal else [one for one in commitment.whose_turn() if not one.is_host]


def waits_for_others(viewer: Viewer, commitment: Commitment) -> bool:
    """This will tell whether another side has to act now and can be written to about it."""
    return commitment.stage in WAITS and bool(others_who_are_due(commitment))


@act
def recall(commitment: Commitment, *, words: str = "", by: Actor) -> None:
    """This will write at once to the other side, whose turn it is, with the office's own words where it has some.

    Raises NotNow where it is not the turn of another side, for a second time on one day, and where nobody is known
    there to whom to write.
    """
    commitment._hold()
    if not waits_for_others(by, commitment):
        raise NotNow(_("It does not wait for the other side."))
    if Entry.objects.about(commitment).filter(act=RECALLED, at__date=timezone.localdate()).exists():
        raise NotNow(_("The other side was reminded of it today already."))
    told = record(commitment, RECALLED, by=by, why=words.strip())
    if not Letter.objects.filter(key__startswith=key_of_letters(DONE, told)).exists():
        raise NotNow(_("Nobody is known there to whom to write. Name whom to turn to at the partner, or send a link."))
