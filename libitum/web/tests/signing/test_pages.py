"""The page that signs, and the receipts: what stands on them, and what they answer."""

import json
import re
from datetime import timedelta
from html import unescape
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from libitum.accounts.models import User
from libitum.catalog.models import Track
from libitum.ledger.publishing import make_key_once
from libitum.ledger.services import publish_now
from libitum.rights.models import Ceremony, Statement, Word
from libitum.rights.selectors.receipts import statement_value
from libitum.rights.services.ceremonies import propose
from libitum.rights.services.parties import party_of
from libitum.rights.services.statements import Draft
from libitum.rights.tests.devices import Device, add_passkey, ready_key
from libitum_verify.rights.receipt import check_receipt


def opened(user: User, *drafts: Draft) -> Ceremony:
    said = propose(actor=user, party=party_of(user), drafts=drafts, language="en")
    assert isinstance(said, Ceremony)
    return said


@pytest.fixture
def ceremony(alice: User, song: Track) -> Ceremony:
    return opened(alice, Draft("gen.train.style", True, track=song), Draft("disc.search", False))


def path_of(ceremony: Ceremony) -> str:
    return f"/my/ai/sign/{ceremony.uid}"


def text_on(page: str) -> str:
    """The words of the signed text as the page shows them, without tags."""
    found = re.search(r'<div class="signing-text".*?</div>', page, re.DOTALL)
    assert found
    return " ".join(unescape(re.sub(r"<[^>]+>", " ", found[0])).split())


def test_the_whole_text_is_shown(alice: User, as_alice: Client, ceremony: Ceremony) -> None:
    page = as_alice.get(path_of(ceremony)).content.decode()
    assert text_on(page) == " ".join(statement_value(ceremony)["text"].split())


def test_without_a_passkey_one_is_led_to_one(as_alice: Client, ceremony: Ceremony) -> None:
    page = as_alice.get(path_of(ceremony)).content.decode()
    assert "First you need a passkey" in page
    assert "Wait 72 hours" in page
    assert "Sign with my passkey" not in page


def test_a_key_that_waits_says_until_when(alice: User, as_alice: Client, ceremony: Ceremony) -> None:
    add_passkey(alice, Device(), "Tablet")
    page = as_alice.get(path_of(ceremony)).content.decode()
    assert "“Tablet” can sign from" in page
    assert "Sign with my passkey" not in page


def test_signing_leads_to_the_receipt(alice: User, as_alice: Client, ceremony: Ceremony) -> None:
    device = Device()
    ready_key(alice, device)
    page = as_alice.get(path_of(ceremony)).content.decode()
    assert "Sign with my passkey" in page
    answer = as_alice.post(path_of(ceremony), {"credential": json.dumps(device.sign(ceremony))})
    statement = Statement.objects.get()
    assert answer.headers["Location"] == f"/my/ai/receipts/{statement.uid}"
    receipt = as_alice.get(answer.headers["Location"]).content.decode()
    assert text_on(receipt) == text_on(page)
    assert "by the passkey “Phone”" in receipt
    again = as_alice.get(path_of(ceremony))
    assert again.status_code == 410
    assert "signed already" in again.content.decode()


def test_what_is_no_signature_is_said_and_nothing_lost(alice: User, as_alice: Client, ceremony: Ceremony) -> None:
    ready_key(alice, Device())
    for noise in ("", "[]", "{", json.dumps(Device().sign(ceremony))):
        answer = as_alice.post(path_of(ceremony), {"credential": noise})
        assert answer.status_code == 422
        assert "Nothing was signed" in answer.content.decode()
        assert text_on(answer.content.decode())
    assert not Word.objects.exists()


def test_voice_is_asked_for_apart(alice: User, as_alice: Client, song: Track) -> None:
    device = Device()
    ready_key(alice, device)
    ceremony = opened(alice, Draft("gen.train.voice", True, track=song))
    assert 'name="personal"' in as_alice.get(path_of(ceremony)).content.decode()
    credential = json.dumps(device.sign(ceremony))
    refused = as_alice.post(path_of(ceremony), {"credential": credential})
    assert refused.status_code == 422
    assert "voice and likeness as well" in refused.content.decode()
    assert not Word.objects.exists()
    assert as_alice.post(path_of(ceremony), {"credential": credential, "personal": "yes"}).status_code == 302


