"""Entries -> tiles -> checkpoint, in this order, each durable before the next.

Whatever instant the process dies at, the next one finds either the former checkpoint, whose files are all there,
or the new one. Files beyond the checkpoint are written again from the same entries, so they come out the same.
"""

import logging
import time

from django.db import transaction
from django.utils.translation import gettext as _

from libitum_verify import merkle
from libitum_verify.checkpoint import Checkpoint
from libitum_verify.note import Signature
from libitum_verify.verdict import Refused

from .building import build
from .errors import LogClosed
from .guard import check_name, check_open, match_database
from .keys import SigningKey, load_key
from .lock import sequencer_lock
from .log import PublishedLog, published_log
from .models import SignedCheckpoint
from .positions import assign_positions
from .publishing import publish_schemas, rotation_signers

logger = logging.getLogger(__name__)

# How often whoever waits for the turn of another process looks again.
PAUSE_SECONDS = 0.01


def sequence() -> Checkpoint | None:
    """Publish what waits. None when nothing waited or another process is at it; raises LogClosed or BadKey."""
    log = published_log()
    with sequencer_lock(log.root) as held:
        return sequence_alone(log, load_key()) if held else None


def sequence_in_turn(deadline: float) -> bool:
    """Like `sequence`, but waits for whoever is at it; False when `deadline` (time.monotonic) came first."""
    log = published_log()
    while True:
        with sequencer_lock(log.root) as held:
            if held:
                sequence_alone(log, load_key())
                return True
        if time.monotonic() >= deadline:
            return False
        time.sleep(PAUSE_SECONDS)


def sequence_alone(log: PublishedLog, key: SigningKey) -> Checkpoint | None:
    try:
        return grow(log, key)
    except Refused as refused:
        raise LogClosed(_("The log's own files don't hold together. %(why)s") % {"why": refused.sentence}) from refused


def grow(log: PublishedLog, key: SigningKey) -> Checkpoint | None:
    check_open(log)
    old = log.newest()
    check_name(key, old)
    match_database(log, old)
    publish_schemas(log)
    size = assign_positions()
    if old is not None and size == old.size:
        return None
    build(log, old.size if old else 0, size)
    checkpoint = Checkpoint(key.name, size, log.tree(size).root())
    check_continues(log, old, checkpoint)
    publish(log, checkpoint, [key, *rotation_signers(old.size if old else 0, size)])
    return checkpoint


def check_continues(log: PublishedLog, old: Checkpoint | None, new: Checkpoint) -> None:
    """The last look before a signature: the very files that will be served prove that the log only grew."""
    if old is None:
        return
    if new.size < old.size:
        raise LogClosed(_("The database holds fewer entries than the log has signed."))
    proof = log.tree(new.size).consistency_proof(old.size)
    merkle.check_consistency(old.size, old.root, new.size, new.root, proof)


def publish(log: PublishedLog, checkpoint: Checkpoint, signers: list[SigningKey]) -> None:
    text = checkpoint.text()
    lines = [Signature(s.name, s.verifier.id, s.sign(text.encode())).line() for s in signers]
    note = text + "\n" + "".join(lines)
    log.write(f"checkpoints/{checkpoint.size}", note.encode())
    log.write("checkpoint", note.encode())
    with transaction.atomic():
        SignedCheckpoint.objects.get_or_create(
            origin=checkpoint.origin,
            size=checkpoint.size,
            defaults={"root": checkpoint.root.hex(), "note": note},
        )
    logger.info("checkpoint signed", extra={"size": checkpoint.size})
