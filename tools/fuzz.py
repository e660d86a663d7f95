"""Throws made-up bytes at every reader of strangers' bytes, for FUZZ_SECONDS each (60), and says what came of it.

usage: python -m tools.fuzz [TARGET …]

Targets and the inputs they begin with are in tests/fuzz. What they learn stays in FUZZ_CORPUS, where that is set.
An input that does harm is written to fuzz-found/; once it is mended, it becomes a seed.
"""

import os
import re
import subprocess
import sys
import tempfile
from collections.abc import Iterable
from pathlib import Path

from tests.fuzz.seeds import SEEDS

ROOT = Path(__file__).resolve().parent.parent
SECONDS = int(os.environ.get("FUZZ_SECONDS", "60"))
FOUND = ROOT / "fuzz-found"
OPTIONS = ("-max_len=4096", "-timeout=25", "-rss_limit_mb=2048", "-print_final_stats=1")


def fuzz(name: str, seeds: Iterable[bytes], corpus: Path) -> tuple[int, bool]:
    """How many inputs were tried, and whether all did no harm."""
    corpus.mkdir(parents=True, exist_ok=True)
    for number, seed in enumerate(seeds):
        (corpus / f"seed-{number}").write_bytes(seed)
    FOUND.mkdir(exist_ok=True)
    where = [f"-artifact_prefix={FOUND}/{name}-", f"-max_total_time={SECONDS}", *OPTIONS, str(corpus)]
    done = subprocess.run(
        [sys.executable, "-m", "tests.fuzz.run", name, *where], cwd=ROOT, capture_output=True, text=True, check=False
    )
    counted = re.search(r"stat::number_of_executed_units:\s+(\d+)", done.stderr)
    if done.returncode:
        print(done.stderr[-3000:])
    return int(counted[1]) if counted else 0, done.returncode == 0


def main() -> int:
    names = sys.argv[1:] or list(SEEDS)
    harmed = []
    with tempfile.TemporaryDirectory() as folder:
        kept = Path(os.environ.get("FUZZ_CORPUS", folder))
        for name in names:
            runs, harmless = fuzz(name, SEEDS[name], kept / name)
            print(f"{name:16} {runs:>10} inputs  {'no harm' if harmless else 'HARM: see fuzz-found/'}", flush=True)
            harmed += [] if harmless else [name]
    return 1 if harmed else 0


if __name__ == "__main__":
    sys.exit(main())
