"""A word that returns a work or a release to what stands above it.

SQLite writes the table anew for it, and its trigger would go with the old one: all are made again, and know the column.
"""

from importlib import import_module
from typing import Any

from django.db import migrations, models
from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.migrations.state import StateApps
from django.db.models import Q

written_once: Any = import_module("libitum.rights.migrations.0002_written_once")
erasure: Any = import_module("libitum.rights.migrations.0004_uses_erasure")


def forbid_changes(apps: StateApps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    """With the exceptions that erasure needs."""
    written_once.MAY_CHANGE = erasure.NOW
    try:
        written_once.forbid_changes(apps, schema_editor)
    finally:
        written_once.MAY_CHANGE = erasure.BEFORE


class Migration(migrations.Migration):
    dependencies = [("rights", "0006_disputes_answered")]

    operations = [
        migrations.RunPython(written_once.allow_changes, forbid_changes),
        migrations.AddField(
            model_name="word",
            name="inherits",
            field=models.BooleanField(default=False),
        ),
        migrations.AddConstraint(
            model_name="word",
            constraint=models.CheckConstraint(
                condition=Q(inherits=False) | (Q(allowed=False) & ~Q(level=0)),
                name="only_works_follow_what_stands_above",
            ),
        ),
        migrations.RunPython(forbid_changes, written_once.allow_changes),
    ]
