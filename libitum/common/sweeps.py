"""Work that comes round by the clock: a room writes it in its `sweeps.py`, the workers run it."""

from collections.abc import Callable
from dataclasses import dataclass

from django.utils.module_loading import autodiscover_modules


@dataclass(frozen=True, slots=True)
class Sweep:
    name: str
    every: int
    run: Callable[[], object]


_sweeps: dict[str, Sweep] = {}


def sweep(*, every: int) -> Callable[[Callable[[], object]], Callable[[], object]]:
    """Have the function run about every so many seconds, by one worker of all, however many there are.

    It may be cut off at any point and is run again at its next time: write it so that this loses nothing.
    """

    def register(function: Callable[[], object]) -> Callable[[], object]:
        name = f"{function.__module__}.{function.__qualname__}"
        _sweeps[name] = Sweep(name, every, function)
        return function

    return register


def all_sweeps() -> list[Sweep]:
    """Every room's, found by the name of the module."""
    autodiscover_modules("sweeps")
    return list(_sweeps.values())
