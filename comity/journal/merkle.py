"""The tree of RFC 6962 (Certificate Transparency, section 2.1): one hash stands for everything before it.

Hashes are 32 bytes of SHA-256; a leaf is hashed with 0x00 before it, a node with 0x01, so that neither can be taken
for the other. A tree that only grows is known by its peaks: the roots of its perfect subtrees, largest first.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from hashlib import sha256

EMPTY = sha256(b"").digest()


def leaf_hash(told: bytes) -> bytes:
    """This will hash what a leaf says."""
    return sha256(b"\x00" + told).digest()


def node_hash(left: bytes, right: bytes) -> bytes:
    """This will hash two subtrees into one."""
    return sha256(b"\x01" + left + right).digest()


def grown(peaks: Sequence[bytes], size: int, leaf: bytes) -> list[bytes]:
    """This will add a leaf to a tree of `size` leaves, known by its peaks, and return the new peaks."""
    found = list(peaks)
    while size % 2:
        leaf = node_hash(found.pop(), leaf)
        size //= 2
    return [*found, leaf]


def root_of_peaks(peaks: Sequence[bytes]) -> bytes:
    """This will hash the peaks into the root of the whole tree."""
    if not peaks:
        return EMPTY
    root = peaks[-1]
    for peak in reversed(peaks[:-1]):
        root = node_hash(peak, root)
    return root


def root_of(leaves: Sequence[bytes]) -> bytes:
    """This will hash leaves (their hashes, in order) into the root of their tree."""
    level = list(leaves)
    if not level:
        return EMPTY
    while len(level) > 1:
        pairs = [node_hash(level[at], level[at + 1]) for at in range(0, len(level) - 1, 2)]
        level = [*pairs, level[-1]] if len(level) % 2 else pairs
    return level[0]


def _split(size: int) -> int:
    """The largest power of two below `size`: how many leaves stand in the left subtree."""
    return int(1 << ((size - 1).bit_length() - 1))


def consistency_proof(leaves: Sequence[bytes], old: int) -> list[bytes]:
    """This will list the hashes which show that the first `old` leaves still stand as they did."""
    return _subproof(leaves, old, True) if 0 < old < len(leaves) else []


def _subproof(leaves: Sequence[bytes], old: int, is_known: bool) -> list[bytes]:
    if old == len(leaves):
        return [] if is_known else [root_of(leaves)]
    left = _split(len(leaves))
    if old <= left:
        return [*_subproof(leaves[:left], old, is_known), root_of(leaves[left:])]
    return [*_subproof(leaves[left:], old - left, False), root_of(leaves[:left])]


def is_consistent(old: int, old_root: bytes, new: int, new_root: bytes, proof: Sequence[bytes]) -> bool:
    """This will check that the tree of `new` leaves begins with the tree of `old` leaves (RFC 9162, 2.1.4.2)."""
    if old == new:
        return old_root == new_root and not proof
    steps = [old_root, *proof] if old & (old - 1) == 0 else list(proof)
    if not 0 < old < new or not steps:
        return False
    at, last = _up_while(lambda at: at % 2 == 1, old - 1, new - 1)
    before = after = steps[0]
    for step in steps[1:]:
        if last == 0:
            return False
        if at % 2 or at == last:
            before, after = node_hash(step, before), node_hash(step, after)
            at, last = _up_while(lambda at: at % 2 == 0 and at > 0, at, last)
        else:
            after = node_hash(after, step)
        at, last = at // 2, last // 2
    return last == 0 and before == old_root and after == new_root


def _up_while(is_so: Callable[[int], bool], at: int, last: int) -> tuple[int, int]:
    while is_so(at):
        at, last = at // 2, last // 2
    return at, last
