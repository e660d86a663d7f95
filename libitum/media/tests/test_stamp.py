"""Every format that we take says what machines may do, and sounds as it did."""

import struct
from pathlib import Path

import pytest
from mutagen.id3 import ID3, TIT2, TXXX

from libitum.media.engine import stamp as stamping
from libitum.media.engine.containers import Container, inspect, sniff
from libitum.media.engine.examine import examine
from libitum.media.engine.stamp import StampingFailed, stamp
from libitum.media.engine.tags import read_tags
from libitum.policy import Policy

from .corpus import CASES, sounds
from .corpus.tags import id3, text
from .reading import said_in, samples, tags_by_ffmpeg

CLOSED, OPEN = Policy().tags, Policy(is_open=True).tags
PLAIN = ("-metadata", "title=Été à Nohant", "-metadata", "artist=Ada Ferrante", "-metadata", "comment=At home")
# Extension and what ffmpeg is told, for every container with every codec that we take.
MADE: dict[str, tuple[str, tuple[str, ...]]] = {
    "wav": ("wav", ()),
    "wav 24 bit": ("wav", ("-c:a", "pcm_s24le")),
    "wav 32 bit": ("wav", ("-c:a", "pcm_s32le")),
    "wav float": ("wav", ("-c:a", "pcm_f32le")),
    "wav double": ("wav", ("-c:a", "pcm_f64le")),
    "wav 8 bit": ("wav", ("-c:a", "pcm_u8")),
    "wav alaw": ("wav", ("-c:a", "pcm_alaw")),
    "wav mulaw": ("wav", ("-c:a", "pcm_mulaw")),
    "rf64": ("wav", ("-rf64", "always")),
    "aiff": ("aiff", ("-write_id3v2", "1")),
    "aiff 24 bit": ("aiff", ("-c:a", "pcm_s24be", "-write_id3v2", "1")),
    "aifc": ("aiff", ("-c:a", "pcm_s16le", "-write_id3v2", "1")),
    "flac": ("flac", ()),
    "mp3": ("mp3", ("-c:a", "libmp3lame")),
    "mp3 with id3 2.3": ("mp3", ("-c:a", "libmp3lame", "-id3v2_version", "3", "-write_id3v1", "1")),
    "vorbis": ("ogg", ("-c:a", "libvorbis")),
    "opus": ("opus", ("-c:a", "libopus")),
    "flac in ogg": ("ogg", ("-c:a", "flac")),
    "aac": ("m4a", ("-c:a", "aac")),
    "aac that starts at once": ("m4a", ("-c:a", "aac", "-movflags", "+faststart")),
    "aac in fragments": ("m4a", ("-c:a", "aac", "-movflags", "+frag_keyframe+empty_moov", "-frag_duration", "500000")),
    "alac": ("m4a", ("-c:a", "alac")),
    "flac in mp4": ("mp4", ("-c:a", "flac")),
    "opus in mp4": ("mp4", ("-c:a", "libopus")),
    "mp3 in mp4": ("mp4", ("-c:a", "libmp3lame")),
}
# A frame of ADTS has no place for tags; those in front of it are ours alone.
TAGLESS = {"adts": ("aac", ("-c:a", "aac"))}


def stamped(data: bytes, said: dict[str, str], folder: Path) -> tuple[Path, Path, Container]:
    source = folder / "source"
    source.write_bytes(data)
    for name in ("examine", "stamp"):
        (folder / name).mkdir()
    examined = examine(source, workdir=folder / "examine")
    made = stamp(source, examined.container, examined.codec, said, workdir=folder / "stamp")
    return source, made, examined.container


def encoded(key: str) -> bytes:
    extension, arguments = {**MADE, **TAGLESS}[key]
    return sounds.encoded(extension, *arguments, *(PLAIN if key in MADE else ()))


@pytest.mark.parametrize("said", [CLOSED, OPEN], ids=["closed", "open"])
@pytest.mark.parametrize("key", [*MADE, *TAGLESS])
def test_what_is_said_is_read_and_nothing_else_has_changed(key: str, said: dict[str, str], tmp_path: Path) -> None:
    data = encoded(key)
    source, made, container = stamped(data, said, tmp_path)
    assert said_in(made, container) == said
    assert samples(made, container) == samples(source, container)
    assert source.read_bytes() == data
    before, after = tags_by_ffmpeg(source, container), tags_by_ffmpeg(made, container)
    assert {name.lower() for name in before} <= {name.lower() for name in after}
    if key in MADE:
        assert (after["title"], after["artist"]) == ("Été à Nohant", "Ada Ferrante")
        assert after["comment"].splitlines()[0] == "At home"


def test_every_container_is_among_them(tmp_path: Path) -> None:
    found = set()
    for key in (*MADE, *TAGLESS):
        path = tmp_path / "file"
        path.write_bytes(encoded(key))
        with path.open("rb") as file:
            found.add(sniff(file, path.stat().st_size))
    assert found == set(Container)


