"""One track's page: every field, saved or given back with a sentence."""

from io import BytesIO
from pathlib import Path

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.utils import timezone
from PIL import Image
from pytest_django import Settings

from libitum.accounts.models import User
from libitum.catalog.models import Artist, Track
from libitum.catalog.services import create_artist, update_track
from libitum.media.models import Artwork, Master, PictureUpload, ProcessingJob
from libitum.media.services.processing import process_all
from libitum.media.tests.recordings import draw, record
from libitum.media.tests.scanners import BREAKS, scanner

from .pages import form_in, send


@pytest.fixture
def page(song: Track) -> str:
    return f"/my/tracks/{song.uid}"


@pytest.fixture
def master(song: Track) -> Master:
    return record(song)


def picture() -> SimpleUploadedFile:
    file = BytesIO()
    Image.new("RGB", (400, 400), "teal").save(file, "PNG")
    return SimpleUploadedFile("cover.png", file.getvalue(), "image/png")


def test_everything_can_be_said(as_alice: Client, song: Track, page: str) -> None:
    said = {
        "title": "Second light",
        "description": "Recorded at dawn.",
        "genre": "folk",
        "language": "it",
        "lyrics": "O mare\nnero",
        "explicit": "on",
        "recorded_year": "1999",
        "isrc": "IT-ABC-26-00001",
        "rights_basis": "holder",
        "licence": "cc-by-sa-4.0",
        "attribution": "Ada F.",
        "downloadable": "on",
        "ai_vocals": "none",
        "ai_postproduction": "assisted",
        "tags": "sea, Night , ,sea",
    }
    answer = send(as_alice, page, "title", **said)
    assert answer.headers["Location"] == page
    song.refresh_from_db()
    stored = {name: str(getattr(song, name)) for name in said if name not in ("tags", "explicit", "downloadable")}
    wanted = {name: said[name] for name in stored} | {"isrc": "ITABC2600001", "lyrics": "O mare\nnero"}
    assert {name: value.replace("\r\n", "\n") for name, value in stored.items()} == wanted
    assert song.explicit
    assert song.downloadable
    assert sorted(tag.name for tag in song.tags.all()) == ["Night", "sea"]
    after = as_alice.get(page).content.decode()
    assert "/ada-ferrante/first-light" in after, "the former address goes on leading here, and the page says so"


def test_saving_without_a_change_changes_nothing(as_alice: Client, song: Track, page: str) -> None:
    update_track(
        actor=song.artist.owner,
        track=song,
        tags=["sea"],
        lyrics="\n two lines\n",
        licence="free-art-1.2",
        credits=[{"role": "composer", "name": "Ada", "detail": "words"}],
    )
    song.refresh_from_db()
    before = Track.objects.filter(pk=song.pk).values().get()
    assert send(as_alice, page, "title").status_code == 302
    after = Track.objects.filter(pk=song.pk).values().get()
    before.pop("updated_at")
    after.pop("updated_at")
    assert {**after, "lyrics": after["lyrics"].replace("\r\n", "\n").strip()} == {**before, "lyrics": "two lines"}
    assert [(each.role, each.name, each.detail) for each in song.credits.all()] == [("composer", "Ada", "words")]
    assert [tag.name for tag in song.tags.all()] == ["sea"]


@pytest.mark.parametrize(
    ("wrong", "sentence"),
    [
        ({"title": " "}, "This field is required"),
        ({"isrc": "QQ"}, "An ISRC has twelve characters"),
        ({"recorded_year": "12"}, "greater than or equal to 1857"),
        ({"recorded_year": "soon"}, "Enter a whole number"),
        ({"source_url": "not an address"}, "Enter a valid URL"),
        ({"rights_basis": "licensed", "licence": "cc-by-3.0"}, "Name the source"),
        ({"rights_basis": "licensed", "source_url": "https://example.org/"}, "under which licence"),
        ({"rights_basis": "holder", "licence": "bsd-2-clause"}, "choose one of the licences at the top"),
        ({"tags": ", ".join(f"tag{number}" for number in range(31))}, "at most 30 tags"),
        ({"credits-0-role": "composer", "credits-0-detail": "cello"}, "Say who it was"),
        ({"credits-0-name": "Bob", "credits-0-artist": "nobody-here"}, "There is no artist page"),
        ({"credits-0-name": "Bob", "credits-0-role": "king"}, "Select a valid choice"),
        ({"credits-TOTAL_FORMS": "x"}, "ManagementForm data is missing"),
    ],
)
def test_what_is_wrong_comes_back_and_nothing_typed_is_lost(
    as_alice: Client, song: Track, page: str, wrong: dict[str, str], sentence: str
) -> None:
    typed = {"description": "A long night's work", **wrong}
    answer = send(as_alice, page, "title", **typed)
    assert answer.status_code == 422
    assert sentence in " ".join(answer.content.decode().replace("&#x27;", "'").split())
    again = form_in(answer, "title").fields
    for name, value in typed.items():
        if value.strip() and name != "credits-TOTAL_FORMS" and "king" not in value:
            assert again[name] == [value], name
    song.refresh_from_db()
    assert song.description == ""
    assert '<h1 dir="auto">First light</h1>' in answer.content.decode(), "the heading names what is stored"


