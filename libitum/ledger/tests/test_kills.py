"""Killed at any instant, the log never signs a smaller or a different tree."""

import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest

KILLS = os.environ.get("LIBITUM_LEDGER_KILLS", "1000")


@pytest.fixture
def memory_home(tmp_path: Path) -> Iterator[Path]:
    """In memory where there is such a place: a killed process loses nothing it wrote, so a disk would only be slow."""
    memory = Path("/dev/shm")  # noqa: S108 - looked at, not relied on
    folder = Path(tempfile.mkdtemp(dir=memory)) if os.access(memory, os.W_OK) else tmp_path
    yield folder
    shutil.rmtree(folder, ignore_errors=True)


@pytest.mark.own_database
def test_a_thousand_kills_leave_one_history(memory_home: Path) -> None:
    environment = {
        **{k: v for k, v in os.environ.items() if not k.startswith(("LIBITUM_", "DJANGO_"))},
        "LIBITUM_HOME": str(memory_home),
    }
    done = subprocess.run(
        [sys.executable, "-m", "libitum.ledger.tests.kill_loop", KILLS, "1"],
        env=environment,
        cwd=Path(__file__).parents[3],
        capture_output=True,
        text=True,
        timeout=600,
        check=False,
    )
    assert done.returncode == 0, done.stderr[-3000:]
    assert f"killed {KILLS} times" in done.stdout
