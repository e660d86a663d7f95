"""Reading objects of a store as they come over the network."""

import io
from collections.abc import Callable, Iterator
from typing import IO

from .problems import StoreAway
from .s3_errors import store_errors

BLOCK = 128 * 1024
# A broken connection in the middle goes on where it stopped, so often.
MOST_BREAKS = 5

Get = Callable[[int], IO[bytes]]


class ObjectBlocks:
    """A part of an object. It is asked for at once, so that what is missing is known before anything is sent."""

    def __init__(self, get: Get, start: int, stop: int) -> None:
        self.get, self.at, self.stop, self.breaks = get, start, stop, 0
        self.body: IO[bytes] | None = None
        if start < stop:
            self.body = get(start)

    def __iter__(self) -> Iterator[bytes]:
        return self

    def __next__(self) -> bytes:
        while self.at < self.stop:
            try:
                return self.read()
            except StoreAway:
                self.close()
                self.breaks += 1
                if self.breaks > MOST_BREAKS:
                    raise
        self.close()
        raise StopIteration

    def read(self) -> bytes:
        with store_errors("a part"):
            self.body = self.body or self.get(self.at)
            block = self.body.read(min(BLOCK, self.stop - self.at))
        if not block:
            raise StoreAway("an object ended too early")
        self.at += len(block)
        return block

    def close(self) -> None:
        if self.body is not None:
            self.body.close()
            self.body = None


class ObjectReader(io.RawIOBase):
    """An object as a file: read on from wherever one is, asked for anew after a seek."""

    def __init__(self, get: Get, size: int) -> None:
        super().__init__()
        self.get, self.size, self.place = get, size, 0
        self.blocks: ObjectBlocks | None = None
        self.rest = b""

    def readable(self) -> bool:
        return True

    def seekable(self) -> bool:
        return True

    def tell(self) -> int:
        return self.place

    def seek(self, offset: int, whence: int = io.SEEK_SET) -> int:
        base = {io.SEEK_SET: 0, io.SEEK_CUR: self.place, io.SEEK_END: self.size}[whence]
        place = max(0, base + offset)
        if place != self.place:
            self.drop()
            self.place = place
        return place

    def readinto(self, buffer: "bytearray | memoryview") -> int:  # type: ignore[override]
        if not self.rest and self.place < self.size:
            self.blocks = self.blocks or ObjectBlocks(self.get, self.place, self.size)
            self.rest = next(self.blocks, b"")
        count = min(len(buffer), len(self.rest))
        buffer[:count] = self.rest[:count]
        self.rest, self.place = self.rest[count:], self.place + count
        return count

    def drop(self) -> None:
        if self.blocks is not None:
            self.blocks.close()
        self.blocks, self.rest = None, b""

    def close(self) -> None:
        self.drop()
        super().close()
