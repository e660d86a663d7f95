"""The use ledger as CSV (RFC 4180): one line for each decision, as programs and spreadsheets read it."""

import csv
import io
from collections.abc import Iterator

from django.db.models import QuerySet
from django.utils.timezone import localtime

from libitum.rights.models import UseRecord
from libitum.rights.selectors.uses import Use, page_of

COLUMNS = (
    "time", "work", "title", "artist", "purpose", "taker", "engine", "version", "model", "model_version", "allowed",
    "rule", "reason", "handed_out", "kept", "came_of_it", "log_entry", "manifest", "run",
)  # fmt: skip
AT_ONCE = 500
# What a spreadsheet would take for a formula is set apart as text.
FORMULA = ("=", "+", "-", "@", "\t", "\r")


def lines(records: "QuerySet[UseRecord]") -> Iterator[str]:
    yield line(COLUMNS)
    before: int | None = None
    while True:
        uses, before = page_of(records, before, AT_ONCE)
        for use in uses:
            yield line(cells(use))
        if before is None:
            return


def line(values: tuple[object, ...]) -> str:
    text = io.StringIO()
    csv.writer(text).writerow(["" if value is None else plain(str(value)) for value in values])
    return text.getvalue()


def plain(text: str) -> str:
    return f"'{text}" if text.startswith(FORMULA) else text


def cells(use: Use) -> tuple[object, ...]:
    record, run = use.record, use.record.run
    return (
        localtime(run.opened_at).isoformat(),
        record.track.uid,
        record.track.title,
        record.track.artist.name,
        run.purpose,
        run.taker,
        run.engine.name,
        run.engine.version,
        run.model,
        run.version,
        "yes" if use.allowed else "no",
        str(use.rule),
        str(use.sentence),
        localtime(record.handed_out_at).isoformat() if record.handed_out_at else "",
        {True: "yes", False: "no", None: ""}[record.kept],
        "; ".join(output.kind for output in use.outputs),
        use.index,
        run.manifest,
        run.uid,
    )
