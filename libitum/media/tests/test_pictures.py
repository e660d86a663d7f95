"""Artwork: sent by hand, or brought along by a recording."""

import io
import random
from pathlib import Path

import pytest
from django.core.exceptions import PermissionDenied
from PIL import Image, PngImagePlugin
from pytest_django import DjangoCaptureOnCommitCallbacks

from libitum.accounts.models import User
from libitum.catalog.models import Artist, Track
from libitum.catalog.services import create_release
from libitum.catalog.viewers import Viewer
from libitum.media.addresses import artwork_url
from libitum.media.engine.artwork import make_pictures
from libitum.media.engine.reasons import PictureReason, Refused
from libitum.media.models import Artwork, PictureState, PictureUpload
from libitum.media.pictures import picture_path
from libitum.media.reasons import why_picture
from libitum.media.selectors.jobs import picture_on_its_way
from libitum.media.selectors.offers import offer_of
from libitum.media.selectors.streams import find_listed_artwork, find_visible_artwork
from libitum.media.services import leftovers, processing
from libitum.media.services.artwork import describe_artwork, remove_artwork, send_picture, take_up_cover
from libitum.media.services.uploads import receive_file
from libitum.media.storage import media

from .corpus import sounds
from .corpus.tags import id3, picture, png_bomb, text

# Of files and what is said of them: the database makes no difference.
pytestmark = pytest.mark.of_sqlite


def image(width: int = 700, height: int = 500, kind: str = "PNG", mode: str = "RGB", **options: object) -> bytes:
    file = io.BytesIO()
    Image.new(mode, (width, height), "red" if mode in ("RGB", "RGBA", "P") else 0).save(file, kind, **options)
    return file.getvalue()


def made_of(data: bytes, tmp_path: Path) -> tuple[Path, tuple[int, ...]]:
    source, folder = tmp_path / "given", tmp_path / "made"
    source.write_bytes(data)
    folder.mkdir()
    return folder, make_pictures(source, workdir=folder).widths


@pytest.mark.parametrize("kind", ["PNG", "JPEG", "WEBP", "GIF"])
@pytest.mark.parametrize(
    ("size", "widths"),
    [
        ((1500, 1500), (96, 320, 640, 1280)),
        ((700, 500), (96, 320, 640, 700)),
        ((80, 64), (80,)),
        ((320, 100), (96, 320)),
    ],
)
def test_sizes(kind: str, size: tuple[int, int], widths: tuple[int, ...], tmp_path: Path) -> None:
    folder, made = made_of(image(*size, kind=kind), tmp_path)
    assert made == widths
    for width in widths:
        with Image.open(folder / f"{width}.webp") as found:
            assert max(found.size) == width
            assert found.size[0] / found.size[1] == pytest.approx(size[0] / size[1], rel=0.05)
    with Image.open(folder / "feed.jpg") as feed:
        assert feed.format == "JPEG"
        assert max(feed.size) == min(640, widths[-1])


@pytest.mark.parametrize("mode", ["1", "L", "LA", "P", "RGB", "RGBA", "I;16"])
def test_every_kind_of_pixel(mode: str, tmp_path: Path) -> None:
    folder, _widths = made_of(image(mode=mode), tmp_path)
    with Image.open(folder / "96.webp") as found:
        assert found.mode == "RGB"


def test_four_colour_print(tmp_path: Path) -> None:
    folder, _widths = made_of(image(kind="JPEG", mode="CMYK"), tmp_path)
    with Image.open(folder / "320.webp") as found:
        assert found.getpixel((5, 5)) == (255, 255, 255)


def test_only_pixels_pass(tmp_path: Path) -> None:
    notes = PngImagePlugin.PngInfo()
    notes.add_text("Comment", "where I live")
    exif = Image.Exif()
    exif[0x9286] = "where I live"
    data = image(exif=exif, pnginfo=notes) + b"where I live"
    folder, _widths = made_of(data, tmp_path)
    for path in folder.iterdir():
        assert b"where I live" not in path.read_bytes()
        with Image.open(path) as found:
            assert not found.getexif()


