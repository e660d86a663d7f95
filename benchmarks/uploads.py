"""Uploads: ten of 1 GB at once through two kills of the server; pages and memory while fifty people send slowly.

usage: python benchmarks/uploads.py [--count 10] [--size 1000000000] [--slow 50]

Every byte of each file is known from its place, so nothing but the server's copy lies on a disk; what it has in the end
must have the hash of what was sent. Memory is each process's own pages and its share of those it has in common.
"""

import argparse
import base64
import hashlib
import http.client
import os
import random
import shutil
import signal
import statistics
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import closing, suppress
from dataclasses import dataclass, field
from pathlib import Path

from _instance import HOME
from _serving import free_port, listens, memory_of

from libitum.accounts.models import Scope, User
from libitum.accounts.tokens import create_token
from libitum.catalog.services import create_artist
from libitum.media.parts import Part

MIB = 1024 * 1024
CHUNK = 8 * MIB
KILLS = 2
MOST_PAGE_SECONDS = 0.2
MOST_BYTES = 120 * MIB
PAGES = 200
# A slow sender brings so much in a second.
TRICKLE = 16_000


@dataclass(frozen=True)
class Made:
    """A file that is made of one random block, marked with its number and the file's at each repetition."""

    number: int
    size: int
    block: bytes

    def read(self, offset: int, size: int) -> bytes:
        end = min(self.size, offset + size)
        first, last = offset // MIB, (end - 1) // MIB
        data = b"".join(self.mark(index) + self.block[16:] for index in range(first, last + 1))
        return data[offset - first * MIB : end - first * MIB]

    def mark(self, index: int) -> bytes:
        return self.number.to_bytes(8, "big") + index.to_bytes(8, "big")

    def sha256(self) -> str:
        digest = hashlib.sha256()
        for offset in range(0, self.size, MIB):
            digest.update(self.read(offset, MIB))
        return digest.hexdigest()


@dataclass
class Server:
    """The whole instance with so many workers, which may be killed and started again on the same port."""

    port: int
    token: str
    workers: int
    process: "subprocess.Popen[bytes] | None" = None

    def start(self) -> None:
        environment = {**os.environ, "PORT": str(self.port), "LIBITUM_WORKERS": str(self.workers)}
        with Path(HOME, "server.log").open("ab") as log:
            command = [sys.executable, "-m", "libitum", "serve"]
            self.process = subprocess.Popen(command, env=environment, stdout=log, stderr=log, start_new_session=True)
        while not listens(self.port):
            if self.process.poll() is not None:
                raise SystemExit(Path(HOME, "server.log").read_text()[-3000:])
            time.sleep(0.05)

    def kill(self) -> None:
        if self.process is not None:
            os.killpg(self.process.pid, signal.SIGKILL)
            self.process.wait()
            self.process = None
            while listens(self.port):
                time.sleep(0.05)

    def ask(
        self, method: str, path: str, headers: dict[str, str] | None = None, body: bytes = b""
    ) -> http.client.HTTPResponse:
        about = {"Authorization": f"Bearer {self.token}", "Tus-Resumable": "1.0.0", **(headers or {})}
        with closing(http.client.HTTPConnection("localhost", self.port, timeout=120)) as connection:
            connection.request(method, path, body, about)
            response = connection.getresponse()
            response.read()
        return response

    def create(self, size: int, name: str) -> str:
        about = f"filename {base64.b64encode(name.encode()).decode()}"
        response = self.ask("POST", "/api/v1/uploads", {"Upload-Length": str(size), "Upload-Metadata": about})
        if response.status != 201:
            raise SystemExit(f"no upload could be begun: {response.status}")
        return response.headers["Location"]


class Sender(threading.Thread):
    """Sends one file, and goes on after each break."""

    def __init__(self, server: Server, made: Made) -> None:
        super().__init__(daemon=True)
        self.server, self.made, self.breaks, self.offset = server, made, 0, 0
        self.address = server.create(made.size, f"{made.number}.wav")

    def run(self) -> None:
        while self.offset < self.made.size:
            try:
                self.offset = int(self.server.ask("HEAD", self.address).headers["Upload-Offset"])
                while self.offset < self.made.size:
                    self.send()
            except (OSError, http.client.HTTPException, TypeError):
                self.breaks += 1
                time.sleep(0.2)

    def send(self) -> None:
        headers = {"Upload-Offset": str(self.offset), "Content-Type": "application/offset+octet-stream"}
        chunk = self.made.read(self.offset, CHUNK)
        self.offset = int(self.server.ask("PATCH", self.address, headers, chunk).headers["Upload-Offset"])


@dataclass
class Memory:
    """The most that any process of the server had."""

    peak: int = 0
    ended: threading.Event = field(default_factory=threading.Event)

    def watch(self, server: Server) -> None:
        while not self.ended.wait(0.5):
            process = server.process
            if process is not None:
                self.peak = max([self.peak, *memory_of(process.pid).values()])


def kept_hash(address: str) -> str:
    digest = hashlib.sha256()
    with Part(address.rpartition("/")[2]).path.open("rb") as file:
        while piece := file.read(MIB):
            digest.update(piece)
    return digest.hexdigest()


def row(what: str, ours: object, limit: object = "") -> None:
    print(f"| {what} | {ours} | {limit} |", flush=True)


def in_mb(size: int) -> str:
    return f"{size / MIB:.0f} MB"


