"""The files listeners get, read by programs none of us wrote."""

import subprocess
from itertools import pairwise
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import m3u8
import numpy as np
import numpy.typing as npt
import pytest

from libitum.media.engine.examine import Examination, examine
from libitum.media.engine.ffmpeg import executable
from libitum.media.engine.renditions import EncodingFailed, Kind, Rendition, make_renditions
from libitum.media.engine.renditions.encode import describe
from libitum.media.engine.renditions.fragments import read_track

from .corpus import sounds

RATE = 48_000
SECONDS = 20.013  # no whole number of any codec's frames


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Examination, dict[Kind, Rendition]]:
    folder = tmp_path_factory.mktemp("renditions")
    source = folder / "source.wav"
    source.write_bytes(sounds.sweep(SECONDS, rate=RATE))
    work, out = folder / "work", folder / "out"
    work.mkdir()
    out.mkdir()
    examined = examine(source, workdir=work)
    renditions = make_renditions(source, examined, workdir=out)
    return out, examined, {rendition.kind: rendition for rendition in renditions}


Made = tuple[Path, Examination, dict[Kind, Rendition]]


def decoded(path: Path, *options: str) -> npt.NDArray[np.float32]:
    """Frames as ffmpeg plays them, left channel."""
    command = [str(executable()), "-v", "error", *options, "-i", str(path), "-f", "f32le", "-ac", "2", "-"]
    done = subprocess.run(command, check=True, capture_output=True)
    assert done.stderr == b""
    return np.frombuffer(done.stdout, "<f4").reshape(-1, 2)[:, 0]


def parse(path: Path) -> Any:
    return m3u8.loads(path.read_text())  # type: ignore[no-untyped-call]


def original(folder: Path) -> npt.NDArray[np.float32]:
    return decoded(folder.parent / "source.wav")


def lag(one: npt.NDArray[np.float32], other: npt.NDArray[np.float32]) -> int:
    """By how many frames `other` comes later."""
    size = 1 << 17
    correlation = np.fft.irfft(np.fft.rfft(other, size) * np.conj(np.fft.rfft(one, size)))
    best = int(np.argmax(correlation))
    return best - size if best > size // 2 else best


@pytest.mark.parametrize("kind", [Kind.AAC, Kind.OPUS])
def test_delay_and_length_are_exact(kind: Kind, made: Made) -> None:
    """Ignoring the edit list, sound begins after `delay` frames and there is enough for all `frames`."""
    folder, examined, renditions = made
    rendition = renditions[kind]
    raw = decoded(folder / rendition.file, "-ignore_editlist", "1", *(("-flags2", "+skip_manual")))
    assert examined.frames == rendition.frames == round(SECONDS * RATE)
    assert len(raw) >= rendition.delay + rendition.frames
    assert len(raw) < rendition.delay + rendition.frames + 2048
    source = original(folder)
    assert lag(source[RATE : 2 * RATE], raw[RATE : 2 * RATE]) == rendition.delay
    assert lag(source[-RATE:], raw[rendition.delay + rendition.frames - RATE :][:RATE]) == 0


@pytest.mark.parametrize("kind", [Kind.AAC, Kind.OPUS])
def test_plain_players_start_at_the_sound(kind: Kind, made: Made) -> None:
    folder, _examined, renditions = made
    played = decoded(folder / renditions[kind].file)
    assert lag(original(folder)[RATE : 2 * RATE], played[RATE : 2 * RATE]) == 0


def test_mp3_is_exact_for_players_that_know_lame(made: Made) -> None:
    folder, examined, renditions = made
    played = decoded(folder / "progressive.mp3")
    assert len(played) == examined.frames
    assert lag(original(folder)[RATE : 2 * RATE], played[RATE : 2 * RATE]) == 0
    raw = decoded(folder / "progressive.mp3", "-flags2", "+skip_manual")
    assert lag(original(folder)[RATE : 2 * RATE], raw[RATE : 2 * RATE]) % 1152 == renditions[Kind.MP3].delay % 1152


@pytest.mark.parametrize("kind", list(Kind))
def test_it_sounds_like_the_source(kind: Kind, made: Made) -> None:
    folder, examined, renditions = made
    played = decoded(folder / renditions[kind].file)[: examined.frames]
    source = original(folder)[: len(played)]
    error = np.sqrt(np.mean((played - source) ** 2)) / np.sqrt(np.mean(source**2))
    assert error < 0.12


