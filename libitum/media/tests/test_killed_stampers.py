"""Workers killed while they write what machines are told into files: nothing half-made goes out, nothing is left."""

import random
import signal
import time
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest

from libitum.media.engine.containers import Container

from .corpus import sounds
from .own_instance import Instance, prepared_instance
from .reading import said_in, samples

KILLS = 4
SEED = random.SystemRandom().randrange(1, 1 << 30)
SECONDS = {"dawn": 240.0, "dusk": 200.0}


@pytest.fixture
def instance(tmp_path: Path) -> Iterator[Instance]:
    with closing(prepared_instance(tmp_path / "home")) as instance:
        yield instance


def test_every_download_arrives_whole(instance: Instance, tmp_path: Path) -> None:
    chance, paths = random.Random(SEED), [tmp_path / f"{name}.wav" for name in SECONDS]
    for path, seconds in zip(paths, SECONDS.values(), strict=True):
        path.write_bytes(sounds.wav(seconds))
    instance.ask("receive", *map(str, paths))
    worker = instance.start_worker()
    try:
        instance.wait_until_done()
        for _ in range(KILLS):
            instance.ask("offer", "no", "yes")
            if instance.wait_for_work():
                time.sleep(chance.uniform(0, 0.6))
            worker.send_signal(signal.SIGKILL)
            worker.wait()
            worker = instance.start_worker()
        instance.wait_until_done()
    finally:
        worker.kill()
        worker.wait()
    instance.ask("tidy")
    check(instance, {path.stem: path for path in paths})


def check(instance: Instance, sources: dict[str, Path]) -> None:
    state = instance.ask("state")
    context = f"seed {SEED}: {state}"
    assert {job["state"] for job in state["jobs"]} == {"done"}, context
    assert sum(job["failures"] for job in state["jobs"]) == 0, context
    media = Path(state["media"])
    files = {str(path.relative_to(media)) for path in (media / "stamped").rglob("*") if path.is_file()}
    rows = {f"{row['prefix']}/{row['file']}": row for row in state["stamped"]}
    assert files == set(rows), context
    assert len(rows) == len(sources), context
    heard = {samples(path, Container.WAV) for path in sources.values()}
    for name, row in rows.items():
        assert row["digest"] == row["wanted"], context
        assert (media / name).stat().st_size == row["size"], context
        assert said_in(media / name, Container.WAV)["TDM-RESERVATION"] == "1", context
    assert {samples(media / name, Container.WAV) for name in rows} == heard, context
