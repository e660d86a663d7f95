"""Run by test_kills.py as a process of its own: write and publish, dying at random instants, a thousand times.

usage: python -m libitum.ledger.tests.kill_loop COUNT SEED

Each child appends and sequences; a counter over every call that changes the disk (open, mkdir, fsync, rename, unlink,
commit) kills it at each number in turn and then at drawn ones. The parent keeps the checkpoint it saw last and demands
that the next one continues it.
"""

import gc
import os
import random
import signal
import sys
from collections.abc import Callable, Generator
from typing import Any

import django

# Few, so that a tile begins or fills now and then; what the killed ones left is published by the next that lives.
BATCHES = (1, 2, 30)
TO_THE_END = 100_000


class Countdown:
    """Dies by SIGKILL before the n-th act on the disk."""

    def __init__(self, acts: int) -> None:
        self.left = acts

    def act(self) -> None:
        self.left -= 1
        if self.left <= 0:
            os.kill(os.getpid(), signal.SIGKILL)

    def before(self, function: Callable[..., Any]) -> Callable[..., Any]:
        def wrapped(*args: Any, **kwargs: Any) -> Any:
            self.act()
            return function(*args, **kwargs)

        return wrapped


def child(acts: int, entries: int) -> None:
    from pathlib import Path  # noqa: PLC0415

    from django.db import connection, transaction  # noqa: PLC0415

    from libitum.ledger.sequencer import sequence  # noqa: PLC0415
    from libitum.ledger.services import append  # noqa: PLC0415

    countdown = Countdown(acts)
    for name in ("fsync", "open", "mkdir", "unlink", "rmdir"):
        setattr(os, name, countdown.before(getattr(os, name)))
    Path.replace = countdown.before(Path.replace)  # type: ignore[method-assign]
    connection.ensure_connection()
    connection._commit = countdown.before(connection._commit)  # type: ignore[attr-defined]
    with transaction.atomic():
        append(type="key.rotate", bodies=[{"old": f"{i}", "new": "x"} for i in range(entries)])
    sequence()


def every_act_then_any(draw: random.Random) -> Generator[tuple[int, int], bool, None]:
    """How many acts to live, how many entries to write. First each act there is in turn, then any; told who died."""
    for entries in BATCHES:
        acts = 1
        while (yield acts, entries):
            acts += 1
    while True:
        # Drawn before the fork: a child's draws would leave the parent's generator where it was.
        acts = draw.choice([draw.randint(1, 25), draw.randint(1, 25), draw.randint(1, 60), TO_THE_END])
        yield acts, draw.choice(BATCHES)


def attempt(acts: int, entries: int) -> bool:
    """Whether it was killed; one that fails in any other way ends the run."""
    pid = os.fork()
    if pid == 0:
        child(acts, entries)
        os._exit(0)
    _pid, status = os.waitpid(pid, 0)
    if os.WIFEXITED(status) and os.WEXITSTATUS(status):
        sys.exit(3)
    return os.WIFSIGNALED(status)


def main() -> int:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "libitum.config.settings")
    django.setup()
    from django.core.management import call_command  # noqa: PLC0415
    from django.db import connection  # noqa: PLC0415

    from libitum.ledger import services  # noqa: F401, PLC0415 - loaded here, so that no child has to
    from libitum.ledger.keys import new_key, save_key  # noqa: PLC0415
    from libitum.ledger.log import published_log  # noqa: PLC0415
    from libitum_verify.audit import audit  # noqa: PLC0415
    from libitum_verify.checkpoint import Checkpoint, open_checkpoint  # noqa: PLC0415
    from libitum_verify.pin import check_continues  # noqa: PLC0415

    count, draw = int(sys.argv[1]), random.Random(int(sys.argv[2]))
    call_command("migrate", "ledger", verbosity=0)
    key = new_key("killed.example/log")
    save_key(key)
    log = published_log()
    connection.close()
    seen: Checkpoint | None = None
    killed = 0
    gc.freeze()
    plan = every_act_then_any(draw)
    acts, entries = next(plan)
    while killed < count:
        is_killed = attempt(acts, entries)
        acts, entries = plan.send(is_killed)
        killed += is_killed
        if not (log.root / "checkpoint").exists():
            continue
        now = open_checkpoint(log.fetch("checkpoint"), [key.verifier], key.name)
        if seen is not None:
            check_continues(seen, now, log.fetch)
        seen = now
    if seen is None:
        return 4
    audit(seen, log.fetch)
    print(f"killed {killed} times; {seen.size} entries, one history")  # noqa: T201
    return 0


if __name__ == "__main__":
    sys.exit(main())
