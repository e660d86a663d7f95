"""Every broken, hostile and odd file gets a clear refusal or is taken, quickly and in little memory."""

import time
from pathlib import Path

import pytest

from libitum.media.engine.examine import examine
from libitum.media.engine.reasons import PictureReason, Reason, Refused
from libitum.media.engine.renditions import make_renditions

from .corpus import CASES, Case
from .memory import watch_children

LONGEST_SECONDS = 1200.0
WALL_SECONDS = 60.0
MEMORY_BYTES = 300 * 1024 * 1024
# Odd enough that encoding them is worth a try, too.
ENCODED = ("a_tenth_of_a_second", "silence", "eight_channels", "louder_than_full_scale", "two_songs_in_a_row", "rf64")


def folder(parent: Path, name: str) -> Path:
    path = parent / name
    path.mkdir()
    return path


def answer(path: Path, workdir: Path) -> Reason | PictureReason | None:
    """The reason of the refusal; None for what is taken."""
    try:
        examine(path, workdir=workdir, longest=LONGEST_SECONDS)
    except Refused as refusal:
        return refusal.reason
    return None


def test_it_is_large_enough() -> None:
    assert len(CASES) >= 60


@pytest.mark.parametrize("case", CASES.values(), ids=CASES)
def test_refused_or_taken(case: Case, tmp_path: Path) -> None:
    path = tmp_path / "received"
    path.write_bytes(case.make())
    began = time.monotonic()
    with watch_children() as memory:
        assert answer(path, folder(tmp_path, "work")) in (case.refused or {None})
    assert time.monotonic() - began < WALL_SECONDS
    assert memory.peak < MEMORY_BYTES
    assert not list((tmp_path / "work").iterdir())


@pytest.mark.parametrize("key", ENCODED)
def test_what_is_taken_can_be_encoded(key: str, tmp_path: Path) -> None:
    path = tmp_path / "received"
    path.write_bytes(CASES[key].make())
    examined = examine(path, workdir=folder(tmp_path, "examine"))
    renditions = make_renditions(path, examined, workdir=folder(tmp_path, "renditions"))
    assert {rendition.frames for rendition in renditions} == {examined.frames}
