"""The desk of an artist with many works: server time and queries of each of its pages, and of a preview.

usage: python benchmarks/desk.py [--tracks 5000] [--runs 20] [--repeats 20]

Every work has been through every run at the gate, and one in ten has settings of its own.
"""

import argparse
import statistics
import sys
import time
from datetime import timedelta
from typing import Any

from _instance import HOME  # noqa: F401 - makes an instance before anything of ours is imported
from django.db import connection
from django.test import Client
from django.utils import timezone

from libitum.accounts.models import User
from libitum.catalog.models import Artist, Release, ReleaseTrack, Track, Visibility
from libitum.rights.models import Acceptance, Engine, Holding, Run, Statement, TermsVersion, UseRecord, Word
from libitum.rights.models.holding import Role, Standing
from libitum.rights.services.parties import party_of
from libitum_verify.rights.vocabulary import vocabulary

MOST_MS = 200
PAGES = {
    "the desk": "/my/ai",
    "work by work": "/my/ai/tracks",
    "exceptions": "/my/ai/exceptions",
    "one purpose": "/my/ai/purposes/disc.organise",
}


def fill(tracks: int, runs: int) -> User:
    user = User.objects.create_user("bench@example.org", None, name="Bench", is_adult=True)
    party = party_of(user)
    yesterday = timezone.now() - timedelta(days=1)
    version = TermsVersion.objects.order_by("-number").first() or TermsVersion.objects.create(
        number=1,
        clause={purpose.id: purpose.starts_as.name for purpose in vocabulary().purposes.values()},
        announced_at=yesterday,
        effective_at=yesterday,
    )
    Acceptance.objects.create(user=user, version=version, language="en", how="page")
    artist = Artist.objects.create(owner=user, name="Bench", slug="bench")
    public = {"visibility": Visibility.PUBLIC, "publish_at": yesterday, "audio_ready_at": yesterday}
    works = Track.objects.bulk_create(
        Track(artist=artist, title=f"Track {n}", slug=f"track-{n}", rights_basis="holder", **public)
        for n in range(tracks)
    )
    release = Release.objects.create(artist=artist, title="Album", slug="album")
    ReleaseTrack.objects.bulk_create(
        ReleaseTrack(release=release, track=work, position=n) for n, work in enumerate(works[:20], start=1)
    )
    Holding.objects.bulk_create(
        [Holding(track=work, party=party, role=role, standing=Standing.CONFIRMED) for work in works for role in Role],
        batch_size=5000,
    )
    statement = Statement.objects.create(party=party, body=b"{}")
    Word.objects.bulk_create(
        [
            Word(party=party, statement=statement, purpose=purpose, allowed=False, level=2, track=work, at=1)
            for work in works[::10]
            for purpose in ("disc.search", "disc.playlist", "gen.input.remix", "gen.train.style")
        ],
        batch_size=1000,
    )
    engine = Engine.objects.create(slug="bench", version="1", name="Bench", ceiling=["disc.organise"])
    for number in range(runs):
        purpose = ("disc.organise", "disc.search", "gen.train.recording")[number % 3]
        run = Run.objects.create(engine=engine, purpose=purpose, taker="instance", at=0)
        out = None if purpose.startswith("gen") else yesterday
        UseRecord.objects.bulk_create(
            [UseRecord(run=run, track=work, rule=2 if out else 10, handed_out_at=out) for work in works],
            batch_size=5000,
        )
    return user


def measured(client: Client, act: Any, repeats: int) -> tuple[float, int]:
    """Median milliseconds of CPU for the whole answer (other work on the machine does not count), and its queries."""
    queries: list[str] = []

    def note(execute: Any, sql: str, params: Any, many: bool, context: Any) -> Any:
        queries.append(sql)
        return execute(sql, params, many, context)

    act(client)
    with connection.execute_wrapper(note):
        answer = act(client)
    if answer.status_code != 200:
        raise SystemExit(f"answered {answer.status_code}")
    taken = []
    for _ in range(repeats):
        start = time.process_time()
        act(client)
        taken.append(time.process_time() - start)
    return statistics.median(taken) * 1000, len(queries)


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--tracks", type=int, default=5000)
    parser.add_argument("--runs", type=int, default=20)
    parser.add_argument("--repeats", type=int, default=20)
    options = parser.parse_args()
    user = fill(options.tracks, options.runs)
    client = Client(SERVER_NAME="localhost")
    client.force_login(user)
    print(
        f"| an artist with {options.tracks:,} tracks, {options.runs} runs over all of them | CPU ms, median | queries |"
    )
    print("|---|---|---|")
    good = True
    for name, path in PAGES.items():
        taken, queries = measured(client, lambda c, path=path: c.get(path), options.repeats)
        good &= name != "the desk" or taken <= MOST_MS
        print(f"| {name} | {taken:.0f}{f' (at most {MOST_MS})' if name == 'the desk' else ''} | {queries} |")
    change = {"p.disc.recommend": "no", "p.gen.input.remix": "yes"}
    taken, queries = measured(client, lambda c: c.post("/my/ai", change), max(3, options.repeats // 5))
    print(f"| a preview of two switches for everything | {taken:.0f} | {queries} |")
    return 0 if good else 1


if __name__ == "__main__":
    sys.exit(main())
