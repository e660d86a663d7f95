"""After a restore: go on with the same history, or begin another that says so."""

from django.db import transaction
from django.utils.translation import gettext as _

from libitum_verify.checkpoint import open_checkpoint
from libitum_verify.note import VerifierKey
from libitum_verify.pin import check_continues

from .appending import append
from .errors import LogClosed
from .files import write_durably
from .guard import reopen
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
    """The old files move aside and go on being served; every entry is logged anew under the new name."""
    log = published_log()
    with sequencer_lock(log.root) as held:
        if not held:
            raise LogClosed(_("Another process is publishing; try again."))
        old = log.newest()
        note = (log.root / "checkpoint").read_text(encoding="utf-8") if old else ""
        if old is not None and old.origin == name:
            raise LogClosed(_("The new log needs another name than the old one."))
        put_aside(log, old.origin if old else "")
        key = new_key(name)
        save_key(key)
        with transaction.atomic():
            place_anew()
            append(
                type="origin.continue",
                bodies=[{"old_origin": old.origin if old else "", "old_checkpoint": note[:4000], "why": why}],
            )
        publish_vkeys()
        reopen(log)
    return key


def place_anew() -> None:
    """Every entry waits again, but the forms of entries, old versions among them, which come first as they did."""
    forms = list(Entry.objects.filter(type="schema.publish").order_by("position", "pk").values_list("pk", flat=True))
    Entry.objects.update(position=None)
    for position, key in enumerate(forms):
        Entry.objects.filter(pk=key).update(position=position)


def put_aside(log: PublishedLog, origin: str) -> None:
    """Under `former/<name>/`, where old proofs can still be checked."""
    if not origin:
        return
    folder = log.root / "former" / origin.replace("/", "-")
    folder.mkdir(parents=True, exist_ok=True)
    for name in ("checkpoint", "checkpoints", "tile", "vkey"):
        path = log.root / name
        if path.exists():
            path.rename(folder / name)
    for file in (log.root / "files").glob("*"):
        write_durably(folder / "files" / file.name, file.read_bytes())
