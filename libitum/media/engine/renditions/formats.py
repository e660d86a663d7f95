"""The renditions of every track. All are 48 kHz stereo, so that a queue of tracks is one decoder configuration."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

INDEX_PLAYLIST = "index.m3u8"
SEGMENT_SECONDS = 6


class Kind(StrEnum):
    AAC = "aac"
    OPUS = "opus"
    MP3 = "mp3"


@dataclass(frozen=True)
class Stream:
    """`codecs` as RFC 6381 and media source extensions name it; `bit_rate` asked for, in bit/s."""

    file: str
    playlist: str
    codecs: str
    media_type: str
    bit_rate: int
    encoder: tuple[str, ...]


STREAMS = {
    Kind.AAC: Stream("aac.mp4", "aac.m3u8", "mp4a.40.2", "audio/mp4", 160_000, ("-c:a", "aac")),
    Kind.OPUS: Stream("opus.mp4", "opus.m3u8", "opus", "audio/mp4", 128_000, ("-c:a", "libopus")),
    # A constant bit rate, so that players that only know bytes can seek anywhere.
    Kind.MP3: Stream("progressive.mp3", "", "mp3", "audio/mpeg", 192_000, ("-c:a", "libmp3lame")),
}
CLEAN = ("-map_metadata", "-1", "-map_chapters", "-1", "-fflags", "+bitexact", "-flags:a", "+bitexact")
MOVFLAGS = "+cmaf+delay_moov+default_base_moof+skip_trailer"
FRAGMENTED = ("-f", "mp4", "-movflags", MOVFLAGS, "-frag_duration", str(SEGMENT_SECONDS * 1_000_000))
CONTAINER = {
    Kind.AAC: FRAGMENTED,
    Kind.OPUS: FRAGMENTED,
    Kind.MP3: ("-f", "mp3", "-write_xing", "1", "-id3v2_version", "4", "-write_id3v1", "0"),
}


def output_arguments(kind: Kind, said: Mapping[str, str] | None = None) -> list[str]:
    """`said`: tags by name, for the file that goes out as a whole; segments have headers instead."""
    stream = STREAMS[kind]
    tags = [part for name, value in (said or {}).items() for part in ("-metadata", f"{name}={value}")]
    named = tags if kind is Kind.MP3 else []
    encoded = [*stream.encoder, "-b:a", str(stream.bit_rate), *CLEAN, *named]
    return [*encoded, *CONTAINER[kind], "-y", f"file:{stream.file}"]
