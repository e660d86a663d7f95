"""PostgreSQL keeps what it searches, rather than making it anew of every text that it ranks."""

from django.db import migrations

VECTOR = """setweight(to_tsvector('simple', title), 'A') || setweight(to_tsvector('simple', names), 'B')
    || setweight(to_tsvector('simple', words), 'D')"""
FORWARDS = [
    f"ALTER TABLE catalog_searchdocument ADD COLUMN vector tsvector GENERATED ALWAYS AS ({VECTOR}) STORED",
    "CREATE INDEX catalog_search_vector ON catalog_searchdocument USING gin (vector)",
    "DROP INDEX catalog_search_gin",
]
BACKWARDS = [
    f"CREATE INDEX catalog_search_gin ON catalog_searchdocument USING gin (({VECTOR}))",
    "ALTER TABLE catalog_searchdocument DROP COLUMN vector",
]


def execute(schema_editor, statements):
    if schema_editor.connection.vendor == "postgresql":
        for statement in statements:
            schema_editor.execute(statement)


def keep_vector(apps, schema_editor):
    execute(schema_editor, FORWARDS)


def drop_vector(apps, schema_editor):
    execute(schema_editor, BACKWARDS)


class Migration(migrations.Migration):
    dependencies = [("catalog", "0005_lists_of_all")]
    operations = [migrations.RunPython(keep_vector, drop_vector)]
