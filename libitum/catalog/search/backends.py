"""The two engines: SQLite's FTS5 and PostgreSQL's full text. Both match whole words and the start of the last one."""

from typing import Protocol

from django.db import connection


class Backend(Protocol):
    def match(self, words: list[str], kind: str, limit: int) -> list[int]:
        """Ids of works of a kind with all words, best first. `words` hold word characters only."""


class Fts5:
    SQL = """
        SELECT d.object_id FROM catalog_search s JOIN catalog_searchdocument d ON d.id = s.rowid
        WHERE catalog_search MATCH %s AND d.kind = %s
        ORDER BY bm25(catalog_search, 10.0, 6.0, 1.0), d.id DESC LIMIT %s
    """

    def match(self, words: list[str], kind: str, limit: int) -> list[int]:
        question = " ".join([f'"{word}"' for word in words[:-1]] + [f'"{words[-1]}"*'])
        with connection.cursor() as cursor:
            cursor.execute(self.SQL, [question, kind, limit])
            return [row[0] for row in cursor.fetchall()]


class PostgresFullText:
    # `vector` is a column that the database keeps itself (migration 0006); titles weigh most.
    SQL = """
        SELECT object_id FROM catalog_searchdocument
        WHERE vector @@ to_tsquery('simple', %s) AND kind = %s
        ORDER BY ts_rank(vector, to_tsquery('simple', %s)) DESC, id DESC LIMIT %s
    """

    def match(self, words: list[str], kind: str, limit: int) -> list[int]:
        question = " & ".join([f"'{word}'" for word in words[:-1]] + [f"'{words[-1]}':*"])
        with connection.cursor() as cursor:
            cursor.execute(self.SQL, [question, kind, question, limit])
            return [row[0] for row in cursor.fetchall()]


def backend() -> Backend:
    return PostgresFullText() if connection.vendor == "postgresql" else Fts5()
