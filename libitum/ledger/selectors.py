"""Every read of the log: entries, proofs, checkpoints."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import timedelta

from django.conf import settings
from django.utils import timezone
from django.utils.translation import gettext as _

from libitum_verify.canonical import Json, parse
from libitum_verify.proof import InclusionProof
from libitum_verify.tiles import WIDTH

from .errors import LogUnavailable
from .guard import check_last_entry, check_name, check_open
from .keys import load_key
from .log import published_log
from .models import Entry, SignedCheckpoint
from .positions import positioned

# A worker publishes every few seconds; what has waited longer shows that none does.
PATIENCE = timedelta(minutes=2)
# Keys in one question to the database: SQLite takes no endless list.
AT_ONCE = 1000


@dataclass(frozen=True, slots=True)
class LoggedEntry:
    index: int
    data: bytes

    @property
    def value(self) -> dict[str, Json]:
        return parse(self.data)


def log_size() -> int:
    newest = published_log().newest()
    return newest.size if newest else 0


def entry_values(keys: Iterable[int]) -> dict[int, dict[str, Json]]:
    """What these entries say, by their key, whether or not they have their place in the log yet."""
    rows = Entry.objects.filter(pk__in=list(keys)).values_list("pk", "body")
    return {key: parse(bytes(body)) for key, body in rows}


def published_positions(keys: Iterable[int]) -> dict[int, int]:
    """Where these entries stand in the log, by their key; only of those under a signed checkpoint."""
    rows = Entry.objects.filter(pk__in=list(keys), position__lt=log_size()).values_list("pk", "position")
    return {key: int(position) for key, position in rows if position is not None}


def newest_entries(before: int, count: int) -> list[LoggedEntry]:
    """The `count` entries below `before`, newest first, read from the published files."""
    log = published_log()
    tree = log.tree(log_size())
    end = min(before, tree.size)
    begin = max(end - count, 0)
    bundles = {number: tree.bundle(number) for number in range(begin // WIDTH, (end + WIDTH - 1) // WIDTH)}
    return [LoggedEntry(i, bundles[i // WIDTH][i % WIDTH]) for i in reversed(range(begin, end))]


def inclusion_proof(index: int) -> InclusionProof:
    """With the entry as its extra data, under the newest checkpoint; raises Refused outside the log."""
    log = published_log()
    note = (log.root / "checkpoint").read_bytes()
    tree = log.tree(log_size())
    return InclusionProof(index, tuple(tree.inclusion_proof(index)), note, tree.entry(index))


def checkpoints(limit: int = 100) -> list[SignedCheckpoint]:
    return list(SignedCheckpoint.objects.order_by("-signed_at", "-size")[:limit])


@dataclass(frozen=True, slots=True)
class LogState:
    """What the newest checkpoint says; size 0 and no root before the first."""

    origin: str
    size: int
    root: str
    vkey: str


def log_state() -> LogState:
    log = published_log()
    newest = log.newest()
    path = log.root / "vkey"
    vkey = path.read_text(encoding="utf-8").splitlines()[0] if path.exists() else ""
    if newest is None:
        return LogState(settings.LEDGER_ORIGIN, 0, "", vkey)
    return LogState(newest.origin, newest.size, newest.root.hex(), vkey)


def pin() -> str:
    """The newest checkpoint as signed, for receipts: whoever keeps one can demand that the log goes on from it."""
    path = published_log().root / "checkpoint"
    return path.read_text(encoding="utf-8") if path.exists() else ""


def published_index(entry: Entry) -> int | None:
    """Its place in the published log (`/log/entries/<index>`); None as long as no checkpoint holds it."""
    [index] = published_indexes([entry])
    return index


def is_published(entry: Entry, *more: Entry) -> bool:
    """Whether all of these stand in a checkpoint that anybody can see: only then may be done what they announce."""
    return None not in published_indexes([entry, *more])


def published_indexes(entries: list[Entry]) -> list[int | None]:
    """Found by what they say, too: SQLite gives the key of an entry that was taken back to another one."""
    size, places = log_size(), dict[tuple[int, bytes], int]()
    for part in (entries[i : i + AT_ONCE] for i in range(0, len(entries), AT_ONCE)):
        rows = Entry.objects.filter(pk__in=[entry.pk for entry in part], position__lt=size)
        for key, body, position in rows.values_list("pk", "body", "position"):
            places[key, bytes(body)] = position or 0
    return [places.get((entry.pk, bytes(entry.body))) for entry in entries]


def waiting() -> int:
    """How many entries no checkpoint holds yet."""
    return Entry.objects.filter(position=None).count() + positioned() - log_size()


def is_closed() -> bool:
    """Whether an operator must look first: after a restore, words said since may be missing in the database."""
    try:
        check_open(published_log())
    except LogUnavailable:
        return True
    return False


def why_not_running() -> str:
    """A sentence when nothing gets into a checkpoint at the moment, else nothing. For people; `publish_now` proves."""
    log = published_log()
    newest = log.newest()
    try:
        check_open(log)
        check_name(load_key(), newest)
        if newest is not None and positioned() == newest.size:
            check_last_entry(log, newest)
    except LogUnavailable as unavailable:
        return str(unavailable)
    if Entry.objects.filter(position=None, created_at__lt=timezone.now() - PATIENCE).exists():
        return _("Entries have waited for minutes: no worker publishes them.")
    return ""
