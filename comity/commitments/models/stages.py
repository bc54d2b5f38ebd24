"""Where a commitment can stand, and in which shape that is drawn."""

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from comity.journal.records import Mark


class Stage(models.TextChoices):
    """Where a commitment or proposal stands; "overdue" and "not known" are derived, never stored."""

    PROPOSED = "proposed", pgettext_lazy("commitment", "proposed")
    OPEN = "open", pgettext_lazy("commitment", "open")
    IN_PROGRESS = "in_progress", _("in progress")
    CLAIMED = "claimed", pgettext_lazy("commitment", "claimed done")
    RETURNED = "returned", pgettext_lazy("commitment", "returned")
    ACCEPTED = "accepted", pgettext_lazy("commitment", "accepted")
    CLOSED = "closed", pgettext_lazy("commitment", "closed")
    CANCELLED = "cancelled", pgettext_lazy("commitment", "cancelled")
    TAKEN_UP = "taken_up", pgettext_lazy("commitment", "taken up")
    LAPSED = "lapsed", pgettext_lazy("commitment", "lapsed")


# A promise on which somebody still has to act.
ACTIVE = {Stage.OPEN, Stage.IN_PROGRESS, Stage.CLAIMED, Stage.RETURNED}
# A promise whose promisor still has to act.
UNDONE = {Stage.OPEN, Stage.IN_PROGRESS, Stage.RETURNED}
# What is, or ended as, a proposal that bound nobody.
PROPOSALS = {Stage.PROPOSED, Stage.TAKEN_UP, Stage.LAPSED}
# A promise, whatever became of it.
PROMISES = set(Stage) - PROPOSALS
# What can have been forgotten: nobody has begun it.
UNHEARD = {Stage.PROPOSED, Stage.OPEN}
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


class Kind(models.TextChoices):
    """What one side may ask of the other; the first weighs most."""

    CANCEL = "cancel", _("to cancel it")
    TIME = "time", _("for more time")


class Priority(models.TextChoices):
    """How much it matters."""

    HIGH = "high", _("high")
    NORMAL = "normal", _("normal")
    LOW = "low", _("low")
