"""A table as spreadsheets write it: whichever separator, quotes, and encodings that say what they are."""

import csv
import io
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from django.utils.translation import gettext as _

from .columns import BY_NAME, REQUIRED

SEPARATORS = (",", ";", "\t")
MOST_BYTES = 5 * 1024 * 1024
MOST_ROWS = 2000
MARKS = ((b"\xef\xbb\xbf", "utf-8-sig"), (b"\xff\xfe", "utf-16"), (b"\xfe\xff", "utf-16"))


class TableProblem(Exception):  # noqa: N818 - an answer, not a fault of ours
    """The table as a whole can't be read; the sentence says why."""


@dataclass(frozen=True, slots=True)
class Row:
    """`number` as the spreadsheet counts them (1 is the header); `values`: stripped cells by column name.

    `surplus`: cells that stand under no column.
    """

    number: int
    values: Mapping[str, str]
    surplus: tuple[str, ...] = ()


def read_table(data: bytes) -> list[Row]:
    """Raises TableProblem."""
    if len(data) > MOST_BYTES:
        raise TableProblem(_("This table is larger than any catalogue should need. Import it in parts."))
    text = decode(data)
    separator, text = separator_of(text)
    lines = parse(text, separator)
    header = columns_of(next(lines, (1, []))[1])
    rows = [row_of(number, cells, header) for number, cells in lines if any(cell.strip() for cell in cells)]
    if not rows:
        raise TableProblem(_("There are no rows below the header of this table."))
    if len(rows) > MOST_ROWS:
        raise TableProblem(_("At most %(number)d rows go at once. Import the table in parts.") % {"number": MOST_ROWS})
    return rows


def decode(data: bytes) -> str:
    encoding = next((name for mark, name in MARKS if data.startswith(mark)), "utf-8")
    try:
        text = data.decode(encoding)
    except UnicodeDecodeError as error:
        line = data[: error.start].count(b"\n") + 1
        raise TableProblem(
            _(
                "From line %(line)d on this isn't UTF-8 text, so names could be garbled. "
                "Save the table as “CSV UTF-8” and choose it again."
            )
            % {"line": line}
        ) from None
    if "\0" in text:
        raise TableProblem(_("This is no table of text. In your spreadsheet choose “Save as”, then CSV."))
    return text


def separator_of(text: str) -> tuple[str, str]:
    """The separator and the table; spreadsheets may name it in a first line of its own."""
    named = re.match(r"sep=([,;\t])\r?\n", text)
    if named:
        return named[1], text[named.end() :]
    first = text.split("\n", 1)[0]
    return max(SEPARATORS, key=lambda separator: len(known(first, separator))), text


def known(line: str, separator: str) -> set[str]:
    return {BY_NAME[name] for cell in line.split(separator) if (name := plain(cell)) in BY_NAME}


def plain(cell: str) -> str:
    """The name of a column as people may write it."""
    return re.sub(r"[\s-]+", "_", cell.strip().strip('"').strip().lower())


def parse(text: str, separator: str) -> Iterator[tuple[int, list[str]]]:
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=separator, strict=True)
    try:
        yield from enumerate(reader, start=1)
    except csv.Error:
        raise TableProblem(
            _("Line %(line)d can't be read: a quotation mark stands where none should, or one is missing.")
            % {"line": reader.line_num}
        ) from None


def columns_of(cells: list[str]) -> list[str]:
    names = [plain(cell) for cell in cells]
    while names and not names[-1]:
        names.pop()
    unknown = [cells[place].strip() or "?" for place, name in enumerate(names) if name not in BY_NAME]
    if not any(name in BY_NAME for name in names):
        raise TableProblem(_("The first line must name the columns: at least file and title."))
    if unknown:
        raise TableProblem(_("These columns aren't known: %(names)s.") % {"names": ", ".join(unknown)})
    columns = [BY_NAME[name] for name in names]
    missing = [name for name in REQUIRED if name not in columns]
    if missing:
        raise TableProblem(_("These columns are missing: %(names)s.") % {"names": ", ".join(missing)})
    twice = sorted({name for name in columns if columns.count(name) > 1})
    if twice:
        raise TableProblem(_("These columns stand there twice: %(names)s.") % {"names": ", ".join(twice)})
    return columns


def row_of(number: int, cells: list[str], header: list[str]) -> Row:
    values = {name: cell.strip() for name, cell in zip(header, cells, strict=False)}
    surplus = tuple(cell.strip() for cell in cells[len(header) :] if cell.strip())
    return Row(number, {name: values.get(name, "") for name in header}, surplus)
