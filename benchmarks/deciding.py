"""The resolver for a million works: decided and recorded by the database, on SQLite and on PostgreSQL.

usage: python benchmarks/deciding.py [--works 1000000] [--sqlite | --postgres]

200,000 words lie about, a tenth of the works are on a release that somebody spoke of, 1 % have a recording that is
under two accounts. Each figure is the best of three runs of its own, committed, rows of the former ones kept.
"""

import argparse
import os
import shutil
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import Any

import psutil
from _rows import rows, uid, vendor

LIMIT = 5.0
WORDS = 200_000
AT = 1_800_000_000
ROOT = Path(__file__).resolve().parent.parent
PURPOSES = {
    "disc.recommend": "discovery, one role",
    "gen.train.recording": "generative, four roles, twins",
}


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--works", type=int, default=1_000_000)
    parser.add_argument("--sqlite", action="store_true")
    parser.add_argument("--postgres", action="store_true")
    options = parser.parse_args()
    if options.sqlite or options.postgres:
        return measure(options.works)
    print(f"\n### {options.works:,} works decided and recorded, {WORDS:,} words\n")
    print("| database | purpose | allowed | seconds | of them CPU | limit |\n|---|---|---|---|---|---|", flush=True)
    sys.path.insert(0, str(ROOT / "tools"))
    from postgres import postgres_server  # noqa: PLC0415

    failed = again("--sqlite", options.works, LIBITUM_DATABASE_URL=None)
    with postgres_server() as url:
        failed += again("--postgres", options.works, LIBITUM_DATABASE_URL=url)
    return int(failed > 0)


def again(database: str, works: int, **environment: str | None) -> int:
    """This file in a process of its own, whose settings know one database."""
    home = tempfile.mkdtemp(prefix="libitum-bench-")
    settings = {"LIBITUM_HOME": home, "LIBITUM_LOG_LEVEL": "WARNING", **environment}
    known = {key: value for key, value in os.environ.items() if key not in settings}
    known |= {key: value for key, value in settings.items() if value is not None}
    try:
        command = [sys.executable, __file__, database, "--works", str(works)]
        return subprocess.run(command, cwd=ROOT, env=known, check=False).returncode
    finally:
        shutil.rmtree(home, ignore_errors=True)


def measure(works: int) -> int:
    sys.path.insert(0, str(ROOT))
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "libitum.config.settings")
    import django  # noqa: PLC0415

    django.setup()
    from django.core.management import call_command  # noqa: PLC0415
    from django.db import connection  # noqa: PLC0415

    call_command("migrate", verbosity=0)
    fill(works)
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")
    failed = 0
    for purpose, kind in PURPOSES.items():
        runs = [decide(purpose) for _ in range(3)]
        best, busy, run = min(runs, key=lambda taken: taken[0])
        if run.allowed + run.refused != works:
            raise SystemExit(f"{run.allowed + run.refused:,} of {works:,} works were recorded")
        limit = LIMIT if purpose.startswith("disc.") else None
        missed = limit is not None and best > limit
        failed += missed
        told = f"{limit:.0f}, {'missed' if missed else 'met'}" if limit else "-"
        print(
            f"| {connection.vendor} | `{purpose}`: {kind} | {run.allowed:,} | {best:.2f} | {busy:.2f} | {told} |",
            flush=True,
        )
    return failed


def decide(purpose: str) -> tuple[float, float, Any]:
    """Seconds by the clock, seconds of a processor, and the run."""
    from libitum.catalog.models import Track  # noqa: PLC0415
    from libitum.rights.models import Engine, Run  # noqa: PLC0415
    from libitum.rights.services.uses import record_decisions  # noqa: PLC0415
    from libitum_verify.rights.facts import Use  # noqa: PLC0415

    engine, _ = Engine.objects.get_or_create(slug="bench", version="1", defaults={"ceiling": [purpose]})
    run = Run.objects.create(engine=engine, purpose=purpose, taker="instance", at=AT, commercial=False)
    start, before = time.perf_counter(), processor()
    use = Use(purpose, run.taker, actor=engine.slug, commercial=False)
    record_decisions(run=run, use=use, tracks=Track.objects.all())
    return time.perf_counter() - start, processor() - before, run


def processor() -> float:
    """Seconds that this process and the database's own have used so far."""
    from django.db import connection  # noqa: PLC0415

    if connection.vendor == "sqlite":
        return time.process_time()
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_backend_pid()")
        times = psutil.Process(cursor.fetchone()[0]).cpu_times()
    return time.process_time() + float(times.user + times.system)


