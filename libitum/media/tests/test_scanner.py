"""What a person brings is looked at by the operator's virus scanner before anything else is done with it."""

import logging
import os
from collections.abc import Callable
from io import BytesIO, StringIO
from pathlib import Path

import pytest
from django.conf import settings as configured
from django.core.management import CommandError, call_command
from django.utils import timezone
from PIL import Image
from pydantic import ValidationError
from pytest_django import Settings

from libitum.catalog.models import Artist, Track
from libitum.config.environment import Environment
from libitum.media.models import Artwork, JobState, Master, PictureState, PictureUpload, ProcessingJob, Upload
from libitum.media.models import UploadState as State
from libitum.media.parts import Part
from libitum.media.pictures import picture_path
from libitum.media.reasons import why_picture, why_upload
from libitum.media.services import processing
from libitum.media.services.artwork import send_picture
from libitum.media.services.uploads import adopt_file, receive_file
from libitum.media.storage import media

from .corpus import sounds
from .corpus.tags import id3, picture
from .recordings import record, stored
from .scanners import BREAKS, FINDS, HANGS, VIRUS, scanner
from .tus import Tus

# Of files and what is said of them: the database makes no difference.
pytestmark = pytest.mark.of_sqlite

Work = Callable[[], None]
UseScanner = Callable[..., Path]


@pytest.fixture
def use_scanner(settings: Settings, tmp_path: Path) -> UseScanner:
    """From now on: lines of a shell, arguments, and how long it may take. Answers with where it lies."""

    def use(script: str, *arguments: str, seconds: float = 60) -> Path:
        settings.SCANNER, settings.SCAN_SECONDS = scanner(tmp_path, script, *arguments), seconds
        return tmp_path / "scan"

    return use


@pytest.fixture
def work(work: Work) -> Work:
    """Everything that waits is tried once more."""

    def again() -> None:
        ProcessingJob.objects.filter(state=JobState.WAITING).update(run_after=timezone.now())
        work()

    return again


def by_tus(tus: Tus, data: bytes) -> Upload:
    where = tus.create(len(data), {"filename": "song.wav"}).where
    assert tus.patch(where, data, 0).status == 204
    return Upload.objects.get(uid=where.rpartition("/")[2])


def photograph() -> bytes:
    file = BytesIO()
    Image.new("RGB", (400, 400), "teal").save(file, "PNG")
    return file.getvalue()


class TestARecording:
    def test_that_is_clean_goes_its_way(self, tus: Tus, work: Work, use_scanner: UseScanner) -> None:
        use_scanner(FINDS, "--no-summary")
        upload = by_tus(tus, sounds.wav(1.0))
        work()
        upload.refresh_from_db()
        assert (upload.state, upload.job.state) == (State.ACCEPTED, JobState.DONE)

    def test_that_is_harmful_is_refused_and_nothing_of_it_is_kept(
        self, tus: Tus, work: Work, use_scanner: UseScanner, caplog: pytest.LogCaptureFixture
    ) -> None:
        use_scanner(FINDS)
        upload = by_tus(tus, sounds.wav(1.0) + VIRUS)
        with caplog.at_level(logging.WARNING, logger="libitum.media.scanner"):
            work()
        upload.refresh_from_db()
        assert (upload.state, upload.reason, upload.job.state) == (State.REFUSED, "harmful", JobState.DONE)
        assert "virus scanner has found something" in why_upload(upload)
        (said,) = (record.__dict__["said"] for record in caplog.records if record.message == "harmful file")
        assert "Test.Virus FOUND" in said
        assert not Part(upload.uid).path.exists()
        assert not Master.objects.exists()
        assert not stored()

    @pytest.mark.parametrize("take", [receive_file, adopt_file])
    def test_is_looked_at_whichever_way_it_comes(
        self, take: Callable[..., Upload], ada: Artist, work: Work, use_scanner: UseScanner
    ) -> None:
        """Forms, tables and commands come by these; the test of uploads straight to the store is with those."""
        use_scanner(FINDS)
        path = Path(configured.UPLOAD_ROOT) / "brought.wav"
        path.parent.mkdir(exist_ok=True)
        path.write_bytes(sounds.wav(1.0) + VIRUS)
        upload = take(actor=ada.owner, artist=ada, path=path, filename="song.wav")
        path.unlink(missing_ok=True)
        work()
        upload.refresh_from_db()
        assert upload.reason == "harmful"
        assert not stored()

    def test_is_looked_at_before_anything_reads_it(self, tus: Tus, work: Work, use_scanner: UseScanner) -> None:
        use_scanner(FINDS)
        upload = by_tus(tus, b"<html>" + VIRUS)
        work()
        upload.refresh_from_db()
        assert upload.reason == "harmful"

    def test_whose_cover_is_harmful_is_refused(self, tus: Tus, work: Work, use_scanner: UseScanner) -> None:
        """Ogg has pictures in base64, where a scanner doesn't find them; this one finds pictures alone."""
        use_scanner('head -c 4 "$file" | grep -qa PNG && exit 1\nexit 0')
        upload = by_tus(tus, id3(picture(photograph())) + sounds.mp3())
        work()
        upload.refresh_from_db()
        assert upload.reason == "harmful"
        assert not stored()


