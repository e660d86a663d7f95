"""Tempo and key on pages and in the API: whose word it is, and the artist's last."""

import pytest
from django.test import Client

from libitum.analysis.models import Correction, Hearing, State
from libitum.catalog.models import Track
from libitum.media.tests.recordings import record
from libitum.rights.models import Engine


@pytest.fixture
def heard(song: Track) -> Track:
    record(song)
    Hearing.objects.filter(track=song).update(
        state=State.DONE, tempo=119.9, key="C#", mode="minor", loudness_range=6.2, engine="Tempo and key 1"
    )
    return song


def sounding(client: Client, track: Track) -> dict[str, object] | None:
    found: dict[str, object] | None = client.get(f"/api/v1/tracks/{track.uid}").json()["sounding"]
    return found


def test_the_page_says_what_was_measured_by_whom_and_why(client: Client, heard: Track) -> None:
    page = client.get(heard.get_absolute_url()).content.decode()
    assert "120 beats a minute" in page
    assert "C♯ minor" in page
    assert "Measured by Tempo and key 1, as the artist lets music be organised." in page


def test_programs_learn_the_same(client: Client, heard: Track) -> None:
    assert sounding(client, heard) == {
        "tempo": 119.9,
        "tempo_by": "engine",
        "key": "C#",
        "mode": "minor",
        "key_by": "engine",
        "loudness_range": 6.2,
        "engine": "Tempo and key 1",
        "purpose": "disc.organise",
        "measured_at": None,
    }


@pytest.mark.parametrize("state", [State.WAITING, State.REFUSED, State.FAILED])
def test_what_may_not_be_kept_is_not_shown(state: State, client: Client, heard: Track) -> None:
    Hearing.objects.update(state=state)
    assert sounding(client, heard) is None
    assert "beats a minute" not in client.get(heard.get_absolute_url()).content.decode()


def test_the_artists_word_wins(client: Client, as_alice: Client, heard: Track) -> None:
    answer = as_alice.post(f"/my/tracks/{heard.uid}/sound", {"tempo": "60", "key": "", "mode": ""})
    assert answer.status_code == 302
    found = sounding(client, heard)
    assert found is not None
    assert (found["tempo"], found["tempo_by"], found["key_by"]) == (60, "artist", "engine")
    page = client.get(heard.get_absolute_url()).content.decode()
    assert "60 beats a minute" in page
    assert "In part as the artist says." in page


def test_it_stays_when_the_measurement_goes(client: Client, as_alice: Client, heard: Track) -> None:
    as_alice.post(f"/my/tracks/{heard.uid}/sound", {"tempo": "", "key": "Eb", "mode": "major"})
    Hearing.objects.update(state=State.REFUSED, rule="refused", tempo=None, key="", mode="", engine="")
    found = sounding(client, heard)
    assert found is not None
    assert (found["key"], found["mode"], found["engine"], found["purpose"]) == ("Eb", "major", "", "")
    page = client.get(heard.get_absolute_url()).content.decode()
    assert "As the artist says." in page
    assert "Measured by" not in page


def test_the_artist_can_hide_both(client: Client, as_alice: Client, heard: Track) -> None:
    as_alice.post(f"/my/tracks/{heard.uid}/sound", {"hidden": "on"})
    assert sounding(client, heard) is None
    as_alice.post(f"/my/tracks/{heard.uid}/sound", {})
    assert not Correction.objects.exists()
    assert sounding(client, heard) is not None


@pytest.mark.parametrize(
    ("fields", "sentence"),
    [
        ({"tempo": "5"}, "greater than or equal to 20"),
        ({"tempo": "quick"}, "Enter a number"),
        ({"tempo": "nan"}, "Enter a number"),
        ({"key": "A"}, "A key has a tonic and a mode"),
        ({"key": "H", "mode": "major"}, "Select a valid choice"),
    ],
)
def test_what_can_not_be_is_told(fields: dict[str, str], sentence: str, as_alice: Client, heard: Track) -> None:
    answer = as_alice.post(f"/my/tracks/{heard.uid}/sound", fields)
    assert answer.status_code == 422
    assert sentence in answer.content.decode()
    assert not Correction.objects.exists()


@pytest.mark.parametrize(
    ("fields", "sentence"),
    [
        ({"state": State.REFUSED, "rule": "refused"}, "It was refused."),
        ({"state": State.FAILED, "reason": "The recording could not be decoded."}, "could not be decoded"),
        ({"state": State.WAITING}, "It has not been listened to yet."),
    ],
)
def test_the_artist_sees_why_nothing_is_kept(
    fields: dict[str, str], sentence: str, as_alice: Client, heard: Track
) -> None:
    Hearing.objects.update(**fields)
    assert sentence in as_alice.get(f"/my/tracks/{heard.uid}/sound").content.decode()


def test_the_artist_sees_what_was_measured(as_alice: Client, heard: Track) -> None:
    page = as_alice.get(f"/my/tracks/{heard.uid}/sound").content.decode()
    assert "6.2 LU" in page
    assert "120 beats a minute" in page
    assert f"/my/tracks/{heard.uid}/sound" in as_alice.get(f"/my/tracks/{heard.uid}").content.decode()


def test_an_engines_name_is_only_text(client: Client, heard: Track) -> None:
    Hearing.objects.update(engine="<script>alert(1)</script>")
    assert "<script>alert" not in client.get(heard.get_absolute_url()).content.decode()
    assert not Engine.objects.exists()
