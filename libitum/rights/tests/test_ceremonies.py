"""One passkey ceremony for a batch, however many works: checked on the server, single use, expiring."""

import copy
import json
from datetime import timedelta
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.utils import timezone

from libitum.accounts.models import User
from libitum.catalog.models import Artist, Track
from libitum.catalog.services import create_track, delete_track
from libitum.ledger.models import Entry
from libitum.rights.models import Ceremony, Statement, Word
from libitum.rights.services.ceremonies import propose
from libitum.rights.services.parties import party_of
from libitum.rights.services.signing import request_options, sign
from libitum.rights.services.statements import Draft
from libitum.rights.sweeps import forget_unsigned
from libitum_verify.canonical import parse
from libitum_verify.rights.signing import encode64

from .devices import Device, add_passkey, challenge, ready_key


@pytest.fixture
def device() -> Device:
    return Device()


@pytest.fixture
def ceremony(alice: User, song: Track, device: Device) -> Ceremony:
    ready_key(alice, device)
    return opened(alice, Draft("gen.train.style", True, track=song), Draft("disc.recommend", False))


def opened(user: User, *drafts: Draft) -> Ceremony:
    ceremony = propose(actor=user, party=party_of(user), drafts=drafts, language="en")
    assert isinstance(ceremony, Ceremony)
    return ceremony


def why_not(actor: User, ceremony: Ceremony, credential: dict[str, Any]) -> str:
    """The sentence; and nothing may have been recorded."""
    with pytest.raises(ValidationError) as caught:
        sign(actor=actor, ceremony=ceremony, credential=credential)
    assert not Word.objects.exists()
    assert not Statement.objects.exists()
    assert not Entry.objects.filter(type="consent.set").exists()
    return str(caught.value.messages[0])


def test_a_signature_records_the_whole_batch(alice: User, ceremony: Ceremony, device: Device) -> None:
    statement = sign(actor=alice, ceremony=ceremony, credential=device.sign(ceremony))
    assert bytes(statement.body) == bytes(ceremony.body)
    words = {(word.purpose, word.allowed, word.signed) for word in statement.words.all()}
    assert words == {("gen.train.style", True, True), ("disc.recommend", False, True)}
    entry = parse(bytes(Entry.objects.get(type="consent.set").body))
    assert (entry["signed"], entry["grants"], entry["refusals"]) == (True, 1, 1)


@pytest.mark.parametrize("algorithm", [-7, -8, -257])
def test_twenty_works_take_one_ceremony(alice: User, ada: Artist, algorithm: int) -> None:
    device = Device(algorithm)
    ready_key(alice, device)
    tracks = [create_track(actor=alice, artist=ada, title=f"Study {n}", rights_basis="holder") for n in range(20)]
    ceremony = opened(alice, *[Draft("train.analysis", True, track=track) for track in tracks])
    statement = sign(actor=alice, ceremony=ceremony, credential=device.sign(ceremony))
    assert statement.words.filter(allowed=True, signed=True).count() == 20


def test_it_is_used_once(alice: User, ceremony: Ceremony, device: Device) -> None:
    credential = device.sign(ceremony)
    sign(actor=alice, ceremony=ceremony, credential=credential)
    with pytest.raises(ValidationError, match="signed already"):
        sign(actor=alice, ceremony=ceremony, credential=credential)
    assert Statement.objects.count() == 1


def test_it_expires(alice: User, ceremony: Ceremony, device: Device) -> None:
    Ceremony.objects.update(expires_at=timezone.now())
    assert "ten minutes" in why_not(alice, ceremony, device.sign(ceremony))


