"""What a player is told."""

from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone
from pytest_django import DjangoAssertNumQueries

from libitum.accounts.models import User
from libitum.accounts.tokens import create_token
from libitum.catalog.models import Track, Visibility
from libitum.catalog.services import create_secret_link, revoke_secret_link, update_track
from libitum.media.models import Master
from libitum.media.tests.recordings import draw, record


@pytest.fixture
def master(song: Track) -> Master:
    draw(song)
    return record(song)


def url(track: Track, key: str = "") -> str:
    return f"/api/v1/tracks/{track.uid}/playback" + (f"?key={key}" if key else "")


def test_a_listed_track_plays_for_anybody_from_plain_addresses(
    client: Client, song: Track, master: Master, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    with django_assert_num_queries(1):
        response = client.get(url(song))
    assert response.status_code == 200
    base = f"/media/t/{song.uid}/{master.uid}"
    assert response.json() == {
        "id": song.uid,
        "title": "First light",
        "url": "/ada-ferrante/first-light",
        "artist": {"name": "Ada Ferrante", "url": "/ada-ferrante"},
        "artwork": f"/media/a/{song.artwork.uid}/320.webp",
        "duration_ms": 180_000,
        "sample_rate": 48_000,
        "samples": 8_640_000,
        "loudness": {"integrated_lufs": -14.2, "true_peak_dbtp": -1.1},
        "streams": [
            {
                "codec": "aac",
                "mime": 'audio/mp4; codecs="mp4a.40.2"',
                "url": f"{base}/aac.mp4",
                "playlist": f"{base}/aac.m3u8",
                "delay_samples": 1024,
            },
            {
                "codec": "opus",
                "mime": 'audio/mp4; codecs="opus"',
                "url": f"{base}/opus.mp4",
                "playlist": f"{base}/opus.m3u8",
                "delay_samples": 1024,
            },
        ],
        "progressive": {"mime": "audio/mpeg", "url": f"{base}/progressive.mp3"},
        "hls": f"{base}/index.m3u8",
        "waveform": f"{base}/waveform.json",
        "expires_at": None,
    }


def test_a_hidden_track_plays_by_its_link_from_signed_addresses_that_end(
    client: Client, song: Track, master: Master
) -> None:
    owner = song.artist.owner
    update_track(actor=owner, track=song, visibility=Visibility.UNLISTED)
    link = create_secret_link(actor=owner, work=song)
    assert client.get(url(song)).status_code == 404
    assert client.get(url(song, "wrong")).status_code == 404
    told = client.get(url(song, link.token)).json()
    assert told["expires_at"] > (timezone.now() + timedelta(hours=1)).isoformat()
    for address in (told["hls"], told["waveform"], told["artwork"], told["streams"][0]["url"]):
        assert address.startswith("/media/k/")
        assert client.get(address).status_code == 200
    revoke_secret_link(actor=owner, link=link)
    assert client.get(url(song, link.token)).status_code == 404
    assert client.get(told["hls"]).status_code == 404


def test_a_key_of_the_owner_plays_what_is_private(client: Client, song: Track, master: Master, bob: User) -> None:
    owner = song.artist.owner
    update_track(actor=owner, track=song, visibility=Visibility.PRIVATE)
    for person, scope, status in [(owner, "read", 200), (owner, "upload", 404), (bob, "read", 404)]:
        _token, raw = create_token(user=person, name="player", scopes=[scope])
        response = client.get(url(song), headers={"Authorization": f"Bearer {raw}"})
        assert (response.status_code, person.name, scope) == (status, person.name, scope)


def test_a_recording_still_in_the_making_says_so(as_alice: Client, song: Track) -> None:
    response = as_alice.get(url(song))
    assert (response.status_code, response.json()["code"]) == (409, "not-ready")
    assert response["Content-Type"] == "application/problem+json"


def test_answers_are_kept_by_no_cache_and_read_by_any_site(client: Client, song: Track, master: Master) -> None:
    response = client.get(url(song))
    assert response["Cache-Control"] == "private, no-cache"
    assert response["Access-Control-Allow-Origin"] == "*"
    assert "Access-Control-Allow-Credentials" not in response
