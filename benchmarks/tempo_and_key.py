"""The engine of tempo and key on pieces of known tempo and key; what the gate adds to its time.

`python benchmarks/tempo_and_key.py [FOLDER]`: FOLDER holds one folder per piece with a recording (`mix.*`) and
`truth.json` (`bpm`: quarter notes in a minute; `tonic`: 0 to 11 from C, of the major key with the same notes). Without
one, pieces are made here, of plain chords and clicks in all twelve keys: easy ones, which only show that it works.
"""

import json
import subprocess
import sys
import tempfile
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from _instance import HOME  # noqa: F401 - makes the instance before any model is imported
from _processes import cpu_seconds

from libitum.accounts.models import User
from libitum.analysis.answers import facts_in
from libitum.analysis.apps import ENGINES
from libitum.analysis.models import Key
from libitum.catalog.services import create_artist, create_track
from libitum.ledger.publishing import make_key_once
from libitum.media.engine.ffmpeg import executable
from libitum.rights import gate
from libitum.rights.gate.registering import register_own_engines
from libitum.rights.gate.sound import wave_header
from libitum.rights.gate.tests import world

PROGRAM = ENGINES / "tempo_and_key" / "listen.py"
TONICS = list(Key.values)
NEAR = 0.04
# Levels of one beat: half and double; and, where a bar of three quarters is beaten in four or two, those.
LEVELS, OTHER_LEVELS = (1, 2, 1 / 2), (4 / 3, 2 / 3, 1 / 3)
RELATIVE_MINOR = 9
LEAST = {"key": 0.8, "tempo": 0.9}
MOST_GATE_SECONDS = 3.0
ROUNDS = 4


def pieces(folder: str | None, scratch: Path) -> Iterator[tuple[Path, dict[str, Any]]]:
    if folder:
        for truth in sorted(Path(folder).glob("*/truth.json")):
            yield next(truth.parent.glob("mix.*")), json.loads(truth.read_text())
        return
    for tonic in range(12):
        tempo = 70 + 7 * tonic
        path = scratch / f"{tonic}.wav"
        path.write_bytes(world.music(tempo=tempo, tonic=220 * 2 ** ((tonic - 9) / 12)))
        yield path, {"bpm": tempo, "tonic": tonic}


def wave_of(path: Path) -> bytes:
    """As the gate gives it."""
    command = [str(executable()), "-v", "error", "-i", str(path), "-f", "s16le", "-ac", "2", "-ar", "44100", "pipe:1"]
    samples = subprocess.run(command, check=True, capture_output=True).stdout
    return wave_header(len(samples)) + samples


def listen(sound: bytes) -> tuple[dict[str, Any], float]:
    """The engine's answer and its CPU seconds, alone and without walls."""
    start = cpu_seconds()
    done = subprocess.run([sys.executable, str(PROGRAM)], input=sound, check=True, capture_output=True)
    return json.loads(done.stdout), cpu_seconds() - start


def near(tempo: float | None, truth: float, levels: tuple[float, ...]) -> bool:
    return tempo is not None and any(abs(tempo - truth * level) <= NEAR * truth * level for level in levels)


def judge(answer: dict[str, Any], truth: dict[str, Any]) -> Counter[str]:
    facts = facts_in(answer)
    away = (TONICS.index(facts.key) - truth["tonic"]) % 12 if facts.key else -1
    same = away == 0 and facts.mode == "major"
    relative = away == RELATIVE_MINOR and facts.mode == "minor"
    return Counter(
        pieces=1,
        key=same or relative,
        exact=near(facts.tempo, truth["bpm"], (1,)),
        level=near(facts.tempo, truth["bpm"], LEVELS),
        tempo=near(facts.tempo, truth["bpm"], LEVELS + OTHER_LEVELS),
    )


def accuracy(folder: str | None) -> bool:
    total, seconds, minutes = Counter[str](), 0.0, 0.0
    with tempfile.TemporaryDirectory() as scratch:
        for path, truth in pieces(folder, Path(scratch)):
            answer, spent = listen(wave_of(path))
            total += judge(answer, truth)
            seconds, minutes = seconds + spent, minutes + answer["seconds"] / 60
    count = total["pieces"]
    print(f"| {count} pieces, {minutes:.0f} minutes | right | limit |\n|---|---|---|")
    print(f"| key, or the minor of the same notes | {total['key'] / count:.0%} | {LEAST['key']:.0%} |")
    print(f"| tempo within 4 %, of quarters | {total['exact'] / count:.0%} | - |")
    print(f"| ... or its half or double | {total['level'] / count:.0%} | - |")
    print(f"| ... or the drums' own beat where a bar has three quarters | {total['tempo'] / count:.0%} | 90% |")
    print(f"| CPU seconds for a minute of music | {seconds / minutes:.2f} | - |\n")
    return all(total[what] >= least * count for what, least in LEAST.items())


def gate_seconds() -> bool:
    """What deciding, recording, decoding and walls add for a work, beside the bare engine on the same sound."""
    make_key_once()
    register_own_engines()
    user = User.objects.create_user("ada@example.org", "a clear night in March", name="Ada", is_adult=True)
    world.put_terms_in_force(user)
    artist = create_artist(actor=user, name="Ada")
    music = world.music()
    tracks = [create_track(actor=user, artist=artist, title=f"Piece {n}", rights_basis="holder") for n in range(ROUNDS)]
    for track in tracks:
        world.sound(track, data=music)
    bare = min(listen(music)[1] for _ in tracks)
    start = cpu_seconds()
    with gate.request(gate.Use("disc.organise"), tracks, engine="tempo-and-key") as permit:
        made = [gate.Made([work], str(audio.listen()).encode()) for work, audio in permit.audio()]
        permit.close(kind="facts", outputs=made)
    through = (cpu_seconds() - start) / ROUNDS
    print(f"| a piece of 20 seconds | CPU seconds |\n|---|---|\n| the engine alone | {bare:.2f} |")
    print(f"| through the gate | {through:.2f} |")
    return through - bare <= MOST_GATE_SECONDS


if __name__ == "__main__":
    well = accuracy(sys.argv[1] if len(sys.argv) > 1 else None)
    sys.exit(0 if gate_seconds() and well else 1)
