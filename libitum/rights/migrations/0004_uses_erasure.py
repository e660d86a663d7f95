"""Erasure may also empty how somebody wanted to be credited, and take away what their passkey signed."""

from importlib import import_module
from typing import Any

from django.db import migrations
from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.migrations.state import StateApps

written_once: Any = import_module("libitum.rights.migrations.0002_written_once")
BEFORE = written_once.MAY_CHANGE
NOW = {
    **BEFORE,
    "rights_word": {**BEFORE["rights_word"], "credit": "''"},
    "rights_statement": {**BEFORE["rights_statement"], "signature": "NULL"},
}


def forbid_with(may_change: dict[str, dict[str, str]], apps: StateApps, editor: BaseDatabaseSchemaEditor) -> None:
    """The triggers anew, with other exceptions."""
    written_once.allow_changes(apps, editor)
    written_once.MAY_CHANGE = may_change
    try:
        written_once.forbid_changes(apps, editor)
    finally:
        written_once.MAY_CHANGE = BEFORE


def widen(apps: StateApps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    forbid_with(NOW, apps, schema_editor)


def narrow(apps: StateApps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    forbid_with(BEFORE, apps, schema_editor)


class Migration(migrations.Migration):
    dependencies = [("rights", "0003_gate_leases_and_programs"), ("rights", "0003_resolver_set_based")]

    operations = [migrations.RunPython(widen, narrow)]
