"""SQLite's engine. It goes through matches from the newest on and stops at a limit; to rank it would visit them all."""

from django.db import connection

# Each kind has an index of titles and names, and one of everything: a word that only descriptions have costs nothing
# where titles are asked (migration 0008). Parts are answered one after the other, and none after the limit is reached.
TITLED = """
    SELECT object_id FROM catalog_searchdocument
    WHERE kind = '{kind}' AND SUBSTR(title, 1, 100) = SUBSTR(%s, 1, 100) ORDER BY object_id DESC LIMIT %s
"""
MATCHED = """
    SELECT rowid FROM catalog_search_{kind}_{index}
    WHERE catalog_search_{kind}_{index} MATCH %s ORDER BY rowid DESC LIMIT %s
"""
INDEXES = ("heads", "heads", "heads", "texts", "texts")


def statement(kind: str) -> str:
    parts = [TITLED.format(kind=kind)] + [MATCHED.format(kind=kind, index=index) for index in INDEXES]
    each = " UNION ALL ".join(f"SELECT * FROM ({part})" for part in parts)  # noqa: S608 - constants
    return f"SELECT DISTINCT object_id FROM ({each}) LIMIT %s"  # noqa: S608


STATEMENTS = {kind: statement(kind) for kind in ("track", "release", "artist")}


def questions(words: list[str]) -> list[str]:
    """One for each of INDEXES."""
    whole = " ".join(f'"{word}"' for word in words)
    begins = f"{whole}*"
    return [f"title : ({whole})", f"title : ({begins})", begins, whole, begins]


class Fts5:
    def match(self, words: list[str], kind: str, limit: int) -> list[int]:
        asked = [" ".join(words), *questions(words)]
        parameters = [value for question in asked for value in (question, limit)]
        with connection.cursor() as cursor:
            cursor.execute(STATEMENTS[kind], [*parameters, limit])
            return [row[0] for row in cursor.fetchall()]
