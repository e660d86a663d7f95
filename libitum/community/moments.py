"""Moments of a recording as people write them: `1:02:09`, `3:07`, `3:07.5`, `187`."""

import re

CLOCK = re.compile(r"(?:(?:(\d{1,3}):)?(\d{1,4}):)?(\d{1,6})(?:[.,](\d{1,3}))?", re.ASCII)
MINUTE_MS = 60_000
HOUR_MS = 60 * MINUTE_MS


def parse_moment(text: str) -> int:
    """Milliseconds from the start; raises ValueError for anything that isn't a moment, `1:75` included."""
    match = CLOCK.fullmatch(text.strip())
    if match is None:
        raise ValueError(f"not a moment: {text!r}")
    hours, minutes, seconds, fraction = match.groups()
    if (minutes is not None and int(seconds) >= 60) or (hours is not None and int(minutes) >= 60):  # noqa: PLR2004
        raise ValueError(f"not a moment: {text!r}")
    whole = int(hours or 0) * HOUR_MS + int(minutes or 0) * MINUTE_MS + int(seconds) * 1000
    return whole + int((fraction or "").ljust(3, "0"))


def format_moment(at_ms: int) -> str:
    """Whole seconds as people read them: `3:07`, `1:02:09`."""
    hours, rest = divmod(at_ms // 1000, 3600)
    minutes, seconds = divmod(rest, 60)
    return f"{hours}:{minutes:02}:{seconds:02}" if hours else f"{minutes}:{seconds:02}"
