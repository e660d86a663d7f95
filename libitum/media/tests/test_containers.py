"""What we read of a stranger's file in our own process: small, bounded, and never surprised."""

import contextlib
import io
import struct
from functools import cache

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from libitum.media.engine.containers import Container, Structure, inspect, sniff
from libitum.media.engine.containers.riff import extended
from libitum.media.engine.probe import channels_of
from libitum.media.engine.reasons import Refused

from .corpus import sounds
from .corpus.tags import id3, text

GOOD = {
    Container.WAV: lambda: sounds.wav(0.5),
    Container.AIFF: lambda: sounds.encoded("aiff", seconds=0.5),
    Container.FLAC: lambda: sounds.encoded("flac", seconds=0.5),
    Container.MP3: lambda: sounds.encoded("mp3", "-c:a", "libmp3lame", "-id3v2_version", "0", seconds=0.5),
    Container.OGG: lambda: sounds.encoded("ogg", "-c:a", "libvorbis", seconds=0.5),
    Container.MP4: lambda: sounds.encoded("m4a", "-c:a", "aac", seconds=0.5),
    Container.ADTS: lambda: sounds.encoded("aac", "-c:a", "aac", seconds=0.5),
}


@cache
def good(container: Container) -> bytes:
    return GOOD[container]()


def look(data: bytes) -> tuple[Container, Structure]:
    file = io.BytesIO(data)
    container = sniff(file, len(data))
    return container, inspect(file, len(data), container)


@pytest.mark.parametrize("container", GOOD)
def test_each_is_known_by_its_first_bytes(container: Container) -> None:
    found, structure = look(good(container))
    assert found is container
    assert structure.missing_bytes == 0
    if structure.seconds is not None:
        assert structure.seconds == pytest.approx(0.5, abs=0.06)


@pytest.mark.parametrize("container", [Container.WAV, Container.FLAC, Container.MP3, Container.ADTS])
def test_tags_in_front_are_stepped_over(container: Container) -> None:
    assert look(id3(text(b"TIT2", "A" * 3000)) + good(container))[0] is container


@settings(deadline=None, max_examples=300)
@given(st.data())
def test_no_bytes_surprise_us(data: st.DataObject) -> None:
    """Good files with pieces overwritten, cut out and cut off: an answer or a refusal, never another error."""
    container = data.draw(st.sampled_from(list(GOOD)))
    content = bytearray(good(container))
    for _ in range(data.draw(st.integers(1, 4))):
        at = data.draw(st.integers(0, min(len(content) - 1, 4000)))
        piece = data.draw(st.binary(min_size=0, max_size=16) | st.sampled_from([b"\xff" * 8, bytes(8), b"moovtrak"]))
        content[at : at + data.draw(st.integers(0, 16))] = piece
    content = content[: data.draw(st.integers(0, len(content)))]
    try:
        _container, structure = look(bytes(content))
    except Refused:
        return
    assert structure.missing_bytes >= 0
    assert structure.seconds is None or structure.seconds >= 0


@settings(deadline=None, max_examples=300)
@given(
    st.binary(max_size=400),
    st.sampled_from([b"RIFF\0\0\0\0WAVE", b"fLaC", b"OggS", b"\0\0\0\x10ftypM4A ", b"ID3\4\0\0", b""]),
)
@example(b"\0" * 20, b"FORM\0\0\0\0AIFC")
def test_nor_do_bytes_that_begin_well(content: bytes, beginning: bytes) -> None:
    with contextlib.suppress(Refused):
        look(beginning + content)


@pytest.mark.parametrize("rate", [8000, 44_100, 48_000, 192_000])
def test_aiff_rates(rate: int) -> None:
    exponent = rate.bit_length() - 1
    assert extended(struct.pack(">HQ", 16383 + exponent, rate << (63 - exponent))) == rate


@pytest.mark.parametrize("data", [b"", b"\x7f\xff" + bytes(8), b"\xff\xff" + b"\xff" * 8, b"\xc0\x0e" + b"\xac" * 8])
def test_aiff_rates_that_are_none(data: bytes) -> None:
    assert extended(data) == 0


@pytest.mark.parametrize(
    ("layout", "channels"),
    [
        ("mono", 1),
        ("stereo", 2),
        ("2.1", 3),
        ("quad(side)", 4),
        ("5.1(side)", 6),
        ("7.1.4", 12),
        ("22.2", 24),
        ("hexagonal", 6),
        ("96 channels", 96),
        ("3 channels (FL+FR+LFE)", 3),
        ("", 0),
        ("something new", 0),
    ],
)
def test_channels_in_ffmpegs_layouts(layout: str, channels: int) -> None:
    assert channels_of(layout) == channels
