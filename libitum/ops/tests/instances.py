"""Whole instances in folders and databases of their own, worked by the real command."""

import json
import os
import resource
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

from .prepared import ROOT, SERVER, create_database, environment_of, prepared

LIMITED = """
import resource, runpy, sys
soft, hard = int(sys.argv[1]), int(sys.argv[2])
resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))
sys.argv[1:3] = []
runpy.run_module("libitum", run_name="__main__", alter_sys=True)
"""


@dataclass(frozen=True)
class Instance:
    home: Path
    database_url: str = ""

    @property
    def environment(self) -> dict[str, str]:
        return environment_of(self.home, self.database_url)

    def run(self, *arguments: str, largest_file: int = resource.RLIM_INFINITY) -> "subprocess.CompletedProcess[str]":
        """`largest_file`: a disk that takes no file of more bytes, as a full one does."""
        _, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
        return subprocess.run(
            [sys.executable, "-c", LIMITED, str(largest_file), str(hard), *arguments],
            cwd=ROOT,
            env=self.environment,
            capture_output=True,
            text=True,
            check=False,
        )

    def must(self, *arguments: str) -> str:
        done = self.run(*arguments)
        assert done.returncode == 0, done.stdout + done.stderr
        return done.stdout

    def ask(self, code: str) -> object:
        """What a few lines of Python find in the instance; they put it into `answer`."""
        script = f"import json\n{code}\nprint('ANSWER' + json.dumps(answer))"
        return json.loads(self.must("shell", "--verbosity", "0", "--command", script).rpartition("ANSWER")[2])

    def do(self, code: str) -> None:
        self.ask(f"{code}\nanswer = None")


def new_instance(folder: Path, name: str) -> Instance:
    """On SQLite, or on an empty database of its own where the run has PostgreSQL."""
    home = folder / name
    return Instance(home, create_database(SERVER, database_name(home)) if SERVER else "")


def prepared_instance(folder: Path, name: str) -> Instance:
    """One that was prepared as its operator does it."""
    home, made = folder / name, prepared(SERVER)
    made.copy_home(home)
    return Instance(home, create_database(SERVER, database_name(home), made.database) if SERVER else "")


def database_name(home: Path) -> str:
    return f"{home.name}_{os.getpid()}_{home.parent.name}".lower().replace("-", "_")
