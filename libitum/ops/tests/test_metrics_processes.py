"""The files in which web processes count: their room is taken first, and what is left of the dead is kept small."""

import os
import subprocess
import sys
from pathlib import Path

import pytest
from pytest_django import Settings

from libitum.ops.metrics import processes

COUNT = """
from prometheus_client import Counter, Gauge
Counter("pages", "Pages.").inc(7)
Gauge("open", "Open.", multiprocess_mode="livesum").inc(3)
"""


@pytest.fixture
def folder(settings: Settings, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    settings.HOME = tmp_path
    monkeypatch.setenv(processes.VARIABLE, "")
    return tmp_path / "metrics" / "8000"


def test_a_server_begins_with_an_empty_folder_of_its_own_port(folder: Path) -> None:
    for port in ("8000", "8001"):
        (folder.parent / port).mkdir(parents=True)
        (folder.parent / port / "counter_1.db").write_bytes(b"former")
    processes.begin(8000)
    assert processes.shared_folder() == folder
    assert list(folder.iterdir()) == []
    assert (folder.parent / "8001" / "counter_1.db").exists()


def test_the_room_is_taken_before_anything_is_counted(folder: Path) -> None:
    processes.begin(8000)
    processes.join()
    taken = {path.name: path.stat().st_blocks * 512 for path in folder.iterdir()}
    assert taken.keys() == {f"{name}_{os.getpid()}.db" for name in processes.ROOM}
    assert all(taken[f"{name}_{os.getpid()}.db"] >= size for name, size in processes.ROOM.items())


def test_a_number_that_is_given_again_goes_on_with_the_counts_alone(folder: Path) -> None:
    processes.begin(8000)
    for name in processes.ROOM:
        (folder / f"{name}_{os.getpid()}.db").write_bytes(b"former")
    processes.join()
    assert (folder / f"counter_{os.getpid()}.db").read_bytes() == b"former"
    assert (folder / f"gauge_livesum_{os.getpid()}.db").stat().st_size == processes.ROOM["gauge_livesum"]


def test_where_there_is_no_room_a_process_counts_for_itself(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    processes.begin(8000)
    monkeypatch.setattr(processes, "ROOM", {"counter": 2**60})
    processes.join()
    assert processes.shared_folder() is None


def test_where_there_is_no_folder_either(folder: Path) -> None:
    folder.parent.write_text("a file in the folder's place")
    processes.begin(8000)
    assert processes.shared_folder() is None


def test_of_a_process_that_is_gone_its_counts_stay_and_nothing_else(folder: Path) -> None:
    processes.begin(8000)
    environment = {**os.environ, processes.VARIABLE: str(folder)}
    subprocess.run([sys.executable, "-c", COUNT], check=True, env=environment)
    (counter,) = folder.glob("counter_*.db")
    assert counter.stat().st_size >= 64 * 1024
    processes.bury(folder)
    assert [path.name for path in folder.iterdir()] == [counter.name]
    assert counter.stat().st_size < 1000
    processes.bury(folder)
    assert b"pages_total" in counter.read_bytes()