class TestAScannerThatDoesNotAnswer:
    def test_makes_a_recording_wait_for_as_long_as_it_takes(
        self, tus: Tus, work: Work, use_scanner: UseScanner
    ) -> None:
        use_scanner(BREAKS)
        upload = by_tus(tus, sounds.wav(1.0))
        for _time in range(6):
            work()
        job = upload.job
        job.refresh_from_db()
        assert (job.state, job.reason, job.failures, job.attempts) == (JobState.WAITING, "scanner_away", 0, 0)
        assert "goes on by itself" in why_upload(upload)
        assert Part(upload.uid).path.exists()
        assert not stored()
        use_scanner(FINDS)
        work()
        upload.refresh_from_db()
        assert upload.state == State.ACCEPTED

    @pytest.mark.parametrize("mode", [0o600, None])
    def test_is_likewise_one_that_is_not_there(
        self, mode: int | None, tus: Tus, work: Work, use_scanner: UseScanner
    ) -> None:
        program = use_scanner(FINDS)
        if mode is None:
            program.unlink()
        else:
            program.chmod(mode)
        upload = by_tus(tus, sounds.wav(1.0))
        work()
        upload.job.refresh_from_db()
        assert (upload.job.state, upload.job.reason) == (JobState.WAITING, "scanner_away")

    def test_is_likewise_one_that_can_not_be_run(self, tus: Tus, work: Work, use_scanner: UseScanner) -> None:
        use_scanner(FINDS).write_bytes(b"\x7fELF, or so it says")
        upload = by_tus(tus, sounds.wav(1.0))
        work()
        upload.job.refresh_from_db()
        assert (upload.job.state, upload.job.reason) == (JobState.WAITING, "scanner_away")

    @pytest.mark.parametrize("script", [HANGS, "kill -SEGV $$"])
    def test_over_one_file_is_stopped_and_not_asked_for_ever(
        self, script: str, tus: Tus, work: Work, use_scanner: UseScanner, tmp_path: Path
    ) -> None:
        """It may be this file that keeps it, and others wait behind."""
        use_scanner(f"echo $$ > {tmp_path}/number\n{script}", seconds=1 if script == HANGS else 60)
        upload = by_tus(tus, sounds.wav(1.0))
        work()
        with pytest.raises(ProcessLookupError):
            os.kill(int((tmp_path / "number").read_text()), 0)
        job = upload.job
        job.refresh_from_db()
        assert (job.state, job.reason, job.failures) == (JobState.WAITING, "scanner_away", 1)
        for _time in range(3):
            work()
        job.refresh_from_db()
        assert (job.state, job.reason) == (JobState.FAILED, "our_fault")
        assert Part(upload.uid).path.exists()
        assert not stored()


