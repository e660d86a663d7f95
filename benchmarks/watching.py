"""What a scrape of /metrics costs where the tables are large, and how many queries.

usage: python benchmarks/watching.py [--rows 1000000] [--repeats 30]

A million uploads and as many jobs that are done, as many entries in the log, a tenth of it calls of workers that are
over, and beside them a thousand jobs, uploads and calls that wait. Two web processes, each of which has answered a
hundred routes.
"""

import argparse
import os
import statistics
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

from _instance import HOME  # noqa: F401 - makes an instance before anything of ours is imported
from django.db import connection
from django.test import Client
from django_tasks_db.models import DBTaskResult

from libitum.accounts.models import User
from libitum.ops.metrics import processes
from libitum.ops.metrics.figures import measure

OPEN = 1000
PROCESSES, ROUTES = 2, 100
ANSWER = """
import django
django.setup()
from libitum.ops.metrics import processes, requests
processes.join()
for n in range({routes}):
    for method in ("GET", "POST")[: 1 + (n % 4 == 0)]:
        requests.ANSWERED.labels(f"route-{n}", method, "2xx").inc()
        requests.ANSWERED.labels(f"route-{n}", method, "4xx").inc()
        requests.TOOK.labels(f"route-{n}", method).observe(0.03)
"""
MOST_MS, MOST_QUERIES = 50, 16
SERIES = {
    "sqlite": "WITH RECURSIVE series(n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM series WHERE n < %s) ",
    "postgresql": "WITH series(n) AS (SELECT generate_series(1, %s)) ",
}
UPLOADS = """
    INSERT INTO media_upload (id, uid, owner_id, made_draft, filename, metadata, length, "offset", state, reason,
        reason_details, sha256, created_at, received_at, checkpoint)
    SELECT n, 'u' || n, {owner}, {false}, '', '', 30000000, 30000000,
        CASE WHEN n <= {open} THEN 'receiving' ELSE 'accepted' END, '', '{{}}', '', {now}, {now}, '' FROM series
"""
JOBS = """
    INSERT INTO media_processingjob (uid, upload_id, state, stage, progress, fence, lease_owner, attempts, failures,
        run_after, reason, created_at)
    SELECT 'j' || n, n, CASE WHEN n <= {open} THEN 'waiting' ELSE 'done' END, '', 0, 1, '', 1, 0, {now}, '', {now}
    FROM series
"""
CALLS = """
    INSERT INTO {calls} (id, status, enqueued_at, args_kwargs, priority, task_path, worker_ids,
        queue_name, backend_name, run_after, exception_class_path, traceback)
    SELECT {id}, CASE WHEN n <= {open} THEN 'READY' ELSE 'SUCCESSFUL' END, {now}, '{{}}', 0,
        'libitum.media.tasks.work', '[]', 'media', 'default', {now}, '', '' FROM series
"""
ENTRIES = """
    INSERT INTO ledger_entry (type, body, created_at, position)
    SELECT 'use.batch', {body}, {now}, {first} + n FROM series
"""
WORDS = {
    "sqlite": {"false": "0", "now": "datetime('now')", "body": "x'7b7d'", "id": "lower(hex(randomblob(16)))"},
    "postgresql": {"false": "false", "now": "now()", "body": "'{}'::bytea", "id": "gen_random_uuid()"},
}


def fill(rows: int) -> None:
    owner = User.objects.create_user("bench@example.org", None, name="Bench")
    words = {**WORDS[connection.vendor], "owner": owner.pk, "open": OPEN, "first": 1000}
    words["calls"] = DBTaskResult._meta.db_table  # noqa: SLF001 - its app has another label than its name
    with connection.cursor() as cursor:
        for statement, number in ((UPLOADS, rows), (JOBS, rows), (CALLS, rows // 10), (ENTRIES, rows)):
            insert, _, select = statement.format(**words).partition("SELECT")
            cursor.execute(f"{insert} {SERIES[connection.vendor]} SELECT {select}", [number])
        cursor.execute("ANALYZE")


def answer() -> None:
    """As so many processes of one server would have counted."""
    processes.begin(1)
    for _ in range(PROCESSES):
        program = [sys.executable, "-c", ANSWER.replace("{routes}", str(ROUTES))]
        subprocess.run(program, check=True, cwd=Path(__file__).resolve().parent.parent, env=os.environ)


def scrape(client: Client) -> None:
    answer = client.get("/metrics", headers={"host": "127.0.0.1"})
    if answer.status_code != 200 or b"libitum_database_up 1.0" not in answer.content:
        raise SystemExit(f"/metrics answered {answer.status_code}")


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rows", type=int, default=1_000_000)
    parser.add_argument("--repeats", type=int, default=30)
    options = parser.parse_args()
    fill(options.rows)
    answer()
    started = time.perf_counter()
    measure()
    swept = time.perf_counter() - started
    client, waits, cpu, walls = Client(), list[list[float]](), list[float](), list[float]()

    def timed(execute: Any, sql: str, params: Any, many: bool, context: Any) -> Any:
        asked = time.perf_counter()
        answered = execute(sql, params, many, context)
        waits[-1].append((time.perf_counter() - asked) * 1000)
        return answered

    with connection.execute_wrapper(timed):
        for _ in range(options.repeats):
            waits.append([])
            started, used = time.perf_counter(), time.process_time()
            scrape(client)
            walls.append((time.perf_counter() - started) * 1000)
            cpu.append((time.process_time() - used) * 1000)
    database, queries = min(sum(each) for each in waits), len(waits[-1])
    # SQLite works in the web process, so that its time is in there already.
    cost = statistics.median(cpu) + (database if connection.vendor == "postgresql" else 0)
    print(f"| /metrics, {options.rows:,} rows a table, {connection.vendor} | | at most |")
    print("|---|---|---|")
    print(f"| CPU of the web process, median; on PostgreSQL with what it waits | {cost:.1f} ms | {MOST_MS} ms |")
    print(f"| all queries, shortest of {options.repeats} | {database:.1f} ms | |")
    print(f"| by the clock, shortest and median | {min(walls):.1f}, {statistics.median(walls):.1f} ms | |")
    print(f"| queries | {queries} | {MOST_QUERIES} |")
    print(f"| what a worker measures every five minutes | {swept:.1f} s | |")
    return 0 if cost <= MOST_MS and queries <= MOST_QUERIES else 1


if __name__ == "__main__":
    sys.exit(main())
