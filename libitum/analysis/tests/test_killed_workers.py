"""Workers killed while an engine listens: all that was handed out is written down, nothing is left under way.

More than the eight kills of every run: LIBITUM_KILLS=100. The moments follow from LIBITUM_KILL_SEED.
"""

import json
import os
import random
import signal
import subprocess
import time
from collections import Counter
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest

from libitum.analysis.tests.instance_verbs import TITLES
from libitum.media.tests.own_instance import Instance

pytestmark = pytest.mark.own_database

KILLS = int(os.environ.get("LIBITUM_KILLS", "8"))
SEED = int(os.environ.get("LIBITUM_KILL_SEED", "0")) or random.SystemRandom().randrange(1, 1 << 30)
MODULE = "libitum.analysis.tests.instance"
ENGINE = b"listen.py"
PATIENCE_SECONDS = 20.0


@pytest.fixture
def instance(tmp_path: Path) -> Iterator[Instance]:
    with closing(Instance(tmp_path / "home")) as instance:
        for command in ("migrate", "createcachetable"):
            instance.run("-m", "libitum", command)
        ask(instance, "set-up")
        yield instance


def ask(instance: Instance, verb: str) -> dict[str, Any]:
    answer: dict[str, Any] = json.loads(instance.run("-m", MODULE, verb))
    return answer


def engines() -> set[int]:
    """Processes of this machine that run the engine's program."""
    found = set()
    for folder in Path("/proc").glob("[0-9]*"):
        try:
            words = (folder / "cmdline").read_bytes().split(b"\0")
        except OSError:
            continue
        if ENGINE in words:
            found.add(int(folder.name))
    return found


def kill(worker: "subprocess.Popen[bytes]") -> None:
    worker.send_signal(signal.SIGKILL)
    worker.wait()


def wait_until_gone(ours: set[int]) -> None:
    deadline = time.monotonic() + PATIENCE_SECONDS
    while ours & engines():
        assert time.monotonic() < deadline, "an engine outlived its gate"
        time.sleep(0.05)


def children_of(pid: int) -> set[int]:
    return {each for each in engines() if parent_of(each) == pid}


def parent_of(pid: int) -> int:
    try:
        return int(Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[1])
    except OSError:
        return 0


def check(state: dict[str, Any]) -> None:
    """What must hold at any time after a sweep."""
    runs = {run["uid"]: run for run in state["runs"]}
    assert {run["state"] for run in runs.values()} <= {"closed", "stopped"}
    assert all(run["entry"] for run in runs.values())
    assert state["batches"] == len(runs)
    assert len(state["ends"]) == len(runs)
    handed_out = Counter(use["run__uid"] for use in state["uses"] if use["handed_out_at"])
    assert sum(handed_out.values()) == sum(end["handed_out"] for end in state["ends"])
    for use in state["uses"]:
        assert use["kept"] is None or use["handed_out_at"]
        if runs[use["run__uid"]]["state"] == "stopped":
            assert not use["kept"]
    for output in state["outputs"]:
        assert runs[output["run__uid"]]["state"] == "closed"
    kept = {output["uid"] for output in state["outputs"] if not output["removed_at"]}
    assert {hearing["output"] for hearing in state["hearings"] if hearing["output"]} == kept


def test_workers_killed_at_any_moment(instance: Instance) -> None:
    moments = random.Random(SEED)
    for _ in range(KILLS):
        worker = instance.start("-m", MODULE, "work")
        time.sleep(moments.uniform(0.3, 4.0))
        ours = children_of(worker.pid)
        kill(worker)
        wait_until_gone(ours)
        ask(instance, "sweep")
        check(ask(instance, "state"))
    ask(instance, "work")
    ask(instance, "sweep")
    state = ask(instance, "state")
    check(state)
    assert [hearing["state"] for hearing in state["hearings"]] == ["done"] * len(TITLES), SEED
    assert {hearing["key"] for hearing in state["hearings"]} == {"A"}
    assert state["scratch"] == []


def test_a_worker_killed_while_the_engine_listens(instance: Instance) -> None:
    worker = instance.start("-m", MODULE, "work")
    deadline = time.monotonic() + 4 * PATIENCE_SECONDS
    while not (ours := children_of(worker.pid)):
        assert worker.poll() is None, "it ended without an engine"
        assert time.monotonic() < deadline, "no engine was started"
        time.sleep(0.01)
    kill(worker)
    wait_until_gone(ours)
    before = ask(instance, "state")
    assert [run["state"] for run in before["runs"]] == ["open"]
    assert any(use["handed_out_at"] for use in before["uses"])
    assert before["ends"] == []
    assert ask(instance, "sweep") == {"stopped": 1}
    after = ask(instance, "state")
    check(after)
    assert after["ends"][0]["kept"] == 0
    assert after["ends"][0]["handed_out"] == after["ends"][0]["dropped"] >= 1
    assert ask(instance, "sweep") == {"stopped": 0}
