"""What waits where the text is read: told on the page of the agreement, too, because it is done nowhere else."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from django.utils.translation import gettext_lazy as _

from comity.accounts.models import Viewer
from comity.agreements.access import party_of
from comity.agreements.models import AgreedText, Agreement, Clause, Party
from comity.agreements.offering import ACTS
from comity.agreements.permissions import may_remark, may_write

# What the way to each act is called, by the name of the act.
WAYS = {
    "draft": _("Write the text, or draft it from a model"),
    "agreeing": _("Read the text once more, and record that it is agreed"),
    "approval": _("Read the text, and approve it for our side"),
    "approval-on-behalf": _("Record the approval of another party"),
}
THEIR_TURN = _(
    "It is your side’s turn. At each clause of the text you can say how it should read, or comment on it. "
    "When you have said all, hand the turn on."
)
OUR_TURN = _(
    "It is our turn. Answer at the clauses what the other parties said, or change them, and hand the turn on. "
    "When nobody wants to change anything, record that the text is agreed."
)


@dataclass(frozen=True)
class AtText:
    """What somebody can do at the text: what is to be known in their turn, and the ways to what is done there alone."""

    turn: Any = ""
    due: list[Any] = field(default_factory=list)
    others: list[Any] = field(default_factory=list)

    @property
    def is_due(self) -> bool:
        """Whether something there waits for them."""
        return bool(self.turn or self.due)


def at_the_text(agreement: Agreement, viewer: Viewer) -> AtText:
    """This will gather what waits for `viewer` at the text; nothing where nothing can be done there."""
    offered = [one for one in ACTS if one.is_beside_text and one.is_offered(viewer, agreement)]
    ways = [(WAYS[one.name], agreement.stage in one.due_at) for one in offered]
    return AtText(
        turn_in_words(agreement, viewer, speaking_in(agreement, viewer)),
        [words for words, is_due in ways if is_due],
        [words for words, is_due in ways if not is_due],
    )


def turn_in_words(agreement: Agreement, viewer: Viewer, speaking: Party | None) -> Any:
    """This will say what can be done by whoever has the turn, `speaking` for that party; nothing to everybody else."""
    if agreement.turn is None:
        return ""
    if may_write(viewer):
        return OUR_TURN if agreement.turn.is_ours else ""
    return THEIR_TURN if speaking == agreement.turn else ""


def speaking_in(agreement: Agreement, viewer: Viewer) -> Party | None:
    """This will find the other party for which `viewer` speaks of a text that is written."""
    return party_of(viewer, agreement) if agreement.is_written and may_remark(viewer, agreement) else None


def keeps_text(agreement: Agreement, standing: AgreedText | None) -> bool:
    """This will tell whether a text is here to be read: one that stands, is written, or was given up half written."""
    if agreement.is_early:
        return False
    return standing is not None or agreement.is_written or Clause.objects.of(agreement).exists()
