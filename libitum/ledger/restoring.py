"""After a restore: go on with the same history, or begin another that says so."""

from django.db import transaction
from django.utils.translation import gettext as _

from libitum_verify.canonical import Json
from libitum_verify.checkpoint import Checkpoint, open_checkpoint
from libitum_verify.note import VerifierKey, split_note
from libitum_verify.pin import check_continues

from .appending import append
from .errors import LogClosed
from .files import make_folder, sync_folder, write_durably
from .guard import close, reopen
from .keys import SigningKey, new_key, save_key
from .lock import sequencer_lock
from .log import PublishedLog, published_log
from .models import Entry
from .publishing import publish_vkeys


def known_keys(log: PublishedLog) -> list[VerifierKey]:
    text = log.fetch("vkey").decode()
    return [VerifierKey.parse(line) for line in text.splitlines() if line.strip()]


def reopen_with(note: bytes) -> None:
    """`note`: the newest checkpoint that anybody kept. Raises Refused unless our files continue it."""
    log = published_log()
    newest = log.newest()
    if newest is None:
        raise LogClosed(_("There are no files of the log to go on from: begin a new origin."))
    kept = open_checkpoint(note, known_keys(log), newest.origin)
    check_continues(kept, newest, log.fetch)
    reopen(log)


def start_new_origin(*, name: str, why: str) -> SigningKey:
    """The old files move aside and go on being served; every entry is logged anew under the new name.

    Cut off at any point, nothing is signed until the same call has gone through.
    """
    log = published_log()
    with sequencer_lock(log.root) as held:
        if not held:
            raise LogClosed(_("Another process is publishing; try again."))
        note = newest_note(log)
        old = Checkpoint.parse(split_note(note)[0]).origin if note else ""
        if old == name:
            raise LogClosed(_("The new log needs another name than the old one."))
        close(log, _("A new origin was begun and not finished: run “libitum ledger new-origin” again."))
        put_aside(log)
        key = new_key(name)
        save_key(key)
        with transaction.atomic():
            place_anew()
            said: dict[str, Json] = {"old_origin": old, "old_checkpoint": note.decode()[:4000], "why": why}
            append(type="origin.continue", bodies=[said])
        publish_vkeys()
        reopen(log)
    return key


def newest_note(log: PublishedLog) -> bytes:
    """The last checkpoint known: the log's own, or that of the former one that was signed last."""
    own = log.root / "checkpoint"
    if own.exists():
        return own.read_bytes()
    formers = sorted((log.root / "former").glob("*/checkpoint"), key=lambda path: path.stat().st_mtime)
    return formers[-1].read_bytes() if formers else b""


def place_anew() -> None:
    """Every entry waits again, but the forms of entries, old versions among them, which come first as they did."""
    forms = list(Entry.objects.filter(type="schema.publish").order_by("position", "pk").values_list("pk", flat=True))
    Entry.objects.update(position=None)
    for position, key in enumerate(forms):
        Entry.objects.filter(pk=key).update(position=position)


def put_aside(log: PublishedLog) -> None:
    """Under `former/<name>/`, where old proofs can still be checked. The checkpoint last: it says what to move."""
    newest = log.newest()
    if newest is None:
        return
    folder = log.root / "former" / newest.origin.replace("/", "-")
    make_folder(folder)
    for file in (log.root / "files").glob("[0-9a-f]*"):
        write_durably(folder / "files" / file.name, file.read_bytes())
    for name in ("vkey", "tile", "checkpoints", "checkpoint"):
        path = log.root / name
        if path.exists():
            path.rename(folder / name)
            sync_folder(folder)
            sync_folder(log.root)
