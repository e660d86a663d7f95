"""The use ledger as CSV (RFC 4180) and JSON (RFC 8259): one row for each decision, of the same columns in both.

Made while it is sent: as many queries as there are pages, whatever a page holds.
"""

import csv
import io
import json
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
    for use in all_of(records):
        yield line(cells(use))


def objects(records: "QuerySet[UseRecord]") -> Iterator[str]:
    """One array, an object a line."""
    yield "["
    for number, use in enumerate(all_of(records)):
        row = dict(zip(COLUMNS, cells(use), strict=True))
        yield f"{',' if number else ''}\n{json.dumps(row, ensure_ascii=False)}"
    yield "\n]\n"


def all_of(records: "QuerySet[UseRecord]") -> Iterator[Use]:
    older: str | None = ""
    while older is not None:
        uses, older = page_of(records, older, AT_ONCE)
        yield from uses


def line(values: tuple[object, ...]) -> str:
    text = io.StringIO()
    csv.writer(text).writerow([plain(cell(value)) for value in values])
    return text.getvalue()


def cell(value: object) -> str:
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, list):
        return "; ".join(value)
    return "" if value is None else str(value)


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
        use.allowed,
        str(use.rule),
        str(use.sentence),
        localtime(record.handed_out_at).isoformat() if record.handed_out_at else None,
        record.kept,
        [output.kind for output in use.outputs],
        use.index,
        run.manifest,
        run.uid,
    )
