"""How fast the ledger of an artist with 5,000 works and 100,000 decisions is, and its page of one work."""

import os
import statistics
import tempfile
import time
from http import HTTPStatus
from typing import Any

os.environ.setdefault("LIBITUM_HOME", tempfile.mkdtemp(prefix="libitum-bench-"))
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "libitum.config.settings")
WORKS, RUNS, AGAIN = 5_000, 20, 15


def main() -> None:
    import django  # noqa: PLC0415 - settings must be named first

    django.setup()
    from django.core.management import call_command  # noqa: PLC0415
    from django.test import Client  # noqa: PLC0415
    from django.test.utils import setup_test_environment  # noqa: PLC0415

    setup_test_environment()
    call_command("migrate", verbosity=0)
    call_command("createcachetable", verbosity=0)
    call_command("collectstatic", interactive=False, verbosity=0)
    user, uid = fill()
    client = Client()
    client.force_login(user)
    for address in ("/my/ai/uses", "/my/ai/uses?purpose=disc.organise", f"/my/ai/tracks/{uid}/uses", "/ai"):
        print(f"{address:45} {measure(client, address):7.1f} ms median of {AGAIN}")


def fill() -> tuple[Any, str]:
    from libitum.accounts.models import User  # noqa: PLC0415
    from libitum.catalog.models import Artist, Track  # noqa: PLC0415
    from libitum.rights.models import Engine, Run, UseRecord  # noqa: PLC0415

    user = User.objects.create_user("bench@example.org", "x", name="Bench", is_adult=True)
    artist = Artist.objects.create(owner=user, name="Bench", slug="bench")
    Track.objects.bulk_create([Track(artist=artist, title=f"Work {n}", slug=f"work-{n}") for n in range(WORKS)])
    tracks = list(Track.objects.all())
    engine = Engine.objects.create(slug="ears", version="1", name="Ears", ceiling=["disc.organise"])
    for n in range(RUNS):
        run = Run.objects.create(engine=engine, purpose="disc.organise", taker="instance", at=n)
        UseRecord.objects.bulk_create([UseRecord(run=run, track=track, rule=2) for track in tracks], batch_size=1000)
    UseRecord.objects.update(handed_out_at=run.opened_at)
    return user, tracks[0].uid


def measure(client: Any, address: str) -> float:
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
