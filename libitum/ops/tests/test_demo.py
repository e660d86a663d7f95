"""The demo: what is in it, that it is made once, and that nothing is put in a real artist's mouth."""

import hashlib
import json
from itertools import pairwise
from pathlib import Path

import pytest
from django.test import Client
from pytest_django import Settings

from libitum.accounts.models import User
from libitum.catalog.data import genre_choices, licences
from libitum.catalog.models import Artist, Track
from libitum.catalog.services import mark_audio_ready
from libitum.community.models import Comment
from libitum.media.models import PictureUpload, Upload, UploadState
from libitum.ops.demo.accounts import accounts_file, ensure_people
from libitum.ops.demo.data import FOLDER, MUSIC, cast, comments, tracks
from libitum.ops.demo.synthesis import RATE, notes_of, pitch_of, render
from libitum.ops.demo.talk import ensure_comments
from libitum.ops.demo.works import ensure_tracks

pytestmark = pytest.mark.of_sqlite  # where a demo lies
MEGABYTE = 1_000_000


@pytest.fixture
def home(settings: Settings, tmp_path: Path) -> Path:
    settings.HOME = tmp_path
    return tmp_path


@pytest.fixture(scope="session")
def pieces(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Stand-ins for the rendered pieces, which take seconds: their sound is tested below."""
    folder = tmp_path_factory.mktemp("pieces")
    names = {piece["file"]: piece["title"] for piece in json.loads((FOLDER / "score.json").read_text())["pieces"]}
    for name in names:
        (folder / name).write_bytes((MUSIC / "training.ogg").read_bytes())
    (folder / "titles.txt").write_text("".join(f"{name}\t{title}\n" for name, title in names.items()))
    return folder


@pytest.fixture
def demo(db: None, home: Path, pieces: Path) -> dict[str, Track]:
    """The whole demo, sent but not yet processed."""
    (home / "demo").symlink_to(pieces)
    ensure_people()
    return dict(ensure_tracks())


def test_at_least_twelve_recordings_by_five_artists_of_different_genres() -> None:
    rows = tracks()
    assert len(rows) >= 12
    assert len({row["artist"] for row in rows}) >= 5
    assert len({row["genre"] for row in rows}) >= 5


def test_every_recording_is_the_file_its_row_names() -> None:
    assert {path.name for path in MUSIC.iterdir()} == {row["file"] for row in tracks()}
    for row in tracks():
        assert hashlib.sha256((MUSIC / row["file"]).read_bytes()).hexdigest() == row["sha256"], row["file"]


def test_all_of_it_takes_at_most_twenty_megabytes() -> None:
    assert sum(path.stat().st_size for path in FOLDER.rglob("*") if path.is_file()) <= 20 * MEGABYTE


def test_each_is_free_and_says_where_it_is_from() -> None:
    genres = dict(genre_choices())
    for row in tracks():
        assert licences()[row["licence"]].free, row["file"]
        assert row["genre"] in genres
        assert row["attribution"]
        assert row["source_url"].startswith("http")
        assert row["evidence"]


def test_the_licences_are_told_beside_the_files() -> None:
    text = (FOLDER / "LICENCES.md").read_text(encoding="utf-8")
    for row in tracks():
        assert row["title"] in text
        assert row["artist"] in text


def test_made_twice_it_is_there_once(demo: dict[str, Track]) -> None:
    def counts() -> tuple[int, ...]:
        return tuple(model.objects.count() for model in (User, Artist, Track, Upload, PictureUpload))

    before = counts()
    ensure_people()
    again = dict(ensure_tracks())
    assert counts() == before
    assert {file: track.pk for file, track in again.items()} == {file: track.pk for file, track in demo.items()}


def test_everything_goes_the_way_of_anybodys_upload(demo: dict[str, Track]) -> None:
    states = Upload.objects.filter(track__in=list(demo.values())).values_list("state", flat=True)
    assert list(states) == [UploadState.RECEIVED] * len(demo)
    assert not Track.objects.listed().exists()


def test_an_upload_cut_off_is_sent_again(demo: dict[str, Track]) -> None:
    track = next(iter(demo.values()))
    Upload.objects.filter(track=track).update(state=UploadState.RECEIVING)
    ensure_people()
    dict(ensure_tracks())
    assert Upload.objects.filter(track=track, state=UploadState.RECEIVED).count() == 1


def test_real_artists_pages_say_who_keeps_them_and_say_nothing_for_them(demo: dict[str, Track]) -> None:
    curator = User.objects.get(email=cast()["curator"]["email"])
    for artist in Artist.objects.filter(owner=curator):
        assert "not by the artist" in artist.curated_note
        assert artist.bio == ""
    for track in Track.objects.filter(artist__owner=curator):
        assert (track.rights_basis, bool(track.source_url), bool(track.attribution)) == ("licensed", True, True)
        assert {track.ai_vocals, track.ai_instrumentation, track.ai_composition, track.ai_lyrics} == {""}
        assert track.description == ""


def test_the_invented_artist_says_so_and_has_a_release(demo: dict[str, Track]) -> None:
    artist = Artist.objects.get(owner__email="artist@demo.example")
    assert "invented" in artist.bio
    release = artist.releases.get()
    assert release.tracks.count() == 3
    assert PictureUpload.objects.filter(owner=artist.owner).count() == 5
    for track in release.tracks.all():
        assert (track.rights_basis, track.ai_composition, track.ai_instrumentation) == ("holder", "none", "none")


def test_nobody_real_speaks(demo: dict[str, Track]) -> None:
    for file, track in demo.items():
        mark_audio_ready(track=track, duration_ms=600_000)
        track.refresh_from_db()
        ensure_comments(file, track)
        ensure_comments(file, track)
    written = Comment.objects.select_related("author")
    assert written.count() == sum(1 + len(row.get("replies", [])) for rows in comments().values() for row in rows)
    assert all(comment.is_demo and comment.author is not None and comment.author.is_demo for comment in written)
    assert Comment.objects.filter(parent__isnull=False).exists()
    assert Comment.objects.filter(at_ms__isnull=False).exists()


@pytest.mark.django_db
def test_two_accounts_can_sign_in_and_the_file_tells_how(home: Path) -> None:
    rows = ensure_people()
    assert json.loads(accounts_file().read_text()) == rows
    assert accounts_file().stat().st_mode & 0o077 == 0
    assert [row["account"] for row in rows] == ["artist", "listener"]
    for row in rows:
        response = Client().post("/accounts/login/", {"login": row["email"], "password": row["password"]})
        assert response.status_code == 302, row["account"]


@pytest.mark.django_db
def test_passwords_stay_and_are_each_instances_own(home: Path, settings: Settings, tmp_path: Path) -> None:
    first = ensure_people()
    assert ensure_people() == first
    settings.HOME = tmp_path / "another"
    assert {row["password"] for row in ensure_people()}.isdisjoint({row["password"] for row in first})


@pytest.mark.django_db
def test_nobody_can_sign_in_as_an_invented_listener(home: Path) -> None:
    ensure_people()
    for row in [cast()["curator"], *cast()["listeners"]]:
        assert not User.objects.get(email=row["email"]).has_usable_password()


def test_notes_are_read_as_they_are_written() -> None:
    assert [pitch_of(name) for name in ("a4", "c4", "c#5", "bb4")] == [69, 60, 73, 70]
    assert notes_of("d5 1 e5 .5") == [(74, 1.0), (76, 0.5)]


def test_the_pieces_are_music_and_join_without_a_gap() -> None:
    pieces = render(FOLDER / "score.json")
    assert len(pieces) == 3
    for piece in pieces:
        assert len(piece.samples) > 40 * RATE
        assert 3_000 < abs(piece.samples.astype(int)).max() <= 32_767
    for before, after in pairwise(pieces):
        # The hall still sounds where one is cut, and no step is heard there.
        step = abs(before.samples[-1].astype(int) - after.samples[0].astype(int)).max()
        assert abs(before.samples[-RATE // 10 :].astype(int)).max() > 300
        assert step < 1_500
