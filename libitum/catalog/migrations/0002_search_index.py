"""The full-text index over SearchDocument, in each database's own way."""

from django.db import migrations

FTS5 = [
    """CREATE VIRTUAL TABLE catalog_search USING fts5(
        title, names, words, content='catalog_searchdocument', content_rowid='id', tokenize='unicode61'
    )""",
    """CREATE TRIGGER catalog_search_insert AFTER INSERT ON catalog_searchdocument BEGIN
        INSERT INTO catalog_search(rowid, title, names, words) VALUES (new.id, new.title, new.names, new.words);
    END""",
    """CREATE TRIGGER catalog_search_delete AFTER DELETE ON catalog_searchdocument BEGIN
        INSERT INTO catalog_search(catalog_search, rowid, title, names, words)
        VALUES ('delete', old.id, old.title, old.names, old.words);
    END""",
    """CREATE TRIGGER catalog_search_update AFTER UPDATE ON catalog_searchdocument BEGIN
        INSERT INTO catalog_search(catalog_search, rowid, title, names, words)
        VALUES ('delete', old.id, old.title, old.names, old.words);
        INSERT INTO catalog_search(rowid, title, names, words) VALUES (new.id, new.title, new.names, new.words);
    END""",
]
GIN = [
    """CREATE INDEX catalog_search_gin ON catalog_searchdocument USING gin ((
        setweight(to_tsvector('simple', title), 'A') || setweight(to_tsvector('simple', names), 'B')
        || setweight(to_tsvector('simple', words), 'D')
    ))""",
]


def create_index(apps, schema_editor):
    for statement in GIN if schema_editor.connection.vendor == "postgresql" else FTS5:
        schema_editor.execute(statement)


def drop_index(apps, schema_editor):
    if schema_editor.connection.vendor == "postgresql":
        schema_editor.execute("DROP INDEX catalog_search_gin")
        return
    for name in ("insert", "delete", "update"):
        schema_editor.execute(f"DROP TRIGGER catalog_search_{name}")
    schema_editor.execute("DROP TABLE catalog_search")


class Migration(migrations.Migration):
    dependencies = [("catalog", "0001_initial")]
    operations = [migrations.RunPython(create_index, drop_index)]
