"""What the demo's invented artist allows and refuses: really signed, once, and for nobody else."""

from pathlib import Path

import pytest
from allauth.mfa.models import Authenticator
from django.core.exceptions import ValidationError
from django.test import Client
from pytest_django import Settings

from libitum.accounts.models import User
from libitum.catalog.models import Track
from libitum.config.environment import environment
from libitum.ledger.publishing import make_key_once
from libitum.ledger.selectors import log_state
from libitum.ledger.services import publish_now
from libitum.ops.demo.accounts import demo_person, ensure_people
from libitum.ops.demo.consents import ensure_opt_ins, ensure_refusals
from libitum.ops.demo.filling import decide
from libitum.ops.demo.works import ensure_tracks
from libitum.ops.management.commands.demo import NO_WAIT
from libitum.rights.models import Holding, SigningKey, Statement, Word
from libitum.rights.models.holding import Standing
from libitum.rights.selectors.marks import Answer, mark_of
from libitum.rights.selectors.receipts import receipt_text
from libitum.rights.services.purposes import publish_purposes
from libitum.rights.services.terms import ensure_first_version
from libitum_verify.note import VerifierKey
from libitum_verify.rights.receipt import check_receipt

from .test_demo import home, pieces

__all__ = ["home", "pieces"]

# A demo lies in SQLite.
pytestmark = pytest.mark.of_sqlite


@pytest.fixture
def demo(db: None, settings: Settings, home: Path, pieces: Path) -> dict[str, Track]:
    """The demo as its own process makes it: everything sent, its new keys without a wait."""
    settings.BASE_URL = "http://localhost:8000"
    settings.KEY_WAIT_HOURS = int(NO_WAIT["LIBITUM_KEY_WAIT_HOURS"])
    make_key_once()
    publish_purposes()
    ensure_first_version()
    (home / "demo").symlink_to(pieces)
    ensure_people()
    return dict(ensure_tracks())


def answers(track: Track) -> dict[str, Answer]:
    return dict(mark_of(track).answers)


def test_one_piece_is_open_within_limits_and_none_else(demo: dict[str, Track]) -> None:
    ensure_refusals(demo)
    ensure_opt_ins(demo)
    assert [file for file, track in demo.items() if mark_of(track).is_open] == ["ground.flac"]
    ground, around, air = (answers(demo[f"{name}.flac"]) for name in ("ground", "round", "air"))
    assert ground["gen.train.style"] == Answer.LIMITED
    assert ground["train.analysis"].says_yes
    assert around["train.analysis"].says_yes
    assert not around["gen.train.style"].says_yes
    assert not air["disc.organise"].says_yes
    assert not any(each["disc.playlist"].says_yes for each in (ground, around, air))
    assert ground["ana.research"].says_yes
    assert around["ana.research"].says_yes
    assert not air["ana.research"].says_yes, "what is said of one work stands before what is said of all"


def test_nobody_real_allows_or_refuses_anything(demo: dict[str, Track]) -> None:
    ensure_refusals(demo)
    ensure_opt_ins(demo)
    assert {word.party.user for word in Word.objects.select_related("party__user")} == {demo_person("artist")}
    real = Track.objects.filter(artist__owner=demo_person("curator"))
    assert not Word.objects.filter(track__in=real).exists()
    assert not any(mark_of(track).is_open for track in real)


def test_she_holds_all_that_she_speaks_about(demo: dict[str, Track]) -> None:
    hers = Holding.objects.filter(track__artist__owner=demo_person("artist"))
    assert {holding.standing for holding in hers} == {Standing.CONFIRMED}
    assert {holding.party.user for holding in hers.select_related("party__user")} == {demo_person("artist")}


def test_the_signature_is_real_and_checks_without_the_site(demo: dict[str, Track]) -> None:
    said = ensure_opt_ins(demo)
    assert said is not None
    publish_now()
    found = check_receipt(receipt_text(said).encode(), [VerifierKey.parse(log_state().vkey)])
    assert (found.signed, found.logged, found.missing) == (True, True, [])


def test_her_key_is_gone_and_the_password_is_enough(demo: dict[str, Track], home: Path) -> None:
    said = ensure_opt_ins(demo)
    assert said is not None
    key = SigningKey.objects.get()
    assert said.key == key
    assert key.revoked_at is not None
    assert "demo" in key.name
    assert not Authenticator.objects.exists()
    row = next(row for row in ensure_people() if row["account"] == "artist")
    client = Client()
    client.post("/accounts/login/", {"login": row["email"], "password": row["password"]})
    assert client.get("/my/ai/receipts").status_code == 200


def test_said_twice_it_is_said_once(demo: dict[str, Track]) -> None:
    assert ensure_refusals(demo)
    assert ensure_opt_ins(demo)
    before = Statement.objects.count(), Word.objects.count(), SigningKey.objects.count()
    assert ensure_refusals(demo) is None
    assert ensure_opt_ins(demo) is None
    assert (Statement.objects.count(), Word.objects.count(), SigningKey.objects.count()) == before


def test_where_new_keys_wait_nothing_is_signed_and_nothing_left_behind(
    demo: dict[str, Track], settings: Settings
) -> None:
    settings.KEY_WAIT_HOURS = 72
    heard: list[str] = []
    decide(demo, heard.append)
    assert "could not sign" in heard[0]
    assert "can sign from" in heard[0]
    assert not Statement.objects.exists()
    assert not SigningKey.objects.exists()
    assert not Authenticator.objects.exists()
    with pytest.raises(ValidationError):
        ensure_opt_ins(demo)


def test_the_wait_is_missing_in_the_filling_process_alone() -> None:
    assert environment.key_wait_hours == 72


def test_under_an_address_in_numbers_no_passkey_signs(demo: dict[str, Track], settings: Settings) -> None:
    settings.BASE_URL = "http://192.0.2.7:8000"
    assert ensure_opt_ins(demo) is None


def test_her_page_says_whose_key_it_was(demo: dict[str, Track], client: Client) -> None:
    artist = User.objects.get(pk=demo_person("artist").pk).artists.get()
    page = client.get(artist.get_absolute_url()).content.decode()
    assert "the demo made her a key" in page
