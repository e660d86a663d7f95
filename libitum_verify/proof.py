"""Inclusion proofs in a file (c2sp.org/tlog-proof)."""

import base64
from collections.abc import Iterable
from dataclasses import dataclass

from .checkpoint import Checkpoint, open_checkpoint, parse_decimal
from .merkle import HASH_BYTES, check_inclusion, leaf_hash
from .note import VerifierKey, decode_base64
from .verdict import Reason, Refused

HEADER = "c2sp.org/tlog-proof@v1"
MAX_HASHES = 63


@dataclass(frozen=True, slots=True)
class InclusionProof:
    """`extra` is not covered by anything; Libitum puts the entry itself there."""

    index: int
    hashes: tuple[bytes, ...]
    checkpoint: bytes
    extra: bytes = b""

    def text(self) -> bytes:
        lines = [HEADER]
        if self.extra:
            lines.append(f"extra {base64.b64encode(self.extra).decode()}")
        lines.append(f"index {self.index}")
        lines += [base64.b64encode(value).decode() for value in self.hashes]
        return ("\n".join(lines) + "\n\n").encode() + self.checkpoint

    @classmethod
    def parse(cls, data: bytes) -> "InclusionProof":
        head, separator, checkpoint = data.partition(b"\n\n")
        if not separator:
            raise Refused(Reason.BAD_PROOF, "The proof holds no checkpoint.")
        try:
            lines = head.decode("ascii").split("\n")
        except UnicodeDecodeError:
            raise Refused(Reason.BAD_PROOF, "The proof is not plain text.") from None
        if lines.pop(0) != HEADER:
            raise Refused(Reason.BAD_PROOF, f"A proof begins with {HEADER}.")
        extra = b""
        if lines and lines[0].startswith("extra "):
            extra = decode_base64(lines.pop(0).removeprefix("extra "), Reason.BAD_PROOF, "The extra data")
        if not lines or not lines[0].startswith("index "):
            raise Refused(Reason.BAD_PROOF, "The proof does not say which entry it is about.")
        index = parse_decimal(lines.pop(0).removeprefix("index "), Reason.BAD_PROOF, "The index")
        hashes = tuple(decode_base64(line, Reason.BAD_PROOF, "A hash of the proof") for line in lines)
        if len(hashes) > MAX_HASHES or any(len(value) != HASH_BYTES for value in hashes):
            raise Refused(Reason.BAD_PROOF, "The proof's hashes have not the length they must have.")
        return cls(index, hashes, checkpoint, extra)

    def check(self, entry: bytes, keys: Iterable[VerifierKey], origin: str) -> Checkpoint:
        """The checkpoint in which the entry stands; raises Refused."""
        checkpoint = open_checkpoint(self.checkpoint, keys, origin)
        check_inclusion(leaf_hash(entry), self.index, checkpoint.size, self.hashes, checkpoint.root)
        return checkpoint
