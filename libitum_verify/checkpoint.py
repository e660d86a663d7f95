"""Checkpoints (c2sp.org/tlog-checkpoint): what a log signs about itself."""

import base64
import re
from collections.abc import Iterable
from dataclasses import dataclass

from .merkle import EMPTY_ROOT, HASH_BYTES
from .note import VerifierKey, decode_base64, open_note
from .verdict import Reason, Refused

DECIMAL = re.compile(r"0|[1-9][0-9]{0,18}")


def parse_decimal(text: str, reason: Reason, what: str) -> int:
    if not DECIMAL.fullmatch(text) or int(text) >= 2**63:
        raise Refused(reason, f"{what} is not a number as it must be written.")
    return int(text)


@dataclass(frozen=True, slots=True)
class Checkpoint:
    origin: str
    size: int
    root: bytes

    def text(self) -> str:
        return f"{self.origin}\n{self.size}\n{base64.b64encode(self.root).decode()}\n"

    @classmethod
    def parse(cls, text: str) -> "Checkpoint":
        lines = text.split("\n")
        if len(lines) < 4 or lines.pop() or not all(lines):  # noqa: PLR2004 - three lines, each ended
            raise Refused(Reason.BAD_CHECKPOINT, "A checkpoint has three lines: origin, size, root.")
        size = parse_decimal(lines[1], Reason.BAD_CHECKPOINT, "The size")
        root = decode_base64(lines[2], Reason.BAD_CHECKPOINT, "The root")
        if len(root) != HASH_BYTES or (size == 0 and root != EMPTY_ROOT):
            raise Refused(Reason.BAD_CHECKPOINT, "The root is not one a tree of that size can have.")
        return cls(lines[0], size, root)


def open_checkpoint(note: bytes, keys: Iterable[VerifierKey], origin: str) -> Checkpoint:
    """The checkpoint, when one of the log's keys signed it under its origin."""
    checkpoint = Checkpoint.parse(open_note(note, keys))
    if checkpoint.origin != origin:
        raise Refused(Reason.WRONG_ORIGIN, f"This is a checkpoint of {checkpoint.origin}, not of {origin}.")
    return checkpoint
