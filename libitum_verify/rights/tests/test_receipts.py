"""Receipts checked by themselves: what proves them, and that nothing in one can be changed unnoticed."""

import copy
import json
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from libitum_verify.canonical import canonical
from libitum_verify.cli import main
from libitum_verify.rights.receipt import Findings, check_receipt
from libitum_verify.verdict import Reason, Refused

from .passkeys import Passkey, SmallLog, decision, receipt, statement, statement_of_the_first_format

pytestmark = pytest.mark.own_database

KEY = Passkey()
REFUSAL = {"decisions": [decision(allowed=False, level="account")], "works": []}


@pytest.fixture(scope="module")
def log() -> SmallLog:
    return SmallLog()


@pytest.fixture(scope="module")
def signed(log: SmallLog) -> dict[str, Any]:
    return receipt(statement(), KEY, log)


def check(value: object) -> Findings:
    return check_receipt(json.dumps(value).encode())


def refused(value: object) -> Refused:
    with pytest.raises(Refused) as caught:
        check(value)
    return caught.value


def test_a_signed_receipt_is_proved(signed: dict[str, Any]) -> None:
    found = check(signed)
    assert (found.signed, found.logged, found.time) == (True, True, "2026-01-01T00:01:00Z")
    assert found.text == "I allow\n\n1. Learning a style"
    assert not found.missing


def leaves(value: Any, path: tuple[Any, ...] = ()) -> Iterator[tuple[tuple[Any, ...], Any]]:
    if isinstance(value, dict) and value:
        for name, item in value.items():
            yield from leaves(item, (*path, name))
    elif isinstance(value, list) and value:
        for index, item in enumerate(value):
            yield from leaves(item, (*path, index))
    else:
        yield path, value


def changed(value: Any, path: tuple[Any, ...], new: object) -> Any:
    copied = copy.deepcopy(value)
    place = copied
    for step in path[:-1]:
        place = place[step]
    place[path[-1]] = new
    return copied


def another(leaf: Any) -> list[object]:
    """Values of the same kind that differ a little."""
    if isinstance(leaf, bool):
        return [not leaf]
    if isinstance(leaf, int):
        return [leaf + 1]
    if isinstance(leaf, str):
        return [leaf + "a", leaf[:-1] + ("b" if leaf[-1:] != "b" else "a")] if leaf else ["a"]
    if isinstance(leaf, list):
        return [["FR"], ["a" * 32]]
    return [7]


def test_every_field_is_held_by_something(signed: dict[str, Any]) -> None:
    reasons = set()
    for path, leaf in leaves(signed):
        for new in another(leaf):
            reasons.add(refused(changed(signed, path, new)).reason)
    assert {Reason.ALTERED, Reason.BAD_RECEIPT, Reason.BAD_STATEMENT, Reason.OTHER_ENTRY, Reason.BAD_KEY} <= reasons


def test_every_key_is_needed(signed: dict[str, Any]) -> None:
    for path, _leaf in leaves(signed):
        copied = copy.deepcopy(signed)
        place = copied
        for step in path[:-1]:
            place = place[step]
        del place[path[-1]]
        refused(copied)


def test_every_byte_of_the_signed_parts_counts(signed: dict[str, Any]) -> None:
    """Characters of the receipt, each replaced by another of the kind that may stand there."""
    for part in ("signature", "client_data", "authenticator_data", "public_key"):
        text = signed["signature"][part]
        for index, sign in enumerate(text):
            new = text[:index] + ("A" if sign != "A" else "B") + text[index + 1 :]
            assert refused(changed(signed, ("signature", part), new)).reason in {
                Reason.BAD_SIGNATURE,
                Reason.BAD_RECEIPT,
                Reason.BAD_KEY,
                Reason.ALTERED,
                Reason.WRONG_SITE,
                Reason.PERSON_NOT_VERIFIED,
            }
    for part in ("proof", "key_proof"):
        text = signed["log"][part]
        for index, sign in enumerate(text):
            new = text[:index] + ("A" if sign != "A" else "B") + text[index + 1 :]
            refused(changed(signed, ("log", part), new))


