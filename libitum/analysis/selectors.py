"""What is known of how a work sounds, and from whom."""

from datetime import datetime
from typing import NamedTuple

from libitum.catalog.models import Track

from .models import Correction, Hearing, Key, Mode, State


class Fact(NamedTuple):
    """`by_artist`: whether the artist says so, and not the engine."""

    value: float
    by_artist: bool


class KeyFact(NamedTuple):
    tonic: Key
    mode: Mode
    by_artist: bool


class Sounding(NamedTuple):
    """`engine`, `run` and `made_at` are empty where nothing is an engine's. `hidden`: the artist shows it to nobody.

    `state` and `reason`: of the listening, for the artist alone.
    """

    tempo: Fact | None
    key: KeyFact | None
    loudness_range: float | None
    engine: str
    run: str
    made_at: datetime | None
    hidden: bool
    state: str
    rule: str
    reason: str
    correction: Correction | None

    @property
    def anything(self) -> bool:
        return self.tempo is not None or self.key is not None


def sounding_of(track: Track) -> Sounding:
    """One query, none where the track was loaded with `hearing` and `correction`."""
    heard: Hearing | None = getattr(track, "hearing", None)
    said: Correction | None = getattr(track, "correction", None)
    done = heard if heard is not None and heard.state == State.DONE else None
    return Sounding(
        tempo=tempo_of(done, said),
        key=key_of(done, said),
        loudness_range=done.loudness_range if done else None,
        engine=done.engine if done else "",
        run=done.run if done else "",
        made_at=done.made_at if done else None,
        hidden=bool(said and said.hidden),
        state=heard.state if heard else "",
        rule=heard.rule if heard else "",
        reason=heard.reason if heard else "",
        correction=said,
    )


def public_sounding_of(track: Track) -> Sounding | None:
    """What everybody who sees the work is shown; None where there is nothing, or the artist hides it."""
    found = sounding_of(track)
    return None if found.hidden or not found.anything else found


def tempo_of(heard: Hearing | None, said: Correction | None) -> Fact | None:
    if said and said.tempo:
        return Fact(said.tempo, True)
    return Fact(heard.tempo, False) if heard and heard.tempo else None


def key_of(heard: Hearing | None, said: Correction | None) -> KeyFact | None:
    if said and said.key:
        return KeyFact(Key(said.key), Mode(said.mode), True)
    return KeyFact(Key(heard.key), Mode(heard.mode), False) if heard and heard.key else None
