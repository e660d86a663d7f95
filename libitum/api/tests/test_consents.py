"""Decisions by program: read, refuse, withdraw, switch; never opt in."""

import json
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from libitum.accounts.models import User
from libitum.catalog.models import Artist, Track
from libitum.catalog.services import create_release, create_track
from libitum.ledger.publishing import make_key_once
from libitum.ledger.services import publish_now
from libitum.rights.models import Ceremony, Statement, Word
from libitum.rights.services.ceremonies import propose
from libitum.rights.services.parties import party_of
from libitum.rights.services.signing import sign
from libitum.rights.services.statements import Draft
from libitum.rights.tests.devices import Device, ready_key

from .programs import ANYBODYS, Program, fields_of, json_of, program_of

CountQueries = Callable[[int], Any]


@pytest.fixture
def alices(alice: User) -> Program:
    return program_of(alice, "consent")


@pytest.fixture
def opted_in(alice: User, song: Track) -> Statement:
    device = Device()
    ready_key(alice, device)
    ceremony = propose(
        actor=alice, party=party_of(alice), drafts=[Draft("gen.train.style", True, track=song)], language="en"
    )
    assert isinstance(ceremony, Ceremony)
    return sign(actor=alice, ceremony=ceremony, credential=device.sign(ceremony))


def decide(program: Program, *decisions: dict[str, Any]) -> Any:
    return program.post("/consents", decisions=list(decisions))


def test_refusing_and_switching(alices: Program, song: Track) -> None:
    made = decide(
        alices,
        {"purpose": "gen.train.voice", "allowed": False, "track": song.uid},
        {"purpose": "disc.recommend", "allowed": False},
        {"purpose": "disc.search", "allowed": True},
    )
    assert made.status_code == 201
    row = json_of(made)
    assert (row["signed"], row["grants"], row["refusals"]) == (False, 1, 2)
    assert made["Location"] == f"/api/v1/consents/receipts/{row['id']}"
    words = {(word["purpose"], word["allowed"], word["track"]) for word in json_of(alices.get("/consents"))["items"]}
    assert words == {
        ("gen.train.voice", False, song.uid),
        ("disc.recommend", False, None),
        ("disc.search", True, None),
    }


def test_an_opt_in_says_where_to_sign(alices: Program, song: Track) -> None:
    refused = decide(
        alices,
        {"purpose": "disc.search", "allowed": False},
        {"purpose": "gen.train.style", "allowed": True, "track": song.uid},
    )
    said = json_of(refused)
    assert (refused.status_code, said["code"]) == (403, "signature-needed")
    assert "http://localhost:8000/my/ai" in said["detail"]
    assert not Word.objects.exists()
    assert not Ceremony.objects.exists()


def test_a_session_can_not_opt_in_either(alice: User, as_alice: Any, song: Track) -> None:
    body = {"decisions": [{"purpose": "train.analysis", "allowed": True}]}
    answer = as_alice.post("/api/v1/consents", json.dumps(body), content_type="application/json")
    assert answer.status_code == 403
    assert not Word.objects.exists()


def test_withdrawing_takes_the_place_of_the_grant(alices: Program, opted_in: Statement, song: Track) -> None:
    (word,) = json_of(alices.get("/consents"))["items"]
    assert (word["allowed"], word["signed"], word["receipt"]) == (True, True, opted_in.uid)
    assert decide(alices, {"purpose": "gen.train.style", "allowed": False, "track": song.uid}).status_code == 201
    (word,) = json_of(alices.get("/consents"))["items"]
    assert (word["allowed"], word["taker"]) == (False, "")
    assert [row["signed"] for row in json_of(alices.get("/consents/receipts"))["items"]] == [False, True]


def test_a_release_at_once(alices: Program, alice: User, ada: Artist, song: Track) -> None:
    release = create_release(actor=alice, artist=ada, title="Dawn", tracks=[song])
    assert decide(alices, {"purpose": "share.public", "allowed": False, "release": release.uid}).status_code == 201
    (word,) = json_of(alices.get("/consents"))["items"]
    assert (word["release"], word["track"]) == (release.uid, None)


