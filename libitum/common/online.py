"""Changes of tables that others go on reading and writing meanwhile."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from django.db import NotSupportedError
from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.migrations import AddIndex, RemoveIndex
from django.db.migrations.state import ProjectState
from django.db.models import Model

INVALID = """
    SELECT 1 FROM pg_index WHERE indexrelid = to_regclass(%s) AND NOT indisvalid
"""


class AddIndexOnline(AddIndex):
    """AddIndex for a table that is there already and may be large. Its migration says `atomic = False`.

    On PostgreSQL the index is made beside the work (CONCURRENTLY): that waits as long as it must, and nobody waits
    for it. What was cut off leaves an index that isn't valid; it is taken away and begun again. One that is there and
    whole was made when the rest of its migration could not be: that is done again from its beginning.
    """

    atomic = False

    def database_forwards(
        self, app_label: str, schema_editor: BaseDatabaseSchemaEditor, from_state: ProjectState, to_state: ProjectState
    ) -> None:
        if schema_editor.connection.vendor != "postgresql":
            super().database_forwards(app_label, schema_editor, from_state, to_state)
            return
        model = to_state.apps.get_model(app_label, self.model_name)
        if self.allow_migrate_model(schema_editor.connection.alias, model):
            self.make(model, schema_editor)

    def make(self, model: type[Model], schema_editor: Any) -> None:
        connection = schema_editor.connection
        with waiting_as_long_as_it_takes(connection):
            if is_invalid(connection, self.index.name):
                schema_editor.remove_index(model, self.index, concurrently=True)
            if not is_there(connection, self.index.name):
                schema_editor.add_index(model, self.index, concurrently=True)


class RemoveIndexOnline(RemoveIndex):
    """RemoveIndex that nobody waits for, and that may be done again. Its migration says `atomic = False`."""

    atomic = False

    def database_forwards(
        self, app_label: str, schema_editor: BaseDatabaseSchemaEditor, from_state: ProjectState, to_state: ProjectState
    ) -> None:
        connection = schema_editor.connection
        if connection.vendor != "postgresql":
            super().database_forwards(app_label, schema_editor, from_state, to_state)
        elif self.allow_migrate_model(connection.alias, from_state.apps.get_model(app_label, self.model_name)):
            drop_index_online(connection, self.name)


def make_index_online(connection: Any, name: str, definition: str, *, unique: bool = False) -> None:
    """As AddIndexOnline, for what Django has no words for, on PostgreSQL alone. `definition`: what comes after ON."""
    with waiting_as_long_as_it_takes(connection), connection.cursor() as cursor:
        if is_invalid(connection, name):
            cursor.execute(f'DROP INDEX CONCURRENTLY "{name}"')
        kind = "UNIQUE INDEX" if unique else "INDEX"
        cursor.execute(f'CREATE {kind} CONCURRENTLY IF NOT EXISTS "{name}" ON {definition}')


def drop_index_online(connection: Any, name: str) -> None:
    with waiting_as_long_as_it_takes(connection), connection.cursor() as cursor:
        cursor.execute(f'DROP INDEX CONCURRENTLY IF EXISTS "{name}"')


def is_there(connection: Any, name: str) -> bool:
    with connection.cursor() as cursor:
        cursor.execute("SELECT to_regclass(%s) IS NOT NULL", [name])
        return bool(cursor.fetchone()[0])


def is_invalid(connection: Any, name: str) -> bool:
    """Left over from a making that was cut off."""
    with connection.cursor() as cursor:
        cursor.execute(INVALID, [name])
        return cursor.fetchone() is not None


@contextmanager
def waiting_as_long_as_it_takes(connection: Any) -> Iterator[None]:
    if connection.in_atomic_block:
        raise NotSupportedError("What is made beside the work needs a migration with atomic = False")
    with connection.cursor() as cursor:
        cursor.execute("SELECT current_setting('lock_timeout')")
        (patience,) = cursor.fetchone()
        cursor.execute("SET lock_timeout = 0")
        yield
        cursor.execute("SELECT set_config('lock_timeout', %s, false)", [patience])
