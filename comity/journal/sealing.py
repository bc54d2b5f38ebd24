"""Sealing: what was written since the last time gets its leaves, apart from those who write.

A writer only leaves a note that something is unsealed. One sealer at a time takes the notes, hashes what they name,
and adds the leaves; so writers never wait for each other, nor for the tree.
"""

from __future__ import annotations

import json
import secrets
from base64 import b64encode
from collections.abc import Iterable, Sequence
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


def seal(*, now: datetime) -> int:
    """This will seal all that is unsealed, sign a checkpoint where one is due, and return how many leaves are new."""
    sealed = 0
    while added := _seal_some():
        sealed += added
    if sealed or Tree.objects.exists():
        _sign_if_due(now)
    return sealed


@transaction.atomic
def _seal_some() -> int:
    Tree.objects.get_or_create(pk=1)
    tree = Tree.objects.select_for_update().get(pk=1)
    waiting = list(Unsealed.objects.order_by("pk")[:AT_ONCE])
    if not waiting:
        return 0
    leaves = _leaves(waiting, tree.size)
    for leaf in leaves:
        tree.peaks = [one.hex() for one in grown([bytes.fromhex(one) for one in tree.peaks], tree.size, _raw(leaf))]
        tree.size += 1
    Leaf.objects.bulk_create(leaves)
    Unsealed.objects.filter(pk__in=[one.pk for one in waiting]).delete()
    Tree.objects.filter(pk=1).update(size=tree.size, peaks=tree.peaks)
    return len(waiting)


def _raw(leaf: Leaf) -> bytes:
    return bytes.fromhex(leaf.hash)


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
