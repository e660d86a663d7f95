"""What an instance looks like from inside (see `look`): a sentence for each thing that is not as it must be."""

import hashlib
import json
import os
import subprocess
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import m3u8
from django.conf import settings
from django.db import connection
from django.utils import timezone

from libitum.catalog.models import Track
from libitum.common.sweeps import all_sweeps
from libitum.ledger.selectors import waiting
from libitum.ledger.sequencer import sequence
from libitum.media.engine.ffmpeg import executable
from libitum.media.models import (
    Artwork,
    JobState,
    Leftover,
    Master,
    MasterState,
    Original,
    ProcessingJob,
    Stamped,
    Upload,
    UploadState,
)
from libitum_verify.cli import main

AGE_SECONDS = 3 * 24 * 3600
TIDYING = ("libitum.media.", "libitum.ops.", "libitum.rights.sweeps.tidy_the_gate")


def tidy() -> None:
    """The sweeps, as if days had passed since the last worker was killed."""
    Leftover.objects.update(remove_after=timezone.now())
    roots = (Path(settings.UPLOAD_ROOT), Path(settings.MEDIA_ROOT) / "probe")
    for path in (path for root in roots for path in (root, *root.rglob("*")) if path.exists()):
        os.utime(path, (time.time() - AGE_SECONDS,) * 2)
    for sweep in all_sweeps():
        if sweep.name.startswith(TIDYING):
            sweep.run()


def look() -> dict[str, Any]:
    jobs = ProcessingJob.objects.all()
    return {
        "uploads": {row["uid"]: row for row in Upload.objects.values("uid", "state", "sha256", "reason", "filename")},
        "current": dict(Master.objects.filter(current=True).values_list("track__uid", "upload__uid")),
        "attempts": sum(jobs.values_list("attempts", flat=True)),
        "failures": sum(jobs.values_list("failures", flat=True)),
        "jobs": jobs.count(),
        "wrong": [*wrong_rows(), *wrong_files(), *wrong_log()],
    }


def wrong_rows() -> Iterator[str]:
    for job in ProcessingJob.objects.exclude(state=JobState.DONE):
        yield f"job {job.uid} is {job.state} ({job.reason}) after {job.attempts} attempts, {job.failures} failures"
    for track in Track.objects.filter(uploads__state=UploadState.ACCEPTED).distinct():
        if (count := track.masters.filter(current=True, state=MasterState.READY).count()) != 1:
            yield f"track {track.title} has {count} masters that are heard"
    if others := Master.objects.exclude(current=True).count():
        yield f"{others} masters are kept that nobody hears"
    if leftovers := Leftover.objects.count():
        yield f"{leftovers} leftovers remain"
    connection.check_constraints()
    if connection.vendor == "sqlite":
        with connection.cursor() as cursor:
            answer = cursor.execute("PRAGMA integrity_check").fetchone()[0]
        if answer != "ok":
            yield f"SQLite says {answer}"


def wrong_files() -> Iterator[str]:
    """What the rows name is there, whole and playable, and nothing else is."""
    media, uploads = Path(settings.MEDIA_ROOT), Path(settings.UPLOAD_ROOT)
    there = {path.relative_to(media).as_posix() for path in media.rglob("*") if path.is_file()}
    named = set(names())
    yield from (f"missing: {name}" for name in sorted(named - there))
    yield from (f"nobody's: {name}" for name in sorted(there - named))
    yield from (f"left in uploads: {path.name}" for path in uploads.rglob("*") if path.is_file())
    for original in Original.objects.all():
        if hashlib.sha256((media / original.storage_name).read_bytes()).hexdigest() != original.sha256:
            yield f"original {original.sha256} has other bytes"
    for master in Master.objects.filter(current=True):
        yield from unplayable(master, media / master.prefix)


def names() -> Iterator[str]:
    for original in Original.objects.all():
        yield original.storage_name
    for master in Master.objects.exclude(prefix=""):
        yield from (f"{master.prefix}/{name}" for name in SET)
    for artwork in Artwork.objects.all():
        yield from (f"{artwork.prefix}/{width}.webp" for width in artwork.widths)
        yield f"{artwork.prefix}/feed.jpg"
    for stamped in Stamped.objects.exclude(prefix=""):
        yield stamped.storage_name


SOUND = ("aac.mp4", "opus.mp4", "progressive.mp3")
PLAYLISTS = {"aac.m3u8": "aac.mp4", "opus.m3u8": "opus.mp4"}
SET = (*SOUND, *PLAYLISTS, "index.m3u8", "waveform.json", "waveform.bin")


def unplayable(master: Master, folder: Path) -> Iterator[str]:
    sizes = {rendition["file"]: rendition["size"] for rendition in master.renditions}
    if set(sizes) != set(SOUND):
        yield f"{master.prefix} has the renditions {sorted(sizes)}"
    for name, size in sizes.items():
        if (folder / name).stat().st_size != size:
            yield f"{master.prefix}/{name} has not the {size} bytes that its row says"
        yield from (f"{master.prefix}/{name}: {line}" for line in complaints(folder / name))
    index = {playlist.uri for playlist in playlist_in(folder / "index.m3u8").playlists}
    if index != set(PLAYLISTS):
        yield f"{master.prefix}/index.m3u8 names {sorted(index)}"
    for name, sound in PLAYLISTS.items():
        ends = [sum(map(int, segment.byterange.split("@"))) for segment in playlist_in(folder / name).segments]
        if not ends or ends[-1] != (folder / sound).stat().st_size:
            yield f"{master.prefix}/{name} does not lead to the end of {sound}"
    json.loads((folder / "waveform.json").read_text())


def playlist_in(path: Path) -> Any:
    return m3u8.loads(path.read_text())  # type: ignore[no-untyped-call]


def complaints(path: Path) -> list[str]:
    """What ffmpeg says when it plays all of it."""

    command = [str(executable()), "-v", "error", "-xerror", "-nostdin", "-i", str(path), "-f", "null", "-"]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    return done.stderr.splitlines() or ([f"status {done.returncode}"] if done.returncode else [])


def wrong_log() -> Iterator[str]:
    """Everything in it has been published, and the whole of it holds together."""

    sequence()
    if waiting():
        yield "entries of the log wait although it was published"
    if main(["audit", "--mirror", str(settings.LEDGER_ROOT)]) != 0:
        yield "the log's audit refuses it"
