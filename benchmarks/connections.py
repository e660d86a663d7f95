"""Ways for a web process to keep its connections to PostgreSQL: what a request costs, and how many there are.

usage: python benchmarks/connections.py [--requests 1500] [--at-once 16]

One web process of 16 threads serves a list of 20 tracks to 16 who ask at once. CPU is that of the web process and of
the server's processes together.
"""

import argparse
import http.client
import os
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import psutil
import psycopg
from _tools import ROOT, postgres_server

PATH = "/api/v1/tracks?limit=20"
WAYS = {
    "kept": "one for each thread, kept for a minute, asked before use (ours)",
    "unchecked": "the same, not asked before use",
    "pool16": "a pool of at most 16",
    "pool4": "a pool of at most 4",
    "anew": "a new one for each request",
}


@dataclass(frozen=True)
class Taken:
    seconds: float
    cpu: float
    connections: int
    failed: int


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--requests", type=int, default=1500)
    parser.add_argument("--at-once", type=int, default=16)
    options = parser.parse_args()
    with postgres_server() as url:
        os.environ["LIBITUM_BENCH_DATABASE_URL"] = url
        import _instance  # noqa: PLC0415 - makes the instance
        from _world import World, fill  # noqa: PLC0415

        fill(World(2000))
        print("| | requests a second | CPU ms each | connections | failed |\n|---|---|---|---|---|", flush=True)
        for way, told in WAYS.items():
            with serving(way, Path(_instance.HOME)) as (port, server):
                ask(port, options.at_once, options.at_once * 4)
                taken = measured(url, port, server, options.at_once, options.requests)
            each = 1000 * taken.cpu / options.requests
            rate = options.requests / taken.seconds
            print(f"| {told} | {rate:.0f} | {each:.2f} | {taken.connections} | {taken.failed} |", flush=True)
    return 0


@contextmanager
def serving(way: str, home: Path) -> Iterator[tuple[int, psutil.Process]]:
    from postgres import free_port  # noqa: PLC0415 - beside its only use

    port = free_port()
    environment = {
        **os.environ,
        "DJANGO_SETTINGS_MODULE": "_connected",
        "PYTHONPATH": f"{ROOT}{os.pathsep}{ROOT / 'benchmarks'}",
        "LIBITUM_BENCH_CONNECTIONS": way,
        "LIBITUM_HOME": str(home),
        "LIBITUM_LOG_LEVEL": "ERROR",
        "PORT": str(port),
    }
    environment.pop("LIBITUM_BENCH_DATABASE_URL")
    process = subprocess.Popen([sys.executable, "-m", "libitum", "web"], cwd=ROOT, env=environment)
    try:
        until_it_answers(port)
        yield port, psutil.Process(process.pid)
    finally:
        process.terminate()
        process.wait()


def until_it_answers(port: int) -> None:
    for _ in range(300):
        try:
            if get(port, "/healthz") == http.client.OK:
                return
        except OSError:
            time.sleep(0.1)
    raise SystemExit("The web server didn't start.")


def get(port: int, path: str) -> int:
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=60)
    connection.request("GET", path, headers={"Host": f"localhost:{port}"})
    answer = connection.getresponse()
    answer.read()
    connection.close()
    return answer.status


def ask(port: int, at_once: int, number: int) -> int:
    """How many did not get an answer."""
    with ThreadPoolExecutor(at_once) as people:
        return sum(status != http.client.OK for status in people.map(lambda _: get(port, PATH), range(number)))


def measured(url: str, port: int, server: psutil.Process, at_once: int, number: int) -> Taken:
    with psycopg.connect(url, autocommit=True) as watching:
        (head,) = watching.execute("SELECT pg_backend_pid()").fetchone() or (0,)
        postmaster = psutil.Process(head).parent()
        ended, seen = threading.Event(), [0]

        def watch() -> None:
            while not ended.wait(0.1):
                query = "SELECT count(*) FROM pg_stat_activity WHERE application_name = 'libitum web'"
                (connections,) = watching.execute(query).fetchone() or (0,)
                seen[0] = max(seen[0], connections)

        thread = threading.Thread(target=watch, daemon=True)
        thread.start()
        before, start = used(server, postmaster), time.perf_counter()
        failed = ask(port, at_once, number)
        seconds, after = time.perf_counter() - start, used(server, postmaster)
        ended.set()
        thread.join()
    return Taken(seconds, after - before, seen[0], failed)


def used(*heads: "psutil.Process | None") -> float:
    """CPU seconds of these processes, their children, and those of them that have ended."""
    total = 0.0
    for head in heads:
        for process in [head, *head.children(recursive=True)] if head is not None else []:
            times = process.cpu_times()
            total += times.user + times.system
        if head is not None:
            ended = head.cpu_times()
            total += ended.children_user + ended.children_system
    return float(total)


if __name__ == "__main__":
    sys.exit(main())
