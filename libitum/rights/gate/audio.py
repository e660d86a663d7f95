"""What an AI room holds in place of sound."""

from collections.abc import Callable, Iterator, Mapping
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import IO, Any

from libitum.catalog.models import Track
from libitum.rights.models import Engine

from .problems import EngineFailed
from .running import run_engine
from .sound import sound_of


@dataclass(frozen=True, slots=True)
class Heard:
    """`answer`: what the engine says, as strangers' data: check it. `files`: what it made, readable from the start."""

    answer: dict[str, Any]
    files: dict[str, IO[bytes]]


@dataclass(frozen=True, slots=True)
class Audio:
    """One work's sound, handed out under a permit. It can be heard by the permit's engine, and by nobody else."""

    engine: Engine
    program: Path
    track: Track
    on_failure: Callable[[Track, EngineFailed], None]

    @contextmanager
    def listening(self, **settings: object) -> Iterator[Heard]:
        """For engines that make files, which are open until the end. Raises EngineFailed."""
        with ExitStack() as stack:
            try:
                sound = stack.enter_context(sound_of(self.track, seconds=int(self.engine.limits["sound"])))
                answer, files = stack.enter_context(run_engine(self.engine, self.program, sound, settings))
            except EngineFailed as failure:
                self.on_failure(self.track, failure)
                raise
            yield Heard(answer, files)

    def listen(self, settings: Mapping[str, object] | None = None) -> dict[str, Any]:
        """What the engine says of it. Raises EngineFailed, with a sentence; the permit goes on with other works."""
        with self.listening(**(settings or {})) as heard:
            return heard.answer
