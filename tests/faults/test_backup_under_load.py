"""A backup is made while recordings arrive and are made ready; on an empty machine all of it is there and goes on."""

import hashlib
import random
import threading
from pathlib import Path

import pytest

from tests.uploads.site import Site

from .conftest import Mover
from .pieces import pieces
from .senders import Sender
from .walking import all_done, eventually, look

pytestmark = [pytest.mark.own_database, pytest.mark.xdist_group("faults")]

SEED = random.SystemRandom().randrange(1, 1 << 30)


def hashes(folder: Path) -> dict[str, str]:
    files = (path for path in folder.rglob("*") if path.is_file())
    return {path.relative_to(folder).as_posix(): hashlib.sha256(path.read_bytes()).hexdigest() for path in files}


def sending(site: Site, over: threading.Event) -> list[Sender]:
    senders = [
        Sender(site, pieces(random.Random(SEED + number)), SEED + number, lambda: not over.is_set())
        for number in range(2)
    ]
    for sender in senders:
        sender.start()
    return senders


def test_what_was_saved_meanwhile_is_whole_and_goes_on_elsewhere(moved_into: Mover, tmp_path: Path) -> None:
    site, again, over = moved_into(tmp_path / "alive"), Site(tmp_path / "again", "serve"), threading.Event()
    site.start()
    senders = sending(site, over)
    eventually(lambda: site.jobs()["done"] >= 3, f"seed {SEED}: nothing was made ready")
    sent_before = {each.sha256 for sender in senders for each in sender.sent if not each.refused}
    site.run("backup", str(tmp_path / "saved.tar"))
    over.set()
    for sender in senders:
        sender.join()
    site.kill()
    again.run("restore", str(tmp_path / "saved.tar"))
    saved, now = hashes(again.home / "media"), hashes(site.home / "media")
    assert {name: saved[name] for name in saved.keys() & now.keys()} == {n: now[n] for n in saved.keys() & now.keys()}
    again.run("ledger", "reopen", "--checkpoint", str(again.home / "log/checkpoint"))
    look(again, "tidy")  # finds bytes that were all there and not yet noted
    again.start()
    try:
        eventually(lambda: all_done(again), f"seed {SEED}: {again.jobs()}")
    finally:
        again.kill()
    seen = look(again, "tidy")
    # What was on its way then waits there for its sender.
    assert [line for line in seen["wrong"] if not line.startswith("left in uploads")] == [], f"seed {SEED}"
    assert sent_before <= {row["sha256"] for row in seen["uploads"].values() if row["state"] == "accepted"}
