from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from django.db import Error as DatabaseError
from django.db import connection, transaction
from django.db.backends.utils import CursorWrapper

from libitum.ops.migrating import Patience, make_tables

from .comparing import differences
from .copying import clear, copy_table, lock_all, require_empty, set_sequences
from .problems import MoveProblem
from .source import ALIAS, highest_ids, opened
from .tables import all_models, strangers, table_of
from .texts import Texts

# Settings meant for pages: here one statement goes through a whole table, and waits for us between two.
NO_LIMITS = ("statement_timeout", "lock_timeout", "idle_in_transaction_session_timeout")


@dataclass(frozen=True, slots=True)
class Moved:
    rows: dict[str, int]
    mended: dict[str, int]
    strangers: list[str]


def move(path: Path, *, mend: bool, tell: Callable[[str], None]) -> Moved:
    """All rows of the SQLite file into the database in use, which must be an empty PostgreSQL.

    One transaction, committed when every table has been read back from both sides and is the same. Raises MoveProblem.
    """
    if connection.vendor != "postgresql":
        raise MoveProblem("LIBITUM_DATABASE_URL doesn't name a PostgreSQL: there is nowhere to move to.")
    texts = Texts(mend)
    with opened(path) as source:
        tell("Making the tables …")
        make_tables(Patience(), tell)
        with transaction.atomic(), connection.cursor() as cursor:
            begin(cursor)
            rows = copy_all(cursor, texts, tell)
            set_sequences(cursor, highest_ids(source))
            require_references(cursor)
            mended = dict(texts.mended)
            tell("Reading everything back from both sides …")
            require_same(texts)
        others = strangers(ALIAS)
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")
    return Moved(rows, mended, others)


def begin(cursor: CursorWrapper) -> None:
    for setting in NO_LIMITS:
        cursor.execute(f"SET LOCAL {setting} = 0")
    lock_all(cursor)
    require_empty()
    clear(cursor)


def copy_all(cursor: CursorWrapper, texts: Texts, tell: Callable[[str], None]) -> dict[str, int]:
    rows = {}
    for model in all_models():
        number = rows[table_of(model)] = copy_table(cursor, model, texts)
        if number:
            tell(f"{table_of(model)}: {number} rows")
    return rows


def require_references(cursor: CursorWrapper) -> None:
    """PostgreSQL would look at them when the transaction ends; here it says in words what it misses."""
    try:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
    except DatabaseError as error:
        said = str(error).strip().splitlines()[-1]
        raise MoveProblem(f"A row refers to one that isn't there: {said}. Nothing was moved.") from error


def require_same(texts: Texts) -> None:
    if found := differences(ALIAS, connection.alias, texts):
        raise MoveProblem(f"{' '.join(found)} Nothing was moved, the SQLite database is as it was.")
