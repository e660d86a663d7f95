"""What was signed is signed: an instance that comes back from a backup never tells a second history."""

from pathlib import Path

import pytest

from libitum_verify.cli import main

from .instances import Instance, new_instance, prepared_instance

pytestmark = pytest.mark.own_database

GROW = """
from django.db import transaction
from libitum.ledger.services import append, publish_now
with transaction.atomic():
    append(type="heartbeat", bodies=[{"day": "2030-01-01", "entries": n, "totals": []} for n in range(COUNT)])
publish_now(timeout=60)
"""


def grow(instance: Instance, count: int) -> bytes:
    """Returns the newest checkpoint, as somebody outside may have kept it."""
    instance.do(GROW.replace("COUNT", str(count)))
    return (instance.home / "log/checkpoint").read_bytes()


def verify(command: str, instance: Instance, *more: object) -> int:
    return main([command, *map(str, more), "--mirror", str(instance.home / "log")])


@pytest.fixture
def alive(tmp_path: Path) -> Instance:
    return prepared_instance(tmp_path, "alive")


def restored(alive: Instance, folder: Path) -> Instance:
    again = new_instance(folder, "again")
    again.must("restore", str(folder / "backup.tar.gz"))
    done = again.run("ledger", "sequence")
    assert done.returncode == 1
    assert "Restored from a backup" in done.stderr
    assert "Restored from a backup" in again.must("ledger", "status")
    return again


def test_it_goes_on_once_the_newest_checkpoint_is_matched(alive: Instance, tmp_path: Path) -> None:
    kept = tmp_path / "kept"
    kept.write_bytes(grow(alive, 300))
    alive.must("backup", str(tmp_path / "backup.tar.gz"))
    again = restored(alive, tmp_path)
    # Closed, but served and proved as before.
    assert verify("audit", again) == 0
    assert "open" in again.must("ledger", "reopen", "--checkpoint", str(kept))
    grow(again, 5)
    assert verify("audit", again) == 0
    assert verify("consistency", again, kept) == 0


def test_a_backup_that_lacks_what_others_saw_can_only_begin_anew(alive: Instance, tmp_path: Path) -> None:
    grow(alive, 300)
    alive.must("backup", str(tmp_path / "backup.tar.gz"))
    kept = tmp_path / "kept"
    kept.write_bytes(grow(alive, 5))
    again = restored(alive, tmp_path)
    done = again.run("ledger", "reopen", "--checkpoint", str(kept))
    assert (done.returncode, "went back" in done.stderr) == (1, True)
    assert again.run("ledger", "sequence").returncode == 1
    again.must("ledger", "new-origin", "--name", "music.example/log2", "--why", "A disk was lost.")
    assert grow(again, 1).startswith(b"music.example/log2\n")
    assert verify("audit", again) == 0
    former = next((again.home / "log/former").iterdir())
    assert main(["audit", "--mirror", str(former)]) == 0


def test_a_backup_from_before_the_first_checkpoint_signs_no_other_first_one(alive: Instance, tmp_path: Path) -> None:
    alive.must("backup", str(tmp_path / "backup.tar.gz"))
    grow(alive, 5)
    again = restored(alive, tmp_path)
    assert not (again.home / "log/checkpoint").exists()
    again.must("ledger", "new-origin", "--name", "music.example/log2", "--why", "A disk was lost.")
    grow(again, 1)
    assert verify("audit", again) == 0
