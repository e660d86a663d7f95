"""Pictures of works, sent by a program."""

from io import BytesIO
from pathlib import Path

import pytest
from PIL import Image
from pytest_django import Settings

from libitum.accounts.models import User
from libitum.catalog.models import Artist, Track
from libitum.catalog.services import create_release
from libitum.media.models import Artwork, PictureUpload
from libitum.media.services.processing import process_all
from libitum.media.tests.recordings import draw, record
from libitum.media.tests.scanners import BREAKS, FINDS, VIRUS, scanner

from .programs import ANYBODYS, Program, json_of, program_of


def photograph() -> bytes:
    file = BytesIO()
    Image.new("RGB", (400, 400), "teal").save(file, "PNG")
    return file.getvalue()


@pytest.fixture
def hers(alice: User) -> Program:
    return program_of(alice, "works", "profile")


def test_a_picture_is_taken_in_under_all_three(hers: Program, song: Track, ada: Artist) -> None:
    release = create_release(actor=ada.owner, artist=ada, title="Lights")
    for path in (f"/tracks/{song.uid}/artwork", f"/releases/{release.uid}/artwork", f"/artists/{ada.uid}/picture"):
        response = hers.client.put(f"/api/v1{path}?alt=Dawn", photograph(), content_type="image/png")
        assert response.status_code == 202, response.content
        assert response.json() == {"shown": None, "state": "received", "sentence": "", "offered": None}
        assert json_of(hers.get(path))["state"] == "received"
    assert list(PictureUpload.objects.values_list("alt", flat=True)) == ["Dawn"] * 3


@pytest.mark.parametrize("content", [b"", b"GIF", b"<svg xmlns='http://www.w3.org/2000/svg'/>", b"%PDF-1.4"])
def test_what_is_no_picture_is_refused_with_the_reason(hers: Program, song: Track, content: bytes) -> None:
    response = hers.client.put(f"/api/v1/tracks/{song.uid}/artwork", content, content_type="image/png")
    assert response.status_code == 422
    assert response.json()["code"] in {"not_a_picture", "unsupported_picture"}
    assert response.json()["detail"]
    assert not PictureUpload.objects.exists()


@pytest.fixture(params=[FINDS, BREAKS])
def looked_at(request: pytest.FixtureRequest, settings: Settings, tmp_path: Path) -> tuple[str, str]:
    """By a virus scanner: the state and a part of the sentence that follow."""
    settings.SCANNER = scanner(tmp_path, request.param)
    if request.param == FINDS:
        return "refused", "has found something harmful"
    return "received", "does not answer"


def test_what_the_virus_scanner_says_is_told(hers: Program, song: Track, looked_at: tuple[str, str]) -> None:
    where = f"/tracks/{song.uid}/artwork"
    assert hers.client.put(f"/api/v1{where}", photograph() + VIRUS, content_type="image/png").status_code == 202
    process_all()
    told = json_of(hers.get(where))
    assert (told["shown"], told["state"]) == (None, looked_at[0])
    assert looked_at[1] in told["sentence"]


def test_a_picture_is_described_and_taken_away(hers: Program, song: Track) -> None:
    draw(song)
    where = f"/tracks/{song.uid}/artwork"
    assert json_of(hers.patch(where, alt="A dawn"))["shown"]["alt"] == "A dawn"
    assert hers.delete(where).status_code == 204
    assert not Artwork.objects.exists()


def test_the_cover_that_came_along_is_taken_up_only_when_wanted(hers: Program, song: Track) -> None:
    where = f"/tracks/{song.uid}/artwork"
    assert hers.post(f"{where}/offered").status_code == 404
    cover = draw(song)
    cover.track, cover.offered_with = None, record(song)
    cover.save()
    said = json_of(hers.get(where))
    assert said["shown"] is None
    (address,) = said["offered"]["images"].values()
    assert ANYBODYS.client.get(address).status_code == 200
    assert ANYBODYS.client.get(f"/media/a/{cover.uid}/320.webp").status_code == 404
    assert json_of(hers.post(f"{where}/offered"))["shown"]["images"]


def test_pictures_are_the_artists_to_change(song: Track, charlie: User) -> None:
    where = f"/tracks/{song.uid}/artwork"
    assert program_of(charlie, "works").delete(where).status_code == 403
    assert ANYBODYS.delete(where).status_code == 401
