"""What keeps a restored or damaged log from signing a second history."""

from datetime import UTC, datetime

from django.db import transaction
from django.utils.translation import gettext as _

from libitum_verify.canonical import parse
from libitum_verify.checkpoint import Checkpoint
from libitum_verify.merkle import leaf_hash
from libitum_verify.note import split_note
from libitum_verify.tiles import WIDTH, proved_tree

from .errors import LogClosed
from .files import write_durably
from .keys import SigningKey
from .log import PublishedLog
from .models import Entry, SignedCheckpoint
from .positions import make_commits_durable, positioned

CLOSED = ".closed"


def close(log: PublishedLog, why: str) -> None:
    """Called by a restore: signing stays closed until the newest checkpoint known is shown to be ours."""
    write_durably(log.root / CLOSED, why.encode())


def reopen(log: PublishedLog) -> None:
    (log.root / CLOSED).unlink(missing_ok=True)


def check_open(log: PublishedLog) -> None:
    path = log.root / CLOSED
    if path.exists():
        raise LogClosed(path.read_text(encoding="utf-8"))


def check_name(key: SigningKey, newest: Checkpoint | None) -> None:
    if newest is not None and newest.origin != key.name:
        raise LogClosed(
            _("The signing key is named %(key)s, but the log is %(log)s.") % {"key": key.name, "log": newest.origin}
        )


def match_database(log: PublishedLog, newest: Checkpoint | None) -> None:
    """The database must hold what was signed. What it lost is read back from the files; what differs closes the log."""
    size = newest.size if newest else 0
    held = positioned()
    if newest is None or held > size:
        return
    if held < size:
        recover_entries(log, newest, held)
    check_last_entry(log, newest)


def check_last_entry(log: PublishedLog, newest: Checkpoint) -> None:
    """A cheap look at each start: the last signed entry is ours. `audit` looks at all of them."""
    if newest.size == 0:
        return
    row = Entry.objects.filter(position=newest.size - 1).values_list("body", flat=True).first()
    tree = log.tree(newest.size)
    if row is None or leaf_hash(bytes(row)) != tree.subtree(0, newest.size - 1):
        raise LogClosed(_("The database holds another entry %(n)d than the one signed.") % {"n": newest.size - 1})


def recover_entries(log: PublishedLog, newest: Checkpoint, held: int) -> None:
    """Entries [held, size) from the published bundles, proved against the checkpoint before they are believed."""
    tree = proved_tree(newest, log.fetch)
    if held and not same_entries(tree_entry=tree.entry(held - 1), position=held - 1):
        raise LogClosed(_("The database holds another entry %(n)d than the one signed.") % {"n": held - 1})
    make_commits_durable()
    with transaction.atomic(durable=True):
        for number in range(held // WIDTH, (newest.size + WIDTH - 1) // WIDTH):
            bodies = tree.bundle(number)
            for offset, body in enumerate(bodies):
                if leaf_hash(body) != tree.subtree(0, number * WIDTH + offset):
                    raise LogClosed(_("The published entries do not fit the log's own tiles."))
            first = max(held - number * WIDTH, 0)
            Entry.objects.bulk_create(
                Entry(type=str(parse(body)["type"]), body=body, position=number * WIDTH + first + i)
                for i, body in enumerate(bodies[first:])
            )
        recover_checkpoints(log, newest)


def recover_checkpoints(log: PublishedLog, newest: Checkpoint) -> None:
    """Those of this log that the database doesn't know, with the time of their file: for the page, not for proof."""
    known = set(SignedCheckpoint.objects.filter(origin=newest.origin).values_list("size", flat=True))
    for path in (log.root / "checkpoints").glob("*"):
        if not path.name.isdecimal() or int(path.name) in known:
            continue
        signed_at = datetime.fromtimestamp(path.stat().st_mtime, UTC)
        checkpoint = Checkpoint.parse(split_note(path.read_bytes())[0])
        SignedCheckpoint.objects.create(
            origin=checkpoint.origin,
            size=checkpoint.size,
            root=checkpoint.root.hex(),
            note=path.read_text(encoding="utf-8"),
            signed_at=signed_at,
        )


def same_entries(*, tree_entry: bytes, position: int) -> bool:
    row = Entry.objects.filter(position=position).values_list("body", flat=True).first()
    return row is not None and bytes(row) == tree_entry