def large_at_once(server: Server, count: int, size: int) -> bool:
    need, free = count * size, shutil.disk_usage(HOME).free
    if free < need * 1.2:
        raise SystemExit(f"the disk has {free / 1e9:.0f} GB free; {need * 1.2 / 1e9:.0f} are needed")
    chance, memory = random.Random(1), Memory()
    files = [Made(number, size, chance.randbytes(MIB)) for number in range(count)]
    server.start()
    senders = [Sender(server, made) for made in files]
    watcher = threading.Thread(target=memory.watch, args=(server,), daemon=True)
    watcher.start()
    begun = time.monotonic()
    for sender in senders:
        sender.start()
    for number in range(1, KILLS + 1):
        while sum(sender.offset for sender in senders) < need * number / (KILLS + 1):
            time.sleep(0.05)
        server.kill()
        server.start()
    for sender in senders:
        sender.join()
    seconds = time.monotonic() - begun
    server.kill()
    memory.ended.set()
    watcher.join()
    whole = sum(kept_hash(sender.address) == sender.made.sha256() for sender in senders)
    breaks = sum(sender.breaks for sender in senders)
    row(
        f"{count} uploads of {size / 1e9:.2g} GB at once, the server killed {KILLS} times: whole, by hash", whole, count
    )
    row(f"megabytes a second, all together, over {seconds:.0f} s", f"{need / seconds / 1e6:.0f}")
    row("connections that broke", breaks)
    row("most memory of any process of the server", in_mb(memory.peak), in_mb(MOST_BYTES))
    return whole == count and memory.peak <= MOST_BYTES


def trickle(server: Server, ended: threading.Event) -> Iterator[bytes]:
    while not ended.wait(0.25):
        yield bytes(TRICKLE // 4)


def send_slowly(server: Server, address: str, ended: threading.Event, refused: list[int]) -> None:
    """One request whose body takes as long as the measurement."""
    size = 500 * MIB
    connection = http.client.HTTPConnection("localhost", server.port, timeout=120)
    connection.putrequest("PATCH", address)
    about = {"Authorization": f"Bearer {server.token}", "Tus-Resumable": "1.0.0", "Upload-Offset": "0"}
    about |= {"Content-Type": "application/offset+octet-stream", "Content-Length": str(size)}
    for name, value in about.items():
        connection.putheader(name, value)
    connection.endheaders()
    try:
        for piece in trickle(server, ended):
            connection.send(piece)
    except OSError:
        with suppress(OSError, http.client.HTTPException):
            refused.append(connection.getresponse().status)
    connection.close()


def slow_ones(server: Server, count: int) -> bool:
    server.start()
    ended, memory = threading.Event(), Memory()
    refused: list[int] = []
    addresses = [server.create(500 * MIB, f"slow-{number}.wav") for number in range(count)]
    alone = pages(server)
    watcher = threading.Thread(target=memory.watch, args=(server,), daemon=True)
    watcher.start()
    threads = [threading.Thread(target=send_slowly, args=(server, each, ended, refused)) for each in addresses]
    for thread in threads:
        thread.start()
    time.sleep(3)
    with_them = pages(server)
    arriving = sum(Part(address.rpartition("/")[2]).size() > 0 for address in addresses)
    ended.set()
    for thread in threads:
        thread.join()
    memory.ended.set()
    watcher.join()
    server.kill()
    row("slow uploads under way at once", arriving, count)
    row("of them refused for a moment", len(refused), 0)
    row("a page, nobody sending: median, 95th percentile", told(alone))
    limit = f"{MOST_PAGE_SECONDS * 1000:.0f} ms"
    row(f"a page during {count} slow uploads: median, 95th percentile", told(with_them), limit)
    row("most memory of any process, a worker's too", in_mb(memory.peak), in_mb(MOST_BYTES))
    return arriving == count and p95(with_them) <= MOST_PAGE_SECONDS and memory.peak <= MOST_BYTES


def pages(server: Server) -> list[float]:
    """Seconds of the home page, asked for again and again."""
    taken = []
    for _ in range(PAGES):
        begun = time.monotonic()
        with closing(http.client.HTTPConnection("localhost", server.port, timeout=60)) as connection:
            connection.request("GET", "/")
            response = connection.getresponse()
            response.read()
        if response.status != 200:
            raise SystemExit(f"the page answered {response.status}")
        taken.append(time.monotonic() - begun)
    return taken


def p95(taken: list[float]) -> float:
    return sorted(taken)[int(len(taken) * 0.95)]


def told(taken: list[float]) -> str:
    return f"{statistics.median(taken) * 1000:.0f} ms, {p95(taken) * 1000:.0f} ms"


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--count", type=int, default=10)
    parser.add_argument("--size", type=int, default=10**9)
    parser.add_argument("--slow", type=int, default=50)
    options = parser.parse_args()
    user = User.objects.create_user("bench@example.org", None, name="Bench", is_adult=True)
    user.quota_bytes = 10**12
    user.save()
    create_artist(actor=user, name="Bench")
    _row, token = create_token(user=user, name="bench", scopes=[Scope.UPLOAD])
    print("| | ours | limit |")
    print("|---|---|---|")
    # What has arrived whole is to be compared before a worker takes it up.
    serving, receiving = Server(free_port(), token, workers=1), Server(free_port(), token, workers=0)
    try:
        good = slow_ones(serving, options.slow)
        good &= large_at_once(receiving, options.count, options.size)
    finally:
        serving.kill()
        receiving.kill()
    return 0 if good else 1


if __name__ == "__main__":
    sys.exit(main())
