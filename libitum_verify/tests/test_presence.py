"""Proofs that a work stands in a declared list."""

import random
from dataclasses import replace

import pytest

from libitum_verify.manifest import AbsenceProof, ManifestTree, PresenceProof, prove_absence, prove_presence
from libitum_verify.verdict import Reason, Refused

pytestmark = pytest.mark.own_database


def tree_of(size: int) -> ManifestTree:
    draw = random.Random(size)
    return ManifestTree(sorted(draw.randbytes(32) for _ in range(size)))


@pytest.mark.parametrize("size", [1, 2, 3, 255, 256, 257, 1000])
def test_every_place_is_proved_and_read_back(size: int) -> None:
    tree = tree_of(size)
    for commitment in tree.commitments:
        proof = PresenceProof.parse(prove_presence(commitment, tree).text())
        assert proof == prove_presence(commitment, tree)
        proof.check(tree.root(), size)


def test_nothing_is_both_present_and_absent() -> None:
    tree, draw = tree_of(300), random.Random(1)
    for commitment in (*draw.sample(tree.commitments, 20), *(draw.randbytes(32) for _ in range(20))):
        proofs = []
        for prove in (prove_presence, prove_absence):
            try:
                proofs.append(prove(commitment, tree))
            except Refused:
                continue
        assert len(proofs) == 1


def test_every_change_is_refused() -> None:
    tree = tree_of(300)
    proof = prove_presence(tree.commitments[123], tree)
    other = tree.commitments[124]
    for changed in (
        replace(proof, index=122),
        replace(proof, commitment=other),
        replace(proof, hashes=proof.hashes[:-1]),
        replace(proof, hashes=(*proof.hashes, other)),
        replace(proof, hashes=(other, *proof.hashes[1:])),
        replace(proof, size=301),
        replace(proof, root=other),
    ):
        with pytest.raises(Refused):
            changed.check(tree.root(), 300)


@pytest.mark.parametrize("text", [b"", b"libitum-presence@v1\n", b"libitum-absence@v1\nmanifest x 1\n", b"\xff\n" * 9])
def test_what_is_no_proof_is_refused(text: bytes) -> None:
    with pytest.raises(Refused) as refused:
        PresenceProof.parse(text)
    assert refused.value.reason == Reason.BAD_PROOF


def test_an_absence_is_no_presence() -> None:
    tree = tree_of(9)
    with pytest.raises(Refused):
        PresenceProof.parse(prove_absence(bytes(32), tree).text())
    with pytest.raises(Refused):
        AbsenceProof.parse(prove_presence(tree.commitments[0], tree).text())
