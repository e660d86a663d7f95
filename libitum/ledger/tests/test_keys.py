"""Where the signing key may lie, and what is said when it does not."""

from io import StringIO

import pytest
from django.core.management import CommandError, call_command

from libitum.ledger.errors import BadKey
from libitum.ledger.guard import close
from libitum.ledger.keys import VARIABLE, SigningKey, key_file, load_key, new_key, parse_key, save_key
from libitum.ledger.log import PublishedLog
from libitum.ledger.publishing import heartbeat, make_key_once
from libitum.ledger.sequencer import sequence
from libitum_verify.checkpoint import open_checkpoint

real_commits = pytest.mark.django_db(transaction=True)


def status() -> str:
    said = StringIO()
    call_command("ledger", "status", stdout=said)
    return said.getvalue()


@real_commits
def test_a_key_from_the_environment_signs_and_is_written_nowhere(
    log: PublishedLog, monkeypatch: pytest.MonkeyPatch
) -> None:
    key = new_key("music.example/log")
    monkeypatch.setenv(VARIABLE, f"{key.name} {key.seed()}")
    assert not make_key_once()
    heartbeat()
    assert sequence() == open_checkpoint(log.fetch("checkpoint"), [key.verifier], key.name)
    assert not key_file().exists()
    with pytest.raises(CommandError, match="environment"):
        call_command("ledger", "rotate")


@pytest.mark.parametrize("text", ["", "name", "name !", "name AAAA", " " + "A" * 43 + "=", "a b c"])
def test_what_is_no_key_is_said_without_showing_it(text: str) -> None:
    with pytest.raises(BadKey) as refusal:
        parse_key(text)
    assert text.strip() == "" or text.rsplit(maxsplit=1)[-1] not in str(refusal.value).split()


def test_what_was_saved_is_what_is_loaded() -> None:
    key = new_key("music.example/log")
    save_key(key)
    assert load_key().verifier == key.verifier
    assert key_file().stat().st_mode & 0o777 == 0o600


@real_commits
def test_status_tells_key_size_what_waits_and_whether_it_signs(log: PublishedLog) -> None:
    assert "none yet" in status()
    assert "closed" in status()
    call_command("ledger", "keygen", stdout=StringIO())
    assert str(load_key().verifier) in status()
    assert "nothing signed yet" in status()
    heartbeat()
    assert "waiting: 1" in status()
    checkpoint = sequence()
    assert checkpoint is not None
    said = status()
    assert f"{checkpoint.origin}, {checkpoint.size}, {checkpoint.root.hex()}" in said
    assert "waiting: 0" in said
    assert "signing: open" in said
    close(log, "Restored from a backup.")
    assert "signing: closed. Restored from a backup." in status()


@real_commits
def test_a_log_whose_key_is_lost_is_not_given_another_unasked(log: PublishedLog, key: SigningKey) -> None:
    heartbeat()
    sequence()
    key_file().unlink()
    assert not make_key_once()
    with pytest.raises(CommandError):
        call_command("ledger", "keygen")
    assert not key_file().exists()
