"""Engines that try everything, behind every kind of wall this machine builds: they get nothing, the gate stays up."""

import json
import os
import socket
import threading
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings as site

from libitum.catalog.models import Track
from libitum.media.engine.sandbox import MIB
from libitum.media.models import Master
from libitum.media.tests.memory import watch_children
from libitum.rights import gate
from libitum.rights.gate import running, walls
from libitum.rights.gate.problems import Why
from libitum.rights.models import Run, TermsVersion

from .conftest import SYSTEM_PYTHON, Make

# Walls are the same in front of either database.
pytestmark = pytest.mark.of_sqlite
ORGANISE = gate.Use("disc.organise")
# Tries each of its attempts, which are lines of Python, and tells what came of it.
TRYING = """
import json, os, sys
attempts = {attempts!r}
told = {{}}
for attempt in attempts:
    try:
        told[attempt] = repr(eval(attempt))[:200]
    except BaseException as error:
        told[attempt] = "! " + type(error).__name__
print(json.dumps(told))
"""


def modes() -> list[str]:
    """Root can make another user of them, on a Python that this user may read."""
    return ["plain", "user"] if os.geteuid() == 0 and SYSTEM_PYTHON.exists() else ["plain"]


@pytest.fixture(params=modes())
def mode(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> str:
    if request.param == "user":
        system = walls.Interpreter(SYSTEM_PYTHON, (SYSTEM_PYTHON.resolve(), Path("/usr/lib/python3")))
        for module in (walls, running):
            monkeypatch.setattr(module, "interpreter", lambda: system)
        assert walls.walls().user
    else:
        monkeypatch.setattr(walls, "walls", lambda: walls.Walls(*plain_walls(), False, "not in this test"))
    return str(request.param)


def plain_walls() -> tuple[int, bool]:
    given = walls.try_walls(None)
    return int(given["landlock"]), bool(given["seccomp"])


@pytest.fixture
def secrets(songs: list[Track], monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> dict[str, str]:
    """Paths of what must not be seen."""
    monkeypatch.setenv("LIBITUM_SECRET_KEY", "not for you")
    home = Path(site.HOME)
    home.mkdir(parents=True, exist_ok=True)
    # Of this process alone: others that test at the same time share the home, and write theirs.
    secret = home / f"secret_key.{os.getpid()}"
    secret.write_text("the instance's secret")
    database = tmp_path / "libitum.sqlite3"
    database.write_text("SQLite format 3")
    sibling = Master.objects.get(track=songs[1]).original.storage_name
    return {
        "home": str(secret),
        "database": str(database),
        "sibling": str(Path(site.MEDIA_ROOT) / sibling),
        "media": str(site.MEDIA_ROOT),
        "parent": f"/proc/{os.getpid()}/environ",
        "memory": f"/proc/{os.getpid()}/mem",
    }


def ask(songs: list[Track], engine: str = "listener") -> dict[str, Any]:
    with gate.request(ORGANISE, songs[:1], engine=engine) as permit:
        for _work, audio in permit.audio():
            return audio.listen()
    raise AssertionError("nothing was handed out")


def asked_again(songs: list[Track], times: int = 4) -> dict[str, Any]:
    for _ in range(times):
        try:
            return ask(songs)
        except gate.EngineFailed as failure:
            last = failure
    raise last


def attempt(songs: list[Track], make_engine: Make, *attempts: str, **fields: object) -> dict[str, str]:
    engine = make_engine(TRYING.format(attempts=list(attempts)), **fields)
    told = ask(songs, engine.slug)
    assert list(told) == list(attempts)
    return told


def all_failed(told: dict[str, str]) -> bool:
    return all(result.startswith("! ") for result in told.values())


def test_it_opens_no_file(
    mode: str, songs: list[Track], terms: TermsVersion, make_engine: Make, secrets: dict[str, str]
) -> None:
    paths = ["/etc/passwd", "/etc/hostname", "/proc/self/environ", "/proc/self/fd/0", "/dev/fd/0", *secrets.values()]
    told = attempt(
        songs,
        make_engine,
        *(f"open({path!r}, 'rb').read(10)" for path in paths),
        *(f"os.listdir({path!r})" for path in ("/", "/home", "/proc", str(site.HOME), secrets["media"])),
        f"os.link({secrets['sibling']!r}, 'mine')",
        f"os.symlink({secrets['sibling']!r}, 'mine')",
        f"os.rename({secrets['sibling']!r}, '/tmp/mine')",
    )
    assert all_failed(told), told


def test_it_has_no_environment_and_sees_no_work_but_the_one(
    mode: str, songs: list[Track], terms: TermsVersion, make_engine: Make, secrets: dict[str, str]
) -> None:
    told = attempt(songs, make_engine, "dict(os.environ)", "sys.argv[1:]", "len(sys.stdin.buffer.read())")
    environment, arguments, heard = told.values()
    assert "LIBITUM" not in environment
    assert arguments == repr([json.dumps({"files": {}})])
    assert int(heard) == 44 + 44_100 * 4


def test_it_changes_no_file(
    mode: str, songs: list[Track], terms: TermsVersion, make_engine: Make, secrets: dict[str, str]
) -> None:
    before = {path: Path(path).stat() for path in secrets.values() if not path.startswith("/proc")}
    told = attempt(
        songs,
        make_engine,
        f"open({secrets['home'] + '.new'!r}, 'w')",
        "open('/tmp/libitum-engine-was-here', 'w')",
        "open('here', 'w')",
        "os.mkdir('here')",
        "os.mkfifo('here')",
        "open('engine.py', 'a')",
        "os.fchmod(0, 0o777)",
        *(f"os.chmod({path!r}, 0o777)" for path in before),
        *(f"os.chown({path!r}, 1, 1)" for path in before),
        *(f"os.utime({path!r}, (0, 0))" for path in before),
        *(f"os.truncate({path!r}, 0)" for path in before),
        *(f"os.unlink({path!r})" for path in before),
        *(f"os.setxattr({path!r}, 'user.a', b'b')" for path in before),
    )
    assert all_failed(told), told
    for path, stat in before.items():
        now = Path(path).stat()
        assert (now.st_mode, now.st_uid, now.st_mtime, now.st_size) == (
            stat.st_mode,
            stat.st_uid,
            stat.st_mtime,
            stat.st_size,
        )


@pytest.fixture
def listening(tmp_path: Path) -> Iterator[dict[str, str]]:
    """Servers that would take a call: TCP, and a socket in a file."""
    tcp, local = socket.create_server(("127.0.0.1", 0)), socket.socket(socket.AF_UNIX)
    path = tmp_path / "socket"
    local.bind(str(path))
    local.listen()
    with tcp, local:
        yield {"port": str(tcp.getsockname()[1]), "path": str(path)}


def test_it_has_no_network(
    mode: str, songs: list[Track], terms: TermsVersion, make_engine: Make, listening: dict[str, str]
) -> None:
    module = "__import__('socket')"
    told = attempt(
        songs,
        make_engine,
        f"{module}.create_connection(('127.0.0.1', {listening['port']}))",
        f"{module}.socket({module}.AF_UNIX).connect({listening['path']!r})",
        f"{module}.socket(type={module}.SOCK_DGRAM).sendto(b'x', ('127.0.0.1', 9))",
        f"{module}.socket({module}.AF_NETLINK, {module}.SOCK_RAW)",
        f"{module}.socketpair()",
        f"{module}.getaddrinfo('localhost', 80)",
    )
    assert all_failed(told), told


def test_it_starts_no_process_and_reaches_none(
    mode: str, songs: list[Track], terms: TermsVersion, make_engine: Make
) -> None:
    us = os.getpid()
    libc = "__import__('ctypes').CDLL(None)"
    told = attempt(
        songs,
        make_engine,
        "os.fork()",
        "os.posix_spawn('/bin/true', ['true'], {})",
        "__import__('subprocess').run(['/bin/true'])",
        "__import__('multiprocessing').Process(target=print).start()",
        *(f"os.kill({pid}, {number})" for pid in (us, os.getppid(), -1, 1) for number in (0, 9)),
        f"os.killpg({os.getpgid(us)}, 9)",
        f"os.setpriority(os.PRIO_PROCESS, {us}, 19)",
        f"os.sched_setaffinity({us}, [0])",
        f"__import__('resource').prlimit({us}, 0, (1, 1))",
        f"open('/proc/{us}/mem', 'rb')",
        f"os.pidfd_open({us})",
    )
    assert all_failed(told), told
    (told_us,) = attempt(songs, make_engine, f"{libc}.prctl(1, 0)", slug="lasting").values()
    assert told_us == "-1"  # it can't ask to outlive us


def test_threads_are_all_it_may_start(mode: str, songs: list[Track], terms: TermsVersion, make_engine: Make) -> None:
    program = """
    # threading.Thread.start() would wait for ever for a thread that died of too little memory before it said so.
    import _thread, json
    held, count, spare = _thread.allocate_lock(), 0, bytearray(2**23)
    held.acquire()
    _thread.stack_size(65536)
    try:
        for _ in range(20_000):
            _thread.start_new_thread(held.acquire, ())
            count += 1
    except (RuntimeError, MemoryError):
        del spare
    print(json.dumps({"count": count}))
    """
    make_engine(program)
    bound = 1200 if mode == "user" else 20_000
    # Where memory ends in a thread that has just begun, the interpreter itself may die before it can count.
    assert 1 <= asked_again(songs)["count"] < bound


@pytest.mark.parametrize(
    ("program", "sentence"),
    [
        ("while True: pass", "took longer"),
        ("import time; time.sleep(60)", "took longer"),
        ("import os\nos.close(0); os.close(1); os.close(2)\nwhile True: pass", "took longer"),
        ("while True: print('noise' * 10_000)", "far more"),
        ("import sys\nwhile True: sys.stderr.write('noise' * 10_000)", "took longer"),
        ("raise ValueError('I give up')", "I give up"),
        ("import sys; sys.exit(3)", "ended with an error"),
        ("import os; os.abort()", "ended with an error"),
        ("import ctypes; ctypes.string_at(0)", "ended with an error"),
        ("bytearray(1 << 30)", "MemoryError"),
        ("a = []\nwhile True: a.append(bytearray(1 << 20))", "MemoryError"),
    ],
)
@pytest.mark.usefixtures("mode", "terms")
def test_a_wild_one_ends_with_a_sentence(program: str, sentence: str, songs: list[Track], make_engine: Make) -> None:
    make_engine(program, limits={"sound": 1, "seconds": 2, "memory": 64})
    threads = threading.active_count()
    with watch_children() as memory, pytest.raises(gate.EngineFailed, match=sentence):
        ask(songs)
    assert memory.peak < 300 * MIB
    assert sentence in Run.objects.get().note
    assert threading.active_count() <= threads


@pytest.mark.parametrize(
    "program",
    [
        "print('[' * 200_000)",
        "print('{\"tempo\": NaN}')",
        "print('{\"tempo\": ' + '9' * 5000 + '}')",
        "print('[1]')",
        "pass",
        "import sys; sys.stdout.buffer.write(b'\\xff\\xfe')",
    ],
)
def test_an_answer_of_another_form_is_none(
    program: str, songs: list[Track], terms: TermsVersion, make_engine: Make
) -> None:
    make_engine(program)
    with pytest.raises(gate.EngineFailed, match="agreed form"):
        ask(songs)


FLOODING = """
import json, os, sys
files = json.loads(sys.argv[1])["files"]
import signal; signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
told = {}
for name, number in files.items():
    written = 0
    try:
        while True:
            written += os.write(number, bytes(1 << 20))
    except OSError as error:
        told[name] = written
print(json.dumps(told))
"""


def test_it_fills_no_disk(mode: str, songs: list[Track], terms: TermsVersion, make_engine: Make) -> None:
    limits = {"sound": 1, "seconds": 30, "memory": 64, "file": 2}
    make_engine(FLOODING, files=["a.wav", "b.wav"], limits=limits)
    with gate.request(ORGANISE, songs[:1], engine="listener") as permit:
        ((_work, audio),) = permit.audio()
        with audio.listening() as heard:
            assert heard.answer == {"a.wav": 2 * MIB, "b.wav": 2 * MIB}
            assert [len(file.read()) for file in heard.files.values()] == [2 * MIB, 2 * MIB]
    assert not list((Path(site.UPLOAD_ROOT) / "gate").iterdir())


def test_files_are_what_it_was_handed_and_never_a_path(
    mode: str, songs: list[Track], terms: TermsVersion, make_engine: Make
) -> None:
    program = """
    import json, os, sys
    number = json.loads(sys.argv[1])["files"]["a.wav"]
    try:
        os.symlink("/etc/passwd", "a.wav")
    except OSError:
        pass
    os.write(number, b"mine")
    os.lseek(number, 10, 0)
    print("{}")
    """
    make_engine(program, files=["a.wav"], limits={"sound": 1, "seconds": 20, "memory": 64, "file": 1})
    with gate.request(ORGANISE, songs[:1], engine="listener") as permit:
        ((_work, audio),) = permit.audio()
        with audio.listening() as heard:
            assert heard.files["a.wav"].read() == b"mine"


def test_two_works_never_meet_in_one_process(
    mode: str, songs: list[Track], terms: TermsVersion, make_engine: Make
) -> None:
    program = """
    import builtins, json, sys
    seen = getattr(builtins, "seen", 0)
    builtins.seen = seen + 1
    try:
        open("kept", "w")
    except OSError:
        pass
    print(json.dumps({"seen": seen}))
    """
    make_engine(program)
    with gate.request(ORGANISE, songs, engine="listener") as permit:
        assert [audio.listen() for _work, audio in permit.audio()] == [{"seen": 0}] * 3


@pytest.mark.parametrize("given", [walls.Walls(0, True, False, ""), walls.Walls(7, False, False, "")])
def test_without_a_wall_no_outside_engine_is_taken_or_run(
    given: walls.Walls, songs: list[Track], terms: TermsVersion, make_engine: Make, monkeypatch: pytest.MonkeyPatch
) -> None:
    make_engine()
    monkeypatch.setattr(walls, "walls", lambda: given)
    assert walls.why_no_outside_engine()
    with pytest.raises(gate.GateClosed) as closed:
        gate.request(ORGANISE, songs, engine="listener")
    assert closed.value.why is Why.NO_WALLS


def test_where_the_wall_is_promised_and_not_given_it_is_not_started(
    songs: list[Track], terms: TermsVersion, make_engine: Make, monkeypatch: pytest.MonkeyPatch
) -> None:
    make_engine("print('{\"started\": true}')")
    with gate.request(ORGANISE, songs[:1], engine="listener") as permit:
        monkeypatch.setattr("libitum.media.engine.calls.MACHINES", ())
        ((_work, audio),) = permit.audio()
        with pytest.raises(gate.EngineFailed, match="ended with an error"):
            audio.listen()


def test_a_home_inside_the_python_installation_closes_the_gate_to_outsiders(
    songs: list[Track], terms: TermsVersion, make_engine: Make, settings: Any
) -> None:
    make_engine()
    settings.HOME = walls.interpreter().readable[0] / "instance"
    with pytest.raises(gate.GateClosed) as closed:
        gate.request(ORGANISE, songs, engine="listener")
    assert closed.value.why is Why.NO_WALLS
