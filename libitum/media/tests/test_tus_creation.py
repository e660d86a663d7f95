from io import BytesIO
from pathlib import Path

import pytest
from django.conf import LazySettings
from django.core.files.storage import storages

from libitum.accounts.models import User
from libitum.catalog.models import Artist, Track, Visibility
from libitum.catalog.services import create_artist
from libitum.media.models import Upload, UploadState

from .tus import COLLECTION, Tus, encoded, program_of, sum_of


def test_creating_answers_with_the_address_and_when_it_expires(tus: Tus) -> None:
    answer = tus.create(10, {"filename": "dusk.wav"})
    assert answer.status == 201
    assert answer.headers["Tus-Resumable"] == "1.0.0"
    assert answer.headers["Upload-Expires"].endswith(" GMT")
    assert tus.head(answer.where).offset == 0


def test_a_private_draft_waits_under_the_name_of_the_file(tus: Tus, ada: Artist) -> None:
    tus.create(10, {"filename": "C:\\Takes\\after_the_rain.wav"})
    track = Track.objects.get()
    assert (track.title, track.artist, track.visibility) == ("after the rain", ada, Visibility.PRIVATE)
    assert Upload.objects.get().filename == "after_the_rain.wav"


def test_a_title_given_is_the_title(tus: Tus) -> None:
    tus.create(10, {"filename": "x.wav", "title": "Après la pluie"})
    assert Track.objects.get().title == "Après la pluie"


@pytest.mark.parametrize(
    ("raw", "shown", "title"),
    [
        ("../../etc/passwd", "passwd", "passwd"),
        ("..", "", "Untitled"),
        ("", "", "Untitled"),
        ("a\x00b\r\nc\x1b[31m.wav", "ab c[31m.wav", "ab c[31m"),
        ("gpj.\u202evaw", "gpj.vaw", "gpj"),
        ("e\u0301tude.flac", "étude.flac", "étude"),
        ("x" * 400 + ".flac", "x" * 250 + ".flac", "x" * 200),
        (".wav", ".wav", ".wav"),
    ],
)
def test_names_are_cleaned_for_people_and_never_used_as_paths(tus: Tus, raw: str, shown: str, title: str) -> None:
    tus.create(10, {"filename": raw})
    assert Upload.objects.get().filename == shown
    assert Track.objects.get().title == title


def test_a_replacement_goes_to_the_track_named(tus: Tus, song: Track) -> None:
    assert tus.create(10, {"track": song.uid, "filename": "better.wav"}).status == 201
    assert Upload.objects.get().track == song
    assert Track.objects.count() == 1


def test_somebody_elses_track_and_page_are_unknown(song: Track, ada: Artist, charlie: User) -> None:
    create_artist(actor=charlie, name="Carlo")
    mine = program_of(charlie)
    assert mine.create(10, {"track": song.uid}).status == 404
    assert mine.create(10, {"artist": ada.uid}).status == 404
    assert Upload.objects.count() == 0


def test_who_has_no_page_is_told_to_make_one(bob: User) -> None:
    answer = program_of(bob).create(10)
    assert (answer.status, answer.json["code"]) == (403, "no-artist")
    assert "page as an artist" in answer.json["detail"]
    assert Track.objects.count() == 0


def test_who_has_several_names_says_which(tus: Tus, ada: Artist) -> None:
    other = create_artist(actor=ada.owner, name="Ada and friends")
    assert tus.create(10).json["code"] == "which-artist"
    assert tus.create(10, {"artist": other.uid}).status == 201
    assert Track.objects.get().artist == other


@pytest.mark.parametrize("length", ["", "-1", "ten", "1.5", "٣", "9" * 30, "1 "])
def test_a_length_that_is_no_number_is_refused(tus: Tus, length: str) -> None:
    answer = tus.ask("POST", COLLECTION, {"Upload-Length": length}, length=0)
    assert answer.status == (201 if length.strip() == "1" else 400)


def test_the_length_must_be_known_from_the_start(tus: Tus) -> None:
    answer = tus.ask("POST", COLLECTION, {"Upload-Defer-Length": "1"}, length=0)
    assert (answer.status, "Upload-Length" in answer.json["detail"]) == (400, True)


