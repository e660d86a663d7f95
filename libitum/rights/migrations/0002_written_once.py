"""What was said stays said: the database itself refuses to change it, whatever program asks.

Erasure may empty what identifies somebody, and a deleted work takes the words' reference to it along.
"""

from django.db import migrations
from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.migrations.state import StateApps

# By table: what may be changed, and to what alone.
MAY_CHANGE = {
    "rights_word": {"track_id": "NULL", "release_id": "NULL"},
    "rights_statement": {"body": "''", "salt": "''"},
    "rights_acceptance": {},
}
SENTENCE = "what was said stays as it is"


def conditions(schema_editor: BaseDatabaseSchemaEditor, table: str) -> str:
    """True for a change that isn't allowed."""
    connection = schema_editor.connection
    differs = "IS NOT" if connection.vendor == "sqlite" else "IS DISTINCT FROM"
    with connection.cursor() as cursor:
        columns = [column.name for column in connection.introspection.get_table_description(cursor, table)]
    tests = []
    for column in columns:
        test = f'NEW."{column}" {differs} OLD."{column}"'
        if column in MAY_CHANGE[table]:
            allowed = MAY_CHANGE[table][column]
            if allowed != "NULL" and connection.vendor == "postgresql" and column == "body":
                allowed = "''::bytea"
            elif allowed != "NULL" and column == "body":
                allowed = "x''"
            test = f'({test} AND NEW."{column}" {differs} {allowed})'
        tests.append(test)
    return " OR ".join(tests)


def forbid_changes(apps: StateApps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    for table in MAY_CHANGE:
        test = conditions(schema_editor, table)
        if schema_editor.connection.vendor == "sqlite":
            schema_editor.execute(
                f"CREATE TRIGGER {table}_written_once BEFORE UPDATE ON {table} WHEN {test} "
                f"BEGIN SELECT RAISE(ABORT, '{SENTENCE}'); END"
            )
        else:
            schema_editor.execute(
                f"CREATE FUNCTION {table}_written_once() RETURNS trigger LANGUAGE plpgsql AS "
                f"$$ BEGIN RAISE EXCEPTION '{SENTENCE}' USING ERRCODE = 'integrity_constraint_violation'; END $$"
            )
            schema_editor.execute(
                f"CREATE TRIGGER {table}_written_once BEFORE UPDATE ON {table} FOR EACH ROW "
                f"WHEN ({test}) EXECUTE FUNCTION {table}_written_once()"
            )


def allow_changes(apps: StateApps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    for table in MAY_CHANGE:
        if schema_editor.connection.vendor == "sqlite":
            schema_editor.execute(f"DROP TRIGGER {table}_written_once")
        else:
            schema_editor.execute(f"DROP TRIGGER {table}_written_once ON {table}")
            schema_editor.execute(f"DROP FUNCTION {table}_written_once()")


class Migration(migrations.Migration):
    dependencies = [("rights", "0001_initial")]

    operations = [migrations.RunPython(forbid_changes, allow_changes)]
