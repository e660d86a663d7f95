"""Manifests: sorted lists of 32-byte commitments, and proofs that one is, or is not, among them.

A manifest is a file of concatenated commitments in strictly rising order, addressed by its SHA-256. Its Merkle
root (RFC 6962 over the commitments) and its count stand in a log entry. That a commitment is absent is shown by
the two neighbours between which it would lie, with the one Merkle proof of that pair.
"""

import base64
import re
from bisect import bisect_left
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise

from . import merkle
from .canonical import Json
from .checkpoint import parse_decimal
from .merkle import HASH_BYTES, SubtreeHash, largest_power_below
from .note import decode_base64
from .verdict import Reason, Refused

HEADER = "libitum-absence@v1"
PRESENCE_HEADER = "libitum-presence@v1"
MAX_HASHES = 126
HEX = re.compile(r"[0-9a-f]{64}", re.ASCII)


def split_manifest(data: bytes) -> list[bytes]:
    """The commitments; raises Refused unless strictly rising."""
    if len(data) % HASH_BYTES:
        raise Refused(Reason.BAD_MANIFEST, "The manifest's length is not a multiple of 32 bytes.")
    commitments = [data[i : i + HASH_BYTES] for i in range(0, len(data), HASH_BYTES)]
    for before, after in pairwise(commitments):
        if before == after:
            raise Refused(Reason.DUPLICATE, "The manifest names a commitment twice.")
        if before > after:
            raise Refused(Reason.UNSORTED, "The manifest is not sorted.")
    return commitments


def manifest_in(entry: Mapping[str, Json]) -> tuple[bytes, int]:
    """Root and size of the manifest that an entry of the log names; raises Refused when it names none."""
    manifest = entry.get("manifest")
    if not isinstance(manifest, dict):
        raise Refused(Reason.BAD_MANIFEST, "That entry names no manifest.")
    root, size = manifest.get("root"), manifest.get("size")
    if not isinstance(root, str) or not HEX.fullmatch(root) or not isinstance(size, int) or isinstance(size, bool):
        raise Refused(Reason.BAD_MANIFEST, "That entry names no manifest.")
    return bytes.fromhex(root), size


class ManifestTree:
    """All levels of the tree over a manifest: about 64 bytes per commitment, 2 µs each to build."""

    def __init__(self, commitments: Sequence[bytes]) -> None:
        self.commitments = commitments
        self.levels = [[merkle.leaf_hash(value) for value in commitments]]
        while len(self.levels[-1]) > 1:
            row = self.levels[-1]
            self.levels.append([merkle.node_hash(row[i], row[i + 1]) for i in range(0, len(row) - 1, 2)])

    def subtree(self, level: int, index: int) -> bytes:
        return self.levels[level][index]

    def root(self) -> bytes:
        return merkle.root_hash(len(self.commitments), self.subtree)


def range_proof(begin: int, end: int, size: int, subtree: SubtreeHash) -> list[bytes]:
    """Hashes of the parts of the tree outside leaves [begin, end), left to right."""
    proof: list[bytes] = []

    def walk(low: int, high: int) -> None:
        if high <= begin or low >= end:
            proof.append(merkle.range_hash(low, high, subtree))
        elif high - low > 1:
            split = low + largest_power_below(high - low)
            walk(low, split)
            walk(split, high)

    walk(0, size)
    return proof


def range_root(begin: int, leaves: Sequence[bytes], size: int, proof: Sequence[bytes]) -> bytes:
    """The root that these leaf hashes at [begin, …) give; raises Refused when the proof has not the right length."""
    rest = iter(proof)
    end = begin + len(leaves)

    def walk(low: int, high: int) -> bytes:
        if high <= begin or low >= end:
            return take(rest)
        if high - low == 1:
            return leaves[low - begin]
        split = low + largest_power_below(high - low)
        left = walk(low, split)
        return merkle.node_hash(left, walk(split, high))

    root = walk(0, size)
    if next(rest, None) is not None:
        raise Refused(Reason.BAD_PROOF, "The proof is too long.")
    return root


