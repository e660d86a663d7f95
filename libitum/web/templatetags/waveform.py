"""The waveform of a track page as the server draws it; `<libitum-waveform>` takes it over where scripts run."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django import template

register = template.Library()

FULL = 127
HEIGHT = 200  # units of the drawing, which is stretched to its place
PITCH = 5
QUIETEST = 0.02  # of the height: silence is drawn as a dotted line, not as nothing
NOTE_HEIGHTS = (6, 14, 22, 10, 18)  # px; neighbours in time stand apart

Overview = Mapping[str, Sequence[int]]


@dataclass(frozen=True)
class Note:
    """A comment over the staff: `x` is a share of the width, `y` in pixels."""

    at: float
    x: str
    y: int
    author: str
    text: str
    url: str


def bar_heights(overview: Overview) -> list[float]:
    """Heights 0 to 1, the loudest 1: halfway between the peak and what is felt as loud (peaks.js has the same)."""
    peaks = (max(high, -low) / FULL for low, high in zip(overview["low"], overview["high"], strict=True))
    heights = [(peak + min(1, 2 * rms / FULL)) / 2 for peak, rms in zip(peaks, overview["rms"], strict=True)]
    loudest = max([*heights, 1 / FULL])
    return [max(QUIETEST, height / loudest) for height in heights]


def bars_path(overview: Overview) -> str:
    """SVG path of one upright stroke per point, `PITCH` apart, about the middle of `HEIGHT`."""
    middle = HEIGHT / 2
    return "".join(
        f"M{(i + 0.5) * PITCH:g} {middle - height * middle:.1f}v{2 * height * middle:.1f}"
        for i, height in enumerate(bar_heights(overview))
    )


def place_notes(comments: Iterable[Mapping[str, Any]], duration: float) -> list[Note]:
    """`comments` have `at` in seconds, `author`, `text` and `url`; those beyond the end stand at the end."""
    return [
        Note(
            at=comment["at"],
            x=f"{100 * min(1.0, comment['at'] / duration) if duration else 0:.3f}%",
            y=NOTE_HEIGHTS[i % len(NOTE_HEIGHTS)],
            author=comment["author"],
            text=comment["text"],
            url=comment["url"],
        )
        for i, comment in enumerate(comments)
    ]


@register.inclusion_tag("web/player/waveform.html")
def waveform(
    *,
    uid: str,
    duration: float,
    overview: Overview | None,
    src: str,
    progressive: str,
    comments: Iterable[Mapping[str, Any]] = (),
) -> dict[str, object]:
    """The whole component. `overview` of 200 points; `src` and `progressive` addresses this viewer may use."""
    points = len(overview["rms"]) if overview else 0
    return {
        "uid": uid,
        "duration": duration,
        "src": src,
        "progressive": progressive,
        "path": bars_path(overview) if overview else "",
        "width": points * PITCH,
        "height": HEIGHT,
        "notes": place_notes(comments, duration),
    }
