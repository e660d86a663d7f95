"""Rows made by the database itself, a million in seconds: every column is SQL of the running number `i`."""

from typing import Any


def uid(kind: str) -> str:
    return f"'{kind}-' || i"


def vendor() -> str:
    from django.db import connection  # noqa: PLC0415

    return str(connection.vendor)


def rows(model: Any, number: int, **expressions: str) -> None:
    """`expressions`: SQL by column, of the running number `i`; what is left out has the field's default."""
    from django.db import connection  # noqa: PLC0415

    columns, values, parameters = [], [], {"number": number}
    for field in model._meta.concrete_fields:  # noqa: SLF001 - the model itself knows its columns
        if field.primary_key and field.column not in expressions:
            continue
        columns.append(f'"{field.column}"')
        if getattr(field, "auto_now", False):
            values.append("'2026-01-01 00:00:00'")
        elif field.column in expressions:
            values.append(expressions[field.column].replace("%", "%%"))
        else:
            parameters[field.column] = field.get_db_prep_save(field.get_default(), connection)
            values.append(f"%({field.column})s" + cast(field, connection))
    table = f'"{model._meta.db_table}"'  # noqa: SLF001
    with connection.cursor() as cursor:
        cursor.execute(
            f"INSERT INTO {table} ({', '.join(columns)}) "  # noqa: S608 - names of our own
            "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < %(number)s) "
            f"SELECT {', '.join(values)} FROM n",
            parameters,
        )


def cast(field: Any, connection: Any) -> str:
    return f"::{field.db_type(connection)}" if connection.vendor == "postgresql" else ""
