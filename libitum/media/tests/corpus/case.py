from collections.abc import Callable
from dataclasses import dataclass

from libitum.media.engine.reasons import Reason


@dataclass(frozen=True)
class Case:
    """A file to be met in the wild. `refused` holds the reasons that are right answers; empty: it is to be taken.

    `name` is what the uploader calls it, which may be hostile itself.
    """

    key: str
    name: str
    make: Callable[[], bytes]
    refused: frozenset[Reason]


CASES: dict[str, Case] = {}


def case(name: str, *refused: Reason, key: str | None = None) -> Callable[[Callable[[], bytes]], Callable[[], bytes]]:
    """Registers the function that makes the file's bytes."""

    def register(make: Callable[[], bytes]) -> Callable[[], bytes]:
        add(key or make.__name__, name, make, *refused)
        return make

    return register


def add(key: str, name: str, make: Callable[[], bytes], *refused: Reason) -> None:
    if key in CASES:
        raise ValueError(f"two cases are called {key}")
    CASES[key] = Case(key, name, make, frozenset(refused))
