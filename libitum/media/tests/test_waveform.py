from itertools import pairwise

import numpy as np
import numpy.typing as npt
from hypothesis import given, settings
from hypothesis import strategies as st

from libitum.media.engine.waveform import BIN_FRAMES, HEADER, OVERVIEWS, Peaks, decode_binary

Samples = npt.NDArray[np.int16]


def noise(frames: int, seed: int = 0) -> Samples:
    samples: Samples = np.random.default_rng(seed).integers(-32768, 32768, frames * 2, dtype=np.int16)
    return samples


def peaks_of(samples: Samples, cuts: list[int], max_bins: int = 64) -> Peaks:
    """Fed in pieces that end at `cuts` (in frames)."""
    peaks = Peaks(max_bins)
    edges = [0, *sorted(cut % (len(samples) // 2 + 1) for cut in cuts), len(samples) // 2]
    for begin, end in pairwise(edges):
        peaks.feed(samples[2 * begin : 2 * end])
    return peaks


@settings(deadline=None, max_examples=60)
@given(frames=st.integers(1, 200_000), cuts=st.lists(st.integers(0, 200_000), max_size=6), seed=st.integers(0, 9))
def test_how_the_sound_is_cut_up_makes_no_difference(frames: int, cuts: list[int], seed: int) -> None:
    samples = noise(frames, seed)
    assert peaks_of(samples, cuts).finish().binary() == peaks_of(samples, []).finish().binary()


@settings(deadline=None, max_examples=60)
@given(frames=st.integers(1, 300_000), seed=st.integers(0, 9))
def test_every_bin_is_what_numpy_finds_in_its_span(frames: int, seed: int) -> None:
    """Also after bins were joined: within one step of 8 bits for the RMS, exactly for the peaks."""
    samples = noise(frames, seed)
    waveform = peaks_of(samples, []).finish()
    width = 2 * waveform.bin_frames
    assert len(waveform.low) == -(-len(samples) // width)
    for number in range(len(waveform.low)):
        span = samples[number * width : (number + 1) * width].astype(np.float64)
        assert waveform.low[number] == -np.ceil(-span.min() * 127 / 32768) or span.min() > 0
        assert waveform.high[number] == np.ceil(span.max() * 127 / 32768) or span.max() < 0
        assert abs(waveform.rms[number] - np.sqrt(np.square(span).mean()) * 127 / 32768) <= 1.001


def test_it_is_small_whatever_the_length() -> None:
    peaks = Peaks(256)
    second = noise(48_000)
    for _ in range(100):
        peaks.feed(second)
    waveform = peaks.finish()
    assert waveform.frames == 4_800_000
    assert waveform.bin_frames == BIN_FRAMES * 64
    assert len(waveform.binary()) == HEADER.size + 3 * -(-4_800_000 // waveform.bin_frames)


def test_binary_there_and_back() -> None:
    waveform = peaks_of(noise(100_000), []).finish()
    again = decode_binary(waveform.binary())
    assert (again.bin_frames, again.frames) == (waveform.bin_frames, waveform.frames)
    assert np.array_equal(again.low, waveform.low)
    assert np.array_equal(again.rms, waveform.rms)


@settings(deadline=None, max_examples=30)
@given(frames=st.integers(1, 2_000_000))
def test_overviews_hold_the_extremes_of_the_whole(frames: int) -> None:
    waveform = peaks_of(noise(frames), [], max_bins=4096).finish()
    for count in OVERVIEWS:
        overview = waveform.overview(count)
        assert {len(values) for values in overview.values()} == {count}
        assert min(overview["low"]) == waveform.low.min()
        assert max(overview["high"]) == waveform.high.max()
        assert max(overview["rms"]) <= waveform.rms.max()


def test_a_loud_moment_is_drawn_where_it_is() -> None:
    samples = np.zeros(48_000 * 2 * 10, np.int16)
    samples[48_000 * 2 * 7 : 48_000 * 2 * 7 + 2000] = 32767
    overview = peaks_of(samples, [], max_bins=4096).finish().overview(200)
    assert [at for at, value in enumerate(overview["high"]) if value] == [140]
    assert overview["high"][140] == 127


def test_the_faintest_sound_is_not_silence() -> None:
    samples = np.zeros(48_000 * 2, np.int16)
    samples[1000:1100] = (-1, 1) * 50
    waveform = peaks_of(samples, [], max_bins=256).finish()
    assert (waveform.low.min(), waveform.high.max()) == (-1, 1)
