"""Rows into PostgreSQL, by COPY."""

from typing import Any

import psycopg
from django.core.management.color import no_style
from django.db import Error as DatabaseError
from django.db import connection, models
from django.db.backends.utils import CursorWrapper

from .problems import MoveProblem
from .source import ALIAS
from .tables import MADE_WITH_TABLES, all_models, changed, columns, table_of
from .texts import Texts

quote = connection.ops.quote_name


def lock_all(cursor: CursorWrapper) -> None:
    """Nobody else sees or writes any of it before it is whole."""
    cursor.execute(f"LOCK TABLE {', '.join(quote(table_of(model)) for model in all_models())}")


def require_empty() -> None:
    for model in all_models():
        if model not in MADE_WITH_TABLES and model._base_manager.exists():  # noqa: SLF001
            raise MoveProblem(
                f"The database that LIBITUM_DATABASE_URL names is not empty: {table_of(model)} has rows. Make an empty "
                "one (don't run `libitum prepare` on it) and run this again. Nothing was moved."
            )


def clear(cursor: CursorWrapper) -> None:
    cursor.execute(f"TRUNCATE {', '.join(quote(table_of(model)) for model in all_models())}")


def copy_table(cursor: CursorWrapper, model: type[models.Model], texts: Texts) -> int:
    """Answers with the number of rows. Raises MoveProblem with what PostgreSQL says of a row it doesn't take."""
    names = ", ".join(quote(str(field.column)) for field in columns(model))
    number = 0
    try:
        with cursor.copy(f"COPY {quote(table_of(model))} ({names}) FROM STDIN") as copy:
            for row in changed(model, ALIAS, lambda field, value: as_stored(field, texts.storable(field, value))):
                copy.write_row(row)
                number += 1
    except (DatabaseError, psycopg.Error) as error:
        said = str(error).strip().splitlines()[0]
        raise MoveProblem(f"PostgreSQL doesn't take a row of {table_of(model)}: {said}. Nothing was moved.") from error
    return number


def as_stored(field: "models.Field[Any, Any]", value: Any) -> Any:
    return field.get_db_prep_save(value, connection)


def set_sequences(cursor: CursorWrapper, highest: dict[str, int]) -> None:
    """The next number is higher than any that SQLite ever gave, also where the row with the highest is gone."""
    for statement in connection.ops.sequence_reset_sql(no_style(), all_models()):
        cursor.execute(statement)
    for model in all_models():
        key, seen = model._meta.pk, highest.get(table_of(model), 0)  # noqa: SLF001
        if seen and isinstance(key, models.AutoField):
            cursor.execute(
                "SELECT setval(pg_get_serial_sequence(%s, %s), %s)", [quote(table_of(model)), key.column, seen]
            )
