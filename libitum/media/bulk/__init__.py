"""Importing a catalogue: a table and a folder of recordings, checked first, then brought in like anybody's uploads."""

from .files import MOST_RECORDINGS, Chosen, Described, Folder, Recording, Recordings
from .plan import Action, Plan, Planned, make_plan
from .run import Outcome, import_rows, prepare_rows
from .table import TableProblem, read_table

__all__ = [
    "MOST_RECORDINGS",
    "Action",
    "Chosen",
    "Described",
    "Folder",
    "Outcome",
    "Plan",
    "Planned",
    "Recording",
    "Recordings",
    "TableProblem",
    "import_rows",
    "make_plan",
    "prepare_rows",
    "read_table",
]