@pytest.mark.parametrize(
    ("address", "possible"),
    [
        ("https://music.example", True),
        ("http://localhost:8000", True),
        ("http://music.example", False),
        ("https://192.168.1.5", False),
        ("https://[::1]:8000", False),
    ],
)
def test_a_site_that_takes_no_signatures_says_so(
    as_alice: Client, ceremony: Ceremony, settings: Any, address: str, possible: bool
) -> None:
    ready_key(User.objects.get(party=ceremony.party), Device())
    settings.BASE_URL = address
    page = as_alice.get(path_of(ceremony)).content.decode()
    assert ("Sign with my passkey" in page) is possible
    assert ("Nothing can be signed on this address" in page) is not possible


def test_after_ten_minutes_it_is_gone(alice: User, as_alice: Client, ceremony: Ceremony) -> None:
    Ceremony.objects.update(expires_at=timezone.now() - timedelta(seconds=1))
    answer = as_alice.get(path_of(ceremony))
    assert answer.status_code == 410
    assert "ten minutes" in answer.content.decode()


def test_titles_are_text(alice: User, as_alice: Client, song: Track) -> None:
    song.title = "<script>alert(1)</script>"
    song.save()
    page = as_alice.get(path_of(opened(alice, Draft("train.analysis", True, track=song)))).content.decode()
    assert "<script>alert" not in page


def test_others_find_nothing(as_bob: Client, as_alice: Client, ceremony: Ceremony, alice: User) -> None:
    said = propose(actor=alice, party=party_of(alice), drafts=[Draft("disc.search", False)], language="en")
    for path in (path_of(ceremony), f"/my/ai/receipts/{said.uid}", f"/my/ai/receipts/{said.uid}.json"):
        assert as_bob.get(path).status_code == 404
        assert as_alice.get(path).status_code == 200


class TestReceipts:
    @pytest.fixture
    def said(self, alice: User, song: Track) -> Statement:
        drafts = [Draft("gen.train.style", False, track=song), Draft("disc.search", True)]
        said = propose(actor=alice, party=party_of(alice), drafts=drafts, language="en")
        assert isinstance(said, Statement)
        return said

    def test_the_history_names_what_was_decided(self, as_alice: Client, said: Statement) -> None:
        page = as_alice.get("/my/ai/receipts").content.decode()
        assert f"/my/ai/receipts/{said.uid}" in page
        assert "1 allowed" in page
        assert "1 refused" in page

    def test_without_decisions_it_says_what_holds(self, as_bob: Client) -> None:
        assert "is off until you say otherwise" in as_bob.get("/my/ai/receipts").content.decode()

    def test_it_waits_for_the_log_and_then_has_its_proof(self, as_alice: Client, said: Statement) -> None:
        path = f"/my/ai/receipts/{said.uid}"
        assert "look again" in as_alice.get(path).content.decode()
        make_key_once()
        publish_now()
        page = as_alice.get(path).content.decode()
        assert "<libitum-log-check" in page
        assert re.search(r'href="/log/entries/\d+\.tlog-proof"', page)

    def test_the_file_is_proved(self, as_alice: Client, said: Statement) -> None:
        make_key_once()
        publish_now()
        answer: Any = as_alice.get(f"/my/ai/receipts/{said.uid}.json")
        assert answer["Content-Disposition"] == f'attachment; filename="receipt-{said.uid}.json"'
        assert check_receipt(answer.content).logged


def test_the_page_of_passkeys_shows_what_happened(alice: User, as_alice: Client) -> None:
    add_passkey(alice, Device(), "Tablet")
    session = as_alice.session
    session["signed_in_at"] = timezone.now().timestamp()
    session.save()
    page = as_alice.get("/accounts/2fa/webauthn/").content.decode()
    assert "“Tablet” can sign from" in page
    assert "What happened to them" in page
