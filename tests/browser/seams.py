"""Measures how a sine goes over from one track into the next, from a recording of what was heard."""

import base64
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import numpy.typing as npt
from playwright.sync_api import Page

TAP = Path(__file__).with_name("capture.js")
MARGIN = 0.06  # s looked at on each side of a seam
SETTLED = 0.01  # s from the seam at which a fit begins


@dataclass(frozen=True)
class Seam:
    """`gap`: longest time below half the sine's level, in ms.

    `shift`: samples at 48 kHz lost or added, modulo a period.
    """

    gap: float
    shift: float


def captured(page: Page) -> tuple[npt.NDArray[np.float32], int]:
    """Samples of one channel, and their rate."""
    return np.frombuffer(base64.b64decode(page.evaluate("captured()")), np.float32), page.evaluate("capturedRate")


def seam_of(sound: npt.NDArray[np.float32], rate: int, *, after: float, frequency: float) -> Seam:
    """The seam `after` seconds from where the sine begins to sound."""
    turns = frequency * np.arange(len(sound)) / rate
    period = round(rate / frequency)
    # Shifted to 0 Hz and averaged over a period: magnitude is the level, angle the phase.
    base = np.convolve(sound * np.exp(-2j * np.pi * turns), np.ones(period) / period, "same")
    level = np.abs(base)
    begin = int(np.flatnonzero(level > 0.5 * np.quantile(level, 0.9))[0])
    seam, margin, settled = begin + round(after * rate), round(MARGIN * rate), round(SETTLED * rate)
    around = level[seam - margin : seam + margin]
    phase = np.unwrap(np.angle(base[seam - margin : seam + margin]))
    step = float(np.mean(phase[margin + settled :]) - np.mean(phase[: margin - settled]))
    step -= 2 * np.pi * round(step / (2 * np.pi))
    return Seam(
        gap=1000 * longest_run(around < 0.5 * np.median(level[begin:seam])) / rate,
        shift=step / (2 * np.pi * frequency) * 48_000,
    )


def longest_run(flags: npt.NDArray[np.bool_]) -> int:
    edges = np.diff(np.concatenate([[0], flags.astype(np.int8), [0]]))
    lengths = np.flatnonzero(edges == -1) - np.flatnonzero(edges == 1)
    return int(lengths.max(initial=0))
