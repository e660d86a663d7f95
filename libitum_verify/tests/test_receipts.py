"""A receipt pins a checkpoint; a log that doesn't go on from it is refused, with the reason."""

import json
from pathlib import Path

import pytest

from libitum_verify.cli import main

from .logs import MadeLog, make_log

pytestmark = pytest.mark.own_database


@pytest.fixture
def log(tmp_path: Path) -> MadeLog:
    return make_log(tmp_path / "log", 300)


@pytest.fixture
def earlier(tmp_path: Path, log: MadeLog) -> MadeLog:
    return make_log(tmp_path / "earlier", 200, log.private)


def receipt_of(log: MadeLog, **other: object) -> dict[str, object]:
    note = (log.folder / "checkpoint").read_text()
    said = {"origin": log.checkpoint.origin, "size": log.checkpoint.size, "root": log.checkpoint.root.hex()}
    return {"uid": "x", "log": {**said, "checkpoint": note, **other}}


def ask(capsys: pytest.CaptureFixture[str], log: MadeLog, data: object, *more: str) -> tuple[int, object, object]:
    path = log.folder.parent / "receipt"
    path.write_text(data if isinstance(data, str) else json.dumps(data))
    code = main(["--json", "receipt", str(path), "--mirror", str(log.folder), *more])
    said = json.loads(capsys.readouterr().out)
    return code, said["verdict"], said.get("reason", said.get("continues"))


def test_a_log_that_went_on(log: MadeLog, earlier: MadeLog, capsys: pytest.CaptureFixture[str]) -> None:
    assert ask(capsys, log, receipt_of(earlier)) == (0, "proved", 200)
    assert ask(capsys, log, receipt_of(log)) == (0, "proved", 300)
    assert ask(capsys, log, (earlier.folder / "checkpoint").read_text()) == (0, "proved", 200)


def test_a_log_that_went_back(log: MadeLog, earlier: MadeLog, capsys: pytest.CaptureFixture[str]) -> None:
    assert ask(capsys, earlier, receipt_of(log)) == (1, "refused", "rollback")


@pytest.mark.parametrize(("size", "reason"), [(300, "fork"), (200, "not-consistent"), (256, "not-consistent")])
def test_a_split_view(tmp_path: Path, capsys: pytest.CaptureFixture[str], size: int, reason: str) -> None:
    """Two people, two histories under one key: whoever kept a receipt finds out."""
    shown_to_alice = make_log(tmp_path / "alice", size)
    shown_to_bob = make_log(tmp_path / "bob", 300, shown_to_alice.private, day="2026-01-02")
    assert ask(capsys, shown_to_alice, receipt_of(shown_to_alice))[0] == 0
    assert ask(capsys, shown_to_bob, receipt_of(shown_to_bob))[0] == 0
    assert ask(capsys, shown_to_bob, receipt_of(shown_to_alice)) == (1, "refused", reason)


def test_somebody_elses_signature(log: MadeLog, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    other = make_log(tmp_path / "other", 100)
    assert ask(capsys, log, receipt_of(other)) == (1, "refused", "unknown-key")
    # As after a rotation: both keys are known, and the history is one.
    assert ask(capsys, log, receipt_of(other), "--key", str(log.key), "--key", str(other.key)) == (0, "proved", 100)
    assert ask(capsys, log, receipt_of(log), "--origin", "other.example/log") == (1, "refused", "wrong-origin")


@pytest.mark.parametrize("other", [{"size": 3}, {"size": None}, {"root": "00" * 32}, {"origin": "x"}])
def test_a_receipt_that_says_other_than_its_checkpoint(
    log: MadeLog, capsys: pytest.CaptureFixture[str], other: dict[str, object]
) -> None:
    assert ask(capsys, log, receipt_of(log, **other)) == (1, "refused", "bad-receipt")


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        ({"log": None}, "missing"),
        ({"uid": "x"}, "bad-receipt"),
        ({"log": "x"}, "bad-receipt"),
        ({"log": {}}, "bad-note"),
        ({"log": {"checkpoint": "\ud800"}}, "bad-note"),
        ("{", "bad-receipt"),
        ("", "bad-note"),
        ("[" * 100_000, "bad-note"),
        ('{"log":' * 100_000, "bad-receipt"),
    ],
)
def test_what_is_no_receipt(log: MadeLog, capsys: pytest.CaptureFixture[str], data: object, reason: str) -> None:
    assert ask(capsys, log, data) == (1, "refused", reason)
