"""What is too large, over the quota, or more than the disk takes is refused in words; nothing that came is lost."""

from collections.abc import Callable
from datetime import timedelta
from typing import NamedTuple

import pytest
from django.conf import LazySettings
from django.utils import timezone

from libitum.accounts.models import User
from libitum.catalog.models import Artist, Track
from libitum.media import disk, parts
from libitum.media.models import Master, Original, Upload, UploadState
from libitum.media.parts import Part
from libitum.media.selectors.uploads import quota_of

from .tus import Tus, program_of, sum_of

MB = 1024 * 1024


class Usage(NamedTuple):
    total: int
    used: int
    free: int


@pytest.fixture
def free(monkeypatch: pytest.MonkeyPatch, settings: LazySettings) -> Callable[[int], None]:
    """Say how much of the disk is free, above the reserve."""

    def set_free(number: int) -> None:
        monkeypatch.setattr(disk, "disk_usage", lambda _path: Usage(0, 0, number + settings.DISK_RESERVE_BYTES))

    return set_free


def test_a_file_above_the_limit_is_refused_with_both_sizes(tus: Tus, settings: LazySettings) -> None:
    settings.UPLOAD_MAX_BYTES = 10 * MB
    answer = tus.create(10 * MB + 1)
    assert (answer.status, answer.json["code"]) == (413, "too-large")
    assert "10.0\xa0MB" in answer.json["detail"]
    assert not Track.objects.exists()
    assert tus.create(10 * MB).status == 201


def test_open_uploads_count_by_what_they_announced(tus: Tus, alice: User, settings: LazySettings) -> None:
    settings.QUOTA_BYTES = 10 * MB
    assert tus.create(6 * MB).status == 201
    answer = tus.create(5 * MB)
    assert (answer.status, answer.json["code"]) == (413, "over-quota")
    assert "4.0\xa0MB" in answer.json["detail"]
    assert quota_of(alice).free == 4 * MB
    assert tus.create(4 * MB).status == 201


def test_a_person_can_have_a_quota_of_their_own(tus: Tus, alice: User, settings: LazySettings) -> None:
    settings.QUOTA_BYTES = MB
    alice.quota_bytes = 3 * MB
    alice.save()
    assert tus.create(2 * MB).status == 201
    alice.quota_bytes = 0
    alice.save()
    assert tus.create(1).status == 413


def test_originals_of_a_persons_tracks_count_once_whoever_else_has_them(
    alice: User, charlie: User, song: Track, ada: Artist
) -> None:
    original = Original.objects.create(sha256="a" * 64, size=5 * MB)
    Master.objects.create(track=song, original=original)
    second = Track.objects.create(artist=ada, title="Again", slug="again")
    Master.objects.create(track=second, original=original)
    assert quota_of(alice).used == 5 * MB
    assert quota_of(charlie).used == 0


@pytest.mark.parametrize("state", [UploadState.TERMINATED, UploadState.EXPIRED, UploadState.REFUSED])
def test_what_was_given_up_counts_no_more(tus: Tus, alice: User, state: UploadState) -> None:
    tus.create(MB)
    Upload.objects.update(state=state)
    assert quota_of(alice).used == 0


def test_what_has_expired_counts_no_more_before_anybody_sweeps(tus: Tus, alice: User) -> None:
    tus.create(MB)
    Upload.objects.update(expires_at=timezone.now() - timedelta(seconds=1))
    assert quota_of(alice).used == 0


def test_a_full_disk_refuses_new_uploads_in_words(tus: Tus, free: Callable[[int], None]) -> None:
    free(MB)
    answer = tus.create(MB + 1)
    assert (answer.status, answer.json["code"]) == (507, "disk-full")
    assert "kept" in answer.json["detail"]
    assert int(answer.headers["Retry-After"]) > 0
    assert not Track.objects.exists()
    assert tus.create(MB).status == 201


def test_the_reserve_stays_free(tus: Tus, monkeypatch: pytest.MonkeyPatch, settings: LazySettings) -> None:
    settings.DISK_RESERVE_BYTES = 100 * MB
    monkeypatch.setattr(disk, "disk_usage", lambda _path: Usage(0, 0, 100 * MB))
    assert tus.create(1).status == 507


def test_room_promised_to_others_is_kept_for_them(tus: Tus, charlie: User, free: Callable[[int], None]) -> None:
    free(10 * MB)
    assert tus.create(8 * MB).status == 201
    Artist.objects.create(owner=charlie, name="Carlo", slug="carlo")
    other = program_of(charlie)
    assert other.create(3 * MB).status == 507
    assert other.create(2 * MB).status == 201


@pytest.mark.parametrize("proven", [False, True])
def test_a_disk_that_fills_up_meanwhile_loses_nothing(tus: Tus, free: Callable[[int], None], proven: bool) -> None:
    data = b"abcdefgh" * MB
    where = tus.create(len(data)).where
    tus.patch(where, data[:MB], 0)
    free(0)
    answer = tus.patch(where, data[MB:], MB, checksum=sum_of(data[MB:]) if proven else "")
    assert answer.status == 507
    assert tus.head(where).offset == MB
    free(len(data))
    assert tus.patch(where, data[MB:], MB).status == 204
    assert Part(Upload.objects.get().uid).path.read_bytes() == data


@pytest.mark.parametrize("proven", [False, True])
def test_a_disk_that_is_full_before_anybody_looked_loses_nothing(
    tus: Tus, monkeypatch: pytest.MonkeyPatch, proven: bool
) -> None:
    """The disk itself refuses the third piece."""
    data = b"abcdefgh" * 65536
    where = tus.create(len(data)).where
    real = parts.write_all

    def full(descriptor: int, piece: bytes, position: int) -> None:
        if position >= 128 * 1024:
            raise OSError(28, "No space left on device")
        real(descriptor, piece, position)

    monkeypatch.setattr(parts, "write_all", full)
    assert tus.patch(where, data, 0, checksum=sum_of(data) if proven else "").status == 507
    there = 0 if proven else 128 * 1024
    assert tus.head(where).offset == there
    monkeypatch.setattr(parts, "write_all", real)
    assert tus.patch(where, data[there:], there).status == 204
    assert Part(Upload.objects.get().uid).path.read_bytes() == data


def test_nobody_opens_uploads_without_end(tus: Tus, settings: LazySettings) -> None:
    settings.UPLOADS_OPEN_AT_ONCE = 2
    tus.create(1)
    tus.create(1)
    answer = tus.create(1)
    assert (answer.status, answer.json["code"]) == (429, "too-many-open")
