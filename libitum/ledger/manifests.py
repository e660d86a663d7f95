"""Published lists of commitments, and proofs that one is, or is not, among them."""

from functools import lru_cache

from libitum_verify.manifest import (
    AbsenceProof,
    ManifestTree,
    PresenceProof,
    prove_absence,
    prove_presence,
    split_manifest,
)
from libitum_verify.merkle import HASH_BYTES

from .log import published_log


def publish_manifest(commitments: list[bytes]) -> dict[str, str | int]:
    """Sort, publish and describe: the value of `manifest` in an entry. Raises Refused for a commitment named twice."""
    if any(len(value) != HASH_BYTES for value in commitments):
        raise ValueError("a commitment has 32 bytes")
    data = b"".join(sorted(commitments))
    tree = ManifestTree(split_manifest(data))
    digest = published_log().publish_file(data)
    return {"sha256": digest, "root": tree.root().hex(), "size": len(commitments)}


@lru_cache(maxsize=2)
def manifest_tree(digest: str) -> ManifestTree:
    """About 100 bytes of memory per commitment, kept for the next question; raises Refused when there is none."""
    return ManifestTree(split_manifest(published_log().fetch(f"files/{digest}")))


def absence_proof(digest: str, commitment: bytes) -> AbsenceProof:
    """Raises Refused: PRESENT when the commitment is in the list, MISSING when there is no such list."""
    return prove_absence(commitment, manifest_tree(digest))


def presence_proof(digest: str, commitment: bytes) -> PresenceProof:
    """Raises Refused: NOT_INCLUDED when the commitment is not in the list, MISSING when there is no such list."""
    return prove_presence(commitment, manifest_tree(digest))
