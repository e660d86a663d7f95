"""Where a log is read from: a folder (a mirror) or an address."""

import urllib.error
import urllib.request
from pathlib import Path
from urllib.parse import urlsplit

from .tiles import Fetch
from .verdict import Reason, Refused

MAX_BYTES = 64 * 1024 * 1024
TIMEOUT_SECONDS = 30


def from_folder(folder: Path) -> Fetch:
    def fetch(path: str) -> bytes:
        try:
            return (folder / path).read_bytes()
        except (FileNotFoundError, NotADirectoryError):
            return read_full_instead(path)

    def read_full_instead(path: str) -> bytes:
        """A partial tile may be gone once the full one is there."""
        head, mark, width = path.rpartition(".p/")
        full = folder / head
        if not mark or not full.is_file():
            raise Refused(Reason.MISSING, f"{path} is missing.")
        return cut(full.read_bytes(), path, int(width))

    return fetch


def cut(full: bytes, path: str, width: int) -> bytes:
    if not path.startswith("tile/entries/"):
        return full[: width * 32]
    position = 0
    for _ in range(width):
        position += 2 + int.from_bytes(full[position : position + 2], "big")
    return full[:position]


def from_address(base: str) -> Fetch:
    if urlsplit(base).scheme not in ("http", "https"):
        raise Refused(Reason.MISSING, "The address of a log begins with http:// or https://.")

    def fetch(path: str) -> bytes:
        try:
            return download(f"{base.rstrip('/')}/{path}")
        except urllib.error.HTTPError as error:
            head, mark, width = path.rpartition(".p/")
            if mark and error.code in (404, 410):
                return cut(download_or_refuse(f"{base.rstrip('/')}/{head}", path), path, int(width))
            raise Refused(Reason.MISSING, f"{path}: the log answered {error.code}.") from None
        except OSError as error:
            raise Refused(Reason.MISSING, f"{path}: {error}.") from None

    return fetch


def download(address: str) -> bytes:
    with urllib.request.urlopen(address, timeout=TIMEOUT_SECONDS) as response:  # noqa: S310 - scheme checked above
        data: bytes = response.read(MAX_BYTES + 1)
    if len(data) > MAX_BYTES:
        raise Refused(Reason.MISSING, f"{address} is larger than anything a log serves.")
    return data


def download_or_refuse(address: str, path: str) -> bytes:
    try:
        return download(address)
    except OSError:
        raise Refused(Reason.MISSING, f"{path} is missing.") from None
