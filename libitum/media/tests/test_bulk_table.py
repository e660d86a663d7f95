"""Tables come as spreadsheets write them, and what can't be read is said in a sentence."""

import csv
import io

import pytest
from hypothesis import given
from hypothesis import strategies as st

from libitum.media.bulk import TableProblem, read_table
from libitum.media.bulk.columns import COLUMNS
from libitum.media.bulk.table import MOST_ROWS

cells = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0\r"), max_size=30)
rows = st.lists(st.tuples(cells, cells, cells), min_size=1, max_size=8)
ENCODINGS = ["utf-8", "utf-8-sig", "utf-16"]


@given(rows=rows, separator=st.sampled_from(",;\t"), encoding=st.sampled_from(ENCODINGS))
def test_what_a_spreadsheet_wrote_is_read(rows: list[tuple[str, str, str]], separator: str, encoding: str) -> None:
    written = io.StringIO(newline="")
    writer = csv.writer(written, delimiter=separator, quoting=csv.QUOTE_ALL)
    writer.writerow(["File", "Title", "Description"])
    writer.writerows(rows)
    wanted = [tuple(cell.strip() for cell in row) for row in rows if any(cell.strip() for cell in row)]
    if not wanted:
        with pytest.raises(TableProblem):
            read_table(written.getvalue().encode(encoding))
        return
    found = read_table(written.getvalue().encode(encoding))
    assert [(row.values["file"], row.values["title"], row.values["description"]) for row in found] == wanted


@given(data=st.binary(max_size=300))
def test_any_bytes_at_all_are_a_table_or_a_sentence(data: bytes) -> None:
    said = ""
    try:
        rows = read_table(data)
    except TableProblem as problem:
        rows, said = [], str(problem)
    assert rows or said.endswith(".")


def test_rows_are_counted_as_the_spreadsheet_counts_them() -> None:
    found = read_table(b'file,title\n\na.wav,"two\nlines"\n,\nb.wav,B\n')
    assert [(row.number, row.values["title"]) for row in found] == [(3, "two\nlines"), (5, "B")]


def test_a_separator_named_in_the_first_line_is_taken() -> None:
    assert read_table(b"sep=;\r\nfile;title\r\na.wav;A, B\r\n")[0].values["title"] == "A, B"


def test_other_names_of_columns_are_known() -> None:
    row = read_table(b"Filename,Title,Album,License,Track number\na.wav,A,B,CC0 1.0,3\n")[0]
    assert (row.values["file"], row.values["release"], row.values["licence"], row.values["position"]) == (
        "a.wav",
        "B",
        "CC0 1.0",
        "3",
    )


def test_every_column_is_known_by_its_own_name() -> None:
    header = ",".join(column.name for column in COLUMNS)
    assert list(read_table(f"{header}\na,b\n".encode())[0].values) == [column.name for column in COLUMNS]


@pytest.mark.parametrize(
    ("data", "said"),
    [
        (b"", "name the columns"),
        (b"a.wav,A\nb.wav,B\n", "name the columns"),
        (b"file,title\n", "no rows"),
        (b"file,title\n\n , \n", "no rows"),
        (b"file,title,colour\na,b,c\n", "aren't known: colour"),
        (b"file,name of it\na,b\n", "aren't known: name of it"),
        (b"file,genre\na,jazz\n", "missing: title"),
        (b"file,title,album,release\na,b,c,d\n", "twice: release"),
        (b'file,title\na.wav,"open\n', "quotation mark"),
        (b'file,title\na.wav,"a" b\n', "quotation mark"),
        ("file,title\na.wav,Après\n".encode("latin-1"), "line 2"),
        (b"PK\x03\x04\x00\x00file,title", "no table"),
        (b"file,title\n" + b"a.wav,A\n" * (MOST_ROWS + 1), str(MOST_ROWS)),
        (b"x" * (5 * 1024 * 1024 + 1), "larger"),
    ],
)
def test_what_cannot_be_read_is_said_in_a_sentence(data: bytes, said: str) -> None:
    with pytest.raises(TableProblem, match=said):
        read_table(data)