def test_it_stands_upright(tmp_path: Path) -> None:
    exif = Image.Exif()
    exif[0x0112] = 6
    folder, _widths = made_of(image(200, 100, kind="JPEG", exif=exif), tmp_path)
    with Image.open(folder / "96.webp") as found:
        assert found.size == (48, 96)


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        (b"", PictureReason.NOT_A_PICTURE),
        (b"GIF89a", PictureReason.PICTURE_DAMAGED),
        (sounds.wav(0.1), PictureReason.NOT_A_PICTURE),
        (b"<svg xmlns='http://www.w3.org/2000/svg'/>", PictureReason.UNSUPPORTED_PICTURE),
        (image(kind="TIFF"), PictureReason.UNSUPPORTED_PICTURE),
        (image()[:200], PictureReason.PICTURE_DAMAGED),
        (image(63, 500), PictureReason.PICTURE_TOO_SMALL),
        (image(5000, 4000, mode="1"), PictureReason.PICTURE_TOO_LARGE),
        (png_bomb(), PictureReason.PICTURE_TOO_LARGE),
        (png_bomb(4000), PictureReason.PICTURE_DAMAGED),
        (b"\x89PNG\r\n\x1a\n" + random.Random(1).randbytes(5000), PictureReason.PICTURE_DAMAGED),
        (bytes(21 * 1024 * 1024), PictureReason.PICTURE_TOO_LARGE),
    ],
    ids=lambda value: str(value) if isinstance(value, PictureReason) else "",
)
def test_traps_are_refused(data: bytes, reason: PictureReason, tmp_path: Path) -> None:
    with pytest.raises(Refused) as refusal:
        made_of(data, tmp_path)
    assert refusal.value.reason is reason


class TestSending:
    def send(self, actor: User, work: Track | Artist, data: bytes = b"") -> PictureUpload:
        return send_picture(actor=actor, work=work, content=io.BytesIO(data or image()), alt="A hill")

    def test_becomes_the_artwork(self, alice: User, song: Track) -> None:
        sent = self.send(alice, song)
        assert picture_on_its_way(song) == sent
        processing.process_all()
        song.refresh_from_db()
        assert (song.artwork.widths, song.artwork.alt) == ([96, 320, 640, 700], "A hill")
        assert media().exists(f"{song.artwork.prefix}/640.webp")
        assert picture_on_its_way(song) is None
        assert find_listed_artwork(song.artwork.uid) == song.artwork

    def test_for_releases_and_artists_too(self, alice: User, ada: Artist) -> None:
        release = create_release(actor=alice, artist=ada, title="Suite")
        for work in (release, ada):
            send_picture(actor=alice, work=work, content=io.BytesIO(image()))
        processing.process_all()
        assert Artwork.objects.filter(release=release).count() == Artwork.objects.filter(artist=ada).count() == 1

    def test_replaces_the_former_and_its_files(
        self, alice: User, song: Track, django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks
    ) -> None:
        first = self.send(alice, song)
        processing.process_all()
        former = Artwork.objects.get(track=song).prefix
        self.send(alice, song, image(100, 100))
        with django_capture_on_commit_callbacks(execute=True):
            processing.process_all()
        leftovers.remove_leftovers()
        assert Artwork.objects.get(track=song).widths == [96, 100]
        assert not media().exists(f"{former}/96.webp")
        assert picture_path(first).exists()  # its own callback was not run here
        assert len(list(picture_path(first).parent.iterdir())) == 1

    def test_what_is_seen_at_once_is_refused_at_once(self, alice: User, song: Track) -> None:
        with pytest.raises(Refused):
            self.send(alice, song, b"<html>")
        assert not PictureUpload.objects.exists()
        assert not list(picture_path(PictureUpload()).parent.iterdir())

    def test_what_turns_out_later_is_told_and_the_former_stays(self, alice: User, song: Track) -> None:
        self.send(alice, song)
        processing.process_all()
        former = Artwork.objects.get(track=song)
        sent = self.send(alice, song, png_bomb())
        processing.process_all()
        sent.refresh_from_db()
        assert sent.state == PictureState.REFUSED
        assert "too large" in why_picture(sent)
        assert Artwork.objects.get(track=song) == former

    def test_is_the_owners_right(self, charlie: User, song: Track) -> None:
        with pytest.raises(PermissionDenied):
            self.send(charlie, song)
        with pytest.raises(PermissionDenied):
            remove_artwork(actor=charlie, work=song)
        with pytest.raises(PermissionDenied):
            describe_artwork(actor=charlie, work=song, alt="mine")

    def test_can_be_described_and_removed(self, alice: User, song: Track) -> None:
        self.send(alice, song)
        processing.process_all()
        describe_artwork(actor=alice, work=song, alt="  Two hills ")
        assert Artwork.objects.get(track=song).alt == "Two hills"
        prefix = Artwork.objects.get(track=song).prefix
        remove_artwork(actor=alice, work=song)
        leftovers.remove_leftovers()
        assert not Artwork.objects.exists()
        assert not media().exists(f"{prefix}/96.webp")


