"""Runs one of `children` behind the sandbox and reads its answer."""

import json
import sys
from pathlib import Path
from typing import IO, Any

from .sandbox import MIB, Interrupted, Limits, Outcome, run

FOLDER = Path(__file__).with_name("children")
ANSWER_BYTES = 8 * MIB


def python_paths() -> list[Path]:
    """Where the interpreter and its libraries lie."""
    return [Path(sys.prefix), Path(sys.base_prefix), Path(sys.executable).resolve(), FOLDER]


def ask(
    script: str, *arguments: str, source: Path, workdir: Path, limits: Limits
) -> tuple[dict[str, Any] | None, Outcome]:
    """The object that `script` printed, None when it printed none; raises Interrupted when somebody else ended it."""
    answer = bytearray()

    def read(stream: IO[bytes]) -> None:
        answer.extend(stream.read(ANSWER_BYTES))

    command = [sys.executable, "-I", "-X", "utf8", str(FOLDER / script), *arguments, str(source.resolve())]
    outcome = run(command, workdir=workdir, readable=[source, *python_paths()], limits=limits, consume=read)
    if outcome.interrupted:
        raise Interrupted(f"{script} ended with status {outcome.status}")
    try:
        fields = json.loads(answer) if outcome.ok else None
    except ValueError:
        fields = None
    return (fields if isinstance(fields, dict) else None), outcome
