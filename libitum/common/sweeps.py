"""Work that comes round by the clock: a room writes it in its `sweeps.py`, the workers run it."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass

from django.core.cache import cache
from django.utils.module_loading import autodiscover_modules


@dataclass(frozen=True, slots=True)
class Sweep:
    name: str
    every: int
    run: Callable[[], object]
    removes: bool


RESTING = "removals-rest"
MARK = "sweep:"
# A backup that is killed can't say that it has ended.
RESTS_AT_MOST = 24 * 3600

_sweeps: dict[str, Sweep] = {}


def sweep(*, every: int, removes: bool = False) -> Callable[[Callable[[], object]], Callable[[], object]]:
    """Have the function run about every so many seconds, by one worker of all, however many there are.

    `removes`: it takes stored bytes away, so it rests while a backup copies them.
    It may be cut off at any point and is run again at its next time: write it so that this loses nothing.
    """

    def register(function: Callable[[], object]) -> Callable[[], object]:
        name = f"{function.__module__}.{function.__qualname__}"
        _sweeps[name] = Sweep(name, every, function, removes)
        return function

    return register


def all_sweeps() -> list[Sweep]:
    """Every room's, found by the name of the module."""
    autodiscover_modules("sweeps")
    return list(_sweeps.values())


def take_turn(each: Sweep) -> bool:
    """Whether it is this worker's turn: the first to take the mark has it, until the mark runs out."""
    return bool(cache.add(f"{MARK}{each.name}", 1, timeout=each.every))


def forget_turns() -> None:
    """Whatever was run lately counts as due: its mark would run out by a clock that holds no more."""
    cache.delete_many([f"{MARK}{each.name}" for each in all_sweeps()])


@contextmanager
def removals_rest() -> Iterator[None]:
    """Nothing that is stored now goes away meanwhile."""
    cache.set(RESTING, 1, timeout=RESTS_AT_MOST)
    try:
        yield
    finally:
        cache.delete(RESTING)


def removals_are_resting() -> bool:
    return cache.get(RESTING) is not None