class TestCredits:
    def test_lines_name_pages_or_people(self, as_alice: Client, song: Track, page: str, charlie: User) -> None:
        theirs = create_artist(actor=charlie, name="Charlie Bow")
        line = {"credits-0-role": "other", "credits-0-artist": "/charlie-bow", "credits-0-detail": "double bass"}
        send(as_alice, page, "title", **line)
        credit = song.credits.get()
        assert (credit.name, credit.artist, credit.detail) == ("Charlie Bow", theirs, "double bass")
        assert form_in(as_alice.get(page), "title").fields["credits-0-artist"] == ["charlie-bow"]

    def test_one_more_line_without_scripts(self, as_alice: Client, song: Track, page: str) -> None:
        typed = {"title": "Not saved yet", "credits-0-name": "Ada", "more": "credits"}
        answer = send(as_alice, page, "title", **typed)
        assert answer.status_code == 200
        fields = form_in(answer, "title").fields
        assert fields["credits-TOTAL_FORMS"] == ["2"]
        assert fields["title"] == ["Not saved yet"]
        assert fields["credits-0-name"] == ["Ada"]
        song.refresh_from_db()
        assert song.title == "First light"

    def test_a_line_is_taken_away(self, as_alice: Client, song: Track, page: str) -> None:
        rows = [{"role": "composer", "name": name} for name in ("Ada", "Bob", "Eve")]
        update_track(actor=song.artist.owner, track=song, credits=rows)
        send(as_alice, page, "title", **{"credits-1-DELETE": "on"})
        assert [credit.name for credit in song.credits.all()] == ["Ada", "Eve"]
        send(as_alice, page, "title", **{"credits-0-name": ""})
        assert [credit.name for credit in song.credits.all()] == ["Eve"], "an empty line counts for nothing"

    def test_the_page_of_somebody_shut_out_can_not_be_named(self, as_alice: Client, page: str, charlie: User) -> None:
        create_artist(actor=charlie, name="Charlie Bow")
        User.objects.filter(pk=charlie.pk).update(is_active=False)
        assert send(as_alice, page, "title", **{"credits-0-artist": "charlie-bow"}).status_code == 422

    @pytest.mark.usefixtures("ada")
    def test_suggestions_are_pages_anybody_sees(self, as_bob: Client) -> None:
        assert as_bob.get("/my/artists/suggest?q=ADA").json() == {
            "artists": [{"slug": "ada-ferrante", "name": "Ada Ferrante"}]
        }
        Artist.objects.update(taken_down_at="2026-01-01T00:00Z")
        assert as_bob.get("/my/artists/suggest?q=ada").json() == {"artists": []}
        assert as_bob.get("/my/artists/suggest?q=").json() == {"artists": []}


