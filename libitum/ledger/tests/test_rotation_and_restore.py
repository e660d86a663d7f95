from collections.abc import Callable
from io import StringIO
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command

from libitum.ledger.errors import LogClosed
from libitum.ledger.guard import close
from libitum.ledger.keys import SigningKey, key_file, load_key
from libitum.ledger.log import PublishedLog
from libitum.ledger.models import Entry
from libitum.ledger.publishing import heartbeat
from libitum.ledger.sequencer import sequence
from libitum_verify.audit import audit
from libitum_verify.checkpoint import open_checkpoint
from libitum_verify.verdict import Reason, Refused

Note = Callable[[int], None]
pytestmark = pytest.mark.django_db(transaction=True)


def test_rotation_is_signed_by_both_keys_then_by_the_new_one(note: Note, log: PublishedLog, key: SigningKey) -> None:
    note(3)
    sequence()
    call_command("ledger", "rotate", stdout=StringIO())
    new = load_key().verifier
    both = log.fetch("checkpoint")
    open_checkpoint(both, [key.verifier], key.name)
    open_checkpoint(both, [new], key.name)
    note(1)
    sequence()
    open_checkpoint(log.fetch("checkpoint"), [new], key.name)
    with pytest.raises(Refused) as refusal:
        open_checkpoint(log.fetch("checkpoint"), [key.verifier], key.name)
    assert refusal.value.reason == Reason.UNKNOWN_KEY
    assert log.fetch("vkey").decode().splitlines() == [str(new), str(key.verifier)]
    assert not key_file().with_suffix(".retiring").exists()


def test_keygen_once(log: PublishedLog) -> None:
    call_command("ledger", "keygen", stdout=StringIO())
    assert key_file().stat().st_mode & 0o777 == 0o600
    with pytest.raises(CommandError):
        call_command("ledger", "keygen")


def test_a_restored_log_stays_closed_until_the_newest_checkpoint_is_matched(
    note: Note, log: PublishedLog, key: SigningKey, tmp_path: Path
) -> None:
    call_command("ledger", "status", stdout=StringIO())
    note(3)
    sequence()
    log.write("vkey", f"{key.verifier}\n".encode())
    kept = tmp_path / "kept"
    kept.write_bytes(log.fetch("checkpoint"))
    close(log, "Restored from a backup.")
    note(1)
    with pytest.raises(LogClosed, match="Restored"):
        sequence()
    call_command("ledger", "reopen", checkpoint=kept, stdout=StringIO())
    assert sequence() is not None


def test_a_backup_older_than_a_kept_checkpoint_can_only_begin_anew(
    note: Note, log: PublishedLog, key: SigningKey, tmp_path: Path
) -> None:
    log.write("vkey", f"{key.verifier}\n".encode())
    note(3)
    sequence()
    backup = log.fetch("checkpoint")
    note(2)
    sequence()
    kept = tmp_path / "kept"
    kept.write_bytes(log.fetch("checkpoint"))
    # The backup comes back: fewer entries, the older checkpoint.
    Entry.objects.filter(position__gte=7).delete()
    log.write("checkpoint", backup)
    close(log, "Restored from a backup.")
    with pytest.raises(CommandError, match="went back"):
        call_command("ledger", "reopen", checkpoint=kept)
    call_command("ledger", "new-origin", name="music.example/log2", why="A disk was lost.", stdout=StringIO())
    checkpoint = sequence()
    assert checkpoint is not None
    assert checkpoint.origin == "music.example/log2"
    audit(checkpoint, log.fetch)
    assert (log.root / "former/music.example-log/checkpoint").read_bytes() == backup
    assert b"music.example/log\\n" in bytes(Entry.objects.get(type="origin.continue").body)


def test_one_heartbeat_a_day(note: Note, log: PublishedLog, key: SigningKey) -> None:
    note(2)
    assert heartbeat()
    assert not heartbeat()
    sequence()
    assert audit(open_checkpoint(log.fetch("checkpoint"), [key.verifier], key.name), log.fetch).types["heartbeat"] == 1
