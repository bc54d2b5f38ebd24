"""Whether the journal still says what it said: every row against its leaf, every leaf against every checkpoint.

Whoever can write to the database can make the journal agree with itself again; only somebody who holds an older
checkpoint can tell. That is why checkpoints are published and mailed (see `witnesses`).
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from comity.journal import checkpoints
from comity.journal.checkpoints import NotACheckpoint
from comity.journal.merkle import grown, leaf_hash, root_of_peaks
from comity.journal.models import Checkpoint, Leaf, Tree, Unsealed
from comity.journal.sealing import KINDS, canonical, rows_of, subjects, told_by

AT_ONCE = 2_000


@dataclass
class Walk:
    """A walk over all leaves: the tree grown from them so far, and its root at the sizes that were asked for."""

    asked: set[int]
    size: int = 0
    peaks: tuple[bytes, ...] = ()

    def __post_init__(self) -> None:
        self.roots: dict[int, bytes] = {0: root_of_peaks(())}

    def add(self, leaf: bytes) -> None:
        """This will add one leaf."""
        self.peaks = tuple(grown(self.peaks, self.size, leaf))
        self.size += 1
        if self.size in self.asked:
            self.roots[self.size] = root_of_peaks(self.peaks)


def faults(*, held: Sequence[str] = (), key: str = "") -> list[str]:
    """This will name, in words, everything that was altered, deleted, added, reordered or cut.

    `held` are checkpoints that somebody kept, `key` the public key that they kept with them (ours where it is empty).
    What was brought and is none says nothing of the journal: see `unusable`.
    """
    read = [_read(text, key=key) for text in held]
    told = [one for one in read if isinstance(one, checkpoints.Told)]
    found: list[str] = []
    kept = list(Checkpoint.objects.order_by("size"))
    walk = Walk({one.size for one in told} | {one.size for one in kept})
    found += _faults_of_leaves(walk)
    found += _faults_of_rows()
    found += _faults_of_checkpoints(kept, walk)
    for one in told:
        if one.size > walk.size:
            found.append(f"The journal was cut: a checkpoint names {one.size} leaves, there are {walk.size}.")
        elif walk.roots.get(one.size) != one.root:
            found.append(f"The journal is not the one whose first {one.size} leaves the checkpoint names.")
    return found


def unusable(*, held: Sequence[str], key: str = "") -> list[str]:
    """This will say in words why something that was brought is no checkpoint that `key` signed, for each of these."""
    read = [_read(text, key=key) for text in held]
    return [one for one in read if isinstance(one, str)]


def _read(text: str, *, key: str) -> checkpoints.Told | str:
    try:
        return checkpoints.read(text, key=key or checkpoints.public_key())
    except NotACheckpoint as fault:
        return str(fault)


def _faults_of_leaves(walk: Walk) -> Iterator[str]:
    """Every leaf, in order, against the row that it stands for."""
    names = subjects()
    for leaves in _batches():
        rows = {kind: rows_of(kind, [one.number for one in leaves if one.kind == kind]) for kind in KINDS}
        for leaf in leaves:
            if leaf.index != walk.size:
                yield f"A leaf is missing: where {walk.size} should stand, there is {leaf.index}."
            walk.add(bytes.fromhex(leaf.hash))
            row = rows[leaf.kind].get(leaf.number)
            if row is None:
                yield f"Deleted: {leaf.kind} {leaf.number}, which leaf {leaf.index} stands for."
            elif leaf_hash(told_by(leaf.kind, row, leaf.salt, names)).hex() != leaf.hash:
                yield f"Altered: {leaf.kind} {leaf.number} no longer says what leaf {leaf.index} was made of."
    tree = Tree.objects.first()
    if tree and (tree.size, [bytes.fromhex(one) for one in tree.peaks]) != (walk.size, list(walk.peaks)):
        yield f"The tree does not stand on its leaves: it counts {tree.size}, there are {walk.size}."


def _batches() -> Iterator[list[Leaf]]:
    last = -1
    while leaves := list(Leaf.objects.filter(index__gt=last).order_by("index")[:AT_ONCE]):
        yield leaves
        last = leaves[-1].index


def _faults_of_rows() -> Iterator[str]:
    """What was written without ever being sealed, and is not waiting to be."""
    for kind, model in KINDS.items():
        known = Leaf.objects.filter(kind=kind).values("number")
        waiting = Unsealed.objects.filter(kind=kind).values("number")
        for number in model._base_manager.exclude(pk__in=known).exclude(pk__in=waiting).values_list("pk", flat=True):
            yield f"Slipped in: {kind} {number} was never sealed."


def _faults_of_checkpoints(kept: Sequence[Checkpoint], walk: Walk) -> Iterator[str]:
    for one in kept:
        try:
            told = checkpoints.read(one.text, key=one.key)
        except NotACheckpoint as fault:
            yield f"The checkpoint of {one.size} leaves is not what was signed: {fault}."
            continue
        if told.size > walk.size:
            yield f"The journal was cut: a checkpoint names {told.size} leaves, there are {walk.size}."
        elif walk.roots.get(told.size) != told.root:
            yield f"The journal is not the one whose first {told.size} leaves were signed on {told.at}."


def exported() -> Iterator[str]:
    """This will write the journal for another verifier: a line for each checkpoint, then one for each leaf in order.

    `key TEXT`, `checkpoint TEXT` in JSON, `leaf TEXT`: the very text that was hashed, one line each.
    """
    for one in Checkpoint.objects.order_by("size"):
        yield f"key {one.key}"
        yield f"checkpoint {canonical({'text': one.text}).decode()}"
    names = subjects()
    for leaves in _batches():
        rows = {kind: rows_of(kind, [one.number for one in leaves if one.kind == kind]) for kind in KINDS}
        for leaf in leaves:
            row = rows[leaf.kind].get(leaf.number)
            yield f"leaf {told_by(leaf.kind, row, leaf.salt, names).decode()}" if row else "leaf"
