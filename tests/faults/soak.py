"""Kills at random, again and again, everything that takes recordings in and makes them ready; then counts what is left.

usage: python -m tests.faults.soak [--kills 500] [--seed N] [--postgres] [--workers 2] [--senders 3]

A whole instance runs (`libitum serve`), people send it short recordings in pieces, and SIGKILL hits a worker, a program
it has started, a web process, the web server, or all of it at once. In the end every recording is published or refused
with a right reason, and not a file or row is missing or left over. What was drawn follows from the seed.
"""

import argparse
import json
import random
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import psutil

from tests.uploads.site import Site

from .pieces import pieces
from .senders import Sender

# How long what is killed had lived since the kill before, in seconds.
PAUSE_SECONDS = (0.2, 2.4)
VICTIM_SECONDS = 5.0
TELL_EVERY = 50
# Recordings on their way and not ready; above that, senders wait.
MOST_WAITING = 8
WAIT_SECONDS = 600
KINDS = {"worker": 35, "program of a worker": 35, "web process": 10, "web server": 8, "everything": 12}


@dataclass
class Soak:
    """`counts`: kills by what they hit. `done`: recordings that nobody works on any more."""

    site: Site
    seed: int
    counts: Counter[str] = field(default_factory=Counter)
    senders: list[Sender] = field(default_factory=list)
    is_over: bool = False

    def run(self, kills: int, senders: int) -> dict[str, Any]:
        """What the instance looks like in the end, seen from inside (`looking`) and compared with what was sent."""
        chance = random.Random(self.seed)
        self.site.start()
        self.senders = [
            Sender(self.site, pieces(random.Random(self.seed + n)), self.seed + n, self.wants_more)
            for n in range(1, senders + 1)
        ]
        for sender in self.senders:
            sender.start()
        while (number := sum(self.counts.values())) < kills:
            time.sleep(chance.uniform(*PAUSE_SECONDS))
            self.kill_one(chance)
            if (number + 1) % TELL_EVERY == 0:
                print(f"{number + 1} kills; jobs: {dict(self.site.jobs())}", flush=True)  # noqa: T201 - it takes long
        self.is_over = True
        return self.finish()

    def wants_more(self) -> bool:
        """Waits while enough is under way; False when the last kill has been."""
        while not self.is_over and self.waiting() >= MOST_WAITING:
            time.sleep(0.3)
        return not self.is_over

    def waiting(self) -> int:
        return sum(number for state, number in self.site.jobs().items() if state not in {"done", "failed"})

    def kill_one(self, chance: random.Random) -> None:
        (kind,) = chance.choices(list(KINDS), list(KINDS.values()))
        if kind == "everything":
            self.site.kill()
            self.site.start()
        elif not ((victims := self.wait_for_victims(kind)) and hit(chance.choice(victims))):
            return
        self.counts[kind] += 1

    def wait_for_victims(self, kind: str) -> list[psutil.Process]:
        """A program of a worker runs for a moment only; what was killed just now has to be started again."""
        deadline = time.monotonic() + VICTIM_SECONDS
        while not (found := self.victims(kind)) and time.monotonic() < deadline:
            time.sleep(0.02)
        return found

    def victims(self, kind: str) -> list[psutil.Process]:
        with suppress(psutil.NoSuchProcess):
            assert self.site.server is not None
            programs = psutil.Process(self.site.server.pid).children()
            web = [each for each in programs if "web" in each.cmdline()]
            workers = [each for each in programs if "worker" in each.cmdline()]
            found = {"worker": workers, "web server": web}
            if kind in found:
                return found[kind]
            above = web if kind == "web process" else workers
            return [below for each in above for below in each.children(recursive=True)]
        return []

    def finish(self) -> dict[str, Any]:
        """Nobody kills any more: everything must come to its end by itself."""
        deadline = time.monotonic() + WAIT_SECONDS
        for sender in self.senders:
            sender.join(max(0.0, deadline - time.monotonic()))
        while self.waiting() and time.monotonic() < deadline:
            time.sleep(0.5)
        self.site.kill()
        output = self.site.run("tidy", module="tests.faults.look")
        seen: dict[str, Any] = json.loads(output.rpartition("ANSWER")[2])
        seen["wrong"] += [*self.wrong_senders(), *self.wrong_recordings(seen)]
        return seen

    def wrong_senders(self) -> Iterator[str]:
        for sender in self.senders:
            if sender.problem or sender.is_alive():
                yield f"a sender could not go on: {sender.problem or 'still sending'}"

    def wrong_recordings(self, seen: dict[str, Any]) -> Iterator[str]:
        """Compared with what was sent: none lost, doubled, exchanged or refused for another's fault."""
        sent = [each for sender in self.senders for each in sender.sent]
        if len(seen["uploads"]) != len(sent):
            yield f"{len(sent)} were sent, {len(seen['uploads'])} uploads are known"
        heard = {}
        for each in sent:
            row = seen["uploads"][each.uid]
            right = row["reason"] in each.refused if each.refused else row["state"] == "accepted"
            if not right or row["sha256"] != each.sha256:
                yield f"{each.name} (refused for: {each.refused}) became {row}, and was {each.sha256}"
            if not each.refused:
                heard[each.track] = each.uid
        if heard != seen["current"]:
            differing = {t for t in heard.keys() | seen["current"].keys() if heard.get(t) != seen["current"].get(t)}
            yield f"other recordings are heard than were sent last: {sorted(differing)}"


