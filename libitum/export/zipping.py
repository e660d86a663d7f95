"""A zip file made while it is sent: nothing of it lies on the disk, and little in memory."""

import zipfile
from collections.abc import Iterable, Iterator

File = tuple[str, bytes]
# The earliest that a zip file can say; when it was made stands in what it holds.
DATE = (1980, 1, 1, 0, 0, 0)


class Outlet:
    """What was written since the last look."""

    def __init__(self) -> None:
        self.waiting: list[bytes] = []

    def write(self, data: bytes) -> int:
        self.waiting.append(bytes(data))
        return len(data)

    def flush(self) -> None:
        """There is nothing behind it."""

    def take(self) -> bytes:
        data, self.waiting = b"".join(self.waiting), []
        return data


def zipped(files: Iterable[File]) -> Iterator[bytes]:
    outlet = Outlet()
    with zipfile.ZipFile(outlet, "w", zipfile.ZIP_DEFLATED) as archive:  # type: ignore[call-overload]
        for name, data in files:
            member = zipfile.ZipInfo(name, DATE)
            member.compress_type, member.external_attr = zipfile.ZIP_DEFLATED, 0o644 << 16
            archive.writestr(member, data)
            yield outlet.take()
    yield outlet.take()
