"""After somebody's death: their successor has the same pages for the music as they had, work by work."""

from datetime import timedelta
from http import HTTPStatus

import pytest
from django.test import Client
from django.utils import timezone

from libitum.accounts.models import User
from libitum.catalog.models import Release, Track
from libitum.catalog.services import create_release, create_track
from libitum.rights.models import Ceremony, Party, Statement, Successor, Word
from libitum.rights.selectors.marks import mark_of
from libitum.rights.services.parties import party_of
from libitum.rights.tests.saying import give
from libitum.web.tests.public.pages import read

pytestmark = pytest.mark.usefixtures("terms")
STYLE, VOICE = "gen.train.style", "gen.train.voice"


@pytest.fixture
def record(song: Track) -> Release:
    return create_release(actor=song.artist.owner, artist=song.artist, title="Studies", tracks=[song])


@pytest.fixture
def gone(alice: User, bob: User, record: Release) -> Party:
    """Alice allowed both while she lived; Bob speaks for her music now."""
    give(alice, STYLE, VOICE)
    party = party_of(alice)
    # What she said this very second was said while she lived.
    party.died_at = timezone.now() + timedelta(seconds=1)
    party.save()
    Successor.objects.create(party=party, user=bob, evidence="A will.", since=timezone.now())
    return party


def says_yes(track: Track, purpose: str) -> bool:
    return mark_of(track).answers[purpose].says_yes


def test_every_page_of_the_desk_opens_for_the_music_of_who_has_died(
    as_bob: Client, as_charlie: Client, gone: Party, song: Track, record: Release
) -> None:
    pages = [
        "/my/ai",
        "/my/ai/tracks",
        f"/my/ai/tracks/{song.uid}",
        f"/my/ai/releases/{record.uid}",
        "/my/ai/exceptions",
        f"/my/ai/purposes/{STYLE}",
    ]
    for page in pages:
        shown = read(as_bob, f"{page}?for={gone.uid}")
        assert "You speak for Alice." in shown.text
        desk = {href for href in shown.hrefs if href.startswith(("/my/ai/tracks", "/my/ai/exceptions"))}
        assert all(f"for={gone.uid}" in href for href in desk), desk
        assert as_charlie.get(f"{page}?for={gone.uid}").status_code == HTTPStatus.NOT_FOUND
    assert song.title not in read(as_bob, "/my/ai/tracks").text
    assert as_bob.get(f"/my/ai/tracks/{song.uid}").status_code == HTTPStatus.NOT_FOUND
    assert as_bob.get(f"/my/ai/releases/{record.uid}").status_code == HTTPStatus.NOT_FOUND


def test_refusing_work_by_work_and_release_by_release(
    as_bob: Client, gone: Party, alice: User, song: Track, record: Release
) -> None:
    other = create_track(actor=alice, artist=song.artist, title="Later", rights_basis="holder")
    led = as_bob.post(f"/my/ai/tracks/{song.uid}?for={gone.uid}", {f"p.{STYLE}": "no", "sure": "1"})
    assert led["Location"] == f"/my/ai/tracks/{song.uid}?for={gone.uid}"
    assert (says_yes(song, STYLE), says_yes(other, STYLE)) == (False, True)
    assert "First light" in read(as_bob, f"/my/ai/exceptions?for={gone.uid}").text
    as_bob.post(f"/my/ai/releases/{record.uid}?for={gone.uid}", {"p.disc.search": "no", "sure": "1"})
    assert (says_yes(song, "disc.search"), says_yes(other, "disc.search")) == (False, True)


def test_refusing_many_at_once(as_bob: Client, gone: Party, song: Track) -> None:
    bulk = f"/my/ai/tracks/change?for={gone.uid}"
    shown = as_bob.post(bulk, {"all": "1", f"p.{STYLE}": "no"}).content.decode()
    assert "1 work: from “Allowed” to “Refused”" in shown
    assert f"/my/ai/tracks/change?for={gone.uid}" in shown
    seen = shown.split('name="seen" value="')[1].split('"')[0]
    led = as_bob.post(bulk, {"all": "1", f"p.{STYLE}": "no", "sure": "1", "seen": seen})
    assert led["Location"] == f"/my/ai/tracks?for={gone.uid}"
    assert not says_yes(song, STYLE)
    statement = Statement.objects.latest("pk")
    assert statement.party == gone
    assert "First light" in read(as_bob, f"/my/ai/receipts/{statement.uid}").text


def test_withdrawing_everywhere_is_one_click(as_bob: Client, gone: Party, song: Track) -> None:
    as_bob.post(f"/my/ai?for={gone.uid}", {"withdraw": STYLE})
    assert not says_yes(song, STYLE)


def test_voice_and_likeness_stay_at_what_the_person_signed(as_bob: Client, gone: Party, song: Track) -> None:
    address = f"/my/ai/tracks/{song.uid}?for={gone.uid}"
    shown = read(as_bob, address)
    assert "Voice and likeness stay at what the person signed." in shown.text
    assert not shown.find("input", name=f"p.{VOICE}")
    for wanted in ("yes", "no", "above"):
        as_bob.post(address, {f"p.{VOICE}": wanted, "sure": "1"})
    assert says_yes(song, VOICE)
    assert Word.objects.filter(purpose=VOICE).count() == 1
    assert not Ceremony.objects.exists()