def hit(victim: psutil.Process) -> bool:
    with suppress(psutil.NoSuchProcess):
        victim.kill()
        return True
    return False


def report(soak: Soak, seen: dict[str, Any], seconds: float) -> str:
    states = Counter(row["state"] for row in seen["uploads"].values())
    lines = [
        f"seed {soak.seed}: {sum(soak.counts.values())} kills in {seconds:.0f} s: "
        + ", ".join(f"{kind} {number}" for kind, number in soak.counts.most_common()),
        f"{len(seen['uploads'])} recordings sent: " + ", ".join(f"{n} {state}" for state, n in states.most_common()),
        f"{seen['jobs']} jobs in {seen['attempts']} attempts, {seen['failures']} counted as failures of ours",
        f"senders had to begin again {sum(sender.breaks for sender in soak.senders)} times",
        *(f"WRONG: {sentence}" for sentence in seen["wrong"]),
    ]
    return "\n".join(lines)


@contextmanager
def database(*, postgres: bool) -> Iterator[dict[str, str]]:
    """The variables that name it."""
    if not postgres:
        yield {}
        return
    sys.path.insert(0, str(Path(__file__).resolve().parents[2] / "tools"))
    from postgres import postgres_server  # noqa: PLC0415 - the path comes first

    with postgres_server() as url:
        yield {"LIBITUM_DATABASE_URL": url}


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--kills", type=int, default=500)
    parser.add_argument("--seed", type=int, default=random.SystemRandom().randrange(1, 1 << 30))
    parser.add_argument("--workers", type=int, default=2)
    parser.add_argument("--senders", type=int, default=3)
    parser.add_argument("--postgres", action="store_true", help="on a PostgreSQL server of its own, not on SQLite")
    options = parser.parse_args()
    print(f"seed {options.seed}", flush=True)  # noqa: T201 - a program of its own
    with tempfile.TemporaryDirectory(prefix="libitum-soak-") as folder, database(postgres=options.postgres) as named:
        site = Site(Path(folder), "serve", LIBITUM_WORKERS=str(options.workers), **named)
        soak, begun = Soak(site, options.seed), time.monotonic()
        try:
            site.prepare()
            seen = soak.run(options.kills, options.senders)
        finally:
            site.kill()
        print(report(soak, seen, time.monotonic() - begun))  # noqa: T201
    return 1 if seen["wrong"] else 0


if __name__ == "__main__":
    sys.exit(main())