@pytest.mark.parametrize(
    ("path", "new", "expected"),
    [
        (("statement", "text"), "I allow everything", Reason.ALTERED),
        (("statement", "decisions", 0, "purpose"), "gen.train.voice", Reason.ALTERED),
        (("statement", "decisions", 0, "about"), ["f" * 32], Reason.BAD_STATEMENT),
        (("sha256",), "0" * 64, Reason.ALTERED),
        (("signature",), None, Reason.UNSIGNED),
        (("record", "event", 0, "event_state"), "dpv:ConsentRefused", Reason.BAD_RECEIPT),
        (("log", "entry", "grants"), 9, Reason.OTHER_ENTRY),
        (("log", "vkey"), "x", Reason.BAD_KEY),
    ],
)
def test_the_reason_is_the_right_one(
    signed: dict[str, Any], path: tuple[Any, ...], new: object, expected: Reason
) -> None:
    assert refused(changed(signed, path, new)).reason is expected


def test_a_statement_rewritten_with_its_hash_is_not_what_was_signed(signed: dict[str, Any], log: SmallLog) -> None:
    """The strongest forger without the key: everything that needs no secret is made to fit."""
    forged = receipt(statement(holder="c" * 32), KEY, None)
    forged["signature"], forged["log"] = signed["signature"], signed["log"]
    assert refused(forged).reason is Reason.ALTERED


def test_the_entry_of_another_statement_proves_nothing(signed: dict[str, Any]) -> None:
    other = receipt(statement(nonce="00" * 32), KEY, SmallLog())
    assert refused({**signed, "log": other["log"]}).reason is Reason.OTHER_ENTRY


def test_the_entry_must_name_the_key(signed: dict[str, Any]) -> None:
    other = receipt(statement(), Passkey(), None)
    assert refused({**signed, "signature": other["signature"]}).reason is Reason.OTHER_ENTRY


def test_a_key_that_was_too_new_granted_nothing() -> None:
    made = SmallLog()
    early = receipt(statement(), KEY, made)
    enrolled = {**early["log"]["key_entry"], "grants_from": "2026-01-02T00:00:00Z"}
    made.entries[0] = canonical(enrolled)
    early["log"] |= {"key_entry": enrolled, "key_proof": made.proof(0), "proof": made.proof(2)}
    assert refused(early).reason is Reason.BAD_KEY


def test_a_refusal_is_proved_by_the_log_alone() -> None:
    made = receipt(statement(**REFUSAL), None, SmallLog())
    found = check(made)
    assert (found.signed, found.logged) == (False, True)
    assert refused({**made, "log": None}).reason is Reason.MISSING


def test_without_the_log_a_signature_still_proves_what_was_signed() -> None:
    found = check(receipt(statement(), KEY))
    assert (found.signed, found.logged) == (True, False)
    assert found.missing == ["the proof of its entry in the log"]


def test_a_list_of_purposes_from_the_future_is_not_guessed() -> None:
    made = receipt(statement(), KEY)
    made["statement"]["vocabulary"]["version"] = 2
    assert refused({**made, "signature": None}).reason is Reason.ALTERED
    future = statement(vocabulary={"version": 2, "sha256": "0" * 64})
    body = canonical(future)
    from libitum_verify.rights.statement import digest  # noqa: PLC0415 - used once

    assert (
        refused({**made, "statement": future, "sha256": digest(body), "signature": None}).reason is Reason.BAD_STATEMENT
    )


@pytest.mark.parametrize("noise", [b"", b"[]", b"null", b"\xff", b"{}", b"[" * 100_000])
def test_noise_is_no_receipt(noise: bytes) -> None:
    with pytest.raises(Refused) as caught:
        check_receipt(noise)
    assert caught.value.reason is Reason.BAD_RECEIPT


