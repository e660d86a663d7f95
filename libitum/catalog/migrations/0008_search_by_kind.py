"""On SQLite each kind has an index of titles and names, and one of everything.

A question goes through each from the newest work on and stops when it has enough: no kind stands in another's way, and
a word of descriptions isn't gone through where titles are asked. No lengths are kept, as nothing is scored, and no
texts, which the documents hold and a view shows by kind. Beginnings of one or two letters have an index of their own:
too many words have them. Who changes the table of documents later takes the views away first and puts them back.
"""

import importlib

from django.db import migrations

KINDS = ("track", "release", "artist")
INDEXES = {"heads": "title, names", "texts": "title, names, words"}
VIEW = """CREATE VIEW catalog_search_{kind} AS
    SELECT object_id, title, names, words FROM catalog_searchdocument WHERE kind = '{kind}'"""
TABLE = """CREATE VIRTUAL TABLE {table} USING fts5({columns},
    content='catalog_search_{kind}', content_rowid='object_id', columnsize=0, prefix='1 2', tokenize='unicode61')"""
FILL = "INSERT INTO {table}({table}) VALUES ('rebuild')"
ADD = "INSERT INTO {table}(rowid, {columns}) VALUES (new.object_id, {new});"
TAKE = "INSERT INTO {table}({table}, rowid, {columns}) VALUES ('delete', old.object_id, {old});"
TRIGGER = "CREATE TRIGGER catalog_search_{kind}_{event} AFTER {event} ON catalog_searchdocument WHEN {row}.kind = '{kind}' BEGIN {do} END"
EVENTS = {"insert": ("new", [ADD]), "delete": ("old", [TAKE]), "update": ("new", [TAKE, ADD])}


def named(kind, index, columns):
    listed = columns.split(", ")
    rows = {row: ", ".join(f"{row}.{column}" for column in listed) for row in ("new", "old")}
    return {"table": f"catalog_search_{kind}_{index}", "columns": columns, "kind": kind, **rows}


def triggers(kind):
    for event, (row, changes) in EVENTS.items():
        do = " ".join(change.format(**named(kind, *index)) for change in changes for index in INDEXES.items())
        yield TRIGGER.format(kind=kind, event=event, row=row, do=do)


def statements():
    for kind in KINDS:
        yield VIEW.format(kind=kind)
        for index in INDEXES.items():
            yield TABLE.format(**named(kind, *index))
            yield FILL.format(**named(kind, *index))
        yield from triggers(kind)


def sibling(name):
    return importlib.import_module(f"libitum.catalog.migrations.{name}")


def former():
    return sibling("0002_search_index")


def keep_words(schema_editor):
    """In one statement, as nothing else writes while SQLite is changed; the index to be filled reads it."""
    connection = schema_editor.connection
    connection.connection.create_function("words_of", 1, sibling("0007_search_words").words_of, deterministic=True)
    schema_editor.execute(
        "UPDATE catalog_searchdocument SET title = words_of(title), names = words_of(names), words = words_of(words)"
    )


def one_for_each_kind(apps, schema_editor):
    if schema_editor.connection.vendor == "sqlite":
        former().drop_index(apps, schema_editor)
        keep_words(schema_editor)
        for statement in statements():
            schema_editor.execute(statement)


def one_for_all(apps, schema_editor):
    if schema_editor.connection.vendor == "sqlite":
        for kind in KINDS:
            for event in EVENTS:
                schema_editor.execute(f"DROP TRIGGER catalog_search_{kind}_{event}")
            for index in INDEXES:
                schema_editor.execute(f"DROP TABLE catalog_search_{kind}_{index}")
            schema_editor.execute(f"DROP VIEW catalog_search_{kind}")
        former().create_index(apps, schema_editor)
        schema_editor.execute("INSERT INTO catalog_search(catalog_search) VALUES ('rebuild')")


class Migration(migrations.Migration):
    dependencies = [("catalog", "0007_search_words")]
    operations = [migrations.RunPython(one_for_each_kind, one_for_all)]
