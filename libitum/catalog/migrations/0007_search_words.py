"""What is searched holds words alone: PostgreSQL took "and/or" for a path, and no title with a dot was ever equal.

On SQLite that comes with the next migration, which makes the index anew of it.
"""

import re

from django.db import migrations, transaction

AT_ONCE = 1000
READ = "SELECT id, title, names, words FROM catalog_searchdocument WHERE id > %s ORDER BY id LIMIT %s"
# Only if nobody has written it anew meanwhile.
WRITE = """
    UPDATE catalog_searchdocument SET title = %s, names = %s, words = %s
    WHERE id = %s AND title = %s AND names = %s AND words = %s
"""


def words_of(text):
    return " ".join(re.findall(r"[^\W_]+", text))


def keep_words(apps, schema_editor):
    """So many at a time: others go on writing meanwhile. Begun again, it changes what isn't changed yet."""
    connection = schema_editor.connection
    if connection.vendor != "postgresql":
        return
    last = 0
    with connection.cursor() as cursor:
        while True:
            cursor.execute(READ, [last, AT_ONCE])
            found = cursor.fetchall()
            if not found:
                return
            last = found[-1][0]
            changed = [([words_of(text) for text in texts], pk, texts) for pk, *texts in found]
            with transaction.atomic(using=connection.alias):
                cursor.executemany(WRITE, [[*new, pk, *old] for new, pk, old in changed if new != old])


class Migration(migrations.Migration):
    atomic = False
    dependencies = [("catalog", "0006_search_vector")]
    operations = [migrations.RunPython(keep_words, migrations.RunPython.noop)]
