"""Workers killed at any moment: no half-made set is served. That nothing is lost or left: `tests/faults/soak.py`."""

import json
import os
import random
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest

from .corpus import sounds
from .own_instance import Instance, prepared_instance

pytestmark = pytest.mark.own_database

SEED = int(os.environ.get("LIBITUM_KILL_SEED", "0")) or random.SystemRandom().randrange(1, 1 << 30)


@pytest.fixture
def instance(tmp_path: Path) -> Iterator[Instance]:
    with closing(prepared_instance(tmp_path / "home")) as instance:
        yield instance


def kill(process: "subprocess.Popen[bytes]") -> None:
    process.send_signal(signal.SIGKILL)
    process.wait()


def test_what_is_served_is_whole_all_the_time(instance: Instance, tmp_path: Path) -> None:
    """A recording is replaced again and again by workers that are killed, while somebody looks."""
    chance = random.Random(SEED)
    path = tmp_path / "song.wav"
    path.write_bytes(sounds.wav(2.0))
    instance.ask("receive", str(path))
    worker = instance.start_worker()
    try:
        instance.wait_until_done()
        for number in range(3):
            path.write_bytes(sounds.wav(3.0 + number))
            instance.ask("receive", str(path))
        watcher = subprocess.Popen(
            [sys.executable, "-m", "libitum.media.tests.instance", "watch", "15"],
            env=instance.environment,
            stdout=subprocess.PIPE,
        )
        for _ in range(4):
            if not instance.wait_for_work():
                break
            time.sleep(chance.uniform(0, 1.5))
            kill(worker)
            worker = instance.start_worker()
        seen = json.loads(watcher.communicate()[0])
        instance.wait_until_done()
    finally:
        kill(worker)
    assert seen["faults"] == []
    assert seen["looks"] > 50
    assert [master["samples"] for master in instance.ask("state")["current"]] == [5 * 48_000]