class TestAPicture:
    def send(self, work: Track, data: bytes) -> PictureUpload:
        return send_picture(actor=work.artist.owner, work=work, content=BytesIO(data))

    def test_that_is_clean_is_shown(self, song: Track, work: Work, use_scanner: UseScanner) -> None:
        use_scanner(FINDS)
        self.send(song, photograph())
        work()
        assert Artwork.objects.filter(track=song).exists()

    def test_that_is_harmful_is_refused_and_nothing_of_it_is_kept(
        self, song: Track, work: Work, use_scanner: UseScanner
    ) -> None:
        use_scanner(FINDS)
        sent = self.send(song, photograph() + VIRUS)
        work()
        sent.refresh_from_db()
        assert (sent.state, sent.reason) == (PictureState.REFUSED, "picture_harmful")
        assert "virus scanner has found something" in why_picture(sent)
        assert not picture_path(sent).exists()
        assert not Artwork.objects.exists()
        assert not stored()

    @pytest.mark.parametrize("script", [BREAKS, HANGS])
    def test_waits_while_nobody_can_say(self, script: str, song: Track, work: Work, use_scanner: UseScanner) -> None:
        use_scanner(script, seconds=0.2 if script == HANGS else 60)
        sent = self.send(song, photograph())
        work()
        sent.refresh_from_db()
        assert (sent.state, sent.job.state) == (PictureState.RECEIVED, JobState.WAITING)
        assert "goes on by itself" in why_picture(sent)
        assert not stored()
        use_scanner(FINDS)
        work()
        assert Artwork.objects.filter(track=song).exists()


class TestTheProgram:
    def test_is_told_the_path_last_and_knows_nothing_of_ours(
        self, song: Track, use_scanner: UseScanner, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setenv("LIBITUM_DATABASE_URL", "postgres://libitum:hunter2@localhost/libitum")
        script = f'env > {tmp_path}/environment\nprintf "%s\\n" "$@" > {tmp_path}/arguments'
        use_scanner(script, "--one", "and two")
        sent = send_picture(actor=song.artist.owner, work=song, content=BytesIO(photograph()))
        processing.process_all()
        *given, path = (tmp_path / "arguments").read_text().splitlines()
        assert given == ["--one", "and two"]
        assert path == str(picture_path(sent))
        told = dict(line.split("=", 1) for line in (tmp_path / "environment").read_text().splitlines())
        assert set(told) <= {"PATH", "LC_ALL", "PWD", "SHLVL", "_"}

    def test_is_written_as_a_shell_has_it(self) -> None:
        assert Environment(scanner="clamdscan --fdpass --config-file='/etc/my clamd.conf'").scanner
        with pytest.raises(ValidationError, match="No closing quotation"):
            Environment(scanner="clamdscan '--fdpass")


class TestTheOriginals:
    """`libitum scan`."""

    def scan(self) -> tuple[int, str]:
        said = StringIO()
        try:
            call_command("scan", stdout=said, stderr=said)
        except CommandError as error:
            return error.returncode, said.getvalue()
        return 0, said.getvalue()

    def test_are_listed_where_something_is_found(self, song: Track, use_scanner: UseScanner) -> None:
        use_scanner(FINDS)
        record(song)
        assert self.scan() == (0, "Looked at 1, harmful: 0.\n")
        master = record(song, sound=VIRUS)
        status, said = self.scan()
        assert status == 1
        assert f"{master.original.storage_name}: “{song.title}” by {song.artist.name}" in said
        assert "Looked at 2, harmful: 1." in said
        assert media().exists(master.original.storage_name)

    def test_are_named_where_nobody_can_say(self, song: Track, use_scanner: UseScanner) -> None:
        use_scanner(BREAKS)
        master = record(song)
        status, said = self.scan()
        assert status == 2
        assert f"{master.original.storage_name}: status 2" in said
        use_scanner(FINDS)
        media().delete(master.original.storage_name)
        status, said = self.scan()
        assert (status, "Not looked at: 1." in said) == (2, True)

    @pytest.mark.django_db
    def test_need_a_scanner(self) -> None:
        assert self.scan()[0] == 2