def fill(works: int) -> None:
    """Rows made by the database itself: fifty works to an account, ten to a release."""
    from libitum.accounts.models import User  # noqa: PLC0415
    from libitum.catalog import models as catalog  # noqa: PLC0415
    from libitum.media.models import Master  # noqa: PLC0415
    from libitum.media.models.master import Original  # noqa: PLC0415
    from libitum.rights import models as rights  # noqa: PLC0415
    from libitum_verify.rights.vocabulary import Role, vocabulary  # noqa: PLC0415

    accounts, releases, originals = max(2, works // 50), max(1, works // 10), max(1, works * 99 // 100)
    clause = {purpose.id: purpose.starts_as.name for purpose in vocabulary().purposes.values()}
    terms = rights.TermsVersion.objects.create(
        number=1, clause=clause, announced_at="2026-01-01T00:00Z", effective_at="2026-01-01T00:00Z"
    )
    rows(
        User,
        accounts,
        uid=uid("u"),
        email="'a' || i || '@example.org'",
        is_adult="i % 50 <> 0",
        is_active="i % 500 <> 0",
    )
    rows(catalog.Artist, accounts, uid=uid("a"), owner_id="i", slug="'artist-' || i")
    about = "'a few words about the work, as people write them; ' || i"
    artist = f"1 + i % {accounts}"
    rows(catalog.Track, works, uid=uid("t"), artist_id=artist, slug="'track-' || i", title="'Track ' || i",
         description=f"{about} || {about} || {about}",
         language="CASE WHEN i % 20 = 0 THEN 'zxx' ELSE 'en' END")  # fmt: skip
    rows(catalog.Release, releases, uid=uid("r"), artist_id=f"1 + i % {accounts}", slug="'release-' || i")
    rows(catalog.ReleaseTrack, works, release_id=f"1 + i % {releases}", track_id="i", position="1")
    rows(Original, originals, sha256="'hash of ' || i", size="1")
    rows(Master, works, uid=uid("m"), track_id="i", original_id=f"1 + i % {originals}", current="i > 0")
    rows(rights.Party, accounts, uid=uid("p"), user_id="i", is_adult="i % 50 <> 0")
    rows(rights.Acceptance, accounts, user_id="i", version_id=str(terms.pk), language="'en'", how="'page'")
    for role in Role:
        rows(rights.Holding, works, uid=uid(role[0]), track_id="i", party_id=artist, role=f"'{role}'",
             standing="CASE WHEN i % 30 = 0 THEN 'invited' ELSE 'confirmed' END")  # fmt: skip
    rows(rights.Statement, accounts, uid=uid("s"), party_id="i", body="''" if vendor() == "sqlite" else "''::bytea")
    speak(rights.Word, works, accounts, releases)


def speak(word: Any, works: int, accounts: int, releases: int) -> None:
    """Half of the words are about what is measured; most artists opted in at the level of the account."""
    each = WORDS // 10
    plan = [
        ("gen.train.recording", "0", 3 * each, f"1 + i % {accounts}", "i % 10 <> 0"),
        ("gen.train.recording", "1", each, f"1 + (i % {releases}) % {accounts}", "i % 2 = 0"),
        ("gen.train.recording", "2", each, f"1 + i % {accounts}", "i % 2 = 0"),
        ("disc.recommend", "0", each, f"1 + i % {accounts}", "i % 2 = 0"),
        ("disc.recommend", "1", each, f"1 + (i % {releases}) % {accounts}", "i % 2 = 0"),
        ("disc.recommend", "2", each, f"1 + i % {accounts}", "i % 2 = 0"),
        ("ana.stats", "2", 2 * each, f"1 + i % {accounts}", "i % 2 = 0"),
    ]
    for number, (purpose, level, count, party, allowed) in enumerate(plan):
        about = {"release_id": f"1 + i % {releases}"} if level == "1" else {"track_id": f"1 + i % {works}"}
        said = {"taker": "'instance'", "at": str(AT - 9), "signed": "i > 0", **(about if level != "0" else {})}
        rows(word, count, uid=uid(f"w{number}"), party_id=party, statement_id=party, purpose=f"'{purpose}'",
             level=level, allowed=allowed, **said)  # fmt: skip


if __name__ == "__main__":
    sys.exit(main())
