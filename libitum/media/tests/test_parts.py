"""One writer at a time, whatever dies, and never a byte more than is true."""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.conf import LazySettings

from libitum.media.parts import BeingWritten, Part, Superseded

# A process that writes "abc", says so, and goes on holding the part.
HOLDER = """
import sys, time
from django.conf import settings
settings.configure(UPLOAD_ROOT=sys.argv[1], UPLOAD_STALL_SECONDS=60)
from libitum.media.parts import Part
with Part("x").write() as writer:
    if sys.argv[2] == "held":
        writer.hold()
    writer.append(b"abc")
    print("ready", flush=True)
    time.sleep(600)
"""


@pytest.fixture
def part() -> Part:
    return Part("x")


def other_process(settings: LazySettings, how: str) -> Iterator[subprocess.Popen[str]]:
    command = [sys.executable, "-c", HOLDER, str(settings.UPLOAD_ROOT), how]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout is not None
        assert process.stdout.readline() == "ready\n"
        yield process
        process.kill()


@pytest.fixture
def holder(settings: LazySettings) -> Iterator[subprocess.Popen[str]]:
    yield from other_process(settings, "free")


@pytest.fixture
def unproven(settings: LazySettings) -> Iterator[subprocess.Popen[str]]:
    yield from other_process(settings, "held")


def test_a_part_that_nobody_wrote_is_empty(part: Part) -> None:
    assert part.size() == 0
    part.remove()


def test_another_process_has_to_wait(part: Part, holder: subprocess.Popen[str]) -> None:
    with pytest.raises(BeingWritten), part.write():
        pass
    assert part.size() == 3


def test_another_thread_or_request_of_this_process_has_to_wait(part: Part) -> None:
    with part.write() as writer, pytest.raises(BeingWritten), part.write():
        pass
    with part.write() as writer:
        assert writer.size == 0


def test_a_killed_process_makes_room_at_once_and_its_bytes_stay(part: Part, holder: subprocess.Popen[str]) -> None:
    os.kill(holder.pid, signal.SIGKILL)
    holder.wait()
    with part.write() as writer:
        assert writer.size == 3


def test_a_killed_process_leaves_nothing_unproven(part: Part, unproven: subprocess.Popen[str]) -> None:
    assert part.size() == 0
    os.kill(unproven.pid, signal.SIGKILL)
    unproven.wait()
    with part.write() as writer:
        assert writer.size == 0
    assert part.path.stat().st_size == 0


def stall(part: Part, seconds: float) -> None:
    then = time.time() - seconds
    for path in (part.path, part.writer_path):
        os.utime(path, (then, then))


def test_a_stalled_request_is_superseded_and_can_write_no_more(part: Part, settings: LazySettings) -> None:
    with part.write() as stalled:
        stalled.append(b"abc")
        stall(part, settings.UPLOAD_STALL_SECONDS + 1)
        with part.write() as writer:
            writer.append(b"def")
            with pytest.raises(Superseded):
                stalled.append(b"XYZ")
            with pytest.raises(Superseded):
                stalled.cut(0)
            with pytest.raises(Superseded):
                stalled.hold()
            writer.append(b"ghi")
    assert part.path.read_bytes() == b"abcdefghi"


def test_a_slow_request_is_left_alone(part: Part, settings: LazySettings) -> None:
    with part.write():
        stall(part, settings.UPLOAD_STALL_SECONDS / 2)
        with pytest.raises(BeingWritten), part.write():
            pass


def test_a_stalled_request_of_another_process_is_superseded(part: Part, holder: subprocess.Popen[str]) -> None:
    stall(part, 3600)
    with part.write() as writer:
        writer.append(b"def")
    assert part.path.read_bytes() == b"abcdef"


def test_removing_stops_who_writes(part: Part) -> None:
    with part.write() as writer:
        writer.append(b"abc")
        part.remove()
        with pytest.raises(Superseded):
            writer.append(b"def")
    assert not list(part.path.parent.iterdir())


def test_an_append_the_disk_refuses_leaves_what_was_there(part: Part, monkeypatch: pytest.MonkeyPatch) -> None:
    real = os.pwrite

    def short(descriptor: int, data: bytes, position: int) -> int:
        if position > 3:
            raise OSError(28, "No space left on device")
        return real(descriptor, data[:2], position)

    with part.write() as writer:
        writer.append(b"abc")
        monkeypatch.setattr(os, "pwrite", short)
        with pytest.raises(OSError, match="No space"):
            writer.append(b"defgh")
        assert writer.size == 3
    assert part.path.read_bytes() == b"abc"


def test_nobody_else_on_the_machine_can_read_it(part: Part) -> None:
    with part.write() as writer:
        writer.append(b"abc")
    assert part.path.stat().st_mode & 0o077 == 0
    assert part.path.parent.stat().st_mode & 0o077 == 0


def test_a_whole_file_is_adopted_without_copying(part: Part, settings: LazySettings) -> None:
    root = Path(settings.UPLOAD_ROOT)
    root.mkdir()
    whole = root / "form-1"
    whole.write_bytes(b"abc")
    inode = whole.stat().st_ino
    part.adopt(whole)
    assert (part.size(), part.path.stat().st_ino, whole.exists()) == (3, inode, False)
