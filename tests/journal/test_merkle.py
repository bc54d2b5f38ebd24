"""The tree of the journal is the tree of RFC 6962: another implementation finds the same roots and proofs."""

import pytest
from pymerkle import InmemoryTree

from comity.journal import merkle

SIZE = 33
WORDS = [f"entry {number}".encode() for number in range(SIZE)]
LEAVES = [merkle.leaf_hash(one) for one in WORDS]
# The first roots of the reference implementation of Certificate Transparency, for its own eight leaves.
REFERENCE_LEAVES = ["", "00", "10", "2021", "3031", "40414243", "5051525354555657", "606162636465666768696a6b6c6d6e6f"]
REFERENCE_ROOTS = {
    1: "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d",
    2: "fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125",
    3: "aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77",
    8: "5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328",
}


def root_by_another(size):
    tree = InmemoryTree(algorithm="sha256")
    for word in WORDS[:size]:
        tree.append_entry(word)
    return tree.get_root()


def test_roots_are_those_of_the_reference():
    leaves = [merkle.leaf_hash(bytes.fromhex(one)) for one in REFERENCE_LEAVES]

    assert {size: merkle.root_of(leaves[:size]).hex() for size in REFERENCE_ROOTS} == REFERENCE_ROOTS


@pytest.mark.parametrize("size", [1, 2, 3, 7, 8, 20, SIZE])
def test_roots_are_those_of_another_implementation(size):
    assert merkle.root_of(LEAVES[:size]) == root_by_another(size)


def test_a_tree_grown_leaf_by_leaf_has_the_same_root():
    peaks = []
    for number, leaf in enumerate(LEAVES):
        peaks = merkle.grown(peaks, number, leaf)
        assert merkle.root_of_peaks(peaks) == merkle.root_of(LEAVES[: number + 1])


def test_every_earlier_tree_is_shown_to_be_the_beginning_of_a_later_one():
    for new in range(1, SIZE + 1):
        for old in range(1, new + 1):
            proof = merkle.consistency_proof(LEAVES[:new], old)
            roots = merkle.root_of(LEAVES[:old]), merkle.root_of(LEAVES[:new])
            assert merkle.is_consistent(old, roots[0], new, roots[1], proof), (old, new)


def test_no_other_tree_is():
    other = [*LEAVES[:3], merkle.leaf_hash(b"forged"), *LEAVES[4:]]
    for new in range(5, SIZE + 1):
        for old in range(4, new):
            proof = merkle.consistency_proof(other[:new], old)
            roots = merkle.root_of(LEAVES[:old]), merkle.root_of(other[:new])
            assert not merkle.is_consistent(old, roots[0], new, roots[1], proof), (old, new)
            assert not merkle.is_consistent(old, roots[0], new, roots[1], proof[:-1]), (old, new)


@pytest.mark.parametrize(("old", "new"), [(0, 3), (4, 3), (-1, 3)])
def test_sizes_that_cannot_be_are_refused(old, new):
    assert not merkle.is_consistent(old, merkle.EMPTY, new, merkle.root_of(LEAVES[:new]), [LEAVES[0]])
