"""How fast the ledger of an artist with 5,000 works and 100,000 decisions is, and its page of one work."""

import statistics
import time
from http import HTTPStatus

from _instance import HOME  # noqa: F401 - makes an instance before anything of ours is imported
from django.test import Client
from django.test.utils import setup_test_environment

from libitum.accounts.models import User
from libitum.catalog.models import Artist, Track
from libitum.rights.models import Engine, Run, UseRecord

WORKS, RUNS, AGAIN = 5_000, 20, 15


def main() -> None:
    setup_test_environment()
    user, uid = fill()
    client = Client()
    client.force_login(user)
    print(f"| {WORKS:,} works, {WORKS * RUNS:,} decisions | ms, median of {AGAIN} |\n|---|---|")
    pages = {
        "the ledger": "/my/ai/uses",
        "the ledger, one purpose": "/my/ai/uses?purpose=disc.organise",
        "one work": f"/my/ai/tracks/{uid}/uses",
        "/ai": "/ai",
    }
    for name, address in pages.items():
        print(f"| {name} | {measure(client, address):.0f} |")


def fill() -> tuple[User, str]:
    user = User.objects.create_user("bench@example.org", "x", name="Bench", is_adult=True)
    artist = Artist.objects.create(owner=user, name="Bench", slug="bench")
    Track.objects.bulk_create([Track(artist=artist, title=f"Work {n}", slug=f"work-{n}") for n in range(WORKS)])
    tracks = list(Track.objects.all())
    engine = Engine.objects.create(slug="bench-ears", version="1", name="Ears", ceiling=["disc.organise"])
    for n in range(RUNS):
        run = Run.objects.create(engine=engine, purpose="disc.organise", taker="instance", at=n)
        UseRecord.objects.bulk_create([UseRecord(run=run, track=track, rule=2) for track in tracks], batch_size=1000)
    UseRecord.objects.update(handed_out_at=run.opened_at)
    return user, tracks[0].uid


def measure(client: Client, address: str) -> float:
    taken = []
    for _ in range(AGAIN):
        start = time.perf_counter()
        response = client.get(address, headers={"host": "localhost:8000"})
        taken.append((time.perf_counter() - start) * 1000)
        if response.status_code != HTTPStatus.OK:
            raise SystemExit(f"{address}: {response.status_code}")
    return statistics.median(taken)


if __name__ == "__main__":
    main()