def take(hashes: Iterator[bytes]) -> bytes:
    value = next(hashes, None)
    if value is None:
        raise Refused(Reason.BAD_PROOF, "The proof is too short.")
    return value


@dataclass(frozen=True, slots=True)
class AbsenceProof:
    """`left` lies at `index`, `right` right after it; None where the commitment lies outside the list's ends."""

    root: bytes
    size: int
    commitment: bytes
    index: int
    left: bytes | None
    right: bytes | None
    hashes: tuple[bytes, ...]

    def text(self) -> bytes:
        lines = [HEADER, f"manifest {encode(self.root)} {self.size}", f"commitment {encode(self.commitment)}"]
        lines += [f"index {self.index}", f"left {encode(self.left)}", f"right {encode(self.right)}"]
        return ("\n".join([*lines, *map(encode, self.hashes)]) + "\n").encode()

    @classmethod
    def parse(cls, data: bytes) -> "AbsenceProof":
        try:
            lines = data.decode("ascii").split("\n")
        except UnicodeDecodeError:
            raise Refused(Reason.BAD_PROOF, "The proof is not plain text.") from None
        if len(lines) < 7 or lines.pop() or lines.pop(0) != HEADER:  # noqa: PLR2004 - six lines and the last break
            raise Refused(Reason.BAD_PROOF, f"A proof of absence begins with {HEADER}.")
        root, _, size = field(lines, "manifest").partition(" ")
        proof = cls(
            root=decode(root),
            size=parse_decimal(size, Reason.BAD_PROOF, "The size"),
            commitment=decode(field(lines, "commitment")),
            index=parse_decimal(field(lines, "index"), Reason.BAD_PROOF, "The index"),
            left=optional(field(lines, "left")),
            right=optional(field(lines, "right")),
            hashes=tuple(decode(line) for line in lines),
        )
        if len(proof.hashes) > MAX_HASHES:
            raise Refused(Reason.BAD_PROOF, "The proof is too long.")
        return proof

    def check(self, root: bytes, size: int) -> None:
        """Raise Refused unless the commitment is in no place of the manifest with this root and size."""
        if (self.root, self.size) != (root, size):
            raise Refused(Reason.BAD_MANIFEST, "The proof is about another manifest.")
        if self.size == 0:
            self.check_empty()
            return
        leaves = [value for value in (self.left, self.right) if value is not None]
        begin = 0 if self.left is None else self.index
        if not leaves or begin + len(leaves) > size or (self.left is None and self.index != 0):
            raise Refused(Reason.NOT_NEIGHBOURS, "The two values are not neighbours in the manifest.")
        if self.right is None and begin != size - 1:
            raise Refused(Reason.NOT_NEIGHBOURS, "There is more after the last value shown.")
        self.check_order()
        found = range_root(begin, [merkle.leaf_hash(value) for value in leaves], size, self.hashes)
        if found != root:
            raise Refused(Reason.NOT_INCLUDED, "The neighbours are not in the manifest.")

    def check_empty(self) -> None:
        if self.root != merkle.EMPTY_ROOT or self.left or self.right or self.hashes or self.index:
            raise Refused(Reason.BAD_PROOF, "An empty manifest has nothing to show.")

    def check_order(self) -> None:
        if self.commitment in (self.left, self.right):
            raise Refused(Reason.PRESENT, "The commitment is in the manifest.")
        if self.left is not None and self.left > self.commitment:
            raise Refused(Reason.NOT_NEIGHBOURS, "The commitment does not lie between the values shown.")
        if self.right is not None and self.right < self.commitment:
            raise Refused(Reason.NOT_NEIGHBOURS, "The commitment does not lie between the values shown.")


