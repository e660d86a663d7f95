"""A real file system of a few megabytes, which a test may fill up.

It is mounted where only the site's own processes see it (`within`), and is gone with the process that holds it.
"""

import os
import shutil
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

MIB = 1024 * 1024
MOUNT = 'mount -t tmpfs -o size="$1",mode=700 tmpfs "$2" && echo mounted && exec sleep infinity'


class SmallDisk:
    """`path` as its own processes see it, `seen_at` as we do."""

    def __init__(self, path: Path, holder: "subprocess.Popen[bytes]") -> None:
        self.path, self.holder = path, holder
        self.seen_at = Path(f"/proc/{holder.pid}/root{path}")
        self.ballast = self.seen_at / "ballast"

    @property
    def within(self) -> tuple[str, ...]:
        user = () if os.geteuid() == 0 else ("--user", "--preserve-credentials")
        return ("nsenter", "--target", str(self.holder.pid), *user, "--mount", f"--wd={Path.cwd()}")

    def fill(self, leave: int = 0) -> None:
        """Until so many bytes are free."""
        with self.ballast.open("ab") as file:
            while (free := shutil.disk_usage(self.seen_at).free - leave) > 0:
                os.posix_fallocate(file.fileno(), file.tell(), min(free, MIB))
                file.seek(0, os.SEEK_END)

    def empty(self) -> None:
        self.ballast.unlink(missing_ok=True)


@contextmanager
def small_disk(path: Path, size: int) -> Iterator[SmallDisk]:
    """Where nobody may mount anything, this fails and says so."""
    path.mkdir()
    unshare = ["unshare", "--mount"] if os.geteuid() == 0 else ["unshare", "--user", "--map-root-user", "--mount"]
    command = [*unshare, "sh", "-c", MOUNT, "sh", str(size), str(path)]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT) as holder:
        try:
            assert holder.stdout is not None
            told = holder.stdout.readline()
            assert told == b"mounted\n", f"this machine lets nobody mount a file system: {told.decode()}"
            yield SmallDisk(path, holder)
        finally:
            holder.kill()
