"""Recordings with real sound, engines of a few lines, and words of holders, as the gate's tests need them."""

import hashlib
import json
import textwrap
import time
from pathlib import Path

from django.core.files.base import ContentFile

from libitum.accounts.models import User
from libitum.catalog.models import Track
from libitum.media.models import Master
from libitum.media.storage import media
from libitum.media.tests.corpus import sounds
from libitum.media.tests.recordings import record
from libitum.rights.gate.manifest import read_manifest
from libitum.rights.gate.registering import register
from libitum.rights.models import Acceptance, Engine, Statement, TermsVersion, Word
from libitum.rights.models.word import Level
from libitum.rights.services.parties import party_of
from libitum_verify.rights.facts import INSTANCE
from libitum_verify.rights.vocabulary import vocabulary

HONEST = """
import json, sys, wave
with wave.open(sys.stdin.buffer) as sound:
    print(json.dumps({"frames": sound.getnframes(), "rate": sound.getframerate(), "channels": sound.getnchannels()}))
"""


def put_terms_in_force(*people: User) -> TermsVersion:
    """The vocabulary's own classes, accepted by these people."""
    clause = {purpose.id: purpose.starts_as.name for purpose in vocabulary().purposes.values()}
    moment = time.time() - 60
    version = TermsVersion.objects.create(number=1, clause=clause, announced_at=at(moment), effective_at=at(moment))
    for person in people:
        Acceptance.objects.create(user=person, version=version, language="en", how="page", at=at(moment))
    return version


def at(moment: float) -> object:
    from datetime import UTC, datetime  # noqa: PLC0415

    return datetime.fromtimestamp(moment, UTC)


def say(track: Track, purpose: str, *, allowed: bool, taker: str = INSTANCE) -> Word:
    """The owner's word on this work; an opt-in counts as signed."""
    party = party_of(track.artist.owner)
    statement = Statement.objects.create(party=party, body=b"{}")
    return Word.objects.create(
        party=party,
        statement=statement,
        purpose=purpose,
        allowed=allowed,
        level=Level.TRACK,
        track=track,
        taker=taker if allowed else "",
        at=int(time.time()),
        signed=allowed,
    )


def sound(track: Track, *, seconds: float = 1.0) -> Master:
    """A recording that can be decoded."""
    data = sounds.wav(seconds)
    master = record(track, sound=data)
    master.original.sha256 = hashlib.sha256(data + track.uid.encode()).hexdigest()
    media().delete(master.original.storage_name)
    media().save(master.original.storage_name, ContentFile(data))
    master.container, master.channels = "wav", 2
    master.save()
    return master


def write_engine(folder: Path, program: str = HONEST, **fields: object) -> Path:
    folder.mkdir(parents=True, exist_ok=True)
    manifest = {
        "slug": "listener",
        "version": "1",
        "name": "Listener",
        "description": "Counts what it hears.",
        "maker": "Tests",
        "taker": INSTANCE,
        "ceiling": ["disc.organise"],
        "training": [],
        "program": "engine.py",
        "limits": {"sound": 60, "seconds": 30, "memory": 128},
        **fields,
    }
    (folder / "engine.json").write_text(json.dumps(manifest))
    (folder / "engine.py").write_text(textwrap.dedent(program))
    return folder


def engine(folder: Path, program: str = HONEST, *, outside: bool = True, **fields: object) -> Engine:
    """Registered, and stored as engines from outside are, so that it runs behind every wall."""
    return register(read_manifest(write_engine(folder, program, **fields)), folder, outside=outside)
