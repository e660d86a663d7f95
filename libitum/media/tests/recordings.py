"""Recordings that are ready, made without encoding anything: rows, and small files where the real ones would lie."""

import hashlib
import json
from pathlib import Path

from django.conf import settings
from django.core.files.base import ContentFile
from django.core.files.storage import storages

from libitum.catalog.models import Artist, Release, Track
from libitum.catalog.services import mark_audio_ready
from libitum.media.models import Artwork, JobState, Master, MasterState, Original, ProcessingJob, StampedKind
from libitum.media.stamps import digest_of, reserved

SOUND = bytes(range(256)) * 40
FILES = {
    "aac.mp4": SOUND,
    "opus.mp4": SOUND[::-1],
    "progressive.mp3": SOUND[:5000],
    "aac.m3u8": b"#EXTM3U\naac.mp4\n",
    "opus.m3u8": b"#EXTM3U\nopus.mp4\n",
    "index.m3u8": b"#EXTM3U\naac.m3u8\nopus.m3u8\n",
    "waveform.json": json.dumps({"version": 1}).encode(),
}


def store(name: str, content: bytes) -> None:
    storages["media"].save(name, ContentFile(content))


def record(track: Track, *, sound: bytes = SOUND, duration_ms: int = 180_000) -> Master:
    """The track's current master, heard from now on."""
    sha256 = hashlib.sha256(sound + track.uid.encode()).hexdigest()
    original = Original.objects.create(sha256=sha256, size=len(sound))
    store(original.storage_name, sound)
    track.masters.update(current=False)
    master = Master(track=track, original=original, state=MasterState.READY, current=True, container="flac")
    master.prefix = f"masters/{master.uid}/1"
    master.samples = duration_ms * 48
    master.codec, master.integrated_lufs, master.true_peak_dbtp = "flac", -14.2, -1.1
    master.renditions = [rendition("aac", "mp4a.40.2"), rendition("opus", "opus"), rendition("mp3", "mp3")]
    master.says = digest_of(reserved())
    master.save()
    for name, content in FILES.items():
        store(f"{master.prefix}/{name}", content)
    mark_audio_ready(track=track, duration_ms=duration_ms)
    return master


def stamp(master: Master) -> bytes:
    """Of one that is offered: what its listeners get from now on."""
    content = b"stamped " + SOUND
    row = master.stamped.get(kind=StampedKind.DOWNLOAD)
    row.prefix, row.file, row.digest, row.size = f"stamped/{master.uid}/1", "download.flac", row.wanted, len(content)
    row.save()
    ProcessingJob.objects.filter(stamped=row).update(state=JobState.DONE)
    store(row.storage_name, content)
    return content


def rendition(kind: str, codecs: str) -> dict[str, str | int]:
    """As `media.engine.renditions` describes them."""
    progressive = kind == "mp3"
    return {
        "kind": kind,
        "file": "progressive.mp3" if progressive else f"{kind}.mp4",
        "playlist": "" if progressive else f"{kind}.m3u8",
        "codecs": codecs,
        "media_type": "audio/mpeg" if progressive else "audio/mp4",
        "size": len(SOUND),
        "bit_rate": 160_000,
        "peak_bit_rate": 170_000,
        "delay": 1024,
        "frames": 180 * 48_000,
    }


def draw(work: Track | Release | Artist) -> Artwork:
    """A picture of the work in one size."""
    artwork = Artwork(**{type(work).__name__.lower(): work}, width=320, height=320, widths=[320])
    artwork.prefix = f"artwork/{artwork.uid}/1"
    artwork.save()
    store(f"{artwork.prefix}/320.webp", b"RIFF....WEBP")
    store(f"{artwork.prefix}/feed.jpg", b"\xff\xd8\xff")
    return artwork


def stored() -> set[str]:
    """Every file of the media folder, by its name in the store."""
    root = Path(settings.MEDIA_ROOT)
    return {str(path.relative_to(root)) for path in root.rglob("*") if path.is_file()}
