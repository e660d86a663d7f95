"""The transparency log: entries per second through the database, proofs, audit of a million, bytes per entry.

usage: python benchmarks/ledger.py [--entries 1000000]

Every figure is taken in this run, on one core. Tessera's figures are those it publishes for its POSIX storage.
"""

import argparse
import os
import resource
import shutil
import tempfile
import time
from pathlib import Path

BATCH = 5_000
TESSERA_NVME = 10_000


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--entries", type=int, default=1_000_000)
    options = parser.parse_args()
    home = Path(tempfile.mkdtemp(prefix="libitum-bench-"))
    os.environ["LIBITUM_HOME"] = str(home)
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "libitum.config.settings")
    os.environ["LIBITUM_LOG_LEVEL"] = "ERROR"
    os.sched_setaffinity(0, {min(os.sched_getaffinity(0))})
    import django  # noqa: PLC0415

    django.setup()
    try:
        run(options.entries)
    finally:
        shutil.rmtree(home)


def run(total: int) -> None:
    from django.core.management import call_command  # noqa: PLC0415
    from django.db import connection  # noqa: PLC0415

    from libitum.ledger.keys import new_key, save_key  # noqa: PLC0415
    from libitum.ledger.log import published_log  # noqa: PLC0415

    call_command("migrate", "ledger", verbosity=0)
    key = new_key("bench.example/log")
    save_key(key)
    rows = [("", "ours", "limit", "ratio")]
    seconds = fill(total)
    rate = total / seconds
    rows.append(
        (
            f"entries/s through {connection.vendor}, fsync, batches of {BATCH}",
            f"{rate:,.0f}",
            f"{TESSERA_NVME:,} (Tessera, NVMe)",
            f"{rate / TESSERA_NVME:.2f}",
        )
    )
    rows.append(("bytes on disk per entry", f"{size_of(published_log().root) / total:.0f}", "", ""))
    rows += [prove(), audited(key)]
    print(f"\n### Transparency log, {total:,} entries\n")
    for number, row in enumerate(rows):
        print("| " + " | ".join(row) + " |")
        if number == 0:
            print("|---|---|---|---|")


def fill(total: int) -> float:
    from django.db import transaction  # noqa: PLC0415

    from libitum.ledger.sequencer import sequence  # noqa: PLC0415
    from libitum.ledger.services import append  # noqa: PLC0415

    start = time.perf_counter()
    for first in range(0, total, BATCH):
        with transaction.atomic():
            bodies = [
                {"old": f"a key that was in use {n}", "new": "a key for a time to come"}
                for n in range(first, min(total, first + BATCH))
            ]
            append(type="key.rotate", bodies=bodies)
        sequence()
    return time.perf_counter() - start


def prove(times: int = 200) -> tuple[str, str, str, str]:
    import random  # noqa: PLC0415

    from libitum.ledger.selectors import inclusion_proof, log_size  # noqa: PLC0415

    draw, size = random.Random(1), log_size()
    taken = []
    for _ in range(times):
        start = time.perf_counter()
        inclusion_proof(draw.randrange(size)).text()
        taken.append(time.perf_counter() - start)
    median = sorted(taken)[times // 2] * 1000
    return "an inclusion proof on the server, ms (median)", f"{median:.2f}", "5", f"{median / 5:.2f}"


def audited(key: object) -> tuple[str, str, str, str]:
    from libitum.ledger.log import published_log  # noqa: PLC0415
    from libitum_verify.audit import audit  # noqa: PLC0415
    from libitum_verify.checkpoint import open_checkpoint  # noqa: PLC0415

    log = published_log()
    start = time.perf_counter()
    report = audit(open_checkpoint(log.fetch("checkpoint"), [key.verifier], key.name), log.fetch)  # type: ignore[attr-defined]
    seconds = time.perf_counter() - start
    limit = 60 * report.entries / 1_000_000
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
    return f"audit of every entry, s (peak {peak} MiB)", f"{seconds:.1f}", f"{limit:.1f}", f"{seconds / limit:.2f}"


def size_of(folder: Path) -> int:
    return sum(path.stat().st_blocks * 512 for path in folder.rglob("*") if path.is_file())


if __name__ == "__main__":
    main()
