import random

import pytest

from libitum.ledger.manifests import absence_proof, publish_manifest
from libitum_verify.manifest import AbsenceProof
from libitum_verify.verdict import Reason, Refused


def some(count: int) -> list[bytes]:
    draw = random.Random(5)
    return [draw.randbytes(32) for _ in range(count)]


def test_absence_from_what_was_published() -> None:
    values = some(1000)
    manifest = publish_manifest(values)
    proof = absence_proof(str(manifest["sha256"]), b"\x07" * 32)
    AbsenceProof.parse(proof.text()).check(bytes.fromhex(str(manifest["root"])), 1000)
    with pytest.raises(Refused) as refusal:
        absence_proof(str(manifest["sha256"]), values[3])
    assert refusal.value.reason == Reason.PRESENT


def test_no_such_list_and_no_such_commitment() -> None:
    with pytest.raises(Refused):
        absence_proof("0" * 64, bytes(32))
    with pytest.raises(Refused):
        publish_manifest([bytes(32), bytes(32)])
    with pytest.raises(ValueError, match="32 bytes"):
        publish_manifest([b"short"])
