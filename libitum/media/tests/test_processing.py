"""From a received file to a track one can hear."""

import hashlib
import json
from collections.abc import Callable
from pathlib import Path

import pytest

from libitum.accounts.models import User
from libitum.catalog.models import Artist, Track
from libitum.catalog.services import create_track, delete_track
from libitum.media.engine.waveform import decode_binary
from libitum.media.models import JobState, Leftover, Master, MasterState, Original, Stage, Upload, UploadState
from libitum.media.parts import Part
from libitum.media.reasons import why_upload
from libitum.media.services import leftovers, processing
from libitum.media.services.uploads import receive_file
from libitum.media.storage import media

from .corpus import CASES, sounds
from .recordings import stored

WAVEFORMS = ("waveform.json", "waveform.bin")
Send = Callable[..., Upload]


@pytest.fixture
def send(alice: User, ada: Artist, tmp_path: Path) -> Send:
    """Takes bytes in as Alice's, for a new track or the one given."""

    def receive(data: bytes, track: Track | None = None, name: str = "song.wav") -> Upload:
        path = tmp_path / name
        path.write_bytes(data)
        where = {"track": track} if track else {"artist": ada}
        return receive_file(actor=alice, path=path, **where)

    return receive


def track_of(upload: Upload) -> Track:
    upload.refresh_from_db()
    assert upload.track is not None
    return upload.track


def test_a_recording_becomes_audible(send: Send, work: Callable[[], None]) -> None:
    data = sounds.wav(1.0)
    upload = send(data)
    work()
    track = track_of(upload)
    assert (upload.state, upload.sha256) == (UploadState.ACCEPTED, hashlib.sha256(data).hexdigest())
    assert track.audio_ready_at is not None
    assert track.duration_ms == 1000
    master = track.masters.get()
    assert (master.state, master.current, master.samples) == (MasterState.READY, True, 48_000)
    assert (master.container, master.codec, master.channels, master.sample_rate) == ("wav", "pcm_s16le", 2, 44_100)
    assert master.integrated_lufs is not None
    assert {row["kind"]: row["delay"] for row in master.renditions} == {"aac": 1024, "opus": 312, "mp3": 1105}
    assert not Part(upload.uid).path.exists()
    assert upload.job.state == JobState.DONE


def test_exactly_these_files_are_kept(send: Send, work: Callable[[], None]) -> None:
    upload = send(sounds.wav(1.0))
    work()
    master = track_of(upload).masters.get()
    names = ("aac.mp4", "aac.m3u8", "opus.mp4", "opus.m3u8", "progressive.mp3", "index.m3u8", *WAVEFORMS)
    assert stored() == {f"{master.prefix}/{name}" for name in names} | {master.original.storage_name}
    for row in master.renditions:
        assert media().size(f"{master.prefix}/{row['file']}") == row["size"]
    assert not Leftover.objects.exists()


def test_the_waveform_is_the_recordings(send: Send, work: Callable[[], None]) -> None:
    upload = send(sounds.wav(1.0))
    work()
    prefix = track_of(upload).masters.get().prefix
    with media().open(f"{prefix}/waveform.json") as file:
        overviews = json.load(file)
    with media().open(f"{prefix}/waveform.bin") as file:
        waveform = decode_binary(file.read())
    assert overviews["frames"] == waveform.frames == 48_000
    assert {len(overviews["overviews"][str(count)]["high"]) for count in (200, 800, 2048)} == {200, 800, 2048}
    assert waveform.high.max() == max(overviews["overviews"]["800"]["high"]) > 30


def test_the_original_is_kept_as_it_was(send: Send, work: Callable[[], None]) -> None:
    data = sounds.flac()
    upload = send(data)
    work()
    original = track_of(upload).masters.get().original
    assert original.size == len(data)
    with media().open(original.storage_name) as file:
        assert file.read() == data


@pytest.mark.parametrize("key", ["half_a_wav", "film_in_mp4", "web_page", "channels_96", "half_a_flac", "svg"])
def test_a_refusal_is_a_sentence_and_leaves_nothing(key: str, send: Send, work: Callable[[], None]) -> None:
    upload = send(CASES[key].make())
    work()
    track = track_of(upload)
    assert upload.state == UploadState.REFUSED
    assert upload.reason in CASES[key].refused
    assert why_upload(upload).endswith(".")
    assert upload.job.state == JobState.DONE
    assert track.audio_ready_at is None
    assert not Master.objects.exists()
    assert not Part(upload.uid).path.exists()
    assert not stored()


def test_bytes_lost_on_the_disk_are_noticed(send: Send, work: Callable[[], None]) -> None:
    upload = send(sounds.wav(1.0))
    with Part(upload.uid).path.open("r+b") as file:
        file.truncate(1000)
    work()
    upload.refresh_from_db()
    assert (upload.state, upload.reason) == (UploadState.REFUSED, "truncated")


