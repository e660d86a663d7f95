"""A backup is made while the instance lives, and comes back byte for byte or not at all."""

import hashlib
import io
import json
import tarfile
from pathlib import Path

import pytest

from .instances import Instance, new_instance, prepared_instance

# One instance is filled for all of them.
pytestmark = [pytest.mark.own_instance, pytest.mark.xdist_group("backup")]

MUSIC = Path(__file__).resolve().parents[1] / "data" / "demo" / "music" / "starfall.ogg"

FILL = f"""
from pathlib import Path
from libitum.accounts.services import create_person
from libitum.catalog.services import create_artist, create_track
from libitum.media.services.uploads import create_upload, receive, receive_file, Body
import io
alice = create_person(email="alice@example.org", password="a clear night in March", name="Alice")
ada = create_artist(actor=alice, name="Ada Ferrante", bio="Città, café, naïveté")
track = create_track(actor=alice, artist=ada, title="Panic", visibility="public", rights_basis="holder")
receive_file(actor=alice, artist=ada, path=Path({str(MUSIC)!r}), track=track)
half = create_upload(actor=alice, artist=ada, length=1000, filename="half.wav")
try:
    receive(upload=half, body=Body(io.BytesIO(b"x" * 400), 1000), offset=0)
except Exception as error:
    assert "400" in str(error), error
"""

LOOK = """
from libitum.accounts.models import User
from libitum.catalog.models import Track
from libitum.catalog.search import search
from libitum.media.models import Master, Original, Upload
from libitum.media.parts import Part
from django.conf import settings
half = Upload.objects.get(filename="half.wav")
answer = {
    "password": User.objects.get(email="alice@example.org").check_password("a clear night in March"),
    "bio": User.objects.get().artists.get().bio,
    "tracks": list(Track.objects.values_list("uid", "title", "duration_ms")),
    "found": [track.title for track in search("panic").tracks],
    "masters": list(Master.objects.values_list("uid", "prefix", "state")),
    "originals": list(Original.objects.values_list("sha256", flat=True)),
    "arrived": Part(half.uid).size(),
    "key": settings.SECRET_KEY,
}
"""


def hashes(folder: Path) -> dict[str, str]:
    return {
        path.relative_to(folder).as_posix(): hashlib.sha256(path.read_bytes()).hexdigest()
        for path in folder.rglob("*")
        if path.is_file()
    }


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("backup")


@pytest.fixture(scope="module")
def alive(folder: Path) -> Instance:
    """An instance with a processed recording and half an upload."""
    instance = prepared_instance(folder, "alive")
    instance.do(FILL)
    instance.must("worker", "--batch")
    return instance


@pytest.fixture(scope="module")
def archive(alive: Instance, folder: Path) -> Path:
    target = folder / "whole.tar.gz"
    alive.must("backup", str(target))
    return target


def test_everything_comes_back(alive: Instance, archive: Path, folder: Path) -> None:
    again = new_instance(folder, "again")
    assert "each with the hash" in again.must("restore", str(archive))
    before, after = alive.ask(LOOK), again.ask(LOOK)
    assert after == before
    assert isinstance(after, dict)
    assert after["password"]
    assert after["arrived"] == 400
    assert after["found"] == ["Panic"]
    assert hashes(again.home / "media") == hashes(alive.home / "media")
    assert len(hashes(again.home / "media")) > 5
    assert again.run("check").returncode in (0, 1)


def test_only_its_owner_can_read_it(archive: Path) -> None:
    assert archive.stat().st_mode & 0o077 == 0


def test_an_instance_that_lives_is_never_overwritten(alive: Instance, archive: Path) -> None:
    before = alive.ask(LOOK)
    done = alive.run("restore", str(archive))
    assert done.returncode == 1
    assert "empty instance only" in done.stderr
    assert alive.ask(LOOK) == before


@pytest.mark.of_sqlite
def test_a_file_that_exists_is_not_overwritten(alive: Instance, archive: Path) -> None:
    before = archive.read_bytes()
    done = alive.run("backup", str(archive))
    assert done.returncode == 1
    assert "exists already" in done.stderr
    assert archive.read_bytes() == before


def rewritten(archive: Path, target: Path, change: dict[str, bytes], *, extra: str = "") -> Path:
    """The archive with other bytes in some members."""
    with tarfile.open(archive) as source, tarfile.open(target, "w") as copy:
        for member in source:
            stream = source.extractfile(member)
            assert stream is not None
            data = change.get(member.name, stream.read())
            member.size = len(data)
            copy.addfile(member, io.BytesIO(data))
        if extra:
            copy.addfile(tarfile.TarInfo(extra), io.BytesIO())
    return target


def manifest_of(archive: Path) -> dict[str, object]:
    with tarfile.open(archive) as source:
        stream = source.extractfile("manifest.json")
        assert stream is not None
        return dict(json.load(stream))


def refusal(instance: Instance, archive: Path) -> str:
    """What a restoration says that changes nothing."""
    done = instance.run("restore", str(archive))
    assert done.returncode == 1, done.stdout
    assert "Traceback" not in done.stderr
    assert not (instance.home / "media").exists()
    assert not (instance.home / "libitum.sqlite3").exists()
    return done.stderr


@pytest.fixture
def empty(tmp_path: Path) -> Instance:
    return new_instance(tmp_path, "empty")