@dataclass(frozen=True, slots=True)
class PresenceProof:
    """`hashes`: the RFC 6962 path of the commitment from its place up to the manifest's root."""

    root: bytes
    size: int
    commitment: bytes
    index: int
    hashes: tuple[bytes, ...]

    def text(self) -> bytes:
        lines = [PRESENCE_HEADER, f"manifest {encode(self.root)} {self.size}"]
        lines += [f"commitment {encode(self.commitment)}", f"index {self.index}"]
        return ("\n".join([*lines, *map(encode, self.hashes)]) + "\n").encode()

    @classmethod
    def parse(cls, data: bytes) -> "PresenceProof":
        try:
            lines = data.decode("ascii").split("\n")
        except UnicodeDecodeError:
            raise Refused(Reason.BAD_PROOF, "The proof is not plain text.") from None
        if len(lines) < 5 or lines.pop() or lines.pop(0) != PRESENCE_HEADER:  # noqa: PLR2004 - four lines and the last break
            raise Refused(Reason.BAD_PROOF, f"A proof of presence begins with {PRESENCE_HEADER}.")
        root, _, size = field(lines, "manifest").partition(" ")
        proof = cls(
            root=decode(root),
            size=parse_decimal(size, Reason.BAD_PROOF, "The size"),
            commitment=decode(field(lines, "commitment")),
            index=parse_decimal(field(lines, "index"), Reason.BAD_PROOF, "The index"),
            hashes=tuple(decode(line) for line in lines),
        )
        if len(proof.hashes) > MAX_HASHES:
            raise Refused(Reason.BAD_PROOF, "The proof is too long.")
        return proof

    def check(self, root: bytes, size: int) -> None:
        """Raise Refused unless the commitment stands in the manifest with this root and size."""
        if (self.root, self.size) != (root, size):
            raise Refused(Reason.BAD_MANIFEST, "The proof is about another manifest.")
        merkle.check_inclusion(merkle.leaf_hash(self.commitment), self.index, size, self.hashes, root)


def encode(value: bytes | None) -> str:
    return "-" if value is None else base64.b64encode(value).decode()


def decode(text: str) -> bytes:
    value = decode_base64(text, Reason.BAD_PROOF, "A hash of the proof")
    if len(value) != HASH_BYTES:
        raise Refused(Reason.BAD_PROOF, "A hash of the proof has not 32 bytes.")
    return value


def optional(text: str) -> bytes | None:
    return None if text == "-" else decode(text)


def field(lines: list[str], name: str) -> str:
    line = lines.pop(0) if lines else ""
    if not line.startswith(f"{name} "):
        raise Refused(Reason.BAD_PROOF, f"The proof lacks its line {name}.")
    return line.removeprefix(f"{name} ")


def prove_absence(commitment: bytes, tree: ManifestTree) -> AbsenceProof:
    """Raises Refused(PRESENT) when it is there."""
    size = len(tree.commitments)
    position = bisect_left(tree.commitments, commitment)
    if position < size and tree.commitments[position] == commitment:
        raise Refused(Reason.PRESENT, "The commitment is in the manifest.")
    left = tree.commitments[position - 1] if position else None
    right = tree.commitments[position] if position < size else None
    begin = max(position - 1, 0)
    end = begin + (left is not None) + (right is not None)
    hashes = range_proof(begin, end, size, tree.subtree) if size else []
    return AbsenceProof(tree.root(), size, commitment, begin, left, right, tuple(hashes))


def prove_presence(commitment: bytes, tree: ManifestTree) -> PresenceProof:
    """Raises Refused(NOT_INCLUDED) when it is not there."""
    size = len(tree.commitments)
    position = bisect_left(tree.commitments, commitment)
    if position >= size or tree.commitments[position] != commitment:
        raise Refused(Reason.NOT_INCLUDED, "The commitment is not in the manifest.")
    hashes = merkle.inclusion_proof(position, size, tree.subtree)
    return PresenceProof(tree.root(), size, commitment, position, tuple(hashes))
