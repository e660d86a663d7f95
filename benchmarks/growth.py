"""What a page costs when the instance grows: CPU and queries at 2,000, 20,000 and 200,000 tracks, on both databases.

usage: python benchmarks/growth.py [--sizes 2000 20000 200000] [--repeats 4] [--sqlite | --postgres]

CPU is that of the page and of the database's own process for it, whole pages, everything in memory: the lowest of all
repeats, as other work on the machine only adds. A shared machine is faster or slower by the minute: beside each round
a loop is timed that does nothing, and milliseconds are those of a machine on which it takes LOOP_MS. A page may cost
1.3 times as much with a hundred times the works.
"""

import argparse
import json
import os
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from typing import Any

from _tools import ROOT, postgres_server

MOST_GROWTH = 1.3
# CPU that a clock of the kernel's can't tell apart; it counts the server's in hundredths of a second.
CLOCK_MS = 1.0
ROUND = 20
LOOP, LOOP_MS = 300_000, 10.0


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--sizes", type=int, nargs="+", default=[2_000, 20_000, 200_000])
    parser.add_argument("--repeats", type=int, default=4)
    parser.add_argument("--sqlite", action="store_true")
    parser.add_argument("--postgres", action="store_true")
    parser.add_argument("--measure", type=int, help=argparse.SUPPRESS)
    options = parser.parse_args()
    if options.measure:
        return measure(options.measure, options.repeats)
    both = options.sqlite == options.postgres
    failed = 0
    if options.sqlite or both:
        failed += compare("SQLite", [again(size, options.repeats) for size in options.sizes], options.sizes)
    if options.postgres or both:
        failed += compare("PostgreSQL", [on_postgres(size, options.repeats) for size in options.sizes], options.sizes)
    return int(failed > 0)


def compare(database: str, figures: list[dict[str, list[float]]], sizes: list[int]) -> int:
    print(f"\n| {database}: CPU ms, queries | {' | '.join(f'{size:,} tracks' for size in sizes)} | growth | |")
    print(f"|---|{'---|' * len(sizes)}---|---|")
    failed = 0
    for name in figures[0]:
        taken = [each[name] for each in figures]
        growth = taken[-1][0] / taken[0][0]
        missed = growth > MOST_GROWTH and taken[-1][0] - taken[0][0] > CLOCK_MS
        missed |= taken[-1][1] > taken[0][1]
        failed += missed
        cells = " | ".join(f"{cpu:.1f}, {queries:.0f}" for cpu, queries in taken)
        print(f"| {name} | {cells} | {growth:.2f} | {'missed' if missed else 'met'} |", flush=True)
    return failed


def on_postgres(size: int, repeats: int) -> dict[str, list[float]]:
    with postgres_server() as url:
        return again(size, repeats, LIBITUM_BENCH_DATABASE_URL=url)


def again(size: int, repeats: int, **environment: str) -> dict[str, list[float]]:
    """This file in a process of its own, with an instance of its own."""
    home = tempfile.mkdtemp(prefix="libitum-bench-")
    try:
        done = subprocess.run(
            [sys.executable, __file__, "--measure", str(size), "--repeats", str(repeats)],
            cwd=ROOT,
            env={**os.environ, "LIBITUM_BENCH_HOME": home, **environment},
            stdout=subprocess.PIPE,
            text=True,
            check=True,
        )
    finally:
        shutil.rmtree(home, ignore_errors=True)
    return dict(json.loads(done.stdout.splitlines()[-1]))


def measure(size: int, repeats: int) -> int:
    import _instance  # noqa: F401, PLC0415 - makes the instance
    from _asking import pages  # noqa: PLC0415
    from _world import World, fill  # noqa: PLC0415
    from django.conf import settings  # noqa: PLC0415

    settings.RATES = dict.fromkeys(settings.RATES, 1_000_000)  # one asks here more often than anybody may
    fill(World(size))
    found = {each.name: [cpu(each.do, repeats), queries(each.do)] for each in pages()}
    print(json.dumps(found))
    return 0


def cpu(do: Callable[[], Any], repeats: int) -> float:
    """Milliseconds of one answer; the lowest of so many rounds of it."""
    do()
    rounds = []
    for _ in range(repeats):
        before, start = loop(), used()
        for _ in range(ROUND):
            do()
        taken = used() - start
        rounds.append(taken * 1000 / ROUND * LOOP_MS / ((before + loop()) / 2))
    return min(rounds)


def loop() -> float:
    """Milliseconds of CPU for nothing: how fast the machine is at the moment."""
    start, number = time.process_time(), 0
    for each in range(LOOP):
        number += each
    return (time.process_time() - start) * 1000


def used() -> float:
    """CPU seconds of this process and of the server's that works for it."""
    import psutil  # noqa: PLC0415
    from django.db import connection  # noqa: PLC0415

    if connection.vendor == "sqlite":
        return time.process_time()
    connection.ensure_connection()
    times = psutil.Process(connection.connection.info.backend_pid).cpu_times()
    return time.process_time() + float(times.user + times.system)


def queries(do: Callable[[], Any]) -> int:
    from django.db import connection  # noqa: PLC0415

    made: list[str] = []

    def note(execute: Any, sql: str, params: Any, many: bool, context: Any) -> Any:
        made.append(sql)
        return execute(sql, params, many, context)

    with connection.execute_wrapper(note):
        do()
    return len(made)


if __name__ == "__main__":
    sys.exit(main())
