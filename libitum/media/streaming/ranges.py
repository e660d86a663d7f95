"""Byte ranges as RFC 9110, section 14, has them."""

import re
from dataclasses import dataclass

UNIT = re.compile(r"\s*bytes\s*=(?P<specs>.*)", re.IGNORECASE | re.DOTALL)
# Nineteen digits reach past any file.
SPEC = re.compile(r"(?P<first>\d{1,19})-(?P<last>\d{1,19})?|-(?P<suffix>\d{1,19})", re.ASCII)
MOST_SPECS = 32


@dataclass(frozen=True, slots=True)
class Range:
    """Bytes from `start` up to but not including `stop`."""

    start: int
    stop: int

    @property
    def length(self) -> int:
        return self.stop - self.start


class Unsatisfiable(Exception):  # noqa: N818 - the name RFC 9110 gives it
    """No part of the file lies in any of the ranges asked for."""


def parse_range(header: str, size: int) -> Range | None:
    """The one range of `size` bytes to send, or None for the whole.

    A header that makes no sense, or asks for several parts that don't join into one, is answered with the whole, as
    section 14.2 allows; no player asks so. Raises Unsatisfiable.
    """
    unit = UNIT.fullmatch(header)
    specs = unit["specs"].split(",") if unit else []
    matches = [SPEC.fullmatch(spec.strip(" \t")) for spec in specs if spec.strip(" \t")]
    if not 0 < len(matches) <= MOST_SPECS or not all(matches):
        return None
    bounds = [span(match, size) for match in matches if match]
    if any(bound is None for bound in bounds):
        return None
    satisfiable = sorted((bound for bound in bounds if bound and bound.length > 0), key=lambda bound: bound.start)
    if not satisfiable:
        raise Unsatisfiable
    return joined(satisfiable)


def span(match: re.Match[str], size: int) -> Range | None:
    """None when the last byte comes before the first, which makes the whole header invalid; empty when past the end."""
    if match["suffix"] is not None:
        return Range(max(0, size - int(match["suffix"])), size)
    first, last = int(match["first"]), int(match["last"] or size)
    if match["last"] and last < first:
        return None
    return Range(min(first, size), min(last + 1, size))


def joined(ranges: list[Range]) -> Range | None:
    stop = ranges[0].stop
    for following in ranges[1:]:
        if following.start > stop:
            return None
        stop = max(stop, following.stop)
    return Range(ranges[0].start, stop)
