"""Tags as weapons. The sound behind them is good, so it is to be taken."""

import io
import struct
import zlib

from PIL import Image

from libitum.media.engine.reasons import Reason

from . import sounds
from .case import case

HUNDRED_MEGABYTES = 100 * 1000 * 1000


def syncsafe(size: int) -> bytes:
    return bytes(size >> shift & 0x7F for shift in (21, 14, 7, 0))


def id3(*frames: bytes, declared: int | None = None) -> bytes:
    body = b"".join(frames)
    return b"ID3\x04\0\0" + syncsafe(len(body) if declared is None else declared) + body


def frame(name: bytes, content: bytes, flags: int = 0) -> bytes:
    return name + syncsafe(len(content)) + struct.pack(">H", flags) + content


def text(name: bytes, words: str) -> bytes:
    return frame(name, b"\x03" + words.encode())


def picture(data: bytes, kind: bytes = b"image/png") -> bytes:
    return frame(b"APIC", b"\0" + kind + b"\0\x03\0" + data)


def png_chunk(name: bytes, content: bytes) -> bytes:
    return struct.pack(">I", len(content)) + name + content + struct.pack(">I", zlib.crc32(name + content))


def png_bomb(side: int = 100_000) -> bytes:
    """Ten thousand million pixels in a few kilobytes."""
    header = struct.pack(">IIBBBBB", side, side, 8, 2, 0, 0, 0)
    rows = zlib.compress(bytes(1 << 20), 9)
    return b"\x89PNG\r\n\x1a\n" + png_chunk(b"IHDR", header) + png_chunk(b"IDAT", rows) + png_chunk(b"IEND", b"")


def png() -> bytes:
    file = io.BytesIO()
    Image.new("RGB", (200, 200), (10, 90, 160)).save(file, "PNG")
    return file.getvalue()


@case("song.mp3", Reason.NO_SOUND_INSIDE)
def nothing_but_tags() -> bytes:
    return id3(text(b"TIT2", "Silence"))


@case("song.mp3", Reason.NO_SOUND_INSIDE)
def nothing_but_an_old_tag() -> bytes:
    return b"TAG" + b"Silence".ljust(125, b"\0")


@case("song.mp3", Reason.NO_SOUND_INSIDE, Reason.NOT_AUDIO)
def tag_longer_than_the_file() -> bytes:
    return id3(text(b"TIT2", "Long"), declared=HUNDRED_MEGABYTES) + sounds.mp3()


@case("song.mp3")
def picture_of_100_megabytes() -> bytes:
    return id3(picture(bytes(HUNDRED_MEGABYTES)), text(b"TIT2", "Behind it")) + sounds.mp3()


@case("song.mp3")
def nested_tags_of_100_megabytes() -> bytes:
    inner = text(b"TIT2", "Chapter")
    while len(inner) < 1_000_000:
        inner = frame(b"CHAP", b"c\0" + bytes(16) + inner) * 2
    return id3(inner * (HUNDRED_MEGABYTES // len(inner))) + sounds.mp3()


@case("song.mp3")
def a_million_frames() -> bytes:
    return id3(text(b"TXXX", "a\0b") * 1_000_000) + sounds.mp3()


@case("song.mp3")
def compressed_frame_bomb() -> bytes:
    """A frame that says it is compressed and grows to a gigabyte."""
    packed = zlib.compressobj(9)
    content = b"".join(packed.compress(bytes(10_000_000)) for _ in range(100)) + packed.flush()
    return id3(frame(b"TIT2", struct.pack(">I", 1 << 30) + content, flags=0x0009)) + sounds.mp3()


@case("song.mp3")
def sixteen_tags_in_a_row() -> bytes:
    return b"".join(id3(text(b"TIT2", f"Tag {n}")) for n in range(15)) + sounds.mp3()


@case("song.mp3")
def control_characters_in_tags() -> bytes:
    title = "\x1b[2J\x07Song\u202egnp.exe\r\nSet-Cookie: a=b\x00"
    return (
        id3(text(b"TIT2", title), text(b"TPE1", "<script>alert(1)</script>"), text(b"TRCK", "9" * 400)) + sounds.mp3()
    )


@case("song.mp3")
def picture_bomb_as_cover() -> bytes:
    return id3(picture(png_bomb())) + sounds.mp3()


@case("song.mp3")
def drawing_as_cover() -> bytes:
    return id3(picture(b'<svg xmlns="http://www.w3.org/2000/svg"/>', b"image/svg+xml")) + sounds.mp3()


@case("song.mp3")
def good_cover() -> bytes:
    return id3(picture(png()), text(b"TIT2", "With a cover")) + sounds.mp3()


@case("song.flac")
def flac_with_a_picture_longer_than_its_block() -> bytes:
    data = sounds.flac()
    block = struct.pack(">II", 3, 9) + b"image/png" + bytes(20) + struct.pack(">I", 0xFFFFFFF)
    return data[:4] + bytes([data[4] & 0x7F]) + data[5:42] + b"\x06" + len(block).to_bytes(3, "big") + block + data[42:]


@case("song.flac")
def flac_with_four_billion_comments() -> bytes:
    data = sounds.flac()
    block = struct.pack("<I", 4) + b"liar" + struct.pack("<I", 0xFFFFFFFF)
    return data[:42] + b"\x04" + len(block).to_bytes(3, "big") + block + data[42:]


@case("song.m4a")
def m4a_with_a_picture_bomb() -> bytes:
    return sounds.m4a() + struct.pack(">I4s", 8 + len(png_bomb()), b"free") + png_bomb()
