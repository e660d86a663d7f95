"""Listeners per core: HLS at 128 kbit/s, more and more of them, until one segment in a hundred takes half a second.

usage: python benchmarks/listeners.py [--seconds 15] [--most 20000]

The server's processes are held to one core and those who listen to another. Each listener asks for a segment of six
seconds every six seconds, over a connection that stays open, and starts at a moment of its own.
"""

import argparse
import asyncio
import os
import random
import resource
import sys
import time
from dataclasses import dataclass, field
from pathlib import Path

from _instance import HOME
from _serving import cpu_of, family, free_port, libitum, nginx
from ranges import address_of, public_track

SEGMENT_SECONDS = 6.0
SEGMENT_BYTES = round(128_000 / 8 * SEGMENT_SECONDS)
SIZE = 20_000_000
MOST_P99_SECONDS = 0.5
START_WITH = 100
# Bisections between the last number that was good and the first that wasn't.
STEPS = 2


@dataclass
class Crowd:
    """`taken`: seconds from the question to the last byte of each segment."""

    port: int
    path: str
    taken: list[float] = field(default_factory=list)
    failed: int = 0

    async def listen(self, until: float, start: float) -> None:
        await asyncio.sleep(start)
        reader, writer = await asyncio.open_connection("127.0.0.1", self.port)
        due = time.monotonic()
        try:
            while due < until:
                await asyncio.sleep(max(0.0, due - time.monotonic()))
                # From the moment it was due, so that a late question counts, too.
                await self.fetch(reader, writer)
                self.taken.append(time.monotonic() - due)
                due += SEGMENT_SECONDS
        except (OSError, EOFError):
            self.failed += 1
        finally:
            writer.close()

    async def fetch(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        first = random.randrange(SIZE - SEGMENT_BYTES)
        asked = f"Range: bytes={first}-{first + SEGMENT_BYTES - 1}"
        writer.write(f"GET {self.path} HTTP/1.1\r\nHost: localhost\r\n{asked}\r\n\r\n".encode())
        head = await reader.readuntil(b"\r\n\r\n")
        if b" 206 " not in head.split(b"\r\n", 1)[0]:
            raise EOFError(head[:40])
        await reader.readexactly(SEGMENT_BYTES)

    async def gather(self, number: int, seconds: float) -> None:
        until = time.monotonic() + SEGMENT_SECONDS + seconds
        starts = [random.uniform(0, SEGMENT_SECONDS) for _ in range(number)]
        await asyncio.gather(*(self.listen(until, start) for start in starts))


@dataclass(frozen=True)
class Load:
    listeners: int
    p99: float
    failed: int
    server: float
    asking: float
    each: float

    @property
    def good(self) -> bool:
        return self.p99 <= MOST_P99_SECONDS and not self.failed


def load(pids: list[int], port: int, path: str, number: int, seconds: float) -> Load:
    """`server` and `asking`: cores in use meanwhile; `each`: CPU seconds of the server for a segment."""
    crowd = Crowd(port, path)
    before, own, begun = cpu_of(pids), time.process_time(), time.monotonic()
    asyncio.run(crowd.gather(number, seconds))
    lasted, used = time.monotonic() - begun, cpu_of(pids) - before
    taken = sorted(crowd.taken)
    p99 = taken[int(len(taken) * 0.99)] if taken else float("inf")
    asking = (time.process_time() - own) / lasted
    return Load(number, p99, crowd.failed, used / lasted, asking, used / max(1, len(taken)))


def most(pids: list[int], port: int, path: str, seconds: float, limit: int) -> list[Load]:
    """Every load that was tried; the last good one is the answer."""
    load(pids, port, path, START_WITH, 1)  # what is loaded at the first requests
    tried = [load(pids, port, path, START_WITH, seconds)]
    while tried[-1].good and tried[-1].listeners < limit:
        tried.append(load(pids, port, path, min(limit, tried[-1].listeners * 2), seconds))
    if tried[-1].good:
        return tried
    low, high = tried[-1].listeners // 2, tried[-1].listeners
    for _ in range(STEPS):
        tried.append(load(pids, port, path, (low + high) // 2, seconds))
        low, high = (tried[-1].listeners, high) if tried[-1].good else (low, tried[-1].listeners)
    return tried


def hold_to(pids: list[int], core: int) -> None:
    for pid in pids:
        for task in Path(f"/proc/{pid}/task").iterdir():
            os.sched_setaffinity(int(task.name), {core})


def rows(name: str, tried: list[Load]) -> str:
    """Prints what was tried; the answer in words. Where others kept the machine busy, the CPU says how far it goes."""
    for each in sorted(tried, key=lambda tried: tried.listeners):
        told = f"{each.p99 * 1000:.0f} ms" if each.p99 < 60 else "none came"
        verdict = "" if each.good else (f"{each.failed} connections broke" if each.failed else "too slow")
        used = f"{each.each * 1000:.1f} ms | {each.server:.2f} | {each.asking:.2f}"
        print(f"| {name} | {each.listeners:,} | {told} | {used} | {verdict} |", flush=True)
    good = max((each.listeners for each in tried if each.good), default=0)
    cheapest = min(each.each for each in tried)
    return f"{name}: {good:,} listeners, and by CPU alone room for {SEGMENT_SECONDS / cheapest:,.0f}"


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--seconds", type=float, default=15.0)
    parser.add_argument("--most", type=int, default=20_000)
    options = parser.parse_args()
    _soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    resource.setrlimit(resource.RLIMIT_NOFILE, (hard, hard))
    cores = sorted(os.sched_getaffinity(0))
    path, _name = address_of(public_track(), random.Random(1).randbytes(SIZE))
    print("| server on one core | listeners | p99 of a segment | CPU a segment | cores: server | who asks | |")
    print("|---|---|---|---|---|---|---|")
    found = []
    port = free_port()
    os.sched_setaffinity(0, {cores[-1]})
    with libitum("web", port) as web:
        hold_to(family(web), cores[0])
        found.append(rows("ours alone", most(family(web), port, path, options.seconds, options.most)))
    back, front = free_port(), free_port()
    with (
        libitum("web", back, LIBITUM_X_ACCEL="/.media/", LIBITUM_TRUSTED_PROXIES="127.0.0.1") as web,
        nginx(front, back, Path(HOME, "media")) as proxy,
    ):
        both = [*family(web), *family(proxy)]
        hold_to(both, cores[0])
        name = "behind nginx with X-Accel"
        found.append(rows(name, most(both, front, path, options.seconds, options.most)))
    print("\n" + "; ".join(found))
    return 0


if __name__ == "__main__":
    sys.exit(main())
