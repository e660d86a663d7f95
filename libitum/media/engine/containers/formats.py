"""The containers we take, each with the one demuxer and the only decoders that may read it."""

from dataclasses import dataclass
from enum import StrEnum


class Container(StrEnum):
    WAV = "wav"
    AIFF = "aiff"
    FLAC = "flac"
    MP3 = "mp3"
    OGG = "ogg"
    MP4 = "mp4"
    ADTS = "adts"


@dataclass(frozen=True)
class Format:
    """`demuxer` and `decoders` are ffmpeg's names. `lossless`: whether the decoders can be."""

    name: str
    demuxer: str
    decoders: tuple[str, ...]
    extension: str
    media_type: str


PCM_LITTLE = ("pcm_u8", "pcm_s16le", "pcm_s24le", "pcm_s32le", "pcm_f32le", "pcm_f64le", "pcm_alaw", "pcm_mulaw")
PCM_BIG = ("pcm_s8", "pcm_s16be", "pcm_s24be", "pcm_s32be", "pcm_f32be", "pcm_f64be")

FORMATS = {
    Container.WAV: Format("WAV", "wav", PCM_LITTLE, "wav", "audio/wav"),
    Container.AIFF: Format("AIFF", "aiff", PCM_BIG + PCM_LITTLE, "aiff", "audio/aiff"),
    Container.FLAC: Format("FLAC", "flac", ("flac",), "flac", "audio/flac"),
    Container.MP3: Format("MP3", "mp3", ("mp3float", "mp3"), "mp3", "audio/mpeg"),
    Container.OGG: Format("Ogg", "ogg", ("vorbis", "opus", "flac"), "ogg", "audio/ogg"),
    Container.MP4: Format("MP4", "mov", ("aac", "alac", "flac", "opus", "mp3float", "mp3"), "m4a", "audio/mp4"),
    Container.ADTS: Format("AAC", "aac", ("aac",), "aac", "audio/aac"),
}
