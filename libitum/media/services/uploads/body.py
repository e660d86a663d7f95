"""What a request brings, read in pieces."""

import hashlib
import hmac
from dataclasses import dataclass
from typing import Protocol

ALGORITHMS = ("sha256", "sha1", "md5")


class Readable(Protocol):
    def read(self, size: int, /) -> bytes: ...


@dataclass
class Body:
    """`declared`: the length the request announced in bytes, None where it said none."""

    stream: Readable
    declared: int | None = None
    broken: bool = False

    def read(self, size: int) -> bytes:
        """Empty at the end. A server tells of a lost connection by an error, or not at all."""
        if self.broken:
            return b""
        try:
            return self.stream.read(size)
        except OSError:
            self.broken = True
            return b""


class Checksum:
    """What the bytes of one request must hash to."""

    def __init__(self, algorithm: str, digest: bytes) -> None:
        self._expected = digest
        self._hash = hashlib.new(algorithm, usedforsecurity=False)
        if len(digest) != self._hash.digest_size:
            raise ValueError(algorithm)

    def update(self, piece: bytes) -> None:
        self._hash.update(piece)

    def matches(self) -> bool:
        return hmac.compare_digest(self._hash.digest(), self._expected)
