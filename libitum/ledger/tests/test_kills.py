"""Killed at any instant, the log never signs a smaller or a different tree."""

import os
import subprocess
import sys
from pathlib import Path

KILLS = os.environ.get("LIBITUM_LEDGER_KILLS", "1000")


def test_a_thousand_kills_leave_one_history(tmp_path: Path) -> None:
    environment = {
        **{k: v for k, v in os.environ.items() if not k.startswith(("LIBITUM_", "DJANGO_"))},
        "LIBITUM_HOME": str(tmp_path),
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
