"""Headers that promise what is not there, or what nobody can play."""

import struct

from libitum.media.engine.reasons import Reason

from . import sounds
from .case import case
from .crc import crc8, crc16

TEN_KILOBYTES = bytes(10_000)


def wav_of(**fields: int) -> bytes:
    return sounds.riff(sounds.wav_format(**fields), sounds.chunk(b"data", TEN_KILOBYTES))


@case("song.wav", Reason.DECLARED_LENGTH_LIES)
def wav_of_74_hours_in_10_kilobytes() -> bytes:
    data = sounds.chunk(b"data", TEN_KILOBYTES, declared=0xFFFFFFFE)
    return sounds.riff(sounds.wav_format(rate=8000, channels=1), data)


@case("song.wav", Reason.TRUNCATED, Reason.DECLARED_LENGTH_LIES)
def wav_of_a_gigabyte_in_10_kilobytes() -> bytes:
    return sounds.riff(sounds.wav_format(), sounds.chunk(b"data", TEN_KILOBYTES, declared=1 << 30))


@case("song.wav", Reason.DECLARED_LENGTH_LIES)
def rf64_of_eight_exabytes() -> bytes:
    ds64 = sounds.chunk(b"ds64", struct.pack("<QQQI", 1 << 63, 1 << 63, 1 << 61, 0))
    data = sounds.chunk(b"data", TEN_KILOBYTES, declared=0xFFFFFFFF)
    return sounds.riff(ds64, sounds.wav_format(), data, magic=b"RF64")


@case("song.wav")
def wav_that_does_not_know_its_length() -> bytes:
    return sounds.riff(sounds.wav_format(), sounds.chunk(b"data", sounds.samples().tobytes(), declared=0xFFFFFFFF))


@case("song.wav", Reason.NO_SOUND_INSIDE, Reason.BROKEN_HEADER)
def wav_of_a_million_empty_chunks() -> bytes:
    return sounds.riff(*[sounds.chunk(b"junk", b"")] * 1_000_000)


@case("song.wav", Reason.TOO_MANY_CHANNELS)
def channels_96() -> bytes:
    return wav_of(channels=96)


@case("song.wav", Reason.TOO_MANY_CHANNELS, Reason.DECODER_GAVE_UP, Reason.BROKEN_HEADER, Reason.NO_SOUND_INSIDE)
def channels_65535() -> bytes:
    return wav_of(channels=65535, bits=8)


@case("song.wav", Reason.BROKEN_HEADER)
def channels_0() -> bytes:
    return wav_of(channels=0)


@case("song.wav", Reason.ODD_SAMPLE_RATE)
def rate_1_hertz() -> bytes:
    return wav_of(rate=1, channels=1)


@case("song.wav", Reason.BROKEN_HEADER)
def rate_0_hertz() -> bytes:
    return wav_of(rate=0)


@case("song.wav", Reason.ODD_SAMPLE_RATE, Reason.DECODER_GAVE_UP, Reason.NO_SOUND_INSIDE)
def rate_2_gigahertz() -> bytes:
    return wav_of(rate=0x7FFFFFFF, channels=1, bits=8)


@case("song.wav", Reason.DECODER_GAVE_UP, Reason.UNSUPPORTED_CODEC, Reason.BROKEN_HEADER, Reason.NO_SOUND_INSIDE)
def samples_of_0_bits() -> bytes:
    return wav_of(bits=0)


@case("song.wav", Reason.DECODER_GAVE_UP, Reason.UNSUPPORTED_CODEC, Reason.NO_SOUND_INSIDE)
def codec_that_does_not_exist() -> bytes:
    return wav_of(kind=0x7777)


@case("song.aiff", Reason.DECLARED_LENGTH_LIES, Reason.TRUNCATED)
def aiff_of_four_billion_frames() -> bytes:
    data = sounds.aiff()
    place = data.index(b"COMM") + 10
    return data[:place] + b"\xff\xff\xff\xff" + data[place + 4 :]


