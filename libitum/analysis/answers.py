"""The engine's answer, checked before it is believed."""

import math
from typing import Any, NamedTuple

from .models import Key, Mode

SLOWEST, FASTEST = 20.0, 400.0
WIDEST_RANGE = 100.0
FLAT_NAMES = {"Db": "C#", "D#": "Eb", "Gb": "F#", "G#": "Ab", "A#": "Bb"}


class Facts(NamedTuple):
    """As the fields of `Hearing`; None and "" for what was not found."""

    seconds: float
    tempo: float | None
    key: str
    mode: str
    key_strength: float | None
    loudness_range: float | None
    library: str


class Nonsense(ValueError):  # noqa: N818 - what it said
    pass


def facts_in(answer: dict[str, Any]) -> Facts:
    """Raises Nonsense."""
    key = FLAT_NAMES.get(str(answer.get("key") or ""), str(answer.get("key") or ""))
    mode = str(answer.get("mode") or "")
    if bool(key) != bool(mode) or (key and (key not in Key.values or mode not in Mode.values)):
        raise Nonsense("key")
    seconds = number(answer, "seconds", 0.0, math.inf)
    if seconds is None:
        raise Nonsense("seconds")
    return Facts(
        seconds=seconds,
        tempo=number(answer, "tempo", SLOWEST, FASTEST),
        key=key,
        mode=mode,
        key_strength=number(answer, "key_strength", -1.0, 1.0),
        loudness_range=number(answer, "loudness_range", 0.0, WIDEST_RANGE),
        library=str(answer.get("library") or "")[:60],
    )


def number(answer: dict[str, Any], name: str, least: float, most: float) -> float | None:
    value = answer.get(name)
    if value is None:
        return None
    if isinstance(value, bool) or not isinstance(value, int | float) or not least <= value <= most:
        raise Nonsense(name)
    return float(value)
