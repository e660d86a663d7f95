"""Fills a log through one database and says, in JSON, how fast; run by ledger.py, once per database.

usage: python benchmarks/_ledger_writing.py ENTRIES SINGLES

What arrives within a second is committed and then published, as the sequencer does it: positions in a durable
transaction, then bundles, tiles and the checkpoint, each synced. SINGLES more entries come one by one, each in a
transaction of its own.
"""

import json
import random
import sys
import time
from pathlib import Path

from _instance import HOME  # noqa: F401 - makes an instance before anything of ours is imported
from django.db import connection, transaction

from libitum.ledger.log import published_log
from libitum.ledger.selectors import inclusion_proof, log_size
from libitum.ledger.sequencer import sequence
from libitum.ledger.services import append

BATCH_SECONDS = 1.0
IN_ONE_TRANSACTION = 500
PROOFS = 500


def body(n: int) -> dict[str, str]:
    return {"old": f"a key that was in use {n}", "new": "a key for a time to come"}


def write(first: int, count: int) -> None:
    with transaction.atomic():
        append(type="key.rotate", bodies=[body(n) for n in range(first, first + count)])


def fill(total: int) -> tuple[float, int]:
    """Entries per second from the first append to the last checkpoint, and the number of batches."""
    done, batches, publishing = 0, 0, 0.0
    start = time.perf_counter()
    while done < total:
        # Whoever writes has what the last publication left of the second.
        until = time.perf_counter() + max(BATCH_SECONDS - publishing, BATCH_SECONDS / 10)
        while done < total and time.perf_counter() < until:
            count = min(IN_ONE_TRANSACTION, total - done)
            write(done, count)
            done += count
        began = time.perf_counter()
        sequence()
        publishing, batches = time.perf_counter() - began, batches + 1
    return total / (time.perf_counter() - start), batches


def one_by_one(count: int) -> float:
    start = time.perf_counter()
    for n in range(count):
        write(n, 1)
    sequence()
    return count / (time.perf_counter() - start)


def prove() -> list[float]:
    """Milliseconds, in rising order, of making a proof anew from the files and writing it down."""
    draw, size, taken = random.Random(1), log_size(), []
    for _ in range(PROOFS):
        start = time.perf_counter()
        inclusion_proof(draw.randrange(size)).text()
        taken.append((time.perf_counter() - start) * 1000)
    return sorted(taken)


def bytes_in_database() -> int:
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute("SELECT pg_total_relation_size('ledger_entry')")
        else:
            cursor.execute("SELECT page_count * page_size FROM pragma_page_count(), pragma_page_size()")
        return int(cursor.fetchone()[0])


def on_disk(folder: Path) -> int:
    return sum(path.stat().st_blocks * 512 for path in folder.rglob("*") if path.is_file())


def main() -> None:
    total, singles = int(sys.argv[1]), int(sys.argv[2])
    rate, batches = fill(total)
    said = {"rate": rate, "batches": batches, "log": on_disk(published_log().root) / total}
    said |= {"database": bytes_in_database() / total, "one_by_one": one_by_one(singles)}
    print(json.dumps({**said, "proofs": prove()}))


if __name__ == "__main__":
    main()