def test_a_signature_of_another_batch_is_none(alice: User, song: Track, ceremony: Ceremony, device: Device) -> None:
    other = opened(alice, Draft("gen.train.voice", True, track=song))
    assert "Nothing was signed" in why_not(alice, ceremony, device.sign(other))


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({"flags": 0x01}, "did not check that it is you"),
        ({"flags": 0x04}, "did not check that it is you"),
        ({"origin": "http://evil.example"}, "another address"),
        ({"origin": "http://localhost:8001"}, "another address"),
        ({"host": "evil.example"}, "another address"),
        ({"type": "webauthn.create"}, "is not one of this passkey"),
        ({"challenge": "AAAA"}, "is not one of this passkey"),
        ({"crossOrigin": True}, "another address"),
    ],
)
def test_what_is_truly_signed_but_not_as_asked(
    alice: User, ceremony: Ceremony, device: Device, changes: dict[str, Any], sentence: str
) -> None:
    assert sentence in why_not(alice, ceremony, device.assertion(bytes(ceremony.body), **changes))


def test_every_byte_of_what_the_browser_gives_counts(alice: User, ceremony: Ceremony, device: Device) -> None:
    good = device.sign(ceremony)
    for part in ("clientDataJSON", "authenticatorData", "signature"):
        text = good["response"][part]
        for index in range(0, len(text) - 1, 3):
            wrong = copy.deepcopy(good)
            wrong["response"][part] = text[:index] + ("A" if text[index] != "A" else "B") + text[index + 1 :]
            why_not(alice, ceremony, wrong)


@pytest.mark.parametrize("noise", [{}, {"id": 1}, {"id": "x", "rawId": "x", "type": "y", "response": []}])
def test_noise_is_no_signature(alice: User, ceremony: Ceremony, noise: dict[str, Any]) -> None:
    assert "is no signature" in why_not(alice, ceremony, noise)


def test_a_new_key_says_when_it_can(alice: User, ceremony: Ceremony) -> None:
    fresh = Device()
    key = add_passkey(alice, fresh, "Tablet")
    sentence = why_not(alice, ceremony, fresh.sign(ceremony))
    assert "“Tablet” is new" in sentence
    assert str(timezone.localtime(key.may_grant_from).year) in sentence


def test_a_removed_key_signs_nothing(alice: User, ceremony: Ceremony, device: Device) -> None:
    alice.signing_keys.update(revoked_at=timezone.now())
    assert "not one of those" in why_not(alice, ceremony, device.sign(ceremony))


def test_a_key_of_somebody_else_signs_nothing(alice: User, bob: User, ceremony: Ceremony) -> None:
    theirs = Device()
    ready_key(bob, theirs)
    assert "not one of those" in why_not(alice, ceremony, theirs.sign(ceremony))
    with pytest.raises(PermissionDenied):
        sign(actor=bob, ceremony=ceremony, credential=theirs.sign(ceremony))


def test_a_work_that_is_gone_meanwhile(alice: User, song: Track, ceremony: Ceremony, device: Device) -> None:
    delete_track(actor=alice, track=song)
    assert "has been deleted" in why_not(alice, ceremony, device.sign(ceremony))


def test_a_batch_changed_in_the_database_is_not_what_was_signed(
    alice: User, ceremony: Ceremony, device: Device
) -> None:
    """Whoever can write into the database still can't have anybody sign something else than they saw."""
    credential = device.sign(ceremony)
    body = bytes(ceremony.body).replace(b"gen.train.style", b"gen.train.voice")
    Ceremony.objects.update(body=body)
    why_not(alice, ceremony, credential)


def test_the_browser_is_asked_for_the_right_thing(alice: User, ceremony: Ceremony, device: Device) -> None:
    waiting = Device()
    add_passkey(alice, waiting)
    options = json.loads(json.dumps(request_options(ceremony, alice)))
    assert options["challenge"] == challenge(bytes(ceremony.body))
    assert (options["rpId"], options["userVerification"]) == ("localhost", "required")
    assert [row["id"] for row in options["allowCredentials"]] == [encode64(device.id)]
    assert timedelta(milliseconds=options["timeout"]) < timedelta(minutes=10)


def test_what_nobody_signed_is_forgotten_after_a_day(ceremony: Ceremony) -> None:
    forget_unsigned()
    assert Ceremony.objects.exists()
    Ceremony.objects.update(expires_at=timezone.now() - timedelta(days=1, seconds=1))
    forget_unsigned()
    assert not Ceremony.objects.exists()