class TestCommand:
    def run(self, path: Path, capsys: pytest.CaptureFixture[str], *arguments: str) -> tuple[int, dict[str, Any]]:
        code = main(["--json", "receipt", str(path), *arguments])
        return code, json.loads(capsys.readouterr().out)

    def test_it_prints_the_text_that_was_signed(
        self, signed: dict[str, Any], tmp_path: Path, capsys: pytest.CaptureFixture[str]
    ) -> None:
        path = tmp_path / "receipt.json"
        path.write_text(json.dumps(signed))
        assert main(["receipt", str(path)]) == 0
        said = capsys.readouterr().out
        assert said.startswith("verdict: proved")
        assert said.endswith("text: \n\nI allow\n\n1. Learning a style\n")

    def test_with_a_key_of_ones_own(
        self, signed: dict[str, Any], log: SmallLog, tmp_path: Path, capsys: pytest.CaptureFixture[str]
    ) -> None:
        path = tmp_path / "receipt.json"
        path.write_text(json.dumps(signed))
        assert self.run(path, capsys, "--key", str(log.key))[1]["log_key"] == "the one given"
        code, said = self.run(path, capsys, "--key", str(SmallLog().key))
        assert (code, said["reason"]) == (1, "unknown-key")

    def test_refused_and_missing(
        self, signed: dict[str, Any], tmp_path: Path, capsys: pytest.CaptureFixture[str]
    ) -> None:
        path = tmp_path / "receipt.json"
        path.write_text(json.dumps({**signed, "sha256": "0" * 64}))
        code, said = self.run(path, capsys)
        assert (code, said["reason"]) == (1, "altered")
        assert self.run(tmp_path / "none", capsys)[0] == 2

    def test_alone_without_django_or_cryptography(self, tmp_path: Path) -> None:
        """Copied by itself into an empty folder; all three algorithms in plain integers."""
        package = Path(__file__).parents[2]
        for source in [*package.glob("*.py"), *package.glob("rights/*.py"), *package.glob("rights/data/*.json")]:
            target = tmp_path / "alone/libitum_verify" / source.relative_to(package)
            target.parent.mkdir(parents=True, exist_ok=True)
            target.write_bytes(source.read_bytes())
        for algorithm in (-7, -8, -257):
            path = tmp_path / f"receipt{algorithm}.json"
            path.write_text(json.dumps(receipt(statement(), Passkey(algorithm), SmallLog())))
            done = subprocess.run(
                [sys.executable, "-I", "-S", "-c", ALONE, str(tmp_path / "alone"), str(path)],
                capture_output=True,
                text=True,
                check=False,
            )
            assert done.returncode == 0, done.stdout + done.stderr
            assert "1. Learning a style" in done.stdout


ALONE = """
import sys
sys.path.insert(0, sys.argv[1])
from libitum_verify.cli import main
code = main(["receipt", sys.argv[2]])
assert not {"django", "cryptography"} & set(sys.modules)
sys.exit(code)
"""


def test_receipts_of_the_first_format_are_proved_as_ever() -> None:
    value = receipt(statement_of_the_first_format(), KEY, SmallLog())
    assert "receipt_id" not in value
    assert check(value).logged
    assert refused({**value, "v": 2}).reason is Reason.BAD_RECEIPT
    for odd in (0, 3, True, "1", None):
        assert refused({**value, "v": odd}).reason is Reason.BAD_RECEIPT


def test_nobody_follows_what_stands_above_and_speaks_for_themselves() -> None:
    work = statement()["works"][0]["work"]
    plain = decision(
        allowed=False, inherits=True, about=[work], territories=[], commercial=True, credit="", share=None, until=None
    )
    good = receipt(statement(decisions=[plain]), None, SmallLog())
    assert check(good).logged
    odd: list[dict[str, Any]] = [
        {"allowed": True},
        {"level": "account", "about": []},
        {"taker": "acme"},
        {"model": "m"},
        {"since": 1},
        {"until": 1},
        {"territories": ["FR"]},
        {"share": 1},
    ]
    for changes in odd:
        assert refused(receipt(statement(decisions=[{**plain, **changes}]), KEY)).reason is Reason.BAD_STATEMENT
