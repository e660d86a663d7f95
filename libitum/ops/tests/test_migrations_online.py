"""Migrations to come change tables that are in use: what would stop everybody for as long as it takes is refused."""

from collections.abc import Iterator
from typing import Any

import pytest
from django.db import migrations, models
from django.db.migrations.loader import MigrationLoader
from django.db.migrations.operations.base import Operation

from libitum.common.online import AddIndexOnline, RemoveIndexOnline

# The last of each room from before the first release: no table was large. 1 where none is named.
BEFORE = {"accounts": 2, "catalog": 4, "media": 5, "rights": 8}
ONLINE = (AddIndexOnline, RemoveIndexOnline)


def number(name: str) -> int:
    return int(name[:4])


def new_tables(migration: migrations.Migration) -> set[str]:
    return {o.name.lower() for o in migration.operations if isinstance(o, migrations.CreateModel)}


def blocking(migration: migrations.Migration) -> Iterator[str]:
    """A sentence for each operation that holds a table which may be large for as long as that takes."""
    new = new_tables(migration)
    for operation in migration.operations:
        if getattr(operation, "model_name", "").lower() not in new and (why := reason(operation)):
            yield f"{migration.app_label} {migration.name}: {type(operation).__name__} {why}"
        if isinstance(operation, ONLINE) and migration.atomic:
            yield f"{migration.app_label} {migration.name}: {type(operation).__name__} needs atomic = False"


def reason(operation: Operation) -> str | None:
    if isinstance(operation, migrations.AddIndex) and not isinstance(operation, AddIndexOnline):
        return "stops all writing until the index is made: take AddIndexOnline"
    if isinstance(operation, migrations.RemoveIndex) and not isinstance(operation, RemoveIndexOnline):
        return "makes all wait behind whoever reads the table: take RemoveIndexOnline"
    if isinstance(operation, migrations.AddConstraint) and isinstance(operation.constraint, models.UniqueConstraint):
        return "stops all writing until its index is made: make a unique index online, then the constraint from it"
    if isinstance(operation, migrations.AddField) and has_index(operation.field):
        return "makes an index with the column: add the column bare, then AddIndexOnline"
    return None


def has_index(field: Any) -> bool:
    return bool(field.unique or field.db_index)


def ours() -> list[migrations.Migration]:
    disk = MigrationLoader(None, ignore_no_migrations=True).disk_migrations.values()
    return [migration for migration in disk if migration.__module__.startswith("libitum.")]


def test_no_migration_to_come_stops_those_who_use_its_tables() -> None:
    found = [migration for migration in ours() if number(migration.name) > BEFORE.get(migration.app_label, 1)]
    assert [sentence for migration in found for sentence in blocking(migration)] == []


def test_the_last_one_before_the_rule_is_there() -> None:
    names = {(migration.app_label, number(migration.name)) for migration in ours()}
    assert set(BEFORE.items()) <= names


INDEX = models.Index(fields=["number"], name="by_number")
TABLE = migrations.CreateModel("Other", [("id", models.BigAutoField(primary_key=True))])


@pytest.mark.parametrize(
    ("operations", "atomic", "refused"),
    [
        ([migrations.AddIndex("waited", INDEX)], True, True),
        ([AddIndexOnline("waited", INDEX)], True, True),
        ([AddIndexOnline("waited", INDEX)], False, False),
        ([migrations.RemoveIndex("waited", "by_number")], False, True),
        ([RemoveIndexOnline("waited", "by_number")], True, True),
        ([RemoveIndexOnline("waited", "by_number")], False, False),
        ([TABLE, migrations.AddIndex("other", INDEX)], True, False),
        ([TABLE, migrations.AddIndex("waited", INDEX)], True, True),
        ([migrations.AddField("waited", "slug", models.SlugField())], True, True),
        ([migrations.AddField("waited", "name", models.CharField(max_length=9, unique=True))], True, True),
        ([migrations.AddField("waited", "text", models.TextField(default=""))], True, False),
        (
            [migrations.AddConstraint("waited", models.UniqueConstraint(fields=["number"], name="once"))],
            True,
            True,
        ),
    ],
)
def test_the_rule_knows_what_stops_others(operations: list[Operation], atomic: bool, refused: bool) -> None:
    kind = type("Migration", (migrations.Migration,), {"operations": operations, "atomic": atomic})
    made = kind("0002_made_up", "waiting")
    assert bool(list(blocking(made))) == refused
