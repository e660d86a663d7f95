"""An engine as a child process that has nothing but one work's sound and what it may say of it."""

import json
from collections.abc import Iterator, Mapping
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import IO, Any

from django.utils.translation import gettext_lazy as _

from libitum.media.engine.sandbox import MIB, Limits, Outcome, run
from libitum.media.engine.text import clean
from libitum.rights.models import Engine

from .problems import EngineFailed
from .sound import nameless_file
from .walls import interpreter, stranger_for

ANSWER_BYTES = MIB
# Arguments: the folder of the program, its name, the request.
BOOT = (
    "import runpy, sys; folder, program = sys.argv[1:3]; sys.path.insert(0, folder); "
    "sys.argv = [program, *sys.argv[3:]]; runpy.run_path(folder + '/' + program, run_name='__main__')"
)


class TooMuch(Exception):  # noqa: N818 - what it said
    pass


@contextmanager
def run_engine(
    engine: Engine, program: Path, sound: IO[bytes], settings: Mapping[str, object]
) -> Iterator[tuple[dict[str, Any], dict[str, IO[bytes]]]]:
    """Its answer, and the files it made, open until the end of the context. Raises EngineFailed.

    The program reads the sound (WAV) on standard input and a request from its first argument:
    `{"purpose-free settings": ..., "files": {name: number of the descriptor to write to}}`; it prints one JSON object.
    """
    with ExitStack() as stack:
        pairs = {name: stack.enter_context(nameless_file()) for name in engine.limits.get("files", [])}
        handed = {name: writable.fileno() for name, (writable, _readable) in pairs.items()}
        request = json.dumps({**settings, "files": handed})
        answer = ask(engine, program, sound, request, tuple(handed.values()))
        yield answer, {name: readable for name, (_writable, readable) in pairs.items()}


def ask(engine: Engine, program: Path, sound: IO[bytes], request: str, handed: tuple[int, ...]) -> dict[str, Any]:
    python, said = interpreter(), bytearray()

    def listen(stream: IO[bytes]) -> None:
        while piece := stream.read(1 << 16):
            said.extend(piece)
            if len(said) > ANSWER_BYTES:
                raise TooMuch

    command = [str(python.executable), "-I", "-B", "-X", "utf8", "-c", BOOT, str(program), engine.program, request]
    sound.seek(0)
    try:
        outcome = run(
            command,
            workdir=program,
            readable=[program, *python.readable],
            limits=limits_of(engine),
            consume=listen,
            stdin=sound.fileno(),
            handed=handed,
            stranger=stranger_for(outside=engine.is_outside),
        )
    except TooMuch:
        raise EngineFailed(_("The engine said far more than an answer.")) from None
    return answer_of(outcome, said)


def limits_of(engine: Engine) -> Limits:
    bounds = engine.limits
    seconds = int(bounds["seconds"])
    return Limits(wall=seconds, cpu=seconds, memory=int(bounds["memory"]) * MIB, file=int(bounds["file"]) * MIB)


def answer_of(outcome: Outcome, said: bytearray) -> dict[str, Any]:
    if outcome.out_of_time:
        raise EngineFailed(_("The engine took longer than it may."))
    if not outcome.ok:
        last = clean(outcome.stderr.strip().rpartition("\n")[2], 200)
        raise EngineFailed(_("The engine ended with an error: %(error)s") % {"error": last or outcome.status})
    try:
        answer = json.loads(bytes(said), parse_constant=refuse_constant)
    except (ValueError, RecursionError):
        raise EngineFailed(_("The engine's answer is not one of the agreed form.")) from None
    if not isinstance(answer, dict):
        raise EngineFailed(_("The engine's answer is not one of the agreed form."))
    return answer


def refuse_constant(name: str) -> float:
    raise ValueError(name)
