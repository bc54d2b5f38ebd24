"""Whose turn it is: that of whoever has to act at a stage, or of the side that is asked for something."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import TYPE_CHECKING, Any, ClassVar

from django.apps import apps
from django.db import models
from django.db.models import Case, OuterRef, Subquery, Value, When
from django.db.models.functions import Coalesce, JSONArray
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from comity.commitments.models.expecting import ListOf, rows_of
from comity.commitments.models.stages import UNDONE, Kind, Stage
from comity.journal.refusals import NotNow
from comity.partners.models import Organisation

if TYPE_CHECKING:
    from comity.accounts.models import Viewer
    from comity.commitments.models.facts import Claim
    from comity.commitments.models.wishes import Wish

# Whose turn it is while a wish waits, in words.
ASKED = {
    Kind.CANCEL: gettext_lazy("the side that was asked, to agree to cancel it or decline"),
    Kind.TIME: gettext_lazy("the side that was asked, to grant more time or decline"),
}


class TakingTurns(models.Model):
    """What two sides do by turns."""

    # Which side asks for what, and waits: set by lists, asked for one record where it is not. See `asked_of_each`.
    asked_told: list[Any] | None = None
    # Which side claimed last: set by lists in the same way; 0 is none.
    claimant_told: int | None = None

    if TYPE_CHECKING:
        OWNERS: ClassVar[Mapping[Any, Any]]
        stage: Any
        stage_since: datetime
        promisor: Any
        beneficiary: Any
        beneficiary_id: int
        is_mutual: bool
        claims: Any
        wishes: Any

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
        is_turned = self.is_mutual and self._claimant() == self.beneficiary_id
        return self.promising_side() if is_turned else {self.beneficiary_id}

    def _claimant(self) -> int:
        """The side that claimed last; asks the database unless a list did so for all its rows."""
        if self.claimant_told is None:
            claim = self.last_claim()
            return claim.side_id if claim else 0
        return self.claimant_told

    def asking(self) -> dict[str, int]:
        """This will number the side that asks and waits for an answer, by what it asks for; one side at most for each.

        Asks the database unless a list did so for all its rows.
        """
        if self.stage not in UNDONE:
            return {}
        if self.asked_told is None:
            return dict(self.wishes.waiting().values_list("kind", "side"))
        return dict(rows_of(self.asked_told))

    def asking_side(self, kind: str) -> int:
        """This will number the side whose wish of this kind waits for an answer, 0 where nobody asks."""
        return self.asking().get(kind, 0)

    def what_is_asked(self) -> str:
        """This will name the kind of wish that waits, to cancel it before all others; nothing where nobody asks."""
        asking = self.asking()
        return next((str(kind) for kind in Kind if kind in asking), "")

    @cached_property
    def wishes_told(self) -> list[Wish]:
        """What was asked, and what became of it, for one page: fetched once, whoever asks for it."""
        return list(self.wishes.select_related("side", "ended_for"))

    @property
    def wishes_shown(self) -> list[Wish]:
        """The wishes that wait, for one page or form."""
        return [one for one in self.wishes_told if one.is_waiting] if self.asking() else []

    def wish_numbered(self, number: int, kind: str) -> Wish | None:
        """This will find one of the wishes of a kind, whatever became of it."""
        return self.wishes.of_kind(kind).filter(pk=number).first()  # type: ignore[no-any-return]

    def keep_wishes_from(self, viewer: Viewer | None) -> None:
        """This will tell the turn by the stage alone to whoever may not read what the sides say to each other."""
        if viewer is None or not self.seen_fully_by(viewer):
            self.asked_told = []

    @property
    def owner(self) -> Any:
        """Whose turn it is, in words."""
        asked = self.what_is_asked()
        return ASKED[Kind(asked)] if asked else self.OWNERS[self.stage]

    def whose_turn(self) -> list[Organisation]:
        """This will name the organisations that have to act now; none where our office or nobody has to."""
        both = [self.promisor, self.beneficiary]
        if asked := self.what_is_asked():
            return [one for one in both if one.pk != self.asking_side(asked)]
        if self.stage == Stage.CLAIMED:
            return [one for one in both if one.pk in self.verifiers()]
        if self.stage in UNDONE:
            return both if self.is_mutual else [self.promisor]
        return both if self.stage == Stage.PROPOSED else []

    def turn_since(self) -> datetime:
        """This will tell since when it is their turn: since the stage came, a side asked, or what it asked ended."""
        asked = self.what_is_asked()
        told = [one for one in self.wishes_told if not asked or (one.is_waiting and one.kind == asked)]
        return max([self.stage_since, *(one.ended_at or one.at for one in told)])

    def refuse_while_asked_to_cancel(self) -> None:
        """This will raise NotNow while a wish to cancel it waits, and keep others from asking until the act ends."""
        self._hold()
        if self.wishes.waiting().of_kind(Kind.CANCEL).exists():
            raise NotNow(_("One side asks to cancel it. That is answered or withdrawn first; then the work goes on."))


def asked_of_each() -> Case:
    """This will ask for the wishes that wait of each promise that is undone: what is asked for, and by which side."""
    wishes: models.QuerySet[Any] = apps.get_model("commitments", "Wish").objects.order_by()
    each = wishes.filter(commitment=OuterRef("pk"), stage="waiting").values("commitment")
    told, nothing = Subquery(each.annotate(told=ListOf(JSONArray("kind", "side"))).values("told")), Value([], JSON)
    return Case(When(stage__in=UNDONE, then=Coalesce(told, nothing)), default=nothing, output_field=JSON)


JSON = models.JSONField()
