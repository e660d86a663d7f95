"""PostgreSQL's plans for what pages, programs and workers ask of 200,000 tracks: no table gone through from end to end
and nothing sorted that an index has in order.

usage: python benchmarks/plans.py [--tracks 200000] [--verbose]

Every statement that a page or a round of a worker makes is explained with its own values as it is made, with the rows
that were really read (EXPLAIN ANALYZE). What must go through everything, and why that is so, is named in ALLOWED.
"""

import argparse
import os
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from _tools import postgres_server

# A table is large that grows with the works; a page sorts what it shows, and the rows of one artist.
LARGE_ROWS = 10_000
MOST_SORTED = 2_000
EXPLAINED = {"SELECT", "UPDATE", "DELETE", "INSERT", "WITH"}
# Rounds that look at every work by design: by part of their name, why.
ALLOWED = {
    "analysis.sweeps.take_up_work": "one part of the works at a time",
    "rights.sweeps.settle_older_works": "one part of the works at a time",
    "media.sweeps.say_what_holds": "one part of the recordings at a time",
    "count_works_used": "by a worker, every five minutes",
    "measure_what_is_slow_to_count": "by a worker, every five minutes",
    "forget_calls": "by a worker, every hour",
    "community.sweeps.retention": "by a worker, every hour",
    "media.sweeps.tidy_storage": "by a worker, every minute: calls of two days",
}


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--tracks", type=int, default=200_000)
    parser.add_argument("--verbose", action="store_true")
    parser.add_argument("--measure", action="store_true", help=argparse.SUPPRESS)
    options = parser.parse_args()
    if options.measure:
        return measure(options.tracks, verbose=options.verbose)
    with postgres_server() as url:
        environment = {**os.environ, "LIBITUM_BENCH_DATABASE_URL": url}
        command = [sys.executable, str(Path(__file__)), "--measure", *sys.argv[1:]]
        return subprocess.run(command, env=environment, check=False).returncode


@dataclass
class Found:
    """What is wrong with the statements of one page. `read`: rows that the worst of them went through."""

    statements: int = 0
    milliseconds: float = 0
    read: int = 0
    wrong: list[str] = field(default_factory=list)
    queries: list[str] = field(default_factory=list)


def measure(tracks: int, *, verbose: bool) -> int:
    import _instance  # noqa: F401, PLC0415 - makes the instance
    from _asking import asked  # noqa: PLC0415
    from _world import World, fill  # noqa: PLC0415
    from django.db import connection  # noqa: PLC0415

    from libitum.catalog.models import Track  # noqa: PLC0415

    if not Track.objects.exists():  # kept from a former run where LIBITUM_BENCH_HOME is
        fill(World(tracks))

    large = large_tables(connection)
    print(f"| {tracks:,} tracks, {len(large)} large tables | statements | ms in PostgreSQL | rows read at most | |")
    print("|---|---|---|---|---|", flush=True)
    failed = False
    for each in asked():
        each.do()  # what is remembered from one time to the next is there by now
        found = Found()
        with connection.execute_wrapper(explaining(connection, large, found)):
            each.do()
        allowed = next((why for part, why in ALLOWED.items() if part in each.name), "")
        failed |= bool(found.wrong) and not allowed
        told = "; ".join(dict.fromkeys(found.wrong)) + (f" ({allowed})" if allowed and found.wrong else "")
        print(
            f"| {each.name} | {found.statements} | {found.milliseconds:.1f} | {found.read:,} | {told or 'met'} |",
            flush=True,
        )
        if verbose:
            print("\n".join(found.queries), flush=True)
    return int(failed)


def large_tables(connection: Any) -> set[str]:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT relname FROM pg_class "
            "WHERE relkind = 'r' AND relnamespace = 'public'::regnamespace AND reltuples >= %s",
            [LARGE_ROWS],
        )
        return {name for (name,) in cursor.fetchall()}


def explaining(connection: Any, large: set[str], found: Found) -> Any:
    def explain(execute: Any, sql: str, params: Any, many: bool, context: Any) -> Any:
        if (
            sql.lstrip("( \n").split(None, 1)[0].upper() in {"SELECT", "UPDATE", "DELETE", "INSERT", "WITH"}
            and not many
        ):
            plan = plan_of(connection, sql, params)
            found.statements += 1
            found.milliseconds += plan["Execution Time"]
            wrong = list(faults(plan["Plan"], large, found))
            found.wrong += wrong
            if wrong:
                found.queries.append(f"{wrong}\n{sql}\n{params}\n")
        return execute(sql, params, many, context)

    return explain


def plan_of(connection: Any, sql: str, params: Any) -> Any:
    """Run beside the statement itself, by a cursor that Django doesn't watch, and undone."""
    with connection.connection.cursor() as cursor:
        cursor.execute("SAVEPOINT plan" if connection.in_atomic_block else "BEGIN")
        cursor.execute(f"EXPLAIN (ANALYZE, FORMAT JSON) {sql}", params)
        (plan,) = cursor.fetchone()
        cursor.execute("ROLLBACK TO SAVEPOINT plan" if connection.in_atomic_block else "ROLLBACK")
    return plan[0]


def faults(node: dict[str, Any], large: set[str], found: Found) -> Iterator[str]:
    loops = node["Actual Loops"]
    went_through = (node["Actual Rows"] + node.get("Rows Removed by Filter", 0)) * loops
    if "Relation Name" in node:
        found.read = max(found.read, int(went_through))
    if node["Node Type"] == "Seq Scan" and node["Relation Name"] in large and went_through > MOST_SORTED:
        yield f"all of {node['Relation Name']}"
    elif "Relation Name" in node and went_through >= LARGE_ROWS:
        yield f"{int(went_through):,} rows of {node['Relation Name']} by {node.get('Index Name', node['Node Type'])}"
    if node["Node Type"] == "Sort" and node["Plans"][0]["Actual Rows"] * loops > MOST_SORTED:
        yield f"sorts {int(node['Plans'][0]['Actual Rows'] * loops):,} rows"
    for child in node.get("Plans", ()):
        yield from faults(child, large, found)


if __name__ == "__main__":
    sys.exit(main())
