"""Titles are found as they are; on PostgreSQL each kind has an index of titles and names, and one of everything.

No column is added: a stored one would have the whole table written anew while all wait. `ts_filter` takes titles and
names out of `vector`, which is there. The former release's question finds its works by the new indexes too.
"""

from django.db import migrations, models
from django.db.models.functions import Left

from libitum.common.online import AddIndexOnline, drop_index_online, make_index_online

KINDS = ("track", "release", "artist")
INDEXES = {"heads": "ts_filter(vector, '{a,b}')", "texts": "vector"}
FORMER = "catalog_search_vector"


def one_for_each_kind(apps, schema_editor):
    connection = schema_editor.connection
    if connection.vendor == "postgresql":
        for kind in KINDS:
            for index, what in INDEXES.items():
                on = f"catalog_searchdocument USING gin (({what})) WHERE kind = '{kind}'"
                make_index_online(connection, f"catalog_search_{kind}_{index}", on)
        drop_index_online(connection, FORMER)


def one_for_all(apps, schema_editor):
    connection = schema_editor.connection
    if connection.vendor == "postgresql":
        make_index_online(connection, FORMER, "catalog_searchdocument USING gin (vector)")
        for kind in KINDS:
            for index in INDEXES:
                drop_index_online(connection, f"catalog_search_{kind}_{index}")


class Migration(migrations.Migration):
    atomic = False
    dependencies = [("catalog", "0008_search_by_kind")]
    operations = [
        AddIndexOnline(
            "searchdocument",
            models.Index("kind", Left("title", 100), models.F("object_id").desc(), name="search_by_title"),
        ),
        migrations.RunPython(one_for_each_kind, one_for_all),
    ]
