"""A client that kept a checkpoint demands that every later one continues it: so a split view shows."""

from collections.abc import Iterable
from pathlib import Path

from . import merkle
from .checkpoint import Checkpoint, open_checkpoint
from .note import VerifierKey
from .tiles import Fetch, TiledTree
from .verdict import Reason, Refused


def check_continues(old: Checkpoint, new: Checkpoint, fetch: Fetch) -> None:
    """Raise Refused unless `new` continues `old`; `fetch` reads the newer log."""
    if old.origin != new.origin:
        raise Refused(Reason.WRONG_ORIGIN, f"The log calls itself {new.origin} now; before it was {old.origin}.")
    if old.size > new.size:
        raise Refused(Reason.ROLLBACK, f"The log went back from {old.size} to {new.size} entries.")
    if old.size == new.size and old.root != new.root:
        raise Refused(Reason.FORK, f"Two different logs of {old.size} entries were signed.")
    proof = TiledTree(new.size, fetch).consistency_proof(old.size)
    merkle.check_consistency(old.size, old.root, new.size, new.root, proof)


def check_pin(path: Path, note: bytes, keys: Iterable[VerifierKey], origin: str, fetch: Fetch) -> Checkpoint:
    """Compare with the checkpoint kept in `path`, then keep the new one there."""
    known = list(keys)
    new = open_checkpoint(note, known, origin)
    if path.exists():
        check_continues(open_checkpoint(path.read_bytes(), known, origin), new, fetch)
    draft = path.with_name(f".{path.name}.new")
    draft.write_bytes(note)
    draft.replace(path)
    return new
