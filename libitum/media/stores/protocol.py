from collections.abc import Iterator
from contextlib import AbstractContextManager
from datetime import datetime
from pathlib import Path
from typing import Protocol

from django.core.files import File


class Blocks(Protocol):
    """A part of an object, to be iterated once and closed by whoever stops before its end."""

    def __iter__(self) -> Iterator[bytes]: ...
    def __next__(self) -> bytes: ...
    def close(self) -> None: ...


class Store(Protocol):
    """Objects have names like paths, are whole or not there, and never change under their name.

    Any of these may raise OSError; a store that is away raises StoreAway, which is one.
    `takes_parts`: browsers may put objects into it themselves (stores.multipart).
    """

    takes_parts: bool

    def open(self, name: str, mode: str = "rb") -> File[bytes]:
        """To be read from anywhere. Raises FileNotFoundError."""

    def save(self, name: str, content: File[bytes]) -> str:
        """Django's way of storing what is no file of a name yet; answers with the name it got."""

    def exists(self, name: str) -> bool: ...

    def get_modified_time(self, name: str) -> datetime:
        """With its time zone. Raises FileNotFoundError."""

    def put_file(self, path: Path, name: str) -> None:
        """Stores the file under exactly this name; `path` may be gone afterwards."""

    def size(self, name: str) -> int:
        """In bytes, perhaps as it was known from before: objects don't change. Raises FileNotFoundError."""

    def size_of(self, name: str) -> int | None:
        """In bytes, as it is now; None where there is no such object."""

    def local_file(self, name: str, workdir: Path) -> AbstractContextManager[Path]:
        """The object as a file on this machine, itself or a proven copy in `workdir`.

        Raises FileNotFoundError, and WrongBytes for a copy that isn't what was stored.
        """

    def blocks(self, name: str, start: int, stop: int) -> Blocks:
        """Its bytes from `start` up to but not including `stop`, in blocks. Raises FileNotFoundError."""

    def sha256_of(self, name: str) -> str:
        """Of the bytes as they lie there now, every one of them read. Raises FileNotFoundError."""

    def names(self, prefix: str = "") -> Iterator[str]:
        """Of all objects whose name begins with `prefix`, a folder with its slash or nothing."""

    def delete(self, name: str) -> None:
        """Does nothing where nothing is."""

    def remove_folder(self, prefix: str) -> None:
        """Every object under a prefix (without its slash). Does nothing where nothing is."""

    def sent_by_proxy(self, name: str, *, plainly: bool) -> str | None:
        """What a proxy in front is told to send, below its internal address; None where it can't.

        `plainly`: the whole, or one range that is written as it will be answered.
        """

    def address_for_listeners(self, name: str, content_type: str, disposition: str) -> str | None:
        """Where whoever may have it can fetch it from the store itself, for a while; None: from us."""
