"""A use is known by its run and its work, so a number of its own, and two indexes, are saved for each of millions."""

from typing import Any

from django.apps.registry import Apps
from django.db import migrations, models, transaction

from libitum.common.online import make_index_online

INDEX = "use_of_run"
# As Django makes it. (Without a number for each row, SQLite 3.40 takes its own check for damage wrong.)
SQLITE = (
    """CREATE TABLE rights_userecord_new (
        rule smallint unsigned NOT NULL CHECK (rule >= 0), handed_out_at datetime NULL, kept bool NULL,
        run_id bigint NOT NULL, track_id bigint NOT NULL, PRIMARY KEY (run_id, track_id))""",
    """INSERT INTO rights_userecord_new (run_id, track_id, rule, handed_out_at, kept)
        SELECT run_id, track_id, rule, handed_out_at, kept FROM rights_userecord ORDER BY run_id, track_id""",
    "DROP TABLE rights_userecord",
    "ALTER TABLE rights_userecord_new RENAME TO rights_userecord",
    "CREATE UNIQUE INDEX one_use_per_run ON rights_userecord (track_id, run_id)",
)


def give_key(apps: Apps, schema_editor: Any) -> None:
    connection = schema_editor.connection
    if connection.vendor == "postgresql":
        give_key_online(connection)
        return
    with transaction.atomic(connection.alias), connection.cursor() as cursor:
        for statement in SQLITE:
            cursor.execute(statement)


def give_key_online(connection: Any) -> None:
    """What was cut off is begun again. The table itself is held only while names are changed."""
    make_index_online(connection, INDEX, "rights_userecord (run_id, track_id)", unique=True)
    with transaction.atomic(connection.alias), connection.cursor() as cursor:
        cursor.execute(
            "ALTER TABLE rights_userecord DROP COLUMN id,"
            f" ADD CONSTRAINT rights_userecord_by_run PRIMARY KEY USING INDEX {INDEX}"
        )
        cursor.execute("DROP INDEX use_by_run")


class Migration(migrations.Migration):
    atomic = False

    dependencies = [("rights", "0008_matches")]

    operations = [
        migrations.SeparateDatabaseAndState(
            database_operations=[migrations.RunPython(give_key)],
            state_operations=[
                migrations.RemoveIndex("userecord", "use_by_run"),
                migrations.RemoveField("userecord", "id"),
                migrations.AddField(
                    "userecord",
                    "pk",
                    models.CompositePrimaryKey("run", "track", blank=True, editable=False, primary_key=True, serialize=False),
                ),
            ],
        )
    ]
