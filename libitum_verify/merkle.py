"""RFC 6962 Merkle trees over SHA-256: hashes, proofs and their checks (RFC 9162 sections 2.1.3 and 2.1.4)."""

import hashlib
from collections.abc import Callable, Sequence

from .verdict import Reason, Refused

HASH_BYTES = 32
EMPTY_ROOT = hashlib.sha256(b"").digest()

# (level, index) of a complete subtree of 2**level leaves -> its hash.
SubtreeHash = Callable[[int, int], bytes]


def leaf_hash(entry: bytes) -> bytes:
    return hashlib.sha256(b"\x00" + entry).digest()


def node_hash(left: bytes, right: bytes) -> bytes:
    return hashlib.sha256(b"\x01" + left + right).digest()


def complete_subtrees(begin: int, end: int) -> list[tuple[int, int]]:
    """(level, index) of the complete subtrees that cover leaves [begin, end), left to right.

    `begin` must be a multiple of the largest power of two that is at most end - begin, as it is for every
    range that RFC 6962 hashes.
    """
    covered = []
    while begin < end:
        level = (end - begin).bit_length() - 1
        covered.append((level, begin >> level))
        begin += 1 << level
    return covered


def range_hash(begin: int, end: int, subtree: SubtreeHash) -> bytes:
    """MTH(D[begin:end]), folded from its complete subtrees."""
    if begin == end:
        return EMPTY_ROOT
    hashes = [subtree(level, index) for level, index in complete_subtrees(begin, end)]
    root = hashes.pop()
    while hashes:
        root = node_hash(hashes.pop(), root)
    return root


def root_hash(size: int, subtree: SubtreeHash) -> bytes:
    return range_hash(0, size, subtree)


def largest_power_below(size: int) -> int:
    """The largest power of two smaller than `size` (size > 1)."""
    return 1 << ((size - 1).bit_length() - 1)


def inclusion_proof(index: int, size: int, subtree: SubtreeHash) -> list[bytes]:
    """From the leaf's sibling up to the root's child. Raises ValueError outside the tree."""
    if not 0 <= index < size:
        raise ValueError(f"no entry {index} in a tree of {size}")
    proof: list[bytes] = []
    begin, end = 0, size
    while end - begin > 1:
        split = begin + largest_power_below(end - begin)
        if index < split:
            proof.append(range_hash(split, end, subtree))
            end = split
        else:
            proof.append(range_hash(begin, split, subtree))
            begin = split
    return proof[::-1]


def consistency_proof(old: int, new: int, subtree: SubtreeHash) -> list[bytes]:
    """PROOF(old, D[new]); empty when either tree says nothing about the other. Raises ValueError if old > new."""
    if not 0 <= old <= new:
        raise ValueError(f"a tree of {old} is no beginning of one of {new}")
    if old in (0, new):
        return []
    proof: list[bytes] = []
    begin, end, whole = 0, new, True
    while old != end:
        split = begin + largest_power_below(end - begin)
        if old <= split:
            proof.append(range_hash(split, end, subtree))
            end = split
        else:
            proof.append(range_hash(begin, split, subtree))
            begin, whole = split, False
    if not whole:
        proof.append(range_hash(begin, end, subtree))
    return proof[::-1]


def check_inclusion(leaf: bytes, index: int, size: int, proof: Sequence[bytes], root: bytes) -> None:
    """Raise Refused unless the leaf hash stands at `index` of the tree of `size` with this root."""
    if not 0 <= index < size:
        raise Refused(Reason.NOT_INCLUDED, f"Entry {index} is outside the log of {size} entries.")
    node, last, current = index, size - 1, leaf
    for sibling in proof:
        if last == 0:
            raise Refused(Reason.NOT_INCLUDED, "The proof is longer than the tree is high.")
        if node & 1 or node == last:
            current = node_hash(sibling, current)
            while not node & 1 and node:
                node, last = node >> 1, last >> 1
        else:
            current = node_hash(current, sibling)
        node, last = node >> 1, last >> 1
    if last or current != root:
        raise Refused(Reason.NOT_INCLUDED, f"The proof does not lead from entry {index} to the root signed by the log.")


def check_consistency(old: int, old_root: bytes, new: int, new_root: bytes, proof: Sequence[bytes]) -> None:
    """Raise Refused unless the tree of `new` entries begins with the tree of `old` entries."""
    if old > new:
        raise Refused(Reason.ROLLBACK, f"The log went back from {old} to {new} entries.")
    if old in (0, new):
        check_trivial(old, old_root, new_root, proof)
        return
    if not proof:
        raise Refused(Reason.NOT_CONSISTENT, "The consistency proof is empty.")
    hashes = [old_root, *proof] if old & (old - 1) == 0 else list(proof)
    node, last = old - 1, new - 1
    while node & 1:
        node, last = node >> 1, last >> 1
    old_side = new_side = hashes[0]
    for step in hashes[1:]:
        if last == 0:
            raise Refused(Reason.NOT_CONSISTENT, "The consistency proof is too long.")
        if node & 1 or node == last:
            old_side, new_side = node_hash(step, old_side), node_hash(step, new_side)
            while not node & 1 and node:
                node, last = node >> 1, last >> 1
        else:
            new_side = node_hash(new_side, step)
        node, last = node >> 1, last >> 1
    if last or old_side != old_root or new_side != new_root:
        raise Refused(Reason.NOT_CONSISTENT, f"The log of {new} entries does not begin with the log of {old} entries.")


def check_trivial(old: int, old_root: bytes, new_root: bytes, proof: Sequence[bytes]) -> None:
    if proof:
        raise Refused(Reason.NOT_CONSISTENT, "Nothing was to be proved, yet there is a proof.")
    if old == 0:
        if old_root != EMPTY_ROOT:
            raise Refused(Reason.NOT_CONSISTENT, "The root of the empty log is wrong.")
    elif old_root != new_root:
        raise Refused(Reason.FORK, f"Two different logs of {old} entries were signed.")
