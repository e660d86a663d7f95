"""How much there is, for the foot of the operator's page."""

from django.utils.formats import number_format
from django.utils.translation import gettext as _

from libitum.ops.inspection import plain_size
from libitum.ops.metrics import families as named

from .now import Now

Rows = list[tuple[str, str]]


def count(number: float) -> str:
    return str(number_format(int(number), force_grouping=True))


def figures(now: Now) -> list[tuple[str, Rows]]:
    """Name and value by heading. What a worker hasn't measured yet is missing."""
    return [
        (heading, rows)
        for heading, rows in ((_("Works"), works(now)), (_("Work in hand"), in_hand(now)), (_("Room"), room(now)))
        if rows
    ]


def works(now: Now) -> Rows:
    if named.MEASURED_AT not in now.found:
        return []
    tracks = now.all_of(named.TRACKS)
    return [
        (_("People"), count(now.of(named.ACCOUNTS))),
        (_("Tracks"), count(sum(tracks.values()))),
        (_("Public among them"), count(tracks.get(("public",), 0))),
        (_("Releases"), count(now.total(named.RELEASES))),
        (_("Recordings received in 24 hours"), count(now.of(named.UPLOADS_DAY))),
    ]


def in_hand(now: Now) -> Rows:
    def jobs(state: str) -> str:
        return count(sum(n for (_kind, each), n in now.all_of(named.JOBS).items() if each == state))

    return [
        (_("Workers"), count(now.of(named.WORKERS))),
        (_("Uploads on their way"), count(now.of(named.UPLOADS, "receiving"))),
        (_("Jobs waiting"), jobs("waiting")),
        (_("Jobs running"), jobs("running")),
        (_("Jobs failed"), jobs("failed")),
        (_("Letters waiting"), count(now.total(named.LETTERS))),
        (_("Cases waiting"), count(now.total(named.CASES))),
        (_("Entries in the log"), count(now.of(named.LOG_ENTRIES))),
    ]


def room(now: Now) -> Rows:
    kinds = {
        "original": _("Originals"),
        "rendition": _("Renditions"),
        "stamped": _("Files that say what machines may do"),
    }
    media = [(kinds[kind], plain_size(int(size))) for (kind,), size in now.all_of(named.MEDIA_BYTES).items()]
    return [
        *sorted(media),
        (_("Database"), plain_size(int(now.of(named.DATABASE_BYTES)))),
        (_("Free on the disk"), plain_size(int(now.of(named.DISK_FREE)))),
    ]
