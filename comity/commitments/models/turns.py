"""Whose turn it is: that of whoever has to act at a stage, or of the side that is asked to cancel the promise."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import TYPE_CHECKING, Any, ClassVar

from django.db import models
from django.utils.translation import gettext as _

from comity.commitments.models.stages import UNDONE, Stage
from comity.journal.refusals import NotNow
from comity.partners.models import Organisation

if TYPE_CHECKING:
    from comity.accounts.models import Viewer
    from comity.commitments.models.facts import Claim
    from comity.commitments.models.wishes import WishToCancel


class TakingTurns(models.Model):
    """What two sides do by turns."""

    # The side whose wish to cancel it waits, 0 for none: set by lists, asked for one record where it is not.
    asks_to_cancel: int | None = None

    if TYPE_CHECKING:
        OWNERS: ClassVar[Mapping[Any, Any]]
        stage: Any
        stage_since: datetime
        promisor: Any
        beneficiary: Any
        beneficiary_id: int
        is_mutual: bool
        claims: Any
        wishes_to_cancel: Any

        def promising_side(self) -> set[int]: ...
        def seen_fully_by(self, viewer: Viewer) -> bool: ...
        def _hold(self) -> None: ...

    class Meta:
        abstract = True

    def last_claim(self) -> Claim | None:
        """This will find the newest claim, with one query."""
        return self.claims.order_by("-pk").first()  # type: ignore[no-any-return]

    def verifiers(self) -> set[int]:
        """This will number the organisations that may answer the newest claim: never the side that claimed."""
        claim = self.last_claim() if self.is_mutual else None
        if claim is not None and claim.side_id == self.beneficiary_id:
            return self.promising_side()
        return {self.beneficiary_id}

    def asking_side(self) -> int:
        """This will number the side whose wish to cancel it waits for an answer, 0 where nobody asks.

        Asks the database unless a list did so for all its rows.
        """
        if self.stage not in UNDONE:
            return 0
        if self.asks_to_cancel is None:
            wish = self.wish_that_waits()
            return wish.side_id if wish else 0
        return self.asks_to_cancel

    def wish_that_waits(self) -> WishToCancel | None:
        """This will find the wish to cancel it that waits, with one query; there is one at most."""
        return self.wishes_to_cancel.waiting().select_related("side").first()  # type: ignore[no-any-return]

    def wish_numbered(self, number: int) -> WishToCancel | None:
        """This will find one of the wishes to cancel it, whatever became of it."""
        return self.wishes_to_cancel.filter(pk=number).first()  # type: ignore[no-any-return]

    def keep_wish_from(self, viewer: Viewer | None) -> None:
        """This will tell the turn by the stage alone to whoever may not read what the sides say to each other."""
        if viewer is None or not self.seen_fully_by(viewer):
            self.asks_to_cancel = 0

    @property
    def owner(self) -> Any:
        """Whose turn it is, in words."""
        return _("the other side, to agree to cancel it or decline") if self.asking_side() else self.OWNERS[self.stage]

    def whose_turn(self) -> list[Organisation]:
        """This will name the organisations that have to act now; none where our office or nobody has to."""
        both = [self.promisor, self.beneficiary]
        if asking := self.asking_side():
            return [one for one in both if one.pk != asking]
        if self.stage == Stage.CLAIMED:
            return [one for one in both if one.pk in self.verifiers()]
        if self.stage in UNDONE:
            return both if self.is_mutual else [self.promisor]
        return both if self.stage == Stage.PROPOSED else []

    def turn_since(self) -> datetime:
        """This will tell since when it is their turn: since the stage came, a side asked to cancel, or that ended."""
        wish = self.wishes_to_cancel.last()
        return max([self.stage_since, *([wish.ended_at or wish.at] if wish else [])])

    def refuse_while_asked_to_cancel(self) -> None:
        """This will raise NotNow while a wish to cancel it waits, and keep others from asking until the act ends."""
        self._hold()
        if self.wishes_to_cancel.waiting().exists():
            raise NotNow(_("One side asks to cancel it. That is answered or withdrawn first; then the work goes on."))