@case("song.aiff", Reason.ODD_SAMPLE_RATE, Reason.DECODER_GAVE_UP, Reason.NO_SOUND_INSIDE, Reason.BROKEN_HEADER)
def aiff_at_infinite_rate() -> bytes:
    data = sounds.aiff()
    place = data.index(b"COMM") + 16
    return data[:place] + b"\x7f\xff\x80" + bytes(7) + data[place + 10 :]


@case("song.flac", Reason.DECLARED_LENGTH_LIES)
def flac_of_eighteen_days() -> bytes:
    return with_flac_length(sounds.flac(), 0xFFFFFFFFF)


@case("song.flac")
def flac_that_promises_less_than_it_has() -> bytes:
    return with_flac_length(sounds.flac(), 1000)


def with_flac_length(data: bytes, total: int) -> bytes:
    fields = int.from_bytes(data[18:26], "big") >> 36 << 36 | total
    return data[:18] + fields.to_bytes(8, "big") + data[26:]


@case("song.mp3", Reason.DECLARED_LENGTH_LIES)
def mp3_of_two_billion_frames() -> bytes:
    data = sounds.mp3()
    place = data.index(b"Xing") if b"Xing" in data[:200] else data.index(b"Info")
    return data[: place + 8] + b"\x7f\xff\xff\xff" + data[place + 12 :]


@case("song.m4a", Reason.DECLARED_LENGTH_LIES, Reason.TOO_LONG)
def m4a_of_a_century() -> bytes:
    data = sounds.m4a()
    place = data.index(b"mdhd") + 20
    return data[:place] + b"\xff\xff\xff\xfe" + data[place + 4 :]


@case("song.m4a", Reason.TRUNCATED, Reason.BROKEN_HEADER)
def box_of_eight_exabytes() -> bytes:
    return b"\0\0\0\x10ftypM4A \0\0\0\0" + struct.pack(">I4sQ", 1, b"moov", 1 << 63) + TEN_KILOBYTES


@case("song.m4a", Reason.BROKEN_HEADER, Reason.NO_SOUND_INSIDE)
def boxes_in_boxes_ten_thousand_deep() -> bytes:
    depth = 10_000
    boxes = b"".join(struct.pack(">I4s", 8 * (depth - level), b"moov") for level in range(depth))
    return b"\0\0\0\x10ftypM4A \0\0\0\0" + boxes


@case("song.m4a", Reason.BROKEN_HEADER, Reason.NO_SOUND_INSIDE)
def a_million_tiny_boxes() -> bytes:
    return b"\0\0\0\x10ftypM4A \0\0\0\0" + struct.pack(">I4s", 8, b"free") * 1_000_000


@case("song.m4a")
def m4a_that_says_its_sound_is_elsewhere() -> bytes:
    """Its data reference is not marked as the file itself: nothing else is opened, its own bytes are read."""
    data = sounds.m4a()
    place = data.index(b"url ", data.index(b"dref")) + 4
    return data[:place] + b"\0\0\0\0" + data[place + 4 :]


@case("song.ogg", Reason.DECODER_GAVE_UP, Reason.NO_SOUND_INSIDE, Reason.TOO_MANY_CHANNELS, Reason.UNSUPPORTED_CODEC)
def opus_of_255_channels() -> bytes:
    data = bytearray(sounds.opus())
    data[data.index(b"OpusHead") + 9] = 255
    return bytes(data)


@case("song.flac", Reason.TOO_LONG)
def endless_flac() -> bytes:
    """Weeks of a constant in a few megabytes, of which the header says nothing."""
    info = (
        struct.pack(">HH", 65535, 65535) + bytes(6) + (44_100 << 44 | 1 << 41 | 15 << 36).to_bytes(8, "big") + bytes(16)
    )
    return b"fLaC" + b"\x80\0\0\x22" + info + b"".join(map(constant_frame, range(40_000)))


def constant_frame(number: int) -> bytes:
    """65,535 stereo frames of silence in some 20 bytes (RFC 9639, section 9)."""
    head = b"\xff\xf8" + bytes([0x79, 0x18]) + chr(number).encode("utf-8", "surrogatepass") + b"\xff\xfe"
    head += bytes([crc8(head)])
    body = head + b"\0\0\0" * 2
    return body + crc16(body).to_bytes(2, "big")