class TestOffers:
    @pytest.fixture
    def track(self, alice: User, ada: Artist, tmp_path: Path) -> Track:
        tags = (text(b"TIT2", "A tagged title"), text(b"TCON", "Chamber Music"), text(b"TDRC", "1987-05-01"))
        path = tmp_path / "song.mp3"
        path.write_bytes(id3(picture(image()), *tags, text(b"TSRC", "IT-AB1-23-00042")) + sounds.mp3())
        upload = receive_file(actor=alice, artist=ada, path=path, title="My own title")
        processing.process_all()
        upload.refresh_from_db()
        assert upload.track is not None
        return upload.track

    def test_are_read_and_not_imposed(self, track: Track) -> None:
        assert (track.title, track.genre, track.isrc) == ("My own title", "", "")
        assert not Artwork.objects.filter(track=track).exists()
        offer = offer_of(track)
        assert offer is not None
        assert offer.fields == {
            "title": "A tagged title",
            "genre": "chamber",
            "isrc": "ITAB12300042",
            "recorded_year": 1987,
        }
        assert offer.cover is not None

    def test_the_cover_is_its_artists_alone_until_taken_up(self, track: Track, alice: User, charlie: User) -> None:
        offer = offer_of(track)
        assert offer is not None
        assert offer.cover is not None
        uid = offer.cover.uid
        assert find_visible_artwork(Viewer.of(alice), uid) == offer.cover
        assert find_visible_artwork(Viewer.of(charlie), uid) is None
        assert find_listed_artwork(uid) is None
        assert "/k/" in artwork_url(offer.cover, 320, Viewer.of(alice))
        with pytest.raises(PermissionDenied):
            take_up_cover(actor=charlie, master=offer.master)
        taken = take_up_cover(actor=alice, master=offer.master)
        assert Artwork.objects.get(track=track) == taken
        assert media().exists(f"{offer.cover.prefix}/640.webp")

    def test_nothing_is_offered_twice(self, track: Track, alice: User) -> None:
        offer = offer_of(track)
        assert offer is not None
        for name, value in offer.fields.items():
            setattr(track, name, value)
        take_up_cover(actor=alice, master=offer.master)
        assert offer_of(track) is None

    def test_go_with_the_recording(self, track: Track) -> None:
        prefix = Artwork.objects.get().prefix
        track.delete()
        leftovers.remove_leftovers()
        assert not Artwork.objects.exists()
        assert not media().exists(f"{prefix}/96.webp")