def test_an_empty_file_is_refused_at_once(tus: Tus) -> None:
    assert tus.create(0).json["code"] == "empty"
    assert Track.objects.count() == 0


@pytest.mark.parametrize("raw", ["filename !!!", "filename YQ== YQ==", "a YQ==,a YQ==", ",", "a YQ==,,b YQ=="])
def test_metadata_that_cannot_be_read_is_refused(tus: Tus, raw: str) -> None:
    assert tus.create(10, metadata=raw).status == 400
    assert Upload.objects.count() == 0


def test_metadata_comes_back_word_for_word(tus: Tus) -> None:
    raw = encoded({"filename": "a.wav", "mood": "dark"}) + ",is_confidential"
    where = tus.create(10, metadata=raw).where
    assert tus.head(where).headers["Upload-Metadata"] == raw


def test_bytes_that_are_no_text_make_a_name_all_the_same(tus: Tus) -> None:
    tus.create(10, metadata="filename /////w==")
    assert Track.objects.get().title


def test_a_title_too_long_is_refused_in_words(tus: Tus) -> None:
    answer = tus.create(10, {"title": "x" * 300})
    assert answer.status == 422
    assert "200" in answer.json["detail"]


def test_the_first_bytes_can_come_along(tus: Tus) -> None:
    headers = {"Upload-Length": "8", "Content-Type": "application/offset+octet-stream"}
    answer = tus.ask("POST", COLLECTION, headers, BytesIO(b"abcde"), length=5)
    assert (answer.status, answer.offset) == (201, 5)
    assert tus.patch(answer.where, b"fgh", 5).status == 204
    assert Upload.objects.get().state == UploadState.RECEIVED


def test_first_bytes_that_are_damaged_leave_an_empty_upload(tus: Tus) -> None:
    headers = {"Upload-Length": "8", "Content-Type": "application/offset+octet-stream"}
    answer = tus.ask("POST", COLLECTION, {**headers, "Upload-Checksum": sum_of(b"other")}, BytesIO(b"abcde"), length=5)
    assert (answer.status, answer.offset) == (201, 0)


def test_more_first_bytes_than_announced_make_nothing(tus: Tus) -> None:
    headers = {"Upload-Length": "4", "Content-Type": "application/offset+octet-stream"}
    assert tus.ask("POST", COLLECTION, headers, BytesIO(b"abcde"), length=5).status == 413
    assert Upload.objects.count() == Track.objects.count() == 0


def test_nothing_is_stored_under_a_name_from_outside(tus: Tus, settings: LazySettings) -> None:
    where = tus.create(3, {"filename": "../../../evil.wav"}).where
    tus.patch(where, b"abc", 0)
    uid = Upload.objects.get().uid
    root = Path(settings.UPLOAD_ROOT)
    assert {path.stem for path in root.iterdir()} == {uid}
    assert not storages["media"].exists("evil.wav")


def test_a_request_repeated_because_its_answer_was_lost_makes_one_upload(tus: Tus) -> None:
    about = {"filename": "dusk.wav", "key": "k1"}
    where = tus.create(10, about).where
    tus.patch(where, b"abc", 0)
    assert tus.create(10, about).where == where
    assert tus.head(where).offset == 3
    assert tus.create(10, {**about, "key": "k2"}).where != where
    assert tus.create(11, about).where != where
    assert Track.objects.count() == 3


def test_without_a_key_the_same_again_is_another(tus: Tus) -> None:
    assert tus.create(10, {"filename": "a.wav"}).where != tus.create(10, {"filename": "a.wav"}).where


def test_beginning_uploads_has_an_end(tus: Tus, settings: LazySettings) -> None:
    settings.RATES = settings.RATES | {"upload": 2}
    answers = [tus.create(10) for _ in range(3)]
    assert [answer.status for answer in answers] == [201, 201, 429]
    assert answers[-1].json["code"] == "too-many-requests"
    assert 0 < int(answers[-1].headers["Retry-After"]) <= 60
    assert tus.patch(answers[0].where, b"0123456789", 0).status == 204
