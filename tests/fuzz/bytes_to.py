"""From random bytes to what readers take: the same on every machine, with and without a fuzzer."""

from dataclasses import dataclass


@dataclass(slots=True)
class Feed:
    """Takes values from the front of the bytes; at their end everything is zero or empty."""

    data: bytes
    at: int = 0

    def take(self, length: int) -> bytes:
        taken = self.data[self.at : self.at + length]
        self.at += length
        return taken

    def number(self, most: int) -> int:
        """From 0 to `most`."""
        width = (most.bit_length() + 7) // 8
        return int.from_bytes(self.take(width), "big") % (most + 1)

    def rest(self) -> bytes:
        return self.data[self.at :]

    def latin(self, length: int) -> str:
        """What a web server hands on of a header."""
        return self.take(length).decode("latin-1")

    def texts(self, number: int) -> list[str]:
        """The rest as this many texts, parted by zero bytes."""
        parts = self.rest().split(b"\0", number - 1)
        return [part.decode("utf-8", "replace") for part in parts] + [""] * (number - len(parts))
