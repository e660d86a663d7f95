"""Sound that was good once: cut off, overwritten, damaged."""

import random
import struct

from libitum.media.engine.reasons import Reason

from . import sounds
from .case import case


def half(data: bytes) -> bytes:
    return data[: len(data) // 2]


def overwrite(data: bytes, begin: float, end: float, seed: int = 5) -> bytes:
    """Replaces a part of a file (0 to 1) by chance."""
    first, last = int(len(data) * begin), int(len(data) * end)
    return data[:first] + random.Random(seed).randbytes(last - first) + data[last:]


@case("song.wav", Reason.TRUNCATED)
def half_a_wav() -> bytes:
    return half(sounds.wav())


@case("song.wav", Reason.TRUNCATED)
def header_of_a_wav() -> bytes:
    return sounds.wav()[:44]


@case("song.wav", Reason.NO_SOUND_INSIDE, Reason.BROKEN_HEADER)
def wav_without_data() -> bytes:
    return sounds.riff(sounds.wav_format())


@case("song.wav", Reason.BROKEN_HEADER)
def twelve_bytes_of_wav() -> bytes:
    return sounds.wav()[:12]


@case("song.aiff", Reason.TRUNCATED)
def half_an_aiff() -> bytes:
    return half(sounds.aiff())


@case("song.flac", Reason.TRUNCATED)
def half_a_flac() -> bytes:
    return half(sounds.flac())


@case("song.flac", Reason.BROKEN_HEADER)
def four_bytes_of_flac() -> bytes:
    return b"fLaC"


@case("song.mp3", Reason.TRUNCATED)
def half_an_mp3() -> bytes:
    return half(sounds.mp3())


@case("song.ogg", Reason.TRUNCATED)
def half_a_vorbis() -> bytes:
    return half(sounds.vorbis())


@case("song.opus", Reason.TRUNCATED)
def half_an_opus() -> bytes:
    return half(sounds.opus())


@case("song.ogg", Reason.TRUNCATED, Reason.NO_SOUND_INSIDE, Reason.DECODER_GAVE_UP)
def first_page_of_vorbis() -> bytes:
    return sounds.vorbis()[:58]


@case("song.m4a", Reason.TRUNCATED)
def half_an_m4a_with_its_index_last() -> bytes:
    return half(sounds.m4a())


@case("song.m4a", Reason.TRUNCATED)
def half_an_m4a_with_its_index_first() -> bytes:
    return half(sounds.encoded("m4a", "-c:a", "aac", "-movflags", "+faststart", seconds=4.0))


@case("song.aac")
def half_an_adts() -> bytes:
    """Nothing in this format says how long it is: what there is, is whole."""
    return half(sounds.encoded("aac", "-c:a", "aac", seconds=4.0))


@case("song.flac", Reason.DAMAGED, Reason.TRUNCATED)
def flac_with_a_hole() -> bytes:
    return overwrite(sounds.flac(), 0.3, 0.6)


@case("song.mp3", Reason.DAMAGED, Reason.TRUNCATED)
def mp3_with_a_hole() -> bytes:
    return overwrite(sounds.mp3(), 0.3, 0.6)


@case("song.m4a", Reason.DAMAGED, Reason.TRUNCATED)
def m4a_with_a_hole() -> bytes:
    return overwrite(sounds.encoded("m4a", "-c:a", "aac", "-movflags", "+faststart", seconds=4.0), 0.4, 0.7)


@case("song.ogg", Reason.DECODER_GAVE_UP, Reason.NO_SOUND_INSIDE)
def vorbis_without_its_codebooks() -> bytes:
    data = sounds.vorbis()
    return overwrite(data, 100 / len(data), 3000 / len(data))


@case(
    "song.m4a", Reason.DECODER_GAVE_UP, Reason.NO_SOUND_INSIDE, Reason.BROKEN_HEADER, Reason.DAMAGED, Reason.TRUNCATED
)
def m4a_with_a_shuffled_index() -> bytes:
    data = sounds.m4a()
    begin = data.rindex(b"stsd") / len(data)
    return overwrite(data, begin + 0.002, 0.999)


@case("song.m4a", Reason.NO_SOUND_INSIDE, Reason.BROKEN_HEADER)
def empty_moov() -> bytes:
    return b"\0\0\0\x10ftypM4A \0\0\0\0" + struct.pack(">I4s", 8, b"moov")


@case("song.wav", Reason.DAMAGED)
def numbers_that_are_none() -> bytes:
    sound = struct.pack("<4f", 0.1, float("nan"), float("inf"), float("-inf")) * 20_000
    return sounds.riff(sounds.wav_format(bits=32, kind=3), sounds.chunk(b"data", sound))
