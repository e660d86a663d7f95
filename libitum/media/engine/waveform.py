"""Peaks for drawing a sound, gathered while it streams by. The formats are described in docs/developers/media.md.

A bin holds the lowest sample, the highest sample and the RMS of both channels in its span of time, as signed 8-bit
numbers (127 is full scale). Bins are 10 ms long; when a recording outgrows `MAX_BINS` each pair becomes one, so
memory is bounded whatever the length.
"""

import struct
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from .ffmpeg import CHANNELS, RATE

# For drawing at once, and to zoom into.
OVERVIEWS_FILE = "waveform.json"
PEAKS_FILE = "waveform.bin"
BIN_FRAMES = RATE // 100
MAX_BINS = 1 << 17
OVERVIEWS = (200, 800, 2048)
MAGIC = b"LBWF"
HEADER = struct.Struct("<4sHHIIQ")
VERSION = 1
VALUES = 3

Samples = npt.NDArray[np.int16]
Eighths = npt.NDArray[np.int8]


@dataclass(frozen=True)
class Waveform:
    """`low`, `high` and `rms` per bin of `bin_frames` frames at 48 kHz (the last one may be shorter)."""

    bin_frames: int
    frames: int
    low: Eighths
    high: Eighths
    rms: Eighths

    def binary(self) -> bytes:
        """Header (magic, version, values per bin, rate, frames per bin, frames), then the values of each bin."""
        header = HEADER.pack(MAGIC, VERSION, VALUES, RATE, self.bin_frames, self.frames)
        return header + np.stack([self.low, self.high, self.rms], axis=1).tobytes()

    def overview(self, count: int) -> dict[str, list[int]]:
        """`count` equal parts of the whole."""
        edges = np.arange(count) * len(self.low) // count
        widths = np.maximum(1, np.diff(edges, append=len(self.low)))
        power = np.add.reduceat(np.square(self.rms.astype(np.float64)), edges) / widths
        return {
            "low": np.minimum.reduceat(self.low, edges).tolist(),
            "high": np.maximum.reduceat(self.high, edges).tolist(),
            "rms": np.rint(np.sqrt(power)).astype(int).tolist(),
        }

    def overviews(self) -> dict[str, object]:
        return {
            "version": VERSION,
            "rate": RATE,
            "frames": self.frames,
            "overviews": {str(count): self.overview(count) for count in OVERVIEWS},
        }


def decode_binary(data: bytes) -> Waveform:
    """The inverse of `Waveform.binary`."""
    magic, version, values, _rate, bin_frames, frames = HEADER.unpack_from(data)
    if (magic, version, values) != (MAGIC, VERSION, VALUES):
        raise ValueError("not a waveform of this version")
    bins = np.frombuffer(data, np.int8, offset=HEADER.size).reshape(-1, VALUES)
    return Waveform(bin_frames, frames, bins[:, 0], bins[:, 1], bins[:, 2])


def to_eighths(values: npt.NDArray[np.int16] | npt.NDArray[np.float32]) -> Eighths:
    """16-bit to 8-bit, rounding away from silence so that what sounds shows."""
    return (np.sign(values) * np.ceil(np.abs(values.astype(np.float32)) * (127 / 32768))).astype(np.int8)


class Peaks:
    """Takes interleaved 16-bit stereo at 48 kHz in pieces of any size."""

    def __init__(self, max_bins: int = MAX_BINS) -> None:
        if max_bins % 2:
            raise ValueError("bins are halved in pairs")
        self.bin_frames = BIN_FRAMES
        self.frames = 0
        self.count = 0
        self.low = np.zeros(max_bins, np.int16)
        self.high = np.zeros(max_bins, np.int16)
        self.power = np.zeros(max_bins, np.float32)  # mean square
        self.rest: Samples = np.zeros(0, np.int16)

    @property
    def room(self) -> int:
        return len(self.low) - self.count

    def feed(self, samples: Samples) -> None:
        self.frames += len(samples) // CHANNELS
        samples = np.concatenate([self.rest, samples])
        while (whole := len(samples) // (self.bin_frames * CHANNELS)) > 0:
            if not self.room:
                self.coarsen()
                continue
            count = min(whole, self.room)
            used = count * self.bin_frames * CHANNELS
            self.append(samples[:used].reshape(count, -1))
            samples = samples[used:]
        self.rest = samples.copy()

    def append(self, bins: Samples) -> None:
        place = slice(self.count, self.count + len(bins))
        self.low[place] = bins.min(axis=1)
        self.high[place] = bins.max(axis=1)
        exact = bins.astype(np.float32)
        self.power[place] = np.einsum("ij,ij->i", exact, exact) / bins.shape[1]
        self.count += len(bins)

    def coarsen(self) -> None:
        half = self.count // 2
        self.low[:half] = self.low.reshape(-1, 2).min(axis=1)
        self.high[:half] = self.high.reshape(-1, 2).max(axis=1)
        self.power[:half] = self.power.reshape(-1, 2).mean(axis=1)
        self.count = half
        self.bin_frames *= 2

    def finish(self) -> Waveform:
        if len(self.rest):
            if not self.room:
                self.coarsen()
            self.append(self.rest.reshape(1, -1))
            self.rest = self.rest[:0]
        low, high, power = self.low[: self.count], self.high[: self.count], self.power[: self.count]
        return Waveform(self.bin_frames, self.frames, to_eighths(low), to_eighths(high), to_eighths(np.sqrt(power)))
