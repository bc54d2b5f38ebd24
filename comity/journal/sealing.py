"""Sealing: what was written since the last time gets its leaves, apart from those who write.

A writer only leaves a note that something is unsealed. A sealer takes the notes and hashes what they name, holding
nothing meanwhile; then it adds the leaves, if the tree has not grown since. So writers never wait for each other, nor
for the tree; on SQLite, which has one writer at a time, they wait while leaves are added, not while they are hashed.
"""

from __future__ import annotations

import json
import secrets
from base64 import b64encode
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

from django.contrib.contenttypes.models import ContentType
from django.core.serializers.json import DjangoJSONEncoder
from django.db import models, transaction

from comity.journal import checkpoints
from comity.journal.merkle import grown, leaf_hash, root_of_peaks
from comity.journal.models import Change, Checkpoint, Entry, Kind, Leaf, Tree, Unsealed

AT_ONCE = 2_000  # leaves that one transaction adds
BETWEEN = timedelta(minutes=1)  # two checkpoints, while something is written
KINDS: dict[str, type[models.Model]] = {Kind.ENTRY: Entry, Kind.CHANGE: Change}


def canonical(told: dict[str, Any]) -> bytes:
    """This will write facts in one form only: JSON with sorted names, no spaces, UTF-8."""
    words = json.dumps(told, sort_keys=True, separators=(",", ":"), ensure_ascii=False, cls=DjangoJSONEncoder)
    return words.encode()


def told_by(kind: str, row: models.Model, salt: str, subjects: dict[int, str]) -> bytes:
    """This will say what a leaf is the hash of: every column of the row as it is kept, locked or not, and the salt."""
    facts = {str(field.column): _plain(field.value_from_object(row)) for field in row._meta.concrete_fields}
    if kind == Kind.ENTRY:  # numbers of content types may differ elsewhere; their names do not
        facts["subject_type_id"] = subjects.get(facts["subject_type_id"])
        if not facts["locked"]:  # entries from before there were personal keys keep their leaves
            del facts["locked"]
    return canonical({"kind": kind, "salt": salt, **facts})


def _plain(value: Any) -> Any:
    if isinstance(value, datetime):
        return value.astimezone(UTC).isoformat(timespec="microseconds")
    return b64encode(bytes(value)).decode() if isinstance(value, (bytes, memoryview)) else value


def subjects() -> dict[int, str]:
    """This will name the kinds of records, by the number that entries keep."""
    return {one.pk: f"{one.app_label}.{one.model}" for one in ContentType.objects.all()}


def rows_of(kind: str, numbers: Iterable[int]) -> dict[int, Any]:
    """This will fetch what leaves stand for, as it is kept, by number."""
    return {row.pk: row for row in KINDS[kind]._base_manager.filter(pk__in=list(numbers))}


@dataclass(frozen=True)
class Growth:
    """What the tree is to grow by, from a size that it has now: new leaves, and the notes that they answer."""

    size: int
    peaks: list[str]
    leaves: list[Leaf]
    notes: list[int]


def seal(*, now: datetime) -> int:
    """This will seal all that is unsealed, sign a checkpoint where one is due, and return how many leaves are new."""
    sealed = 0
    while (growth := _growth()) is not None:
        sealed += _add(growth)
    if sealed or Tree.objects.exists():
        _sign_if_due(now)
    return sealed


def _growth() -> Growth | None:
    """Hash what waits, holding nothing for which a writer would have to wait; nothing where nothing waits.

    What is hashed never changes, and a note is there only once what it names is committed.
    """
    tree, _is_new = Tree.objects.get_or_create(pk=1)
    waiting = list(Unsealed.objects.order_by("pk")[:AT_ONCE])
    if not waiting:
        return None
    leaves, peaks = _leaves(waiting, tree.size), [bytes.fromhex(one) for one in tree.peaks]
    for leaf in leaves:
        peaks = grown(peaks, leaf.index, bytes.fromhex(leaf.hash))
    return Growth(tree.size, [one.hex() for one in peaks], leaves, [one.pk for one in waiting])


@transaction.atomic
def _add(growth: Growth) -> int:
    """Let the tree grow; by nothing where another sealer was quicker: what waits is then looked at anew."""
    size = growth.size + len(growth.leaves)
    if not Tree.objects.filter(pk=1, size=growth.size).update(size=size, peaks=growth.peaks):
        return 0
    Leaf.objects.bulk_create(growth.leaves)
    Unsealed.objects.filter(pk__in=growth.notes).delete()
    return len(growth.leaves)


def _leaves(waiting: Sequence[Unsealed], first: int) -> list[Leaf]:
    rows = {kind: rows_of(kind, [one.number for one in waiting if one.kind == kind]) for kind in KINDS}
    names = subjects()
    leaves: list[Leaf] = []
    for one in waiting:
        if (row := rows[one.kind].get(one.number)) is None:
            continue  # a note about something that was never written
        salt = secrets.token_hex(16)
        digest = leaf_hash(told_by(one.kind, row, salt, names)).hex()
        leaves.append(Leaf(index=first + len(leaves), kind=one.kind, number=one.number, salt=salt, hash=digest))
    return leaves


@transaction.atomic
def _sign_if_due(now: datetime) -> None:
    tree = Tree.objects.select_for_update().get(pk=1)
    newest = Checkpoint.objects.newest()
    if tree.size == 0 or (newest and (newest.size == tree.size or newest.at > now - BETWEEN)):
        return
    checkpoints.sign(size=tree.size, root=root_of_peaks([bytes.fromhex(one) for one in tree.peaks]), at=now)
