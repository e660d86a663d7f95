"""Ranges of 500 kB for each CPU second: ours alone, ours behind nginx with X-Accel, nginx alone; supysonic beside.

usage: python benchmarks/ranges.py [--requests 3000]

Listeners of one public track ask for ranges anywhere in a rendition of 20 MB, over connections that stay open. What
counts is the CPU of all processes of the server, nginx's included; who asks is not counted. supysonic streams the same
file from a library of its own with the web server of its own framework.
"""

import argparse
import http.client
import os
import random
import sys
import tempfile
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

from _instance import HOME
from _serving import cpu_of, family, free_port, libitum, nginx, running

from libitum.accounts.models import User
from libitum.catalog.models import Track, Visibility
from libitum.catalog.services import create_artist, create_track
from libitum.catalog.viewers import Viewer
from libitum.media.addresses import track_media
from libitum.media.tests.recordings import record

RANGE = 500_000
SIZE = 20_000_000
FILE = "aac.mp4"
CONNECTIONS = 4
PEER = Path(os.environ.get("LIBITUM_BENCH_PYTHON", Path(__file__).resolve().parents[1] / ".venv-bench/bin/python"))


def public_track() -> Track:
    user = User.objects.create_user("bench@example.org", None, name="Bench", is_adult=True)
    artist = create_artist(actor=user, name="Bench")
    return create_track(actor=user, artist=artist, title="Long", visibility=Visibility.PUBLIC, rights_basis="holder")


def address_of(track: Track, content: bytes) -> tuple[str, str]:
    """Where the rendition is asked for, and its name in the storage."""
    master = record(track)
    name = f"{master.prefix}/{FILE}"
    Path(HOME, "media", name).write_bytes(content)
    media = track_media(Track.objects.get(pk=track.pk), Viewer())
    if media is None:
        raise SystemExit("the track can't be heard")
    return media.file(FILE), name


def ask(port: int, path: str, requests: int, headers: dict[str, str] | None = None) -> None:
    """By turns over a few connections; each answer is read to its end and must be the part asked for."""
    chance = random.Random(1)
    connections = [http.client.HTTPConnection("localhost", port, timeout=60) for _ in range(CONNECTIONS)]
    for number in range(requests):
        start = chance.randrange(SIZE - RANGE)
        connection = connections[number % CONNECTIONS]
        connection.request("GET", path, headers={"Range": f"bytes={start}-{start + RANGE - 1}", **(headers or {})})
        response = connection.getresponse()
        if response.status != 206 or len(response.read()) != RANGE:
            raise SystemExit(f"{path} answered {response.status}")
    for connection in connections:
        connection.close()


def per_cpu_second(pids: Callable[[], list[int]], port: int, path: str, requests: int) -> float:
    ask(port, path, 50)  # what is loaded at the first request
    before = cpu_of(pids())
    ask(port, path, requests)
    return requests / max(0.01, cpu_of(pids()) - before)


def measure(requests: int, path: str, name: str) -> dict[str, float]:
    found: dict[str, float] = {}
    port = free_port()
    with libitum("web", port) as web:
        found["ours alone"] = per_cpu_second(lambda: family(web), port, path, requests)
    back, front = free_port(), free_port()
    with (
        libitum("web", back, LIBITUM_X_ACCEL="/.media/", LIBITUM_TRUSTED_PROXIES="127.0.0.1") as web,
        nginx(front, back, Path(HOME, "media")) as proxy,
    ):
        both = lambda: [*family(web), *family(proxy)]  # noqa: E731 - as short as it is
        found["ours behind nginx with X-Accel"] = per_cpu_second(both, front, path, requests)
        found["nginx alone"] = per_cpu_second(lambda: family(proxy), front, f"/plain/{name}", requests)
    return found


def peer(requests: int, content: bytes) -> float:
    """supysonic's `stream`, asked for by a client of Subsonic."""
    with tempfile.TemporaryDirectory() as folder:
        (Path(folder) / "long.mp4").write_bytes(content)
        port = free_port()
        script = Path(__file__).with_name("_supysonic_stream.py")
        with running([str(PEER), str(script), folder, str(port)], port) as server:
            with closing(http.client.HTTPConnection("localhost", port, timeout=60)) as connection:
                connection.request("GET", "/bench/track")
                track = connection.getresponse().read().decode()
            path = f"/rest/stream.view?u=alice&p=alice&c=bench&v=1.12.0&format=raw&id={track}"
            return per_cpu_second(lambda: family(server), port, path, requests)


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--requests", type=int, default=3000)
    options = parser.parse_args()
    content = random.Random(1).randbytes(SIZE)
    path, name = address_of(public_track(), content)
    found = measure(options.requests, path, name)
    found["supysonic, its framework's own server"] = peer(options.requests // 4, content)
    print("| 500 kB ranges per CPU second of the server | |")
    print("|---|---|")
    for who, number in found.items():
        print(f"| {who} | {number:,.0f} |")
    return 0


if __name__ == "__main__":
    sys.exit(main())
