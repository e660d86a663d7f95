"""Workers killed at any moment: no upload is lost, no half-made set is served, nothing is left lying about.

More than the ten kills of every run: LIBITUM_KILLS=200. The moments follow from LIBITUM_KILL_SEED.
"""

import hashlib
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
from typing import Any

import pytest

from libitum.media.engine.renditions.fragments import read_track

from .corpus import CASES, sounds
from .own_instance import Instance

pytestmark = pytest.mark.own_instance

KILLS = int(os.environ.get("LIBITUM_KILLS", "10"))
SEED = int(os.environ.get("LIBITUM_KILL_SEED", "0")) or random.SystemRandom().randrange(1, 1 << 30)
GOOD = {"morning": 20.0, "noon": 12.0, "evening": 8.0}
REPLACED = "morning"


@pytest.fixture(scope="module")
def prepared(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Instance]:
    """One with an empty database, to be copied."""
    with closing(Instance(tmp_path_factory.mktemp("prepared") / "home")) as instance:
        for command in ("migrate", "createcachetable"):
            instance.run("-m", "libitum", command)
        yield instance


@pytest.fixture
def instance(prepared: Instance, tmp_path: Path) -> Iterator[Instance]:
    with closing(prepared.copy(tmp_path / "home")) as instance:
        yield instance


def kill(process: "subprocess.Popen[bytes]") -> None:
    process.send_signal(signal.SIGKILL)
    process.wait()


def sources(folder: Path) -> dict[str, str]:
    """Path by name."""
    paths = {}
    for number, (name, seconds) in enumerate(GOOD.items()):
        path = folder / f"{name}.wav"
        path.write_bytes(sounds.wav(seconds, rate=44_100 + number))
        paths[name] = str(path)
    (folder / "broken.wav").write_bytes(CASES["half_a_wav"].make())
    return {**paths, "broken": str(folder / "broken.wav")}


def replace_recording(instance: Instance, folder: Path) -> None:
    replacement = folder / "again" / f"{REPLACED}.wav"
    replacement.parent.mkdir()
    replacement.write_bytes(sounds.wav(5.0, rate=48_000))
    instance.ask("receive", str(replacement))


def kill_everybody(instance: Instance, workers: "list[subprocess.Popen[bytes]]") -> None:
    for worker in workers:
        kill(worker)
    workers[:] = [instance.start_worker() for _ in workers]


def kill_now_and_then(
    instance: Instance, workers: "list[subprocess.Popen[bytes]]", chance: random.Random, times: int
) -> None:
    """As long as there is work: a fast machine is done before the last kill."""
    for _ in range(times):
        if not instance.wait_for_work():
            return
        time.sleep(chance.uniform(0, 2.5))
        victim = chance.randrange(len(workers))
        kill(workers[victim])
        workers[victim] = instance.start_worker()


def test_whatever_is_killed_everything_arrives(instance: Instance, tmp_path: Path) -> None:
    chance = random.Random(SEED)
    paths = sources(tmp_path)
    instance.ask("receive", *paths.values())
    workers = [instance.start_worker(), instance.start_worker()]
    try:
        assert instance.wait_for_work()
        kill_everybody(instance, workers)  # one of them is at work, so at least this kill hits
        kill_now_and_then(instance, workers, chance, KILLS // 2)
        replace_recording(instance, tmp_path)
        kill_now_and_then(instance, workers, chance, KILLS - KILLS // 2)
        state = instance.wait_until_done()
    finally:
        for process in workers:
            kill(process)
    check(instance, state, paths, tmp_path)


def check(instance: Instance, state: dict[str, Any], paths: dict[str, str], tmp_path: Path) -> None:
    context = f"seed {SEED}: {state}"
    assert [job["state"] for job in state["jobs"]] == ["done"] * 5, context
    assert sum(job["attempts"] for job in state["jobs"]) > len(state["jobs"]), context  # some kills have hit
    assert sum(job["failures"] for job in state["jobs"]) == 0, context
    assert [upload["state"] for upload in state["uploads"]] == ["accepted"] * 3 + ["refused", "accepted"], context
    assert sorted(master["track__title"] for master in state["current"]) == sorted(GOOD), context
    instance.ask("tidy")
    state = instance.ask("state")
    media = Path(state["media"])
    expected = {*GOOD.values()} - {GOOD[REPLACED]} | {5.0}
    assert {round(master["samples"] / 48_000, 2) for master in state["current"]} == expected, context
    for master in state["current"]:
        for file in ("aac.mp4", "opus.mp4"):
            track = read_track(media / master["prefix"] / file)
            assert 0 <= track.frames - track.delay - master["samples"] < 4800, context
    check_originals(state, paths, tmp_path, media)
    files = {str(path.relative_to(media)) for path in media.rglob("*") if path.is_file()}
    owned = {name for name in files if any(name.startswith(master["prefix"] + "/") for master in state["current"])}
    assert files == owned | set(state["originals"]), context
    assert len(owned) == 8 * len(GOOD), context


def check_originals(state: dict[str, Any], paths: dict[str, str], tmp_path: Path, media: Path) -> None:
    """Every byte is as it was received, and only what a track refers to is kept."""
    kept = [Path(paths[name]) for name in GOOD if name != REPLACED] + [tmp_path / "again" / f"{REPLACED}.wav"]
    digests = {hashlib.sha256(path.read_bytes()).hexdigest() for path in kept}
    assert {Path(name).name for name in state["originals"]} == digests
    for name in state["originals"]:
        assert hashlib.sha256((media / name).read_bytes()).hexdigest() == Path(name).name


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