def test_what_is_wrong_is_named(alices: Program, song: Track, charlie: User) -> None:
    theirs = create_track(
        actor=charlie, artist=Artist.objects.create(owner=charlie, name="C", slug="c"), title="T", rights_basis="holder"
    )
    assert fields_of(
        decide(
            alices,
            {"purpose": "disc.search", "allowed": False},
            {"purpose": "gen.everything", "allowed": False},
            {"purpose": "svc.deliver", "allowed": False},
            {"purpose": "disc.search", "allowed": False, "track": theirs.uid},
            {"purpose": "disc.search", "allowed": False, "track": "aaaaaaaaaaaaaaaa"},
        )
    ) == {"decisions.1", "decisions.2", "decisions.3", "decisions.4"}
    assert fields_of(alices.post("/consents", decisions=[])) == {"decisions"}
    assert not Word.objects.exists()


def test_the_permission_is_needed(alice: User, opted_in: Statement) -> None:
    lacking = program_of(alice, "read", "works", "profile", "community")
    for path in ("/consents", "/consents/receipts", f"/consents/receipts/{opted_in.uid}"):
        assert lacking.get(path).status_code == 403
        assert ANYBODYS.get(path).status_code == 401
    assert decide(lacking, {"purpose": "disc.search", "allowed": False}).status_code == 403


def test_nobody_elses(bob: User, opted_in: Statement) -> None:
    bobs = program_of(bob, "consent")
    assert json_of(bobs.get("/consents"))["items"] == []
    assert json_of(bobs.get("/consents/receipts"))["items"] == []
    assert bobs.get(f"/consents/receipts/{opted_in.uid}").status_code == 404


def test_the_receipt_is_what_the_verifier_reads(alices: Program, opted_in: Statement, tmp_path: Path) -> None:
    make_key_once()
    publish_now()
    path = tmp_path / "receipt.json"
    path.write_bytes(alices.get(f"/consents/receipts/{opted_in.uid}").content)
    done = subprocess.run(
        [sys.executable, "-m", "libitum_verify", "--json", "receipt", str(path)],
        capture_output=True, text=True, check=False,
    )  # fmt: skip
    # The wait of the key was cut short behind the log's back, and the verifier sees it.
    assert json.loads(done.stdout)["sentence"] == "The key was too new to grant anything when it signed."


def test_pages_follow_each_other(alices: Program, alice: User) -> None:
    for purpose in ("disc.search", "disc.recommend", "disc.playlist"):
        decide(alices, {"purpose": purpose, "allowed": False})
    for path in ("/consents", "/consents/receipts"):
        first = json_of(alices.get(path, limit=2))
        rest = json_of(alices.get(path, limit=2, cursor=first["next"]))
        assert [len(first["items"]), len(rest["items"]), rest["next"]] == [2, 1, None]
        assert len({row["id"] for row in first["items"] + rest["items"]}) == 3


def test_a_catalogue_costs_the_same(
    alices: Program, alice: User, ada: Artist, django_assert_max_num_queries: CountQueries
) -> None:
    tracks = [create_track(actor=alice, artist=ada, title=f"Study {n}", rights_basis="holder") for n in range(30)]
    with django_assert_max_num_queries(30):
        made = decide(alices, *[{"purpose": "disc.search", "allowed": False, "track": t.uid} for t in tracks])
    assert made.status_code == 201
    with django_assert_max_num_queries(12):
        assert len(json_of(alices.get("/consents", limit=100))["items"]) == 30


def test_going_back_to_what_holds_for_all(alices: Program, song: Track) -> None:
    own = {"purpose": "gen.train.voice", "allowed": False, "track": song.uid}
    assert decide(alices, own).status_code == 201
    row = json_of(decide(alices, {**own, "inherits": True}))
    assert (row["grants"], row["refusals"], row["returns"]) == (0, 0, 1)
    assert json_of(alices.get("/consents"))["items"] == []
    assert fields_of(decide(alices, {"purpose": "gen.train.voice", "allowed": False, "inherits": True})) == {
        "decisions.0"
    }


def test_going_back_to_something_signed_says_where_to_sign(
    alices: Program, alice: User, song: Track, opted_in: Statement
) -> None:
    device = Device()
    ready_key(alice, device)
    for_all = propose(actor=alice, party=party_of(alice), drafts=[Draft("gen.train.style", True)], language="en")
    assert isinstance(for_all, Ceremony)
    sign(actor=alice, ceremony=for_all, credential=device.sign(for_all))
    refused = decide(alices, {"purpose": "gen.train.style", "allowed": False, "track": song.uid, "inherits": True})
    assert refused.status_code == 403
    assert json_of(refused)["code"] == "signature-needed"
    assert not Word.objects.filter(inherits=True).exists()
