"""Run by test_kills.py as a process of its own: write and publish, dying at random instants, a thousand times.

usage: python -m libitum.ledger.tests.kill_loop COUNT SEED

Each child appends and sequences; a counter over every call that changes the disk (write, fsync, rename, commit)
kills it at a drawn number. The parent keeps the checkpoint it saw last and demands that the next one continues it.
"""

import gc
import os
import random
import signal
import sys
from collections.abc import Callable
from typing import Any

import django


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
    for name in ("fsync", "open", "mkdir"):
        setattr(os, name, countdown.before(getattr(os, name)))
    Path.replace = countdown.before(Path.replace)  # type: ignore[method-assign]
    connection.ensure_connection()
    connection._commit = countdown.before(connection._commit)  # type: ignore[attr-defined]
    with transaction.atomic():
        append(type="key.rotate", bodies=[{"old": f"{i}", "new": "x"} for i in range(entries)])
    sequence()


def main() -> int:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "libitum.config.settings")
    django.setup()
    from django.core.management import call_command  # noqa: PLC0415
    from django.db import connection  # noqa: PLC0415

    from libitum.ledger.keys import new_key, save_key  # noqa: PLC0415
    from libitum.ledger.log import published_log  # noqa: PLC0415
    from libitum.ledger.sequencer import sequence  # noqa: F401, PLC0415 - loaded here, so that no child has to
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
    while killed < count:
        # Drawn before the fork: a child's draws would leave the parent's generator where it was.
        acts = draw.choice([draw.randint(1, 30), draw.randint(1, 120), 100_000])
        entries = draw.choice([1, 1, 2, 5, 90])
        pid = os.fork()
        if pid == 0:
            child(acts, entries)
            os._exit(0)
        _pid, status = os.waitpid(pid, 0)
        if os.WIFSIGNALED(status):
            killed += 1
        elif os.WEXITSTATUS(status):
            return 3
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
