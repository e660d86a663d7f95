"""The transparency log at a million entries: writing, proofs, audit, absence in a browser, bytes.

usage: python benchmarks/ledger.py [--entries 1000000]

Everything but the browser runs on one core: writer, sequencer and PostgreSQL's server together. Tessera's figure is
the one it publishes for its POSIX storage on NVMe.
"""

import argparse
import json
import os
import subprocess
import sys
import tempfile
import time
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from _browser_absence import absence_in_chromium
from _tools import ROOT, postgres_server

MILLION = 1_000_000
SINGLES = 500
LEAST_RATE, TESSERA_NVME = 5_000, 10_000
MOST_PROOF_MS, MOST_ABSENCE_MS, MOST_ABSENCE_BYTES, MOST_AUDIT_SECONDS = 5.0, 50.0, 2_000, 60.0


@dataclass(frozen=True)
class Row:
    what: str
    ours: str
    limit: str
    met: bool = True

    def line(self) -> str:
        verdict = ("met" if self.met else "MISSED") if self.limit else ""
        return f"| {self.what} | {self.ours} | {self.limit or 'no limit'} | {verdict} |"


def fill(home: str, entries: int, url: str = "") -> dict[str, Any]:
    database = {"LIBITUM_BENCH_DATABASE_URL": url} if url else {}
    script = [sys.executable, str(ROOT / "benchmarks/_ledger_writing.py"), str(entries), str(SINGLES)]
    environment = {**os.environ, **database, "LIBITUM_BENCH_HOME": home}
    done = subprocess.run(script, env=environment, stdout=subprocess.PIPE, text=True, check=True)
    said: dict[str, Any] = json.loads(done.stdout)
    return said


def writing(name: str, said: dict[str, Any]) -> list[Row]:
    rate, proofs = said["rate"], said["proofs"]
    beside = f"at least {LEAST_RATE:,}; Tessera {TESSERA_NVME:,}, ratio {rate / TESSERA_NVME:.2f}"
    worst = proofs[len(proofs) * 99 // 100]
    return [
        Row(f"{name}: entries/s, {said['batches']} batches of about 1 s", f"{rate:,.0f}", beside, rate >= LEAST_RATE),
        Row(f"{name}: entries/s, each in its own synced transaction", f"{said['one_by_one']:,.0f}", ""),
        Row(
            f"{name}: inclusion proof on the server, ms: median, 99 in 100",
            f"{proofs[len(proofs) // 2]:.2f}, {worst:.2f}",
            f"{MOST_PROOF_MS:g}",
            proofs[len(proofs) // 2] <= MOST_PROOF_MS,
        ),
        Row(f"{name}: bytes per entry: published files, database", f"{said['log']:.0f}, {said['database']:.0f}", ""),
    ]


def audited(folder: Path) -> Row:
    """By the verifier itself, as anybody would run it over a mirror."""
    key = (folder / "vkey").read_text().splitlines()[0]
    command = [sys.executable, "-m", "libitum_verify", "--json", "audit", "--mirror", str(folder), "--key", key]
    start = time.perf_counter()
    with subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, text=True) as process:
        said = json.loads(process.communicate()[0])
    seconds = time.perf_counter() - start
    limit = MOST_AUDIT_SECONDS * said["entries"] / MILLION
    what = f"`audit` of {said['entries']:,} entries of {said['bytes'] // said['entries']} bytes, s"
    return Row(what, f"{seconds:.1f}", f"{limit:.1f}", seconds <= limit)


def absence(size: int) -> list[Row]:
    found = absence_in_chromium(size)
    times = f"{found.median:.1f}, {found.worst:.1f}"
    return [
        Row(f"absence among {size:,} checked in {found.browser}, ms: median, worst", times, f"{MOST_ABSENCE_MS:g}",
            found.worst <= MOST_ABSENCE_MS),
        Row("absence proof, bytes at most", str(found.bytes), f"{MOST_ABSENCE_BYTES:,}",
            found.bytes <= MOST_ABSENCE_BYTES),
    ]  # fmt: skip


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--entries", type=int, default=MILLION)
    options = parser.parse_args()
    cores = os.sched_getaffinity(0)
    os.sched_setaffinity(0, {min(cores)})
    rows = []
    with tempfile.TemporaryDirectory(prefix="libitum-bench-") as home:
        rows += writing("SQLite", fill(home, options.entries))
        rows.append(audited(Path(home) / "log"))
    with tempfile.TemporaryDirectory(prefix="libitum-bench-") as home, postgres_server(durable=True) as url:
        rows += writing("PostgreSQL", fill(home, options.entries, url))
    os.sched_setaffinity(0, cores)
    rows += absence(options.entries)
    print(f"### Transparency log, {options.entries:,} entries\n\n| | ours | limit | |\n|---|---|---|---|")
    print("\n".join(row.line() for row in rows))
    return 0 if all(row.met for row in rows) else 1


if __name__ == "__main__":
    sys.exit(main())
