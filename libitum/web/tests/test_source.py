import tarfile
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.test import Client
from pytest_django.fixtures import Settings

from libitum.web import source

# Of files and what is said of them: the database makes no difference.
pytestmark = pytest.mark.of_sqlite


@pytest.fixture(autouse=True)
def own_cache(settings: Settings, tmp_path: Path) -> Iterator[None]:
    settings.HOME = tmp_path
    source.source_archive.cache_clear()
    yield
    source.source_archive.cache_clear()


def members(path: Path) -> dict[str, tarfile.TarInfo]:
    with tarfile.open(path) as archive:
        return {member.name: member for member in archive.getmembers()}


def test_it_is_the_source_that_runs_here(client: Client, tmp_path: Path, db: None) -> None:
    response = client.get("/source.tar.gz")
    assert response.status_code == 200
    assert response.headers["Content-Disposition"].startswith("attachment")
    download = tmp_path / "download.tar.gz"
    download.write_bytes(b"".join(response.streaming_content))  # type: ignore[attr-defined]
    found = members(download)
    assert f"{source.NAME}/libitum/web/source.py" in found
    assert f"{source.NAME}/pyproject.toml" in found
    with tarfile.open(download) as archive:
        packed = archive.extractfile(f"{source.NAME}/libitum/web/source.py")
        assert packed is not None
        assert packed.read() == Path(source.__file__).read_bytes()


def test_it_holds_neither_data_nor_music_nor_names_of_people() -> None:
    found = members(source.source_archive())
    assert not [name for name in found if name.endswith((".sqlite3", ".ogg", ".mp3", ".wav", ".pyc"))]
    assert not [name for name in found if "secret_key" in name or "/var/" in name or "/.venv" in name]
    assert {(member.uid, member.uname) for member in found.values()} == {(0, "")}


def test_it_is_packed_once(monkeypatch: pytest.MonkeyPatch) -> None:
    first = source.source_archive()
    source.source_archive.cache_clear()
    stamp = first.stat().st_mtime_ns
    assert source.source_archive() == first
    assert first.stat().st_mtime_ns == stamp
    assert [path.name for path in first.parent.iterdir()] == [first.name]
