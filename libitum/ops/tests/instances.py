"""Whole instances in folders and databases of their own, worked by the real command."""

import json
import os
import resource
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

import psycopg

ROOT = Path(__file__).resolve().parents[3]
SERVER = os.environ.get("LIBITUM_TEST_DATABASE_URL", "")
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
        others = {k: v for k, v in os.environ.items() if not k.startswith("LIBITUM_") and k != "DJANGO_SETTINGS_MODULE"}
        database = {"LIBITUM_DATABASE_URL": self.database_url} if self.database_url else {}
        return {**others, "LIBITUM_HOME": str(self.home), **database}

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
    if not SERVER:
        return Instance(home)
    database = f"{name}_{os.getpid()}_{folder.name}".lower().replace("-", "_")
    with psycopg.connect(SERVER, autocommit=True) as connection:
        connection.execute(f'DROP DATABASE IF EXISTS "{database}"'.encode())
        connection.execute(f'CREATE DATABASE "{database}"'.encode())
    return Instance(home, f"{SERVER.rpartition('/')[0]}/{database}")
