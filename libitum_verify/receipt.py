"""Receipts of uploads pin the checkpoint that the log had signed: so a log that goes back or splits shows."""

import json
from collections.abc import Iterable

from .checkpoint import Checkpoint, open_checkpoint
from .note import VerifierKey
from .verdict import Reason, Refused


def open_receipt(data: bytes, keys: Iterable[VerifierKey], origin: str) -> Checkpoint:
    """The checkpoint in a receipt: JSON as the API gives it, or the signed note by itself. Raises Refused."""
    if not data.lstrip().startswith(b"{"):
        return open_checkpoint(data, keys, origin)
    pinned = pinned_in(data)
    checkpoint = open_checkpoint(str(pinned.get("checkpoint", "")).encode("utf-8", "replace"), keys, origin)
    said = {"origin": checkpoint.origin, "size": checkpoint.size, "root": checkpoint.root.hex()}
    if any(pinned.get(name) != value for name, value in said.items()):
        raise Refused(Reason.BAD_RECEIPT, "The receipt says of its checkpoint what the checkpoint doesn't say.")
    return checkpoint


def pinned_in(data: bytes) -> dict[str, object]:
    try:
        receipt = json.loads(data)
    except (ValueError, RecursionError):
        raise Refused(Reason.BAD_RECEIPT, "The receipt can't be read.") from None
    if "log" not in receipt:
        raise Refused(Reason.BAD_RECEIPT, "This is no receipt: it does not speak of the log.")
    pinned = receipt["log"]
    if pinned is None:
        raise Refused(Reason.MISSING, "The receipt pins no checkpoint: the log had none yet, or not all had arrived.")
    if not isinstance(pinned, dict):
        raise Refused(Reason.BAD_RECEIPT, "The receipt can't be read.")
    return pinned
