"""The whole tree of processes, killed in every place."""

import resource
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Callable, Iterator
from contextlib import suppress

import psutil
import pytest

from .instances import Instance, new_instance, prepared_instance
from .prepared import ROOT

pytestmark = pytest.mark.own_database

PATIENCE = 60.0


class Served:
    """An instance under `libitum serve`."""

    def __init__(self, instance: Instance) -> None:
        self.port = free_port()
        self.log = (instance.home / "serve.log").open("ab")
        self.process = subprocess.Popen(
            [sys.executable, "-m", "libitum", "serve"],
            cwd=ROOT,
            env={**instance.environment, "PORT": str(self.port)},
            stdout=self.log,
            stderr=self.log,
        )

    def answers(self, page: str = "/healthz") -> bool:
        try:
            urllib.request.urlopen(f"http://127.0.0.1:{self.port}{page}", timeout=5).close()
        except (urllib.error.URLError, ConnectionError, TimeoutError):
            return False
        return True

    def family(self) -> list[psutil.Process]:
        with suppress(psutil.NoSuchProcess):
            return psutil.Process(self.process.pid).children(recursive=True)
        return []

    def child(self, verb: str) -> psutil.Process:
        return next(p for p in psutil.Process(self.process.pid).children() if p.cmdline()[3:4] == [verb])

    def end(self) -> None:
        family = self.family()
        self.process.kill()
        self.process.wait()
        for process in family:
            with suppress(psutil.NoSuchProcess):
                process.kill()
        self.log.close()


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def eventually(holds: Callable[[], bool], what: str) -> None:
    deadline = time.monotonic() + PATIENCE
    while not holds():
        assert time.monotonic() < deadline, what
        time.sleep(0.05)


@pytest.fixture(scope="module")
def prepared(tmp_path_factory: pytest.TempPathFactory) -> Instance:
    return prepared_instance(tmp_path_factory.mktemp("serve"), "served")


@pytest.fixture
def served(prepared: Instance) -> Iterator[Served]:
    served = Served(prepared)
    try:
        eventually(served.answers, "the web server did not start")
        yield served
    finally:
        served.end()


def gone(processes: list[psutil.Process]) -> Callable[[], bool]:
    return lambda: not any(p.is_running() and p.status() != psutil.STATUS_ZOMBIE for p in processes)


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT])
def test_asked_to_stop_all_of_it_stops(served: Served, number: signal.Signals) -> None:
    family = served.family()
    assert len(family) >= 3
    served.process.send_signal(number)
    assert served.process.wait(PATIENCE) == 0
    assert gone(family)()
    assert not served.answers()


def test_killed_it_leaves_no_orphan(served: Served) -> None:
    family = served.family()
    served.process.kill()
    served.process.wait()
    eventually(gone(family), "somebody outlived the supervisor")


def test_a_web_server_that_dies_is_started_again(served: Served) -> None:
    former = served.child("web")
    below = former.children(recursive=True)
    former.kill()
    eventually(gone([former, *below]), "granian's own processes outlived it")
    eventually(served.answers, "the web server was not started again")
    assert served.child("web").pid != former.pid


def test_granians_own_process_is_replaced(served: Served) -> None:
    (inner,) = served.child("web").children()
    inner.kill()
    eventually(gone([inner]), "it was killed")
    eventually(served.answers, "granian did not start another")


def test_a_worker_that_dies_is_started_again(served: Served) -> None:
    former = served.child("worker")
    former.kill()

    def another() -> bool:
        with suppress(StopIteration, psutil.NoSuchProcess):
            return served.child("worker").pid != former.pid
        return False

    eventually(another, "the worker was not started again")


def test_a_port_that_is_taken_is_a_sentence(served: Served, prepared: Instance) -> None:
    environment = {**prepared.environment, "PORT": str(served.port)}
    done = subprocess.run(
        [sys.executable, "-m", "libitum", "serve"],
        cwd=ROOT,
        env=environment,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 1
    assert f"Port {served.port} is taken" in done.stderr
    assert "Traceback" not in done.stderr


def test_what_is_not_prepared_is_not_served(tmp_path_factory: pytest.TempPathFactory) -> None:
    bare = new_instance(tmp_path_factory.mktemp("bare"), "bare")
    done = bare.run("serve")
    assert done.returncode == 1
    assert "libitum prepare" in done.stderr


def test_a_worker_is_seen_by_readiness(served: Served) -> None:
    eventually(lambda: served.answers("/readyz"), "the instance never became ready")


def probed(instance: Instance, port: int) -> str:
    """What the health check of containers says is wrong."""
    command = [sys.executable, "-m", "libitum.ops.serving.probe"]
    environment = {**instance.environment, "PORT": str(port)}
    done = subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, text=True, check=False)
    assert done.returncode == bool(done.stderr)
    return done.stderr


def test_the_health_check_of_containers_sees_who_answers(served: Served, prepared: Instance) -> None:
    assert probed(prepared, served.port) == ""
    assert "It does not answer: " in probed(prepared, free_port())


def test_connections_that_stay_open_keep_nobody_out(served: Served) -> None:
    """As listeners' do between two pieces of sound: more than a process may have files unless it asks for more."""
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    resource.setrlimit(resource.RLIMIT_NOFILE, (hard, hard))
    kept = [socket.create_connection(("127.0.0.1", served.port)) for _ in range(1_200)]
    try:
        assert served.answers()
    finally:
        for connection in kept:
            connection.close()
        resource.setrlimit(resource.RLIMIT_NOFILE, (soft, hard))
