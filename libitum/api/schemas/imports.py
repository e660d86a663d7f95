from pydantic import Field

from libitum.media.bulk import MOST_RECORDINGS, Described
from libitum.media.bulk.table import MOST_BYTES

from .base import Answer, Question, Uid


class Column(Answer):
    """`also`: other names that are understood. `example`: a cell as it may be written."""

    name: str
    about: str
    example: str
    also: list[str]
    required: bool


class Columns(Answer):
    items: list[Column]


class NewImport(Question):
    """`table`: the text of a CSV. `artist`: the page for rows that name none. `recordings`: what the folder holds."""

    table: str = Field(max_length=MOST_BYTES)
    artist: Uid | None = None
    recordings: list[Described] = Field(max_length=MOST_RECORDINGS)
    dry_run: bool = Field(False, description="Only say what would happen.")


class ImportedRow(Answer):
    """`row` as a spreadsheet counts. `action`: `import`, `fill` (the track is here and lacks its recording), `skip`
    (imported before) or `error`. `recording`: the name, as described, of the one that is meant.

    `waits`: its track is there; send the recording by tus with this track's id.
    """

    row: int
    file: str
    title: str
    action: str
    problems: list[str]
    recording: str
    track: str | None
    waits: bool


class Import(Answer):
    """`good`, `skipped` and `errors` count rows. `problem`: what stands against the whole, such as the room."""

    dry_run: bool
    good: int
    skipped: int
    errors: int
    problem: str
    rows: list[ImportedRow]
