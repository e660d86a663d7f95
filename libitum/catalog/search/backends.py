"""The two engines: SQLite's FTS5 and PostgreSQL's full text. Both match whole words and the start of the last one.

Best first is: the title itself, all words in the title, the last one's beginning there, among titles and names,
anywhere, its beginning anywhere; the newest first within each. What a question costs doesn't depend on how many works
answer it: either engine stops where it has enough.
"""

from typing import Protocol

from django.db import connection

from .fts5 import Fts5
from .postgres import PostgresFullText


class Backend(Protocol):
    def match(self, words: list[str], kind: str, limit: int) -> list[int]:
        """Ids of works of a kind with all words, best first. `words` hold letters and digits only."""


def backend() -> Backend:
    return PostgresFullText() if connection.vendor == "postgresql" else Fts5()
