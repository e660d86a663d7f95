"""What a program can't do that reads uploaded bytes."""

import ctypes
import sys
from pathlib import Path
from typing import IO

import pytest

from libitum.media.engine import sandbox
from libitum.media.engine.child import python_paths
from libitum.media.engine.sandbox import MIB, Limits, Outcome

from .memory import watch_children

QUICK = Limits(wall=20, cpu=10)


def landlock_version() -> int:
    """Of the running kernel; 0 where it has none."""
    return max(0, int(ctypes.CDLL(None).syscall(ctypes.c_long(444), None, ctypes.c_long(0), ctypes.c_long(1))))


LANDLOCK = landlock_version()
SECCOMP = "Seccomp:" in Path("/proc/self/status").read_text()
needs_landlock = pytest.mark.skipif(not LANDLOCK, reason="this kernel has no Landlock")
needs_seccomp = pytest.mark.skipif(not SECCOMP, reason="this kernel has no seccomp")


def python(code: str, workdir: Path, limits: Limits = QUICK, *readable: Path) -> tuple[Outcome, str]:
    """How the program ended and what it printed."""
    output = bytearray()

    def read(stream: IO[bytes]) -> None:
        while piece := stream.read(4096):
            output.extend(piece)

    command = [sys.executable, "-I", "-c", code]
    outcome = sandbox.run(command, workdir=workdir, readable=[*python_paths(), *readable], limits=limits, consume=read)
    return outcome, output.decode()


def test_it_sees_no_environment_and_no_input(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("LIBITUM_SECRET_KEY", "not for you")
    outcome, output = python("import os, sys; print(sorted(os.environ), repr(sys.stdin.read()))", tmp_path)
    assert outcome.ok
    assert "LIBITUM" not in output
    assert output.endswith("''\n")


def test_what_this_kernel_can_do_is_done(tmp_path: Path) -> None:
    outcome, _output = python("pass", tmp_path)
    assert outcome.walls == {"landlock": LANDLOCK, "seccomp": SECCOMP}


@needs_landlock
def test_it_reads_only_what_it_was_given(tmp_path: Path) -> None:
    workdir, given, other = tmp_path / "work", tmp_path / "given", tmp_path / "other"
    workdir.mkdir()
    given.write_text("music")
    other.write_text("secret")
    _outcome, output = python(f"print(open({str(given)!r}).read())", workdir, QUICK, given)
    assert output == "music\n"
    outcome, output = python(f"print(open({str(other)!r}).read())", workdir, QUICK, given)
    assert "PermissionError" in outcome.stderr
    assert not output


@needs_landlock
def test_it_writes_only_into_its_folder(tmp_path: Path) -> None:
    workdir = tmp_path / "work"
    workdir.mkdir()
    limits = Limits(wall=20, cpu=10, file=MIB)
    outcome, _output = python("open('here', 'w').write('a')", workdir, limits)
    assert outcome.ok
    outcome, _output = python(f"open({str(tmp_path / 'there')!r}, 'w')", workdir, limits)
    assert "PermissionError" in outcome.stderr
    assert not (tmp_path / "there").exists()


@needs_seccomp
@pytest.mark.parametrize(
    "code",
    [
        "import socket; socket.create_connection(('127.0.0.1', 9))",
        "import socket; socket.socket(socket.AF_UNIX)",
        "import socket; socket.socket(socket.AF_INET, socket.SOCK_DGRAM).sendto(b'x', ('127.0.0.1', 9))",
    ],
)
def test_it_has_no_network(code: str, tmp_path: Path) -> None:
    outcome, _output = python(code, tmp_path)
    assert "PermissionError" in outcome.stderr


@needs_landlock
def test_it_cannot_signal_us(tmp_path: Path) -> None:
    outcome, _output = python("import os; os.kill(os.getppid(), 0)", tmp_path)
    assert "PermissionError" in outcome.stderr


def test_its_memory_is_bounded(tmp_path: Path) -> None:
    limits = Limits(wall=20, cpu=10, memory=64 * MIB)
    with watch_children() as memory:
        outcome, _output = python("a = bytearray(100 << 20)", tmp_path, limits)
    assert "MemoryError" in outcome.stderr
    assert memory.peak < 100 * MIB


def test_its_files_are_bounded(tmp_path: Path) -> None:
    limits = Limits(wall=20, cpu=10, file=1000)
    code = "import signal; signal.signal(signal.SIGXFSZ, signal.SIG_IGN); open('a', 'wb', 0).write(bytes(2000))"
    python(code, tmp_path, limits)
    assert (tmp_path / "a").stat().st_size == 1000


def test_its_time_is_bounded_by_the_clock(tmp_path: Path) -> None:
    outcome, _output = python("import time; time.sleep(60)", tmp_path, Limits(wall=0.5, cpu=10))
    assert outcome.out_of_time
    assert not outcome.ok


def test_its_time_is_bounded_by_the_processor(tmp_path: Path) -> None:
    outcome, _output = python("while True: pass", tmp_path, Limits(wall=30, cpu=1))
    assert outcome.out_of_time
    assert outcome.cpu_seconds < 3


def test_its_children_end_with_it(tmp_path: Path) -> None:
    code = "import os, time\nif os.fork() == 0: time.sleep(60)\nprint(os.getpid())"
    outcome, _output = python(code, tmp_path, Limits(wall=1, cpu=10))
    assert outcome.out_of_time  # the child held our pipe, and was killed for it


def test_what_it_says_is_bounded(tmp_path: Path) -> None:
    outcome, _output = python("import sys\nfor n in range(200_000): print('noise', n, file=sys.stderr)", tmp_path)
    assert len(outcome.stderr) <= sandbox.STDERR_BYTES
    assert outcome.stderr.endswith("noise 199999\n")


def test_it_dies_when_we_stop_reading(tmp_path: Path) -> None:
    def stop(stream: IO[bytes]) -> None:
        stream.read(10)
        raise ValueError("enough")

    command = [sys.executable, "-I", "-c", "while True: print('endless')"]
    with pytest.raises(ValueError, match="enough"):
        sandbox.run(command, workdir=tmp_path, readable=python_paths(), limits=QUICK, consume=stop)
