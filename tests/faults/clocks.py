"""A clock that a test sets for whole processes while they run: Debian's libfaketime, told by a file."""

from pathlib import Path

PLACES = ("usr/lib/*/faketime/libfaketimeMT.so.1", "usr/lib/faketime/libfaketimeMT.so.1")


def library() -> Path:
    found = [path for place in PLACES for path in Path("/").glob(place)]
    assert found, "clocks are set by libfaketime: install it (apt-get install faketime)"
    return found[0]


class SetClock:
    def __init__(self, file: Path) -> None:
        self.file = file
        self.set("+0")

    def set(self, offset: str) -> None:
        """As libfaketime writes it: `-1h` is an hour before the time it is."""
        draft = self.file.with_suffix(".draft")
        draft.write_text(f"{offset}\n")
        draft.replace(self.file)

    @property
    def settings(self) -> dict[str, str]:
        """How long something takes is counted by another clock, which nobody can set."""
        return {
            "LD_PRELOAD": str(library()),
            "FAKETIME_TIMESTAMP_FILE": str(self.file),
            "FAKETIME_NO_CACHE": "1",
            "FAKETIME_DONT_FAKE_MONOTONIC": "1",
            "NO_FAKE_STAT": "1",
        }
