import math
import signal
from pathlib import Path

import numpy as np
import numpy.typing as npt
import psutil
import pytest

from libitum.media.engine.containers import Container
from libitum.media.engine.examine import examine
from libitum.media.engine.reasons import Reason, Refused
from libitum.media.engine.sandbox import Interrupted

from .corpus import CASES, sounds

Sound = npt.NDArray[np.float64]


def wav_of(sound: Sound, rate: int, path: Path) -> Path:
    """16-bit file of samples between -1 and 1, shaped (frames, channels)."""
    data = (sound * 32767).round().astype("<i2").tobytes()
    form = sounds.wav_format(channels=sound.shape[1], rate=rate)
    path.write_bytes(sounds.riff(form, sounds.chunk(b"data", data)))
    return path


def sine(seconds: float, decibels: float) -> Sound:
    time = np.arange(round(seconds * 48_000)) / 48_000
    wave: Sound = 10 ** (decibels / 20) * np.sin(2 * math.pi * 1000 * time)
    return wave


@pytest.fixture
def workdir(tmp_path: Path) -> Path:
    path = tmp_path / "work"
    path.mkdir()
    return path


@pytest.mark.parametrize("number", [signal.SIGKILL, signal.SIGTERM])
def test_a_decoder_that_somebody_ends_says_nothing_of_the_file(
    tmp_path: Path, workdir: Path, number: signal.Signals
) -> None:
    """Short of memory, the kernel takes what it likes: nobody is told that a good recording is damaged."""
    path = tmp_path / "long.wav"
    path.write_bytes(sounds.wav(60.0))
    before = {child.pid for child in psutil.Process().children()}

    def end_it(_part: float) -> None:
        for child in psutil.Process().children():
            if child.pid not in before:
                child.send_signal(number)

    with pytest.raises(Interrupted):
        examine(path, workdir=workdir, on_progress=end_it)


def test_a_wav_is_known_exactly(tmp_path: Path, workdir: Path) -> None:
    path = tmp_path / "a.wav"
    path.write_bytes(sounds.wav(2.0))
    found = examine(path, workdir=workdir)
    assert (found.container, found.codec, found.channels, found.sample_rate, found.bits) == (
        Container.WAV,
        "pcm_s16le",
        2,
        44_100,
        16,
    )
    assert found.frames == 96_000
    assert found.bit_rate == pytest.approx(1_411_200, rel=0.001)


@pytest.mark.parametrize("decibels", [-23.0, -33.0, -40.0])
def test_loudness_of_the_reference_tone(decibels: float, tmp_path: Path, workdir: Path) -> None:
    """EBU Tech 3341, cases 1 and 2: a stereo sine of 1 kHz at -23 dBFS peak measures -23.0 LUFS, ±0.1."""
    both = np.stack([sine(20, decibels)] * 2, axis=1)
    found = examine(wav_of(both, 48_000, tmp_path / "tone.wav"), workdir=workdir)
    assert found.loudness.integrated == pytest.approx(decibels, abs=0.1)
    assert found.loudness.true_peak == pytest.approx(decibels, abs=0.1)


def test_true_peak_lies_between_samples(tmp_path: Path, workdir: Path) -> None:
    """EBU Tech 3341, case 17: a sine of a quarter of the rate at 45° has samples of -3 dB of its peak."""
    time = np.arange(48_000 * 2)
    fade = np.minimum(1, np.minimum(time, time[::-1]) / 4800)
    tone = 0.5 * fade * np.sin(2 * math.pi * time / 4 + math.pi / 4)
    found = examine(wav_of(np.stack([tone, tone], axis=1), 48_000, tmp_path / "tone.wav"), workdir=workdir)
    assert found.loudness.true_peak == pytest.approx(-6.0, abs=0.2)


def test_one_channel_sounds_from_both_sides_as_loud_as_it_is(tmp_path: Path, workdir: Path) -> None:
    found = examine(wav_of(sine(5, -23.0)[:, None], 48_000, tmp_path / "mono.wav"), workdir=workdir)
    assert found.channels == 1
    assert found.loudness.true_peak == pytest.approx(-23.0, abs=0.1)
    assert found.loudness.integrated == pytest.approx(-23.0, abs=0.1)


def test_silence_has_no_loudness(tmp_path: Path, workdir: Path) -> None:
    found = examine(wav_of(np.zeros((48_000, 2)), 48_000, tmp_path / "silence.wav"), workdir=workdir)
    assert found.loudness.integrated is None
    assert found.loudness.true_peak is None
    assert found.waveform.overview(200)["high"] == [0] * 200


@pytest.mark.parametrize(("rate", "frames"), [(44_100, 441), (96_000, 960_001), (8_000, 12_345)])
def test_length_after_resampling(rate: int, frames: int, tmp_path: Path, workdir: Path) -> None:
    sound = np.zeros((max(frames, rate // 5), 2))
    found = examine(wav_of(sound, rate, tmp_path / "a.wav"), workdir=workdir)
    assert abs(found.frames - len(sound) * 48_000 / rate) <= 1


def test_encoders_silence_is_not_counted(tmp_path: Path, workdir: Path) -> None:
    """LAME's and iTunes' delays are known to the decoder, so that a track has the length that was encoded."""
    for make in (sounds.mp3, sounds.vorbis, sounds.opus):
        path = tmp_path / make.__name__
        path.write_bytes(make())
        assert abs(examine(path, workdir=workdir).frames - 4 * 48_000) <= 2


def test_too_long_stops_early(tmp_path: Path, workdir: Path) -> None:
    path = tmp_path / "endless.flac"
    path.write_bytes(CASES["endless_flac"].make())
    with pytest.raises(Refused) as refusal:
        examine(path, workdir=workdir, longest=60)
    assert refusal.value.reason is Reason.TOO_LONG


def test_a_refusal_says_how_much_is_there(tmp_path: Path, workdir: Path) -> None:
    path = tmp_path / "half.flac"
    path.write_bytes(CASES["half_a_flac"].make())
    with pytest.raises(Refused) as refusal:
        examine(path, workdir=workdir)
    assert refusal.value.details["declared"] == 4.0
    assert float(refusal.value.details["decoded"]) == pytest.approx(2.0, abs=0.5)


def test_progress_is_told(tmp_path: Path, workdir: Path) -> None:
    path = tmp_path / "a.wav"
    path.write_bytes(sounds.wav(20.0))
    parts: list[float] = []
    examine(path, workdir=workdir, on_progress=parts.append)
    assert parts == sorted(parts)
    assert parts[-1] == pytest.approx(1.0, abs=0.01)