@pytest.mark.usefixtures("master")
class TestFileSays:
    tags = {"title": "Prima luce", "year": 1998, "genre": "Folk", "composer": "Ada", "comment": "Take 3"}

    def test_it_is_offered_and_never_imposed(self, as_alice: Client, page: str) -> None:
        Master.objects.update(tags=self.tags)
        seen = as_alice.get(page).content.decode()
        assert "Your file says…" in seen
        assert all(word in seen for word in ("Prima luce", "1998", "Take 3"))
        assert form_in(as_alice.get(page), "title").fields["title"] == ["First light"]

    def test_one_click_takes_one_over_and_saves_nothing(self, as_alice: Client, song: Track, page: str) -> None:
        Master.objects.update(tags=self.tags)
        answer = send(as_alice, page, "title", take="title", description="Typed just now")
        fields = form_in(answer, "title").fields
        assert (fields["title"], fields["description"]) == (["Prima luce"], ["Typed just now"])
        song.refresh_from_db()
        assert song.title == "First light"
        fields = form_in(send(as_alice, page, "title", take="composer"), "title").fields
        assert (fields["credits-1-name"], fields["credits-1-role"]) == (["Ada"], ["composer"])

    def test_what_is_said_already_is_not_offered(self, as_alice: Client, page: str) -> None:
        Master.objects.update(tags={"title": "First light"})
        assert "Your file says…" not in as_alice.get(page).content.decode()

    def test_the_picture_in_the_file(self, as_alice: Client, song: Track, page: str, master: Master) -> None:
        cover = draw(song)
        Artwork.objects.update(track=None, offered_with=master)
        assert "The file brought a picture along" in as_alice.get(page).content.decode()
        as_alice.post(f"{page}/cover")
        cover.refresh_from_db()
        assert cover.track == song


class TestPicture:
    def test_a_picture_is_taken_in(self, as_alice: Client, song: Track, page: str) -> None:
        answer = send(as_alice, page, "title", picture=picture(), picture_alt="A teal square")
        assert answer.status_code == 302
        sent = PictureUpload.objects.get(track=song)
        assert sent.alt == "A teal square"
        assert "is being prepared" in as_alice.get(page).content.decode()

    def test_what_the_virus_scanner_says_of_it_stands_there(
        self, as_alice: Client, page: str, settings: Settings, tmp_path: Path
    ) -> None:
        settings.SCANNER = scanner(tmp_path, BREAKS)
        send(as_alice, page, "title", picture=picture())
        process_all()
        assert "The virus scanner does not answer" in as_alice.get(page).content.decode()
        settings.SCANNER = scanner(tmp_path, "exit 1")
        ProcessingJob.objects.update(run_after=timezone.now())
        process_all()
        assert "has found something harmful in this picture" in as_alice.get(page).content.decode()

    def test_what_is_no_picture_is_refused_and_nothing_else_is_saved(
        self, as_alice: Client, song: Track, page: str
    ) -> None:
        wrong = SimpleUploadedFile("cover.png", b"<svg onload=alert(1)>", "image/png")
        answer = send(as_alice, page, "title", title="Changed", picture=wrong)
        assert answer.status_code == 422
        assert "Save it as JPEG, PNG or WebP" in answer.content.decode()
        song.refresh_from_db()
        assert song.title == "First light"

    def test_words_for_it_and_taking_it_away(self, as_alice: Client, song: Track, page: str) -> None:
        draw(song)
        send(as_alice, page, "title", picture_alt="A square")
        assert Artwork.objects.get().alt == "A square"
        send(as_alice, page, "title", picture_remove="on")
        assert not Artwork.objects.exists()


class TestRecording:
    @pytest.mark.usefixtures("master")
    def test_the_original_is_handed_out_by_a_signed_address(self, as_alice: Client, page: str) -> None:
        answer = as_alice.get(f"{page}/original")
        assert answer.headers["Location"].startswith("/media/k/")
        file = as_alice.get(answer.headers["Location"])
        assert file.getvalue()[:4] == bytes(range(4))

    def test_there_is_none_yet(self, as_alice: Client, page: str) -> None:
        assert as_alice.get(f"{page}/original").status_code == 404
        assert "There is none yet" in as_alice.get(page).content.decode()

    def test_deleting_says_what_goes(self, as_alice: Client, page: str) -> None:
        asked = as_alice.get(f"{page}/delete").content.decode()
        assert "What goes" in asked
        assert Track.objects.exists()
        as_alice.post(f"{page}/delete")
        assert not Track.objects.exists()


@pytest.mark.parametrize("who", ["as_bob", "as_charlie", "as_mona"])
@pytest.mark.parametrize("end", ["", "/publish", "/delete", "/original", "/cover"])
def test_others_do_not_find_it(request: pytest.FixtureRequest, page: str, who: str, end: str) -> None:
    client: Client = request.getfixturevalue(who)
    assert client.post(page + end).status_code in (404, 405)
    assert end == "/cover" or client.get(page + end).status_code == 404
    assert Track.objects.filter(title="First light").exists()
