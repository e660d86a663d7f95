"""A list of twenty: CPU time and queries of ours beside supysonic's getAlbumList2 over the same library, in one run.

usage: python benchmarks/lists.py [--tracks 2000] [--repeats 60]

Both sides answer in one process through their frameworks' own test clients, so neither pays for a network.
"""

import argparse
import json
import os
import statistics
import subprocess
import sys
import tempfile
import time
from datetime import timedelta
from pathlib import Path
from typing import Any

from _instance import HOME  # noqa: F401 - makes an instance before anything of ours is imported
from django.db import connection
from django.test import Client
from django.utils import timezone

from libitum.accounts.models import User
from libitum.catalog.models import Artist, Release, ReleaseTrack, Track, Visibility

ROOT = Path(__file__).resolve().parent.parent
PEER = Path(os.environ.get("LIBITUM_BENCH_PYTHON", ROOT / ".venv-bench/bin/python"))
ALBUM = 10
LEAST = 5.0
OURS = {
    "tracks, API": "/api/v1/tracks?limit=20",
    "releases, API": "/api/v1/releases?limit=20",
    "the home page, 20 tracks": "/",
}
MOST_QUERIES = 8


def library(tracks: int) -> list[dict[str, object]]:
    return [
        {"artist": f"Artist {n % 40}", "title": f"Album {n}", "tracks": [f"Track {n}-{i}" for i in range(ALBUM)]}
        for n in range(tracks // ALBUM)
    ]


def fill(rows: list[dict[str, object]]) -> None:
    owner = User.objects.create_user("bench@example.org", None, name="Bench")
    names = sorted({str(row["artist"]) for row in rows})
    Artist.objects.bulk_create(Artist(owner=owner, name=n, slug=n.lower().replace(" ", "-")) for n in names)
    artists = {artist.name: artist for artist in Artist.objects.all()}
    for age, row in enumerate(rows):
        public = {"visibility": Visibility.PUBLIC, "publish_at": timezone.now() - timedelta(hours=age)}
        artist, title = artists[str(row["artist"])], str(row["title"])
        release = Release.objects.create(artist=artist, title=title, slug=title.lower().replace(" ", "-"), **public)
        tracks = Track.objects.bulk_create(
            Track(
                artist=artist, title=name, slug=name.lower().replace(" ", "-"), genre="jazz", duration_ms=180_000,
                audio_ready_at=timezone.now(), **public,
            )
            for name in list(row["tracks"])  # type: ignore[call-overload]
        )  # fmt: skip
        ReleaseTrack.objects.bulk_create(
            ReleaseTrack(release=release, track=track, position=n) for n, track in enumerate(tracks, start=1)
        )


def measured(path: str, repeats: int) -> tuple[float, int]:
    """Median CPU milliseconds and queries of one answer, as anybody gets it."""
    client = Client(SERVER_NAME="localhost")
    queries: list[str] = []

    def note(execute: Any, sql: str, params: Any, many: bool, context: Any) -> Any:
        queries.append(sql)
        return execute(sql, params, many, context)

    with connection.execute_wrapper(note):
        answer = client.get(path)
    if answer.status_code != 200:
        raise SystemExit(f"{path} answered {answer.status_code}")
    taken = []
    for _ in range(repeats):
        start = time.process_time()
        client.get(path)
        taken.append(time.process_time() - start)
    return statistics.median(taken) * 1000, len(queries)


def peer(rows: list[dict[str, object]], repeats: int) -> dict[str, float]:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "library.json"
        path.write_text(json.dumps(rows))
        script = Path(__file__).with_name("_supysonic.py")
        done = subprocess.run(
            [PEER, script, path, folder, str(repeats)], capture_output=True, text=True, check=False, cwd=folder
        )
    if done.returncode:
        raise SystemExit(f"supysonic could not be measured: {done.stderr[-2000:]}")
    return dict(json.loads(done.stdout.splitlines()[-1]))


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--tracks", type=int, default=2000)
    parser.add_argument("--repeats", type=int, default=60)
    options = parser.parse_args()
    rows = library(options.tracks)
    fill(rows)
    theirs = peer(rows, options.repeats)
    print(f"| a list of 20 out of {options.tracks:,} tracks | ours | supysonic getAlbumList2 | theirs / ours |")
    print("|---|---|---|---|")
    good = True
    for name, path in OURS.items():
        cpu, queries = measured(path, options.repeats)
        ratio = theirs["cpu_ms"] / cpu
        good &= queries <= MOST_QUERIES and (ratio >= LEAST or "page" in name)
        limit = "; a whole page, not a list" if "page" in name else f" (at least {LEAST:.0f})"
        print(f"| {name}: CPU ms | {cpu:.1f} | {theirs['cpu_ms']:.1f} | {ratio:.1f}{limit} |")
        print(f"| {name}: queries | {queries} (at most {MOST_QUERIES}) | {theirs['queries']:.0f} | |")
    return 0 if good else 1


if __name__ == "__main__":
    sys.exit(main())
