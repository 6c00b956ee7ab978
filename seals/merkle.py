"""Merkle trees as RFC 6962 §2.1 hashes them, so that anybody's tools can prove inclusion and consistency."""

from hashlib import sha256

EMPTY = sha256(b"").digest()
"""The root over no leaves."""


def leaf_hash(leaf: bytes) -> bytes:
    return sha256(b"\x00" + leaf).digest()


def node_hash(left: bytes, right: bytes) -> bytes:
    return sha256(b"\x01" + left + right).digest()


class Tree:
    """A tree that grows leaf by leaf and keeps but the roots of its full subtrees: some twenty hashes for a million."""

    def __init__(self) -> None:
        self.size = 0
        self._full: list[bytes] = []
        """The roots of full subtrees, the largest first: one for each bit of the size."""

    def add(self, hashed: bytes) -> None:
        """`hashed` is a leaf's `leaf_hash`."""
        rest = self.size
        while rest & 1:
            hashed = node_hash(self._full.pop(), hashed)
            rest >>= 1
        self._full.append(hashed)
        self.size += 1

    def root(self) -> bytes:
        """The hash over all leaves so far; 32 bytes."""
        if not self._full:
            return EMPTY
        root, *larger = reversed(self._full)
        for subtree in larger:
            root = node_hash(subtree, root)
        return root
