"""What somebody takes along of what they decided: enough to prove it elsewhere."""

import hashlib
import json

from django.test import Client

from libitum.accounts.models import User
from libitum.catalog.models import Track
from libitum.rights.services.statements import Draft
from libitum_verify.rights.receipt import check_receipt

from .story import Story, decide


def test_it_is_all_there(story: Story, song: Track, alice: User, as_alice: Client) -> None:
    decide(alice, Draft("gen.train.style", True, track=song))
    decide(alice, Draft("disc.search", False), Draft("listen.history", False))
    story.publish()
    told = json.loads(as_alice.get("/settings/data/export").content)
    assert [(row["purpose"], row["allowed"], row["about"]) for row in told["decisions"]] == [
        ("gen.train.style", True, song.uid),
        ("disc.search", False, ""),
    ]
    assert [row["purpose"] for row in told["listening"]] == ["listen.history"]
    assert {(row["track"], row["role"]) for row in told["holdings"]} == {
        (song.uid, role) for role in ("performer", "recording", "composition", "lyrics")
    }
    assert [(row["version"], row["how"]) for row in told["acceptances"]] == [(1, "page")]
    assert len(told["receipts"]) == 2
    for receipt in told["receipts"]:
        assert check_receipt(json.dumps(receipt).encode()).logged
    (work,) = (track["in_the_log"] for track in told["tracks"])
    assert hashlib.sha256(bytes.fromhex(work["key"]) + work["work"].encode()).hexdigest() == work["commitment"]


def test_nothing_of_others_is_in_it(story: Story, song: Track, alice: User, as_bob: Client) -> None:
    decide(alice, Draft("gen.train.style", True, track=song))
    told = json.loads(as_bob.get("/settings/data/export").content)
    assert told["decisions"] == told["receipts"] == told["holdings"] == []