@pytest.mark.of_sqlite
def test_one_changed_byte_is_found_before_anything_is_written(empty: Instance, archive: Path, tmp_path: Path) -> None:
    name = next(row["name"] for row in manifest_of(archive)["files"] if "originals/" in row["name"])  # type: ignore[attr-defined]
    data = bytearray(MUSIC.read_bytes())
    data[1000] ^= 1
    damaged = rewritten(archive, tmp_path / "damaged.tar", {name: bytes(data)})
    assert "Damaged in the archive" in refusal(empty, damaged)


@pytest.mark.parametrize("share", [0.2, 0.999])
@pytest.mark.of_sqlite
def test_an_archive_cut_off_is_refused(empty: Instance, archive: Path, tmp_path: Path, share: float) -> None:
    cut = tmp_path / "cut.tar.gz"
    cut.write_bytes(archive.read_bytes()[: int(archive.stat().st_size * share)])
    assert "read to its end" in refusal(empty, cut)


@pytest.mark.of_sqlite
def test_a_file_that_is_no_archive_is_refused(empty: Instance) -> None:
    assert "can't be read" in refusal(empty, MUSIC)


@pytest.mark.of_sqlite
def test_another_tar_is_refused(empty: Instance, tmp_path: Path) -> None:
    other = tmp_path / "other.tar"
    with tarfile.open(other, "w") as tar:
        tar.add(MUSIC, "song.ogg")
    assert "list of files is missing" in refusal(empty, other)


@pytest.mark.of_sqlite
def test_names_that_lead_outside_are_refused(empty: Instance, archive: Path, tmp_path: Path) -> None:
    manifest = manifest_of(archive)
    for name in ("../../escaped", "/tmp/escaped", "media/../../escaped"):  # noqa: S108 - never written
        target = tmp_path / "outside.tar"
        with tarfile.open(target, "w") as tar:
            tar.addfile(tarfile.TarInfo(name), io.BytesIO())
            data = json.dumps(manifest).encode()
            info = tarfile.TarInfo("manifest.json")
            info.size = len(data)
            tar.addfile(info, io.BytesIO(data))
        assert "not a backup of Libitum" in refusal(empty, target)


@pytest.mark.of_sqlite
def test_what_follows_the_list_is_refused(empty: Instance, archive: Path, tmp_path: Path) -> None:
    assert "was changed" in refusal(empty, rewritten(archive, tmp_path / "more.tar", {}, extra="media/more"))


def test_a_backup_of_a_newer_release_is_refused(empty: Instance, archive: Path, tmp_path: Path) -> None:
    manifest = manifest_of(archive)
    manifest["migrations"] = [*manifest["migrations"], "catalog.0999_from_the_future"]  # type: ignore[misc]
    newer = rewritten(archive, tmp_path / "newer.tar", {"manifest.json": json.dumps(manifest).encode()})
    assert "newer" in refusal(empty, newer)


def test_the_other_kind_of_database_is_refused(empty: Instance, archive: Path, tmp_path: Path) -> None:
    manifest = manifest_of(archive)
    manifest["database"] = "sqlite" if empty.database_url else "postgresql"
    other = rewritten(archive, tmp_path / "other.tar", {"manifest.json": json.dumps(manifest).encode()})
    assert "LIBITUM_DATABASE_URL names" in refusal(empty, other)


def test_media_that_lie_there_already_are_not_mixed_in(empty: Instance, archive: Path) -> None:
    stray = empty.home / "media" / "originals" / "stray"
    stray.parent.mkdir(parents=True)
    stray.write_bytes(b"somebody's")
    done = empty.run("restore", str(archive))
    assert done.returncode == 1
    assert "already" in done.stderr
    assert stray.read_bytes() == b"somebody's"
    assert len(list((empty.home / "media").rglob("*"))) == 2


def test_a_restoration_that_finds_no_room_goes_on_when_there_is(
    alive: Instance, archive: Path, empty: Instance
) -> None:
    largest = max(path.stat().st_size for path in (alive.home / "media").rglob("*") if path.is_file())
    done = empty.run("restore", str(archive), largest_file=largest - 1)
    assert done.returncode == 1
    assert "run the same command again" in done.stderr
    assert 0 < len(hashes(empty.home / "media")) < len(hashes(alive.home / "media"))
    assert not (empty.home / "libitum.sqlite3").exists()
    assert "each with the hash" in empty.must("restore", str(archive))
    assert hashes(empty.home / "media") == hashes(alive.home / "media")


def test_a_damaged_original_is_told(alive: Instance, tmp_path: Path) -> None:
    (original,) = (path for path in (alive.home / "media" / "originals").rglob("*") if path.is_file())
    whole = original.read_bytes()
    original.chmod(0o600)
    original.write_bytes(whole[:-1] + bytes([whole[-1] ^ 1]))
    try:
        done = alive.run("backup", str(tmp_path / "told.tar"))
    finally:
        original.write_bytes(whole)
    assert done.returncode == 3
    assert "no longer what" in done.stderr
    assert (tmp_path / "told.tar").exists()


def test_no_room_for_it_is_a_sentence_and_leaves_nothing(alive: Instance, tmp_path: Path) -> None:
    done = alive.run("backup", str(tmp_path / "missing" / "backup.tar"))
    assert done.returncode == 1
    assert "can't be written" in done.stderr
    assert list(tmp_path.iterdir()) == []


def test_it_runs_while_uploads_arrive(alive: Instance, tmp_path: Path) -> None:
    """Second names of the bytes on their way are gone afterwards, and their files untouched."""
    before = hashes(alive.home / "uploads")
    alive.must("backup", str(tmp_path / "meanwhile.tar"))
    assert hashes(alive.home / "uploads") == before
    assert [path for path in alive.home.iterdir() if "in-backup" in path.name] == []