@pytest.mark.parametrize("key", ["wav", "mp3", "mp3 with id3 2.3", "flac", "opus", "aac", "aiff"])
def test_a_file_that_comes_back_says_only_what_holds_now(key: str, tmp_path: Path) -> None:
    first, second = tmp_path / "first", tmp_path / "second"
    first.mkdir()
    second.mkdir()
    _source, made, _container = stamped(encoded(key), CLOSED, first)
    source, again, container = stamped(made.read_bytes(), OPEN, second)
    assert said_in(again, container) == OPEN
    assert samples(again, container) == samples(source, container)
    assert tags_by_ffmpeg(again, container)["comment"].count("TDM-RESERVATION") == (container is Container.WAV)


def test_names_are_ours_in_any_letters(tmp_path: Path) -> None:
    path = tmp_path / "song.mp3"
    path.write_bytes(sounds.mp3())
    tags = ID3()  # type: ignore[no-untyped-call]
    tags.add(TIT2(encoding=3, text=["Kept"]))  # type: ignore[no-untyped-call]
    tags.add(TXXX(encoding=3, desc="tdm-reservation", text=["0"]))  # type: ignore[no-untyped-call]
    tags.add(TXXX(encoding=3, desc="Mood", text=["calm"]))  # type: ignore[no-untyped-call]
    tags.save(path)
    _source, made, container = stamped(path.read_bytes(), CLOSED, tmp_path)
    found = tags_by_ffmpeg(made, container)
    assert {name: found.get(name) for name in ("title", "Mood", "tdm-reservation")} == {
        "title": "Kept", "Mood": "calm", "tdm-reservation": None,
    }  # fmt: skip
    assert said_in(made, container) == CLOSED


@pytest.mark.parametrize(
    "key",
    [
        "wav_that_does_not_know_its_length", "wav_with_an_odd_length_and_a_zip_behind_it", "rf64", "eight_channels",
        "wav_with_a_million_bytes_of_junk_before_its_data", "mp3_after_100_kilobytes_of_zeros", "mp3_without_count",
        "two_songs_in_a_row", "flac_with_a_picture_longer_than_its_block", "flac_with_four_billion_comments",
        "sixteen_tags_in_a_row", "compressed_frame_bomb", "picture_bomb_as_cover",
        "m4a_that_says_its_sound_is_elsewhere",
    ],
)  # fmt: skip
def test_odd_and_hostile_files_that_are_taken_are_stamped_too(key: str, tmp_path: Path) -> None:
    source, made, container = stamped(CASES[key].make(), CLOSED, tmp_path)
    assert said_in(made, container) == CLOSED
    assert samples(made, container) == samples(source, container)


class TestWav:
    INFO = sounds.chunk(b"INAM", b"Dawn\0") + sounds.chunk(b"ICMT", "été".encode()) + sounds.chunk(b"IENG", b"Mona")

    def test_lists_before_and_after_the_sound_become_one(self, tmp_path: Path) -> None:
        sound = sounds.chunk(b"data", sounds.samples(0.5).tobytes())
        before = sounds.chunk(b"LIST", b"INFO" + self.INFO)
        after = sounds.chunk(b"LIST", b"INFO" + sounds.chunk(b"ICOP", b"2026 Ada"))
        cues = sounds.chunk(b"cue ", struct.pack("<I", 0))
        data = sounds.riff(sounds.wav_format(), before, sound, cues, after)
        source, made, container = stamped(data, CLOSED, tmp_path)
        found = tags_by_ffmpeg(made, container)
        assert (found["title"], found["copyright"], found["IENG"]) == ("Dawn", "2026 Ada", "Mona")
        assert found["comment"].splitlines()[0] == "été"
        assert said_in(made, container) == CLOSED
        content = made.read_bytes()
        assert content.count(b"INFO") == 1
        assert cues in content
        assert struct.unpack_from("<I", content, 4)[0] == len(content) - 8
        assert samples(made, container) == samples(source, container)

    def test_the_sizes_of_a_long_one_are_right(self, tmp_path: Path) -> None:
        _source, made, _container = stamped(encoded("rf64"), CLOSED, tmp_path)
        content = made.read_bytes()
        assert content[:4] == b"RF64"
        assert struct.unpack_from("<Q", content, content.index(b"ds64") + 8)[0] == len(content) - 8
        with made.open("rb") as file:
            assert inspect(file, len(content), Container.WAV).missing_bytes == 0

    def test_it_is_still_read_by_our_own_reader(self, tmp_path: Path) -> None:
        _source, made, container = stamped(encoded("wav"), CLOSED, tmp_path)
        (tmp_path / "read").mkdir()
        found = read_tags(made, container, "pcm_s16le", workdir=tmp_path / "read")
        assert found.fields["title"] == "Été à Nohant"


def test_a_copy_that_sounds_otherwise_is_no_copy(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def write_something_else(_source: stamping.Source, _said: object, workdir: Path) -> None:
        (workdir / stamping.STAMPED).write_bytes(sounds.encoded("mp3", "-c:a", "libmp3lame", "-b:a", "64k"))

    monkeypatch.setattr(stamping, "write_tags", write_something_else)
    monkeypatch.setattr(stamping, "write_anew", write_something_else)
    with pytest.raises(StampingFailed):
        stamped(id3(text(b"TIT2", "Song")) + sounds.mp3(), CLOSED, tmp_path)
