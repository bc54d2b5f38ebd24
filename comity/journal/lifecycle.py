"""How a record moves from stage to stage."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _

from comity.accounts.models import Actor
from comity.journal.acting import act
from comity.journal.records import Recorded, record
from comity.journal.refusals import NotNow


class Staged(Recorded):
    """A record with a `stage` and a table, MOVES, of the stages that may follow each.

    Only `_move_to` writes `stage`. The acts that people name (`adopt`, `accept`) belong to the subclass.
    """

    MOVES: ClassVar[Mapping[Any, set[Any]]]
    OWNERS: ClassVar[Mapping[Any, Any]]
    stage: Any

    class Meta:
        abstract = True

    def may_move_to(self, stage: str) -> bool:
        """This will tell whether `stage` may follow the present one."""
        return stage in self.MOVES[self.stage]

    @property
    def owner(self) -> Any:
        """Whose turn it is at this stage, in words."""
        return self.OWNERS[self.stage]

    def stage_in_words(self) -> str:
        """This will name the present stage in the reader's language."""
        return self.get_stage_display()  # type: ignore[attr-defined, no-any-return]

    def not_now(self) -> NotNow:
        """This will make the refusal of an act for which this is not the stage."""
        return NotNow(_("This cannot be done now: it is “%(stage)s”.") % {"stage": self.stage_in_words()})

    def refuse_move_to(self, stage: str) -> None:
        """This will raise NotNow where `stage` may not follow the present one."""
        if not self.may_move_to(stage):
            raise self.not_now()

    @act
    def _move_to(self, stage: str, *, by: Actor, act: str, why: str = "", **facts: Any) -> None:
        """This will move to `stage`, store the `facts` of the move with it, and write both in the journal.

        Raises NotNow if MOVES does not allow the move, or if somebody else moved it first.
        """
        self.refuse_move_to(stage)
        # One UPDATE, guarded by the stage that was read, refuses the second of two simultaneous acts on any database.
        every: models.Manager[Any] = type(self)._base_manager
        rows = every.filter(pk=self.pk, stage=self.stage).update(stage=stage, **facts)
        if not rows:
            raise NotNow(_("Somebody else was quicker: it has just moved on. Nothing of yours was changed."))
        before = {"stage": self.stage, **{name: getattr(self, name) for name in facts}}
        for name, value in {"stage": stage, **facts}.items():
            setattr(self, name, value)
        record(self, act, by=by, before=before, after={"stage": stage, **facts}, why=why)

    def _hold(self) -> None:
        """This will keep others from moving the row until the act ends, and read its stage afresh."""
        self.stage = type(self)._base_manager.select_for_update().get(pk=self.pk).stage
