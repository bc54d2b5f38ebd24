"""A person leaves: what they still own is handed over in the same act, so that nothing is owned by nobody."""

from __future__ import annotations

from datetime import date

from django.db import transaction
from django.utils.translation import gettext as _

from comity.accounts.models import Actor
from comity.commitments.models import Commitment, Stage
from comity.commitments.models.questions import CommitmentQuestions
from comity.commitments.models.stages import ACTIVE
from comity.journal.refusals import NotNow
from comity.partners.models import Person

STILL_OWNED = {*ACTIVE, Stage.PROPOSED, Stage.ACCEPTED}


def still_owned_by(person: Person) -> CommitmentQuestions:
    """This will find what `person` promised or keeps and what is not finished."""
    return Commitment.objects.owned_by(person).filter(stage__in=STILL_OWNED).for_lists().soonest_first()


def leave(person: Person, *, on: date, successor: Person | None, by: Actor) -> int:
    """This will end the person's offices and hand over what they still own; returns how much was handed over.

    Raises NotNow while something would be owned by nobody, or for a successor who has left.
    """
    with transaction.atomic():
        count = hand_over(person, successor=successor, by=by)
        person.leave(on=on, by=by)
        if person.user is not None:
            person.user.stop_signing_in()
    return count


def hand_over(person: Person, *, successor: Person | None, by: Actor) -> int:
    """This will give everything that `person` still owns to `successor`, and return how much that was."""
    with transaction.atomic():
        owned = list(still_owned_by(person))
        if not owned:
            return 0
        if successor is None or successor.pk == person.pk or successor.left_on:
            raise NotNow(_("Choose who takes over: something would be owned by nobody."))
        keeps = any(one.keeper_id == person.pk for one in owned)
        if keeps and not (successor.user and successor.user.works_here):
            raise NotNow(_("Only somebody of our office can keep promises: choose another successor."))
        for one in owned:
            one.be_handed_to(
                keeper=successor if one.keeper_id == person.pk else None,
                person=successor if one.person_id == person.pk else None,
                by=by,
            )
    return len(owned)
