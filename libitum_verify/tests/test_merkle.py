"""The laws of the tree, against a definition written straight from RFC 6962."""

import hashlib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from libitum_verify import merkle
from libitum_verify.verdict import Refused

pytestmark = pytest.mark.own_database


def mth(leaves: list[bytes]) -> bytes:
    """RFC 6962 section 2.1, word for word."""
    if not leaves:
        return hashlib.sha256().digest()
    if len(leaves) == 1:
        return hashlib.sha256(b"\x00" + leaves[0]).digest()
    k = 1
    while k * 2 < len(leaves):
        k *= 2
    return hashlib.sha256(b"\x01" + mth(leaves[:k]) + mth(leaves[k:])).digest()


def entries(size: int) -> list[bytes]:
    return [b"entry %d" % i for i in range(size)]


def subtree_of(leaves: list[bytes]) -> merkle.SubtreeHash:
    return lambda level, index: mth(leaves[index << level : (index + 1) << level])


sizes = st.integers(1, 70)


@given(st.integers(0, 70))
def test_root_is_the_definition(size: int) -> None:
    leaves = entries(size)
    assert merkle.root_hash(size, subtree_of(leaves)) == mth(leaves)


@given(st.data(), sizes)
def test_every_entry_is_proved_at_its_place_alone(data: st.DataObject, size: int) -> None:
    leaves = entries(size)
    index = data.draw(st.integers(0, size - 1))
    proof = merkle.inclusion_proof(index, size, subtree_of(leaves))
    merkle.check_inclusion(merkle.leaf_hash(leaves[index]), index, size, proof, mth(leaves))
    for other in {0, size - 1, index ^ 1} - {index}:
        with pytest.raises(Refused):
            merkle.check_inclusion(merkle.leaf_hash(leaves[index]), other, size, proof, mth(leaves))


@given(st.data(), st.integers(0, 70))
def test_a_log_continues_every_beginning_of_itself(data: st.DataObject, new: int) -> None:
    leaves = entries(new)
    old = data.draw(st.integers(0, new))
    proof = merkle.consistency_proof(old, new, subtree_of(leaves))
    merkle.check_consistency(old, mth(leaves[:old]), new, mth(leaves), proof)


@given(st.data(), st.integers(2, 70))
def test_a_changed_past_is_no_beginning(data: st.DataObject, new: int) -> None:
    leaves = entries(new)
    old = data.draw(st.integers(1, new - 1))
    forged = [*leaves[: old - 1], b"another"]
    proof = merkle.consistency_proof(old, new, subtree_of(leaves))
    with pytest.raises(Refused):
        merkle.check_consistency(old, mth(forged), new, mth(leaves), proof)


@given(st.data(), st.integers(2, 70))
def test_a_flipped_bit_of_a_proof_is_refused(data: st.DataObject, size: int) -> None:
    leaves = entries(size)
    index = data.draw(st.integers(0, size - 1))
    proof = merkle.inclusion_proof(index, size, subtree_of(leaves))
    at = data.draw(st.integers(0, len(proof) - 1))
    bit = data.draw(st.integers(0, 255))
    proof[at] = (int.from_bytes(proof[at], "big") ^ 1 << bit).to_bytes(32, "big")
    with pytest.raises(Refused):
        merkle.check_inclusion(merkle.leaf_hash(leaves[index]), index, size, proof, mth(leaves))


@given(sizes, st.booleans())
def test_a_longer_or_shorter_proof_is_refused(size: int, longer: bool) -> None:
    leaves = entries(size)
    proof = merkle.inclusion_proof(0, size, subtree_of(leaves))
    if not longer and not proof:
        return
    changed = [*proof, b"\0" * 32] if longer else proof[:-1]
    with pytest.raises(Refused):
        merkle.check_inclusion(merkle.leaf_hash(leaves[0]), 0, size, changed, mth(leaves))
