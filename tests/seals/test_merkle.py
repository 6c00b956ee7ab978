"""The trees are those of RFC 6962: the roots of its reference implementation's tests, and a tree built otherwise."""

from hashlib import sha256

import pytest
from hypothesis import given
from hypothesis import strategies as st

from seals.merkle import Tree, leaf_hash

LEAVES = ["", "00", "10", "2021", "3031", "40414243", "5051525354555657", "606162636465666768696a6b6c6d6e6f"]
ROOTS = [
    "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855",
    "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d",
    "fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125",
    "aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77",
    "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7",
    "4e3bbb1f7b478dcfe71fb631631519a3bca12c9aefca1612bfce4c13a86264d4",
    "76e67dadbcdf1e10e1b74ddc608abd2f98dfb16fbce75277b5232a127f2087ef",
    "ddb89be403809e325750d3d263cd78929c2942b7942a34b77e122c9594a74c8c",
    "5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328",
]


def by_halves(leaves: list[bytes]) -> bytes:
    """As the RFC defines it: split at the largest power of two below the size."""
    if len(leaves) < 2:
        return sha256(b"\x00" + leaves[0]).digest() if leaves else sha256(b"").digest()
    split = 1
    while split * 2 < len(leaves):
        split *= 2
    return sha256(b"\x01" + by_halves(leaves[:split]) + by_halves(leaves[split:])).digest()


def root_of(leaves: list[bytes]) -> bytes:
    tree = Tree()
    for leaf in leaves:
        tree.add(leaf_hash(leaf))
    return tree.root()


@pytest.mark.parametrize("size", range(len(ROOTS)))
def test_published_vectors(size):
    assert root_of([bytes.fromhex(leaf) for leaf in LEAVES[:size]]).hex() == ROOTS[size]


@given(st.lists(st.binary(max_size=40), max_size=70))
def test_any_number_of_leaves(leaves):
    assert root_of(leaves) == by_halves(leaves)


def test_root_may_be_asked_for_in_between():
    tree = Tree()
    roots = []
    for leaf in LEAVES:
        tree.add(leaf_hash(bytes.fromhex(leaf)))
        roots.append(tree.root().hex())

    assert roots == ROOTS[1:]
