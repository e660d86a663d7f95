"""The one door to music for whatever is AI, ours or somebody else's. AI rooms import this, and nothing beside it.

    with gate.request(use, tracks, engine="tempo-and-key") as permit:
        for work, audio in permit.audio():
            heard = audio.listen()
            ...
        permit.close(kind="facts", outputs=[...], store=...)

`request` decides every work, and records and logs the run before anything is handed out. No caller ever holds the
sound: `audio.listen` has the engine hear it behind its walls, and gives back what the engine says.
"""

from libitum.rights.models import Output
from libitum_verify.rights.facts import Use

from .audio import Audio, Heard
from .manifest import Manifest
from .opening import request
from .outputs import Made, forget_outputs
from .own import own_engine
from .permit import Permit, Refusal
from .problems import EngineFailed, GateClosed, PermitOver
from .reconsidering import refusals
from .signals import decisions_may_change

__all__ = [
    "Audio",
    "EngineFailed",
    "GateClosed",
    "Heard",
    "Made",
    "Manifest",
    "Output",
    "Permit",
    "PermitOver",
    "Refusal",
    "Use",
    "decisions_may_change",
    "forget_outputs",
    "own_engine",
    "refusals",
    "request",
]
