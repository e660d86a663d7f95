from pathlib import Path

import pytest

from libitum.media.engine.containers import Container
from libitum.media.engine.tags import Tags, offered, read_tags
from libitum.media.engine.text import clean

from .corpus import CASES, sounds
from .corpus.tags import id3, picture, png, text

METADATA = {
    "title": "Été à Nohant",
    "artist": "Ada Ferrante",
    "album": "Seasons",
    "track": "3/12",
    "date": "2021-06-21",
    "genre": "Chamber music",
    "comment": "Recorded at home",
}
ENCODED = {
    "mp3": (Container.MP3, "mp3", ("-c:a", "libmp3lame")),
    "flac": (Container.FLAC, "flac", ()),
    "ogg": (Container.OGG, "vorbis", ("-c:a", "libvorbis")),
    "opus": (Container.OGG, "opus", ("-c:a", "libopus")),
    "m4a": (Container.MP4, "aac", ("-c:a", "aac")),
    "wav": (Container.WAV, "pcm_s16le", ()),
    "aiff": (Container.AIFF, "pcm_s16be", ("-write_id3v2", "1")),
}


def read(data: bytes, folder: Path, container: Container, codec: str) -> Tags:
    path, workdir = folder / "received", folder / "work"
    path.write_bytes(data)
    workdir.mkdir()
    return read_tags(path, container, codec, workdir=workdir)


@pytest.mark.parametrize("extension", ENCODED)
def test_tags_of_each_format(extension: str, tmp_path: Path) -> None:
    container, codec, options = ENCODED[extension]
    metadata = [part for name, value in METADATA.items() for part in ("-metadata", f"{name}={value}")]
    found = read(sounds.encoded(extension, *options, *metadata), tmp_path, container, codec)
    assert found.readable
    expected = {"title": METADATA["title"], "artist": METADATA["artist"], "album": METADATA["album"], "year": 2021}
    assert found.fields.items() >= {**expected, "genre": "Chamber music", "track_number": 3}.items()


def test_untagged_files_offer_nothing(tmp_path: Path) -> None:
    assert read(sounds.wav(0.2), tmp_path, Container.WAV, "pcm_s16le") == Tags()


def test_cover_and_lyrics(tmp_path: Path) -> None:
    words = b"\x03eng\0First line\nSecond line"
    frame = b"USLT" + bytes([0, 0, 0, len(words)]) + b"\0\0" + words
    data = id3(picture(png()), frame, text(b"TLAN", "ita"), text(b"TSRC", "it-ab1-23-00042")) + sounds.mp3()
    found = read(data, tmp_path, Container.MP3, "mp3")
    assert found.picture is not None
    assert found.picture.read_bytes() == png()
    assert found.fields == {"lyrics": "First line\nSecond line", "language": "ita", "isrc": "ITAB12300042"}


@pytest.mark.parametrize(
    "key",
    [
        "picture_of_100_megabytes",
        "nested_tags_of_100_megabytes",
        "a_million_frames",
        "compressed_frame_bomb",
        "flac_with_four_billion_comments",
        "flac_with_a_picture_longer_than_its_block",
        "sixteen_tags_in_a_row",
    ],
)
def test_tags_as_weapons_are_harmless(key: str, tmp_path: Path) -> None:
    container = Container.FLAC if key.startswith("flac") else Container.MP3
    found = read(CASES[key].make(), tmp_path, container, str(container))
    assert found.picture is None or found.picture.stat().st_size < 20 * 1024 * 1024
    assert sum(len(str(value)) for value in found.fields.values()) < 30_000


def test_control_characters_do_not_pass(tmp_path: Path) -> None:
    found = read(CASES["control_characters_in_tags"].make(), tmp_path, Container.MP3, "mp3")
    assert found.fields == {"title": "[2JSonggnp.exe Set-Cookie: a=b", "artist": "<script>alert(1)</script>"}


def test_what_has_no_place_on_a_page_is_left_out() -> None:
    found = offered(
        {
            "isrc": ["123"],
            "date": ["tomorrow"],
            "track_number": ["99999"],
            "language": ["Klingon"],
            "title": ["x" * 5000],
            "artist": ["One", "Two"],
            "lyrics": [1],
            "album": "not a list",
        }
    )
    assert found == {"title": "x" * 200, "artist": "One, Two", "lyrics": "1"}


@pytest.mark.parametrize(
    ("given", "kept"),
    [
        ("a\x00b\x1b[31mc", "ab[31mc"),
        ("e\u0301te\u0301", "été"),
        ("\u202egnp.exe", "gnp.exe"),
        ("line\r\nbreak", "line break"),
        ("  much   space ", "much space"),
        ("👩\u200d🎤", "👩\u200d🎤"),
        ("\ufffd\ufeffA", "A"),
    ],
)
def test_text_is_cleaned(given: str, kept: str) -> None:
    assert clean(given, 100) == kept
