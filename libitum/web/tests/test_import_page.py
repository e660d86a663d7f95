"""Importing a catalogue from a page: with scripts the recordings are described, without they come along."""

import hashlib
import json

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from libitum.accounts.models import User
from libitum.catalog.models import Artist, Track
from libitum.catalog.services import create_artist
from libitum.media.bulk import read_table
from libitum.media.models import Upload, UploadState

DUSK, DAWN = b"dusk" * 500, b"dawn" * 500
TABLE = "file;title;genre\ndusk.wav;Dusk;folk\ncd1/dawn.wav;Dawn;polka\n"


def described(name: str, data: bytes) -> dict[str, object]:
    return {"name": name, "size": len(data), "sha256": hashlib.sha256(data).hexdigest()}


MANIFEST = json.dumps([described("masters/dusk.wav", DUSK), described("masters/cd1/dawn.wav", DAWN)])


def table(text: str = TABLE) -> SimpleUploadedFile:
    return SimpleUploadedFile("works.csv", text.encode(), "text/csv")


def sent(artist: Artist, action: str, **more: object) -> dict[str, object]:
    return {"artist": artist.uid, "table": table(), "do": action, "end": "1", **more}


def test_a_folder_within_the_folder_is_found(as_alice: Client, ada: Artist) -> None:
    rows = table("file,title\ncd1/dawn.wav,Dawn\n")
    page = as_alice.post("/my/import", {**sent(ada, "check", manifest=MANIFEST), "table": rows}).content.decode()
    assert "1 recording to import" in page


def test_a_check_shows_each_row_and_does_nothing(as_alice: Client, ada: Artist) -> None:
    page = as_alice.post("/my/import", sent(ada, "check", manifest=MANIFEST)).content.decode()
    assert "1 recording to import, 1 row with errors." in page
    assert "genre: “polka” isn&#x27;t among what can be chosen." in page
    assert "data-recording" not in page
    assert not Track.objects.exists()


def test_with_scripts_the_good_rows_wait_for_their_recordings(as_alice: Client, ada: Artist) -> None:
    page = as_alice.post("/my/import", sent(ada, "import", manifest=MANIFEST)).content.decode()
    track = Track.objects.get()
    assert track.title == "Dusk"
    assert f'data-track="{track.uid}" data-recording="masters/dusk.wav"' in page
    assert not Upload.objects.exists()
    as_alice.post("/my/import", sent(ada, "import", manifest=MANIFEST))
    assert Track.objects.count() == 1


def test_without_scripts_the_recordings_come_along(as_alice: Client, ada: Artist) -> None:
    files = [SimpleUploadedFile("dusk.wav", DUSK), SimpleUploadedFile("dawn.wav", DAWN)]
    page = as_alice.post("/my/import", sent(ada, "import", recordings=files)).content.decode()
    upload = Upload.objects.get()
    assert (upload.state, upload.filename) == (UploadState.RECEIVED, "dusk.wav")
    assert f"/my/uploads/{upload.uid}" in page
    again = as_alice.post("/my/import", sent(ada, "import", recordings=[SimpleUploadedFile("dusk.wav", DUSK)]))
    assert Upload.objects.count() == 1 + again.content.decode().count("is-import")


@pytest.mark.parametrize(
    "manifest", ["", "{}", "[1]", '[{"name": "a"}]', "nonsense", '[{"name":"a","size":-1,"sha256":""}]']
)
def test_a_description_that_cannot_be_read_is_refused(as_alice: Client, ada: Artist, manifest: str) -> None:
    answer = as_alice.post("/my/import", sent(ada, "check", manifest=manifest))
    assert answer.status_code == (200 if not manifest else 422)
    assert not Track.objects.exists()


def test_a_table_that_cannot_be_read_is_refused_in_words(as_alice: Client, ada: Artist) -> None:
    answer = as_alice.post("/my/import", {**sent(ada, "check"), "table": table("colour\nred\n")})
    assert (answer.status_code, "at least file and title" in answer.content.decode()) == (422, True)
    answer = as_alice.post("/my/import", {"artist": ada.uid, "do": "check", "end": "1"})
    assert (answer.status_code, "Choose a table first" in answer.content.decode()) == (422, True)


def test_somebody_elses_page_is_unknown(as_charlie: Client, charlie: User, ada: Artist) -> None:
    create_artist(actor=charlie, name="Carlo")
    assert as_charlie.post("/my/import", sent(ada, "import", manifest=MANIFEST)).status_code == 404
    assert not Track.objects.exists()


def test_what_does_not_fit_is_said_and_nothing_is_begun(as_alice: Client, alice: User, ada: Artist) -> None:
    alice.quota_bytes = 1500
    alice.save()
    page = as_alice.post("/my/import", sent(ada, "import", manifest=MANIFEST)).content.decode()
    assert "are left" in page
    assert not Track.objects.exists()


def test_the_table_to_begin_with_is_one_we_read(as_alice: Client, ada: Artist) -> None:
    answer = as_alice.get("/my/import/template.csv")
    assert answer["Content-Type"].startswith("text/csv")
    row = read_table(answer.content)[0]
    assert (row.values["file"], row.values["title"], row.number) == ("01-dusk.flac", "Dusk", 2)
