"""Quiet and loud masters are heard alike, from the first sample of each."""

import numpy as np
import numpy.typing as npt
import pytest
from playwright.sync_api import Page

from .conftest import Publish
from .listening import Listener
from .seams import captured
from .sounds import sine
from .test_gapless import tapped

__all__ = ["tapped"]


def level(sound: npt.NDArray[np.float32], rate: int, begin: float, end: float) -> float:
    """RMS in dB between two moments, from where it begins to sound."""
    first = int(np.flatnonzero(np.abs(sound) > 0.005)[0])
    part = sound[first + round(begin * rate) : first + round(end * rate)]
    return float(10 * np.log10(np.mean(np.square(part, dtype=np.float64))))


@pytest.mark.parametrize("on", [True, False])
def test_two_levels(tapped: Page, publish: Publish, on: bool) -> None:
    loud, quiet = publish("Loud", sine(4, level=0.5)), publish("Quiet", sine(4, level=0.1))
    tapped.goto("/")
    listener = Listener(tapped)
    if not on:
        assert listener.state
        tapped.evaluate("listened.setNormalise(false)")
    listener.press_play(quiet.uid)
    listener.hears(loud.uid, after=2)
    sound, rate = captured(tapped)
    difference = level(sound, rate, 4.2, 5) - level(sound, rate, 3, 3.8)
    assert difference == pytest.approx(0 if on else 14, abs=0.3)
