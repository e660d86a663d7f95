"""A PostgreSQL server of a test's own, which it may stop and start."""

import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

sys.path.append(str(Path(__file__).resolve().parents[2] / "tools"))

from postgres import free_port, programs_in_reach, run_as


class Postgres:
    def __init__(self, folder: Path) -> None:
        self.folder, self.port, self.somebody = folder, free_port(), run_as()
        self.programs = programs_in_reach(folder)
        self.url = f"postgres://libitum@127.0.0.1:{self.port}/postgres"
        if self.somebody:
            for each in (folder, folder.parent):
                each.chmod(0o755)
            subprocess.run(["chown", str(self.somebody["user"]), str(folder)], check=True)
        self.do("initdb", "-U", "libitum", "--auth=trust", "--encoding=UTF8", "--no-sync", "--locale=C.UTF-8")

    def start(self) -> None:
        options = f"-c fsync=off -c listen_addresses=127.0.0.1 -c port={self.port} -c unix_socket_directories=''"
        self.do("pg_ctl", "-w", "-l", str(self.folder / "log"), "-o", options, "start")

    def stop(self) -> None:
        """As an operator does it: sessions are ended, whatever they are in the middle of."""
        self.do("pg_ctl", "-m", "fast", "stop")

    @contextmanager
    def away(self) -> Iterator[None]:
        self.stop()
        try:
            yield
        finally:
            self.start()

    def do(self, program: str, *arguments: str) -> None:
        command = [str(self.programs / program), "-D", str(self.folder / "data"), *arguments]
        subprocess.run(command, cwd=self.folder, check=True, stdout=subprocess.DEVNULL, **self.somebody)


@contextmanager
def postgres(folder: Path) -> Iterator[Postgres]:
    folder.mkdir()
    server = Postgres(folder)
    server.start()
    try:
        yield server
    finally:
        server.do("pg_ctl", "-m", "immediate", "stop")