@pytest.mark.parametrize("kind", [Kind.AAC, Kind.OPUS])
def test_the_playlist_is_what_an_independent_parser_expects(kind: Kind, made: Made) -> None:
    folder, examined, renditions = made
    rendition = renditions[kind]
    playlist = parse(folder / rendition.playlist)
    assert playlist.is_endlist
    assert playlist.playlist_type == "vod"
    assert playlist.is_independent_segments
    assert playlist.version == 7
    assert sum(segment.duration for segment in playlist.segments) == pytest.approx(examined.seconds, abs=1e-4)
    assert max(round(segment.duration) for segment in playlist.segments) <= playlist.target_duration
    (header,) = playlist.segment_map
    assert header.uri == rendition.file
    length, begin = map(int, header.byterange.split("@"))
    at = begin + length
    for segment in playlist.segments:
        assert urlsplit(segment.uri).path == rendition.file
        length, begin = map(int, segment.byterange.split("@"))
        assert begin == at  # nothing is left out, nothing comes twice
        at += length
    assert at == (folder / rendition.file).stat().st_size == rendition.size
    assert all(one.uri != next_one.uri for one, next_one in pairwise(playlist.segments))


def test_every_segment_decodes_alone(made: Made, tmp_path: Path) -> None:
    folder, _examined, renditions = made
    rendition = renditions[Kind.OPUS]
    data = (folder / rendition.file).read_bytes()
    playlist = parse(folder / rendition.playlist)
    header, _, _ = playlist.segment_map[0].byterange.partition("@")
    for number, segment in enumerate(playlist.segments):
        length, begin = map(int, segment.byterange.split("@"))
        path = tmp_path / f"{number}.mp4"
        path.write_bytes(data[: int(header)] + data[begin : begin + length])
        assert len(decoded(path)) >= segment.duration * RATE - 960


def test_the_index_offers_both_codecs(made: Made) -> None:
    folder, _examined, renditions = made
    index = parse(folder / "index.m3u8")
    assert index.is_variant
    found = {variant.uri: variant.stream_info for variant in index.playlists}
    assert [variant.uri for variant in index.playlists] == ["aac.m3u8", "opus.m3u8"]
    assert found["aac.m3u8"].codecs == "mp4a.40.2"
    assert found["opus.m3u8"].codecs == "opus"
    for kind in (Kind.AAC, Kind.OPUS):
        info = found[renditions[kind].playlist]
        assert info.bandwidth == renditions[kind].peak_bit_rate
        assert info.average_bandwidth == renditions[kind].bit_rate
        assert info.bandwidth >= info.average_bandwidth * 0.98


def test_nothing_of_the_source_or_the_encoder_is_told(made: Made) -> None:
    folder, _examined, renditions = made
    for rendition in renditions.values():
        data = (folder / rendition.file).read_bytes()
        assert b"libopus" not in data.lower()
        assert b"lavf6" not in data.lower()


def test_the_same_sound_makes_the_same_files(made: Made, tmp_path: Path) -> None:
    folder, examined, renditions = made
    make_renditions(folder.parent / "source.wav", examined, workdir=tmp_path)
    for rendition in renditions.values():
        assert (tmp_path / rendition.file).read_bytes() == (folder / rendition.file).read_bytes()


@pytest.mark.parametrize("seconds", [0.1, 5.99, 6.0, 6.02, 12.3])
def test_short_tracks_and_odd_ends(seconds: float, tmp_path: Path) -> None:
    """The last segment is never nothing but the encoder's padding."""
    source, work, out = tmp_path / "a.wav", tmp_path / "work", tmp_path / "out"
    work.mkdir()
    out.mkdir()
    source.write_bytes(sounds.wav(seconds, rate=RATE))
    examined = examine(source, workdir=work)
    for rendition in make_renditions(source, examined, workdir=out):
        if rendition.playlist:
            segments = parse(out / rendition.playlist).segments
            assert sum(segment.duration for segment in segments) == pytest.approx(seconds, abs=1e-4)
            assert min(segment.duration for segment in segments) >= min(seconds, 0.5) - 1e-4


def test_a_set_that_is_too_short_is_not_accepted(made: Made) -> None:
    folder, examined, _renditions = made
    for kind in Kind:
        with pytest.raises(EncodingFailed):
            describe(kind, folder, examined.frames + 48_000)


def test_fragments_agree_with_what_is_decoded(made: Made) -> None:
    folder, _examined, renditions = made
    for kind in (Kind.AAC, Kind.OPUS):
        track = read_track(folder / renditions[kind].file)
        assert track.fragments[0].at == track.header
        assert len(track.fragments) == 4
