"""What waits in a text, told at its top: the page is long, and what waits stands anywhere in it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from itertools import chain
from typing import Any

from comity.agreements.filling import with_gaps
from comity.agreements.models import Agreement, Clause, Remark
from comity.agreements.wording import behind_among

FEW = 4  # ways that are shown at once; more of them are folded under what they have in common


@dataclass(frozen=True)
class Waiting:
    """What waits in one text for whoever reads it, each with the clause at which it stands."""

    is_ours: bool  # the reader is of our office, which answers what the parties say
    wordings: list[Remark] = field(default_factory=list)
    comments: list[Remark] = field(default_factory=list)
    files: list[Any] = field(default_factory=list)  # redlines with edits that wait, and their addresses
    behind: list[tuple[Clause, list[str]]] = field(default_factory=list)
    differing: list[tuple[Clause, list[Any]]] = field(default_factory=list)
    gaps: list[Clause] = field(default_factory=list)

    @property
    def edits(self) -> int:
        """How many edits of Word files wait, in all files together."""
        return sum(redline.waiting for redline, _address in self.files)

    @property
    def is_anything(self) -> bool:
        """Whether anything waits."""
        return any(self._kinds)

    @property
    def is_short(self) -> bool:
        """Whether the ways to all of it can be shown at once."""
        return sum(len(one) for one in self._kinds) <= FEW

    @property
    def _kinds(self) -> list[list[Any]]:
        return [self.wordings, self.comments, self.files, self.behind, self.differing, self.gaps]


def waiting_in(
    agreement: Agreement,
    clauses: list[Clause],
    said: Iterable[Remark],
    *,
    files: list[Any],
    differing: list[tuple[Clause, list[Any]]],
    is_ours: bool,
    writes: bool,
) -> Waiting:
    """This will gather what waits in a text while it is written, without a query: all of it is on the page already.

    `said` and `files` are what the reader may read of the remarks and redlines; what is to be put right in the
    clauses is for whoever writes them.
    """
    if not agreement.is_written:
        return Waiting(is_ours)
    on_clause = _by_clause(one for one in said if one.is_waiting)
    open_ones = list(chain.from_iterable(on_clause.get(one.pk, []) for one in clauses))
    return Waiting(
        is_ours,
        wordings=[one for one in open_ones if one.words],
        comments=[one for one in open_ones if not one.words],
        files=[(redline, address) for redline, address in files if redline.waiting],
        behind=behind_among(clauses, agreement.text_languages()) if writes else [],
        differing=differing,
        gaps=with_gaps(clauses, agreement.text_languages()) if writes else [],
    )


def _by_clause(said: Iterable[Remark]) -> dict[int | None, list[Remark]]:
    found: dict[int | None, list[Remark]] = {}
    for one in said:
        found.setdefault(one.clause_id, []).append(one)
    return found
