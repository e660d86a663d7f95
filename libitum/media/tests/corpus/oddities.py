"""Unusual, and yet music: to be taken. And good music under bad names."""

import struct
from functools import partial

from libitum.media.engine.reasons import Reason

from . import sounds
from .case import add, case


@case("song.wav", Reason.TOO_SHORT)
def a_click() -> bytes:
    return sounds.wav(0.05)


@case("song.wav")
def a_tenth_of_a_second() -> bytes:
    return sounds.wav(0.11)


@case("song.wav")
def silence() -> bytes:
    return sounds.riff(sounds.wav_format(), sounds.chunk(b"data", bytes(44_100 * 4)))


@case("song.wav")
def eight_channels() -> bytes:
    return sounds.wav(0.5, channels=8)


@case("song.wav")
def wav_with_an_odd_length_and_a_zip_behind_it() -> bytes:
    return sounds.wav(0.5) + b"PK\x03\x04" + bytes(301)


@case("song.mp3")
def mp3_after_100_kilobytes_of_zeros() -> bytes:
    return bytes(100_000) + sounds.mp3()


@case("song.wav")
def flac_called_wav() -> bytes:
    return sounds.flac()


@case("song.txt")
def mp3_called_text() -> bytes:
    return sounds.mp3()


@case("song.mp3")
def wav_called_mp3() -> bytes:
    return sounds.wav()


@case("song.wav")
def wav_with_a_million_bytes_of_junk_before_its_data() -> bytes:
    sound = sounds.chunk(b"data", sounds.samples().tobytes())
    return sounds.riff(sounds.chunk(b"JUNK", bytes(1_000_000)), sounds.wav_format(), sound)


@case("song.ogg")
def two_songs_in_a_row() -> bytes:
    return sounds.vorbis() + sounds.encoded("ogg", "-c:a", "libvorbis", seconds=1.0)


@case("song.wav")
def louder_than_full_scale() -> bytes:
    sound = struct.pack("<4f", 100.0, -100.0, 8.0, -8.0) * 20_000
    return sounds.riff(sounds.wav_format(bits=32, kind=3), sounds.chunk(b"data", sound))


for key, extension, arguments, options in (
    ("alaw_at_8_kilohertz", "wav", ("-c:a", "pcm_alaw"), {"rate": 8000, "channels": 1}),
    ("double_precision_at_384_kilohertz", "wav", ("-c:a", "pcm_f64le", "-ar", "384000"), {}),
    ("unsigned_8_bit", "wav", ("-c:a", "pcm_u8"), {}),
    ("alac", "m4a", ("-c:a", "alac"), {}),
    (
        "fragmented_m4a",
        "m4a",
        ("-c:a", "aac", "-movflags", "+frag_keyframe+empty_moov", "-frag_duration", "500000"),
        {},
    ),
    ("flac_in_ogg", "ogg", ("-c:a", "flac"), {}),
    ("aifc_little_endian", "aiff", ("-c:a", "pcm_s16le", "-f", "aiff"), {}),
    ("rf64", "wav", ("-rf64", "always"), {}),
    ("adts", "aac", ("-c:a", "aac"), {}),
    ("mono_opus", "opus", ("-c:a", "libopus", "-ac", "1"), {}),
    ("opus_in_mp4", "mp4", ("-c:a", "libopus"), {}),
    ("flac_in_mp4", "mp4", ("-c:a", "flac"), {}),
    ("mp3_at_16_kilohertz", "mp3", ("-c:a", "libmp3lame", "-ar", "16000", "-ac", "1"), {}),
    ("mp3_without_count", "mp3", ("-c:a", "libmp3lame", "-write_xing", "0"), {}),
):
    add(key, f"song.{extension}", partial(sounds.encoded, extension, *arguments, **options))

NAMES = {
    "traversal": "../../../../etc/cron.d/song.wav",
    "backslashes": "..\\..\\windows\\system32\\song.wav",
    "encoded_traversal": "..%2f..%2fetc%2fpasswd.wav",
    "absolute": "/etc/passwd",
    "option": "-i.wav",
    "protocol": "concat:a.wav|b.wav",
    "network": "http://127.0.0.1/song.wav",
    "pattern": "song%03d.wav",
    "control_characters": "so\x1b[31mng\x07\r\nX-Evil: 1.wav",
    "nul": "song\x00.wav",
    "reversed": "song\u202evaw.exe",
    "quotes": "song\"'><script>alert(1)</script>.wav",
    "shell": "$(touch evil);`reboot`.wav",
    "long": "s" * 5000 + ".wav",
    "dots": "..",
    "nothing": "",
    "device": "CON.wav",
    "emoji": "🎻 sonate n° 1 — «été».wav",
}
for key, name in NAMES.items():
    add(f"name_{key}", name, partial(sounds.wav, 0.5))
