"""What is known of the words of a passage."""

from __future__ import annotations

from django.db import models
from django.utils.translation import pgettext_lazy

LONGEST_CODE = 12


class State(models.TextChoices):
    """What is known of the words of a passage."""

    WAITING = "waiting", pgettext_lazy("translation", "waiting for a translation")
    MACHINE = "machine", pgettext_lazy("translation", "translated by a machine, kept back by checks")
    CHECKED = "checked", pgettext_lazy("translation", "translated by a machine, not reviewed")
    STALE = "stale", pgettext_lazy("translation", "the original has changed")
    RENAMED = "renamed", pgettext_lazy("translation", "a name in it has changed")
    REVIEWED = "reviewed", pgettext_lazy("translation", "reviewed and left unchanged")
    POST_EDITED = "post_edited", pgettext_lazy("translation", "translated by a machine, corrected by a person")
    HUMAN = "human", pgettext_lazy("translation", "translated by a person")


# Of these a person has to decide.
OPEN = (State.WAITING, State.CHECKED, State.STALE, State.RENAMED)
BY_MACHINES = (State.MACHINE, State.CHECKED)
# For these a person answers; only they are taken over for the same words elsewhere.
BY_PEOPLE = (State.REVIEWED, State.POST_EDITED, State.HUMAN)
