"""Artwork for works that came without a picture: staff lines set swinging, the same for a work every time.

Everything follows from the work's uid, so nothing is stored, and no two works look alike.
"""

import hashlib
import math
import random
from dataclasses import dataclass
from functools import lru_cache

COLOURS = ("rust", "aubergine", "slate", "moss", "umber", "plum")
SIZE = 100  # units of the drawing
STAVES = 5
STRONG, THIN = "is-strong", "is-thin"


@dataclass(frozen=True, slots=True)
class Line:
    """`path`: SVG path data within a square of 100."""

    kind: str
    path: str


@dataclass(frozen=True, slots=True)
class Engraving:
    colour: str
    lines: tuple[Line, ...]


@lru_cache(maxsize=512)
def engrave(uid: str, *, detailed: bool) -> Engraving:
    """`detailed`: with the thin lines between the staff's five, for pictures that are not a thumbnail."""
    seed = hashlib.sha256(uid.encode()).digest()
    chance = random.Random(seed)  # noqa: S311 - a drawing, not a secret
    waves = [Wave.drawn_by(chance) for _ in range(STAVES)]
    strong = [
        Line(STRONG, wave.path(SIZE * (number + 0.5) / STAVES, points=24 if detailed else 14))
        for number, wave in enumerate(waves)
    ]
    thin = in_between(waves, chance) if detailed else []
    return Engraving(COLOURS[seed[0] % len(COLOURS)], (*thin, *strong))


def in_between(waves: "list[Wave]", chance: random.Random) -> list[Line]:
    """Three fainter lines under each staff line, drifting from its wave towards the next one's."""
    lines = []
    for number, wave in enumerate(waves):
        following = waves[(number + 1) % STAVES]
        for step in (1, 2, 3):
            middle = SIZE * (number + 0.5 + step / 4) / STAVES
            lines.append(Line(THIN, wave.towards(following, step / 4, chance).path(middle, points=24)))
    return lines


@dataclass(frozen=True, slots=True)
class Wave:
    """Two swings on top of each other: heights in units, lengths in turns per picture, phases in radians."""

    height: float
    turns: float
    phase: float
    ripple: float
    ripple_turns: float

    @classmethod
    def drawn_by(cls, chance: random.Random) -> "Wave":
        return cls(
            height=chance.uniform(1.2, 5.5),
            turns=chance.uniform(1.1, 2.4),
            phase=chance.uniform(0, math.tau),
            ripple=chance.uniform(0.2, 1.3),
            ripple_turns=chance.uniform(3.2, 5.5),
        )

    def towards(self, other: "Wave", share: float, chance: random.Random) -> "Wave":
        def mix(a: float, b: float) -> float:
            return a + (b - a) * share

        return Wave(
            height=mix(self.height, other.height),
            turns=mix(self.turns, other.turns),
            phase=mix(self.phase, other.phase) + chance.uniform(-0.5, 0.5),
            ripple=mix(self.ripple, other.ripple),
            ripple_turns=mix(self.ripple_turns, other.ripple_turns),
        )

    def path(self, middle: float, *, points: int) -> str:
        step = SIZE / (points - 1)
        heights = [(i * step, middle + self.at(i / (points - 1))) for i in range(points)]
        return "M" + "L".join(f"{x:.4g} {y:.3g}" for x, y in heights)

    def at(self, share: float) -> float:
        swing = self.height * math.sin(math.tau * self.turns * share + self.phase)
        return swing + self.ripple * math.sin(math.tau * self.ripple_turns * share)
