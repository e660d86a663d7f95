"""A short run of what `make fuzz` does for longer."""

import random
import re
import subprocess
import sys
from pathlib import Path

import pytest

from .seeds import SEEDS
from .targets import TARGETS

ROOT = Path(__file__).resolve().parents[2]
RUNS, SEED, MOST_BYTES = 3000, 1, 512
ROUNDS = 60


def test_every_target_has_seeds() -> None:
    assert set(SEEDS) == set(TARGETS)


@pytest.mark.parametrize("name", TARGETS)
def test_seeds_and_what_is_near_them_do_no_harm(name: str) -> None:
    """The same changes every time: cut, doubled, one byte another."""
    chance = random.Random(SEED)
    for seed in SEEDS[name]:
        TARGETS[name](seed)
        for _ in range(ROUNDS // len(SEEDS[name]) + 1):
            at, byte = chance.randrange(len(seed)), bytes([chance.randrange(256)])
            for changed in (seed[:at], seed[:at] + byte + seed[at + 1 :], seed + seed[at:], seed[at:]):
                TARGETS[name](changed)


def test_a_fuzzer_that_sees_which_branches_it_takes_finds_nothing(tmp_path: Path) -> None:
    for place, (name, seeds) in enumerate((name, SEEDS[name]) for name in TARGETS):
        for number, seed in enumerate(seeds):
            (tmp_path / f"{name}-{number}").write_bytes(bytes([place]) + seed)
    options = [f"-runs={RUNS}", f"-seed={SEED}", f"-max_len={MOST_BYTES}", "-timeout=20", str(tmp_path)]
    done = subprocess.run(
        [sys.executable, "-m", "tests.fuzz.run", "every", f"-artifact_prefix={tmp_path}/found-", *options],
        cwd=ROOT, capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr[done.stderr.rfind("=== Uncaught") :][:4000]
    assert re.search(rf"Done {RUNS} runs", done.stderr)
