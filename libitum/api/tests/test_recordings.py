"""What a recording is and what it says of itself, read by a program and taken over where its artist wants to."""

from io import BytesIO

import pytest
from PIL import Image

from libitum.accounts.models import User
from libitum.catalog.models import Artist, Track
from libitum.catalog.services import create_track
from libitum.media.services import processing
from libitum.media.tests.corpus import sounds
from libitum.media.tests.corpus.tags import id3, picture, text

from .programs import ANYBODYS, Program, json_of, program_of
from .test_uploads import send


@pytest.fixture
def hers(alice: User) -> Program:
    return program_of(alice, "read", "works", "upload")


def cover() -> bytes:
    file = BytesIO()
    Image.new("RGB", (400, 400), "teal").save(file, "PNG")
    return file.getvalue()


@pytest.fixture
def track(hers: Program, alice: User, ada: Artist) -> Track:
    """With a recording that says much of itself."""
    track = create_track(actor=alice, artist=ada, title="My own title")
    tags = (
        text(b"TIT2", "A tagged title"), text(b"TCON", "Chamber Music"), text(b"TDRC", "1987-05-01"),
        text(b"TSRC", "IT-AB1-23-00042"), text(b"TCOM", "Barbara Strozzi"), text(b"TPE1", "Ada"), text(b"TALB", "Sea"),
    )  # fmt: skip
    send(hers, id3(picture(cover()), *tags) + sounds.mp3(), filename="song.mp3", track=track.uid)
    processing.process_all()
    track.refresh_from_db()
    return track


def test_what_the_file_says_is_offered_and_taken_only_when_wanted(hers: Program, track: Track) -> None:
    where = f"/tracks/{track.uid}"
    offered = json_of(hers.get(f"{where}/offered"))
    assert offered["fields"] == {
        "title": "A tagged title", "genre": "chamber", "isrc": "ITAB12300042", "recorded_year": 1987,
    }  # fmt: skip
    assert (offered["composer"], offered["artist"], offered["album"]) == ("Barbara Strozzi", "Ada", "Sea")
    assert ANYBODYS.client.get(offered["cover"]["images"]["96"]).status_code == 200
    before = json_of(hers.get(where))
    assert (before["title"], before["genre"], before["artwork"]) == ("My own title", "", None)

    taken = hers.patch(where, **offered["fields"], credits=[{"role": "composer", "name": offered["composer"]}])
    assert taken.status_code == 200, taken.content
    assert json_of(taken)["title"] == "A tagged title"
    assert json_of(hers.post(f"{where}/artwork/offered"))["shown"]["images"]
    nothing: dict[str, object] = {"fields": {}, "composer": "", "artist": "", "album": "", "cover": None}
    assert json_of(hers.get(f"{where}/offered")) == nothing


def test_what_somebody_has_written_is_not_to_be_replaced_by_a_comment(hers: Program, track: Track) -> None:
    track.masters.update(tags={"comment": "Ripped by X", "year": 1803})
    assert json_of(hers.get(f"/tracks/{track.uid}/offered"))["fields"] == {"description": "Ripped by X"}
    hers.patch(f"/tracks/{track.uid}", description="Of a morning.")
    assert json_of(hers.get(f"/tracks/{track.uid}/offered"))["fields"] == {}


def test_a_recording_is_what_was_sent(hers: Program, track: Track) -> None:
    said = json_of(hers.get(f"/tracks/{track.uid}/recording"))
    assert (said["uploaded_as"], said["media_type"], said["codec"]) == ("song.mp3", "audio/mpeg", "mp3")
    original = ANYBODYS.client.get(json_of(hers.get(f"/tracks/{track.uid}/original"))["url"])
    assert said["size"] == len(original.getvalue())
    assert said["duration_ms"] == track.duration_ms
    assert -60 < said["integrated_lufs"] < 0


def test_both_are_the_artists_alone(song: Track, alice: User, charlie: User) -> None:
    for part in ("recording", "offered"):
        assert program_of(charlie, "works").get(f"/tracks/{song.uid}/{part}").status_code == 403
        assert program_of(alice, "read").get(f"/tracks/{song.uid}/{part}").status_code == 403
    assert program_of(alice, "works").get(f"/tracks/{song.uid}/recording").status_code == 409
