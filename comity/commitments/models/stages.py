"""Where a commitment can stand, and in which shape that is drawn."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from comity.journal.records import Mark


class Stage(models.TextChoices):
    """Where a commitment or proposal stands; "overdue" and "not known" are derived, never stored."""

    PROPOSED = "proposed", _("proposed")
    OPEN = "open", _("open")
    IN_PROGRESS = "in_progress", _("in progress")
    CLAIMED = "claimed", _("claimed done")
    RETURNED = "returned", _("returned")
    ACCEPTED = "accepted", _("accepted")
    CLOSED = "closed", _("closed")
    CANCELLED = "cancelled", _("cancelled")
    TAKEN_UP = "taken_up", _("taken up")
    LAPSED = "lapsed", _("lapsed")


# A promise on which somebody still has to act.
ACTIVE = {Stage.OPEN, Stage.IN_PROGRESS, Stage.CLAIMED, Stage.RETURNED}
# A promise whose promisor still has to act.
UNDONE = {Stage.OPEN, Stage.IN_PROGRESS, Stage.RETURNED}
# What is, or ended as, a proposal that bound nobody.
PROPOSALS = {Stage.PROPOSED, Stage.TAKEN_UP, Stage.LAPSED}
# What somebody of our office still has to keep an eye on.
UNFINISHED = {*ACTIVE, Stage.PROPOSED, Stage.ACCEPTED}

MARKS: dict[Stage, Mark] = {
    Stage.CLAIMED: Mark.DUE,
    Stage.RETURNED: Mark.DUE,
    **dict.fromkeys([Stage.ACCEPTED, Stage.CLOSED, Stage.TAKEN_UP], Mark.DONE),
    **dict.fromkeys([Stage.CANCELLED, Stage.LAPSED], Mark.ENDED),
}


class Trigger(models.TextChoices):
    """An occasion on which a promise falls due, where no day was set."""

    NEXT_SESSION = "next_session", _("before the next session")
    WORDS = "words", _("on another occasion, in words")


class Priority(models.TextChoices):
    """How much it matters."""

    HIGH = "high", _("high")
    NORMAL = "normal", _("normal")
    LOW = "low", _("low")