def test_stages_are_told_in_their_order(send: Send, monkeypatch: pytest.MonkeyPatch) -> None:
    told: list[Stage] = []
    tell = processing.attempt.Attempt.report

    def note(attempt: processing.attempt.Attempt, stage: Stage, part: float = 0.0) -> None:
        told.append(stage)
        tell(attempt, stage, part)

    monkeypatch.setattr(processing.attempt.Attempt, "report", note)
    send(sounds.wav(1.0))
    processing.process_all()
    assert list(dict.fromkeys(told)) == [Stage.HASHING, Stage.CHECKING, Stage.ENCODING, Stage.PUBLISHING]


class TestSameBytes:
    def test_are_stored_once(self, send: Send, work: Callable[[], None]) -> None:
        first, second = send(sounds.wav(1.0)), send(sounds.wav(1.0))
        work()
        originals = {track_of(upload).masters.get().original_id for upload in (first, second)}
        assert len(originals) == 1
        assert sum(name.startswith("originals/") for name in stored()) == 1

    def test_survive_the_other_work(self, send: Send, work: Callable[[], None], alice: User) -> None:
        first, second = send(sounds.wav(1.0)), send(sounds.wav(1.0))
        work()
        delete_track(actor=alice, track=track_of(first))
        work()
        original = track_of(second).masters.get().original
        assert media().size(original.storage_name) == original.size
        delete_track(actor=alice, track=track_of(second))
        work()
        assert not Original.objects.exists()
        assert not stored()

    def test_are_not_removed_while_they_come_again(self, send: Send, work: Callable[[], None], alice: User) -> None:
        first = send(sounds.wav(1.0))
        work()
        second = send(sounds.wav(1.0))
        delete_track(actor=alice, track=track_of(first))
        assert leftovers.remove_originals() == 0
        work()
        original = track_of(second).masters.get().original
        assert media().size(original.storage_name) == original.size

    def test_wait_for_a_removal_that_has_begun(self, send: Send, work: Callable[[], None], alice: User) -> None:
        first = send(sounds.wav(1.0))
        work()
        delete_track(actor=alice, track=track_of(first))
        leftovers.condemn_unused()  # killed here
        second = send(sounds.wav(1.0))
        assert processing.process_next()
        second.job.refresh_from_db()
        assert (second.job.state, second.job.failures) == (JobState.WAITING, 0)
        leftovers.remove_originals()
        second.job.run_after = second.job.created_at
        second.job.save()
        work()
        original = track_of(second).masters.get().original
        assert media().size(original.storage_name) == original.size


class TestReplacing:
    def test_keeps_the_track_and_drops_the_former_files(self, send: Send, work: Callable[[], None]) -> None:
        track = track_of(upload := send(sounds.wav(1.0)))
        work()
        ready = track_of(upload).audio_ready_at
        former = track.masters.get()
        send(sounds.wav(2.0), track)
        work()
        track.refresh_from_db()
        master = track.masters.get()
        assert (track.duration_ms, track.audio_ready_at) == (2000, ready)
        assert master.pk != former.pk
        assert not any(name.startswith(former.prefix) for name in stored())
        assert not Original.objects.filter(pk=former.original_id).exists()

    def test_with_what_is_refused_changes_nothing(self, send: Send, work: Callable[[], None]) -> None:
        track = track_of(send(sounds.wav(1.0)))
        work()
        before = stored()
        send(CASES["half_a_wav"].make(), track)
        work()
        assert track.masters.get().current
        assert stored() == before

    def test_the_one_begun_later_wins_whichever_is_ready_first(
        self, send: Send, work: Callable[[], None], ada: Artist
    ) -> None:
        track = create_track(actor=ada.owner, artist=ada, title="Twice")
        older, newer = send(sounds.wav(1.0), track), send(sounds.wav(2.0), track)
        older.job.run_after = newer.job.created_at.replace(year=newer.job.created_at.year + 1)
        older.job.save()
        work()
        older.job.run_after = older.job.created_at
        older.job.save()
        work()
        track.refresh_from_db()
        assert track.duration_ms == 2000
        assert track.masters.get().current
        older.job.refresh_from_db()
        assert older.job.state == JobState.DONE


class TestDeleting:
    def test_while_it_waits(self, send: Send, work: Callable[[], None], alice: User) -> None:
        upload = send(sounds.wav(1.0))
        delete_track(actor=alice, track=track_of(upload))
        work()
        upload.refresh_from_db()
        assert upload.state == UploadState.TERMINATED
        assert upload.job.state == JobState.DONE
        assert not Part(upload.uid).path.exists()
        assert not stored()

    def test_removes_every_byte(self, send: Send, work: Callable[[], None], alice: User) -> None:
        upload = send(sounds.wav(1.0))
        work()
        delete_track(actor=alice, track=track_of(upload))
        work()
        assert not stored()
        assert not Leftover.objects.exists()
