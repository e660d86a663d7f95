"""The operator's virus scanner, asked about a file before anything reads it or keeps it for good.

It runs outside the walls of `engine.sandbox`: it is the operator's program, not a stranger's, and most speak to a
daemon by a socket. When we are killed it comes to its end alone.
"""

import logging
import os
import shutil
import subprocess
from pathlib import Path
from tempfile import TemporaryDirectory

from django.conf import settings

from .engine.sandbox import Deadline, Tail, wait

logger = logging.getLogger(__name__)

# How clamscan, clamdscan and those that follow them end.
CLEAN, FOUND = 0, 1
SAID_CHARACTERS = 300
# The harmless file that every scanner reports (eicar.org). In two pieces, or they would report this module.
TEST_FILE = rb"X5O!P%@AP[4\PZX54(P^)7CC)7}$EICAR-" + b"STANDARD-ANTIVIRUS-TEST-FILE!$H+H*"
HARMLESS_FILE = b"Nothing is wrong with this."


class ScannerAway(Exception):  # noqa: N818 -- a state of things
    """Nobody can say whether a file is clean.

    `over_file`: the scanner took longer than it may over this one, or died over it.
    """

    code = "scanner_away"

    def __init__(self, why: str, *, over_file: bool = False) -> None:
        super().__init__(why)
        self.over_file = over_file


def is_harmful(path: Path) -> bool:
    """Whether the scanner finds something in the file; never, where none is set. Raises ScannerAway."""
    if not settings.SCANNER:
        return False
    status, said = scan(path)
    if status == FOUND:
        logger.warning("harmful file", extra={"said": said})
    return status == FOUND


def scan(path: Path) -> tuple[int, str]:
    """CLEAN or FOUND, and the end of what the scanner says of it. Raises ScannerAway, and FileNotFoundError."""
    process = start(path.resolve(strict=True))
    deadline = Deadline(process, settings.SCAN_SECONDS)
    assert process.stdout is not None  # noqa: S101 -- asked for a pipe
    tail = Tail(process.stdout)
    status, _cpu = wait(process, deadline)
    tail.thread.join(timeout=5)
    said = (tail.first + tail.last).decode("utf-8", "replace").strip()[-SAID_CHARACTERS:]
    if deadline.passed:
        raise ScannerAway(f"no answer in {settings.SCAN_SECONDS} seconds", over_file=True)
    if status not in (CLEAN, FOUND):
        raise ScannerAway(f"status {status}: {said}", over_file=status < 0)
    return status, said


def start(path: Path) -> subprocess.Popen[bytes]:
    """Of our environment it has PATH alone: the rest holds passwords."""
    name, *arguments = settings.SCANNER
    program = shutil.which(name)
    if program is None:
        raise ScannerAway(f"{name}: no such program")
    try:
        return subprocess.Popen(
            [program, *arguments, str(path)],
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            env={"PATH": os.environ.get("PATH", os.defpath), "LC_ALL": "C.UTF-8"},
            start_new_session=True,
        )
    except OSError as error:
        raise ScannerAway(f"{name}: {error.strerror}") from None


def tells_apart() -> tuple[bool, bool]:
    """Whether it finds the test file of all scanners, and lets a harmless one pass. Raises ScannerAway, and OSError."""
    with TemporaryDirectory(dir=settings.UPLOAD_ROOT) as folder:
        harmful, harmless = Path(folder, "harmful"), Path(folder, "harmless")
        harmful.write_bytes(TEST_FILE)
        harmless.write_bytes(HARMLESS_FILE)
        return scan(harmful)[0] == FOUND, scan(harmless)[0] == CLEAN
