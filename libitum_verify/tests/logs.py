"""A log made without a database: the same bytes a sequencer publishes, for the verifier's own tests."""

import hashlib
import json
from dataclasses import dataclass
from pathlib import Path

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from libitum_verify.canonical import canonical
from libitum_verify.checkpoint import Checkpoint
from libitum_verify.merkle import leaf_hash
from libitum_verify.note import VerifierKey, sign_note
from libitum_verify.source import from_folder
from libitum_verify.tiles import WIDTH, TiledTree, bundle_path, encode_bundle, hash_tile, tile_path

ORIGIN = "music.example/log"
SCHEMAS = Path(__file__).parents[2] / "libitum/ledger/schemas"
TIME = "2026-01-01T00:00:00Z"


@dataclass(frozen=True)
class MadeLog:
    folder: Path
    private: Ed25519PrivateKey
    checkpoint: Checkpoint
    entries: list[bytes]

    @property
    def key(self) -> VerifierKey:
        return VerifierKey(ORIGIN, self.private.public_key().public_bytes_raw())


def some_entries(folder: Path, size: int, day: str) -> list[bytes]:
    """The schemas, then heartbeats."""
    entries = []
    for name in ("schema.publish", "heartbeat"):
        data = canonical(json.loads((SCHEMAS / f"{name}-1.json").read_text()))
        digest = hashlib.sha256(data).hexdigest()
        put(folder / "files" / digest, data)
        entries.append(
            canonical({"type": "schema.publish", "v": 1, "time": TIME, "name": name, "version": 1, "sha256": digest})
        )
    for i in range(size - len(entries)):
        body = {"type": "heartbeat", "v": 1, "time": TIME, "day": day, "entries": i, "totals": []}
        entries.append(canonical(body))  # type: ignore[arg-type]
    return entries[:size]


def put(path: Path, data: bytes) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(data)


def make_log(folder: Path, size: int, private: Ed25519PrivateKey | None = None, *, day: str = "2026-01-01") -> MadeLog:
    """`day`: what all its heartbeats say; with another one the same size gives another history."""
    private = private or Ed25519PrivateKey.generate()
    entries = some_entries(folder, size, day)
    for number in range(0, size, WIDTH):
        part = entries[number : number + WIDTH]
        put(folder / bundle_path(number // WIDTH, len(part)), encode_bundle(part))
    level, hashes = 0, [leaf_hash(entry) for entry in entries]
    while hashes:
        above = []
        for number in range(0, len(hashes), WIDTH):
            row = hashes[number : number + WIDTH]
            put(folder / tile_path(level, number // WIDTH, len(row)), b"".join(row))
            if len(row) == WIDTH:
                above.append(hash_tile(row))
        level, hashes = level + 1, above
    checkpoint = Checkpoint(ORIGIN, size, TiledTree(size, from_folder(folder)).root())
    made = MadeLog(folder, private, checkpoint, entries)
    put(folder / "checkpoint", sign_note(checkpoint.text(), made.key, private.sign))
    put(folder / "vkey", f"{made.key}\n".encode())
    return made
