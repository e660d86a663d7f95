"""Ten thousand single flipped bytes, rollback, fork, swapped and disordered manifests: each refused, and rightly."""

import random
from pathlib import Path

import pytest

from libitum_verify.audit import audit
from libitum_verify.checkpoint import open_checkpoint
from libitum_verify.manifest import AbsenceProof, ManifestTree, prove_absence, split_manifest
from libitum_verify.merkle import leaf_hash
from libitum_verify.pin import check_pin
from libitum_verify.proof import InclusionProof
from libitum_verify.source import from_folder
from libitum_verify.verdict import Reason, Refused

from .logs import ORIGIN, MadeLog, make_log

pytestmark = pytest.mark.own_database

SIZE = 300
FLIPS_IN_FILES, FLIPS_IN_PROOFS = 2_000, 8_000


def commitments(count: int, seed: int = 1) -> list[bytes]:
    draw = random.Random(seed)
    return sorted({draw.randbytes(32) for _ in range(count)})


def whole_check(log: MadeLog) -> None:
    fetch = from_folder(log.folder)
    audit(open_checkpoint(fetch("checkpoint"), [log.key], ORIGIN), fetch)


def flip(data: bytes, draw: random.Random) -> bytes:
    at = draw.randrange(len(data))
    return data[:at] + bytes([data[at] ^ 1 << draw.randrange(8)]) + data[at + 1 :]


def test_a_flipped_byte_in_any_file_is_refused(tmp_path: Path) -> None:
    log = make_log(tmp_path, SIZE)
    whole_check(log)
    files = [p for p in tmp_path.rglob("*") if p.is_file() and p.name != "vkey"]
    draw = random.Random(7)
    for _ in range(FLIPS_IN_FILES):
        path = draw.choice(files)
        before = path.read_bytes()
        path.write_bytes(flip(before, draw))
        with pytest.raises(Refused):
            whole_check(log)
        path.write_bytes(before)


def test_a_flipped_byte_in_a_proof_is_refused(tmp_path: Path) -> None:
    log = make_log(tmp_path, SIZE)
    tree = ManifestTree(commitments(1000))
    draw = random.Random(8)
    for _ in range(FLIPS_IN_PROOFS // 2):
        index = draw.randrange(SIZE)
        note = (tmp_path / "checkpoint").read_bytes()
        reader = from_folder(tmp_path)
        hashes = tuple(proofs(log, index, reader))
        data = InclusionProof(index, hashes, note).text()
        with pytest.raises(Refused):
            InclusionProof.parse(flip(data, draw)).check(log.entries[index], [log.key], ORIGIN)
        absent = prove_absence(draw.randbytes(32), tree)
        changed = flip(absent.text(), draw)
        with pytest.raises(Refused):
            check_same_commitment(AbsenceProof.parse(changed), absent.commitment, tree)


def proofs(log: MadeLog, index: int, fetch: object) -> list[bytes]:
    from libitum_verify.tiles import TiledTree  # noqa: PLC0415

    return TiledTree(log.checkpoint.size, fetch).inclusion_proof(index)  # type: ignore[arg-type]


def check_same_commitment(proof: AbsenceProof, commitment: bytes, tree: ManifestTree) -> None:
    """Who asks about a work knows its commitment; another one is another question."""
    if proof.commitment != commitment:
        raise Refused(Reason.BAD_PROOF, "This proof is about another work.")
    proof.check(tree.root(), len(tree.commitments))


@pytest.mark.parametrize("count", [0, 1, 2, 3, 255, 256, 257, 1000])
def test_absence_holds_exactly_where_it_is_true(count: int) -> None:
    tree = ManifestTree(commitments(count))
    draw = random.Random(1000 + count)
    for commitment in [bytes(32), b"\xff" * 32, *(draw.randbytes(32) for _ in range(50))]:
        AbsenceProof.parse(prove_absence(commitment, tree).text()).check(tree.root(), count)
    for commitment in tree.commitments[:20]:
        with pytest.raises(Refused) as refusal:
            prove_absence(commitment, tree)
        assert refusal.value.reason == Reason.PRESENT


def test_a_proof_among_a_million_has_at_most_two_thousand_bytes() -> None:
    # The shape of the tree decides the length, so equal-looking commitments serve: index as a big number.
    tree = ManifestTree([i.to_bytes(32, "big") for i in range(0, 2_000_000, 2)])
    longest = max(
        len(prove_absence((2 * i + 1).to_bytes(32, "big"), tree).text()) for i in (0, 499_999, 524_287, 999_998)
    )
    assert longest <= 2000


def test_swapped_duplicate_and_unsorted_manifests_are_refused_for_what_they_are() -> None:
    values = commitments(10)
    tree, other = ManifestTree(values), ManifestTree(commitments(10, seed=2))
    proof = prove_absence(bytes(32), tree)
    for data, reason in [
        (b"".join([values[1], values[0]]), Reason.UNSORTED),
        (values[0] * 2, Reason.DUPLICATE),
        (values[0][:31], Reason.BAD_MANIFEST),
    ]:
        with pytest.raises(Refused) as refusal:
            split_manifest(data)
        assert refusal.value.reason == reason
    with pytest.raises(Refused) as refusal:
        proof.check(other.root(), 10)
    assert refusal.value.reason == Reason.BAD_MANIFEST


def test_rollback_fork_and_other_names_are_refused_for_what_they_are(tmp_path: Path) -> None:
    long = make_log(tmp_path / "long", 40)
    short = make_log(tmp_path / "short", 30, long.private)
    pin = tmp_path / "pin"

    def see(log: MadeLog, origin: str = ORIGIN) -> None:
        fetch = from_folder(log.folder)
        check_pin(pin, fetch("checkpoint"), [log.key], origin, fetch)

    see(short)
    see(long)
    with pytest.raises(Refused) as refusal:
        see(short)
    assert refusal.value.reason == Reason.ROLLBACK
    forked = make_log(tmp_path / "forked", 40, long.private)
    fake = [*forked.entries[:-1], b"another"]
    fork_of(forked, fake)
    with pytest.raises(Refused) as refusal:
        see(forked)
    assert refusal.value.reason == Reason.FORK
    with pytest.raises(Refused) as refusal:
        see(long, "elsewhere.example/log")
    assert refusal.value.reason == Reason.WRONG_ORIGIN


def fork_of(log: MadeLog, entries: list[bytes]) -> None:
    from libitum_verify.checkpoint import Checkpoint  # noqa: PLC0415
    from libitum_verify.note import sign_note  # noqa: PLC0415
    from libitum_verify.tiles import TiledTree, tile_path  # noqa: PLC0415

    (log.folder / tile_path(0, 0, len(entries))).write_bytes(b"".join(map(leaf_hash, entries)))
    root = TiledTree(len(entries), from_folder(log.folder)).root()
    text = Checkpoint(ORIGIN, len(entries), root).text()
    (log.folder / "checkpoint").write_bytes(sign_note(text, log.key, log.private.sign))
