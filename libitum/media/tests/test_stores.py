"""What every kind of store does alike."""

import hashlib
import os
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

import pytest
from django.core.exceptions import SuspiciousOperation
from django.core.files.base import ContentFile
from django.utils import timezone

from libitum.media.stores import Store, StoreAway, WrongBytes
from libitum.media.stores.folder import FolderStorage
from libitum.media.stores.s3 import PART_BYTES, ObjectStorage

from .s3 import BUCKET, S3

SOUND = os.urandom(300_000)
NAME = "originals/ab/abcd"


@pytest.fixture(params=["folder", "s3", "s3 below a prefix"])
def store(request: pytest.FixtureRequest, tmp_path: Path) -> Store:
    if request.param == "folder":
        return FolderStorage(location=tmp_path / "media")
    s3: S3 = request.getfixturevalue("s3")
    return s3.storage(location="sites/ours" if "prefix" in request.param else "")


@pytest.fixture
def put(store: Store, tmp_path: Path) -> Callable[[str, bytes], None]:
    def put_bytes(name: str, content: bytes) -> None:
        path = tmp_path / "to-be-stored"
        path.write_bytes(content)
        store.put_file(path, name)

    return put_bytes


Put = Callable[[str, bytes], None]


class TestEveryStore:
    def test_gives_back_what_was_put(self, store: Store, put: Put, tmp_path: Path) -> None:
        put(NAME, SOUND)
        assert (store.size(NAME), store.size_of(NAME), store.exists(NAME)) == (len(SOUND), len(SOUND), True)
        assert store.sha256_of(NAME) == hashlib.sha256(SOUND).hexdigest()
        assert abs(timezone.now() - store.get_modified_time(NAME)) < timedelta(minutes=1)
        with store.local_file(NAME, tmp_path) as path:
            assert path.read_bytes() == SOUND
        with store.open(NAME) as file:
            assert file.size == len(SOUND)
            assert file.read() == SOUND

    @pytest.mark.parametrize(("start", "stop"), [(0, 1), (0, 300_000), (131_070, 131_075), (299_999, 300_000), (5, 5)])
    def test_gives_any_part(self, store: Store, put: Put, start: int, stop: int) -> None:
        put(NAME, SOUND)
        assert b"".join(store.blocks(NAME, start, stop)) == SOUND[start:stop]

    def test_can_be_read_from_anywhere(self, store: Store, put: Put) -> None:
        put(NAME, SOUND)
        with store.open(NAME) as file:
            file.seek(-10, os.SEEK_END)
            assert file.read() == SOUND[-10:]
            file.seek(7)
            assert (file.read(5), file.tell()) == (SOUND[7:12], 12)

    def test_knows_the_empty_object(self, store: Store, put: Put) -> None:
        put("empty", b"")
        assert store.size("empty") == 0
        assert store.sha256_of("empty") == hashlib.sha256().hexdigest()
        with store.open("empty") as file:
            assert file.read() == b""

    def test_says_what_is_missing(self, store: Store) -> None:
        assert (store.size_of(NAME), store.exists(NAME)) == (None, False)
        asked: list[Callable[[], object]] = [
            lambda: store.size(NAME),
            lambda: store.open(NAME).read(),
            lambda: list(store.blocks(NAME, 0, 5)),
            lambda: store.sha256_of(NAME),
        ]
        for ask in asked:
            with pytest.raises(FileNotFoundError):
                ask()

    def test_lists_and_removes_by_folder(self, store: Store, put: Put) -> None:
        names = ["masters/a/1/aac.mp4", "masters/a/1/index.m3u8", "masters/a/12/aac.mp4", "originals/ab/abcd"]
        for name in names:
            put(name, b"x")
        assert sorted(store.names()) == names
        assert sorted(store.names("masters/")) == names[:3]
        store.remove_folder("masters/a/1")
        assert sorted(store.names()) == names[2:]
        store.remove_folder("masters/a/1")
        store.delete(names[2])
        store.delete(names[2])
        assert list(store.names()) == names[3:]

    def test_takes_the_same_object_again(self, store: Store, put: Put) -> None:
        put(NAME, SOUND)
        put(NAME, SOUND)
        assert list(store.names()) == [NAME]
        assert store.sha256_of(NAME) == hashlib.sha256(SOUND).hexdigest()

    def test_takes_what_django_gives(self, store: Store) -> None:
        assert store.save("probe/x", ContentFile(b"probe")) == "probe/x"
        with store.open("probe/x") as file:
            assert file.read() == b"probe"

    @pytest.mark.parametrize("store", ["folder", "s3 below a prefix"], indirect=True)
    def test_stays_in_its_place(self, put: Put) -> None:
        with pytest.raises(SuspiciousOperation):
            put("../outside", b"x")


class TestABucket:
    def test_takes_what_is_too_large_for_one_request(self, s3: S3, tmp_path: Path) -> None:
        block = os.urandom(1024 * 1024)
        path = tmp_path / "long"
        with path.open("wb") as file:
            for _each in range(PART_BYTES // len(block) + 5):
                file.write(block)
        expected = hashlib.sha256(path.read_bytes()).hexdigest()
        storage = s3.storage()
        storage.put_file(path, "long")
        assert storage.sha256_of("long") == expected
        with storage.local_file("long", tmp_path) as copy:
            assert hashlib.sha256(copy.read_bytes()).hexdigest() == expected

    def test_notices_a_copy_that_is_not_what_was_stored(self, s3: S3, tmp_path: Path) -> None:
        storage = s3.storage()
        storage.save(NAME, ContentFile(SOUND))
        on_disk = s3.root / BUCKET / NAME
        assert on_disk.read_bytes() == SOUND
        on_disk.write_bytes(SOUND[:-1] + bytes([SOUND[-1] ^ 1]))
        with pytest.raises(WrongBytes), storage.local_file(NAME, tmp_path):
            pass
        assert list(tmp_path.glob("copy*")) == []

    def test_refuses_strangers(self, s3: S3) -> None:
        stranger = s3.storage(secret_key="a guess")
        with pytest.raises(StoreAway, match=r"SignatureDoesNotMatch|403"):
            stranger.save(NAME, ContentFile(SOUND))
        assert list(s3.storage().names()) == []

    def test_that_is_not_there_is_away(self, s3: S3) -> None:
        for storage in (s3.storage(bucket_name="nowhere"), unreachable(s3)):
            with pytest.raises(StoreAway):
                list(storage.names())

    def test_says_nothing_of_its_keys(self, s3: S3) -> None:
        with pytest.raises(StoreAway) as caught:
            s3.storage(secret_key="a guess").save(NAME, ContentFile(SOUND))
        assert "guess" not in str(caught.value)
        assert "LIBITUMTESTS" not in str(caught.value)


def unreachable(s3: S3) -> ObjectStorage:
    """Nobody listens at this port."""
    return s3.storage(endpoint_url="http://127.0.0.1:9")
