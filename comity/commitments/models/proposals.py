"""What becomes of a proposal: a promise, a record of another kind, or nothing."""

from __future__ import annotations

from datetime import date, datetime
from typing import TYPE_CHECKING, Any

from django.db import models
from django.utils.translation import gettext as _

from comity.accounts.models import Actor, Viewer
from comity.commitments.models.stages import Stage
from comity.journal.acting import act
from comity.journal.records import OnTheThread
from comity.journal.refusals import NotNow
from comity.journal.thread import tie
from comity.partners.models import sides_of
from comity.translation.templatetags.said import day, isolated


class Proposal(models.Model):
    """The acts that end a proposal."""

    if TYPE_CHECKING:
        said_on: date
        is_mutual: bool

        def promising_side(self) -> set[int]: ...
        def refuse_move_to(self, stage: str) -> None: ...
        def _move_to(self, stage: str, *, by: Actor, act: str, why: str = "", **facts: Any) -> None: ...

    class Meta:
        abstract = True

    def is_bound_by(self, viewer: Viewer) -> bool:
        """This will tell whether `viewer` speaks for everybody whom the promise would bind."""
        return not self.is_mutual and bool(self.promising_side() & sides_of(viewer))

    def promise(self, *, at: datetime, by: Actor, due_on: date | None = None, word: str = "") -> None:
        """This will make a promise of a proposal: from now on it binds.

        Raises NotNow where it would bind another side and `word` does not say who gave that side's word, and when.
        """
        if not word.strip() and not self.is_bound_by(by):
            raise NotNow(
                _("It binds another side than yours. Say who gave its word, when and how: both sides read it.")
            )
        facts: dict[str, Any] = {"due_on": due_on, "trigger": ""} if due_on else {}
        if due_on and due_on < self.said_on:
            raise NotNow(_("The due date is before the day it was said."))
        self._move_to(Stage.OPEN, by=by, act="promised", why=word.strip(), stage_since=at, **facts)

    @act
    def be_taken_up(self, *, in_record: OnTheThread, at: datetime, by: Actor) -> None:
        """This will end a proposal that led to a record of another kind, and tie that record to it.

        Raises NotNow where the record was there before anybody said this.
        """
        came = in_record.came_about_on
        if came and came < self.said_on:
            told = {"record": isolated(in_record.heading), "day": day(came), "said": day(self.said_on)}
            raise NotNow(
                _("“%(record)s” is of %(day)s, and this was said on %(said)s: it cannot have led to it.") % told
            )
        self.refuse_move_to(Stage.TAKEN_UP)
        strand = tie(in_record, came_from=self, by=by)  # type: ignore[arg-type]
        self._move_to(Stage.TAKEN_UP, by=by, act="taken_up", stage_since=at, taken_up_in=strand)

    def lapse(self, *, why: str, at: datetime, by: Actor) -> None:
        """This will let a proposal lapse. Raises NotNow without a reason: both sides read it."""
        if not why.strip():
            raise NotNow(_("Say why it lapses; both sides read it."))
        self._move_to(Stage.LAPSED, by=by, act="lapsed", why=why, stage_since=at)
