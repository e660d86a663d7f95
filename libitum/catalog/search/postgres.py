"""PostgreSQL's engine. Its index says which works match and not which of them are new, so the newest are asked first.

Where enough of those match, nobody asks the index; where they don't, few of all works do, and the index tells them
soon. Of more than a thousand matches those among the newest come first, and others in no order of age.
"""

from django.db import connection

# `vector` is a column that the database keeps itself (migration 0006): titles weigh A, names B. The index of `heads`
# is of these alone, one for each kind, as that of all texts (migration 0009). MATERIALIZED: planned as if every row
# were wanted, and read only as far as they are; with a LIMIT in sight the planner would rather read the whole table.
STATEMENT = """
    WITH recent AS MATERIALIZED (
        SELECT object_id, vector FROM (
            SELECT object_id, vector FROM catalog_searchdocument
            WHERE kind = '{kind}' ORDER BY object_id DESC LIMIT 2000
        ) AS newest WHERE vector @@ to_tsquery('simple', %(begins)s)
    ), heads AS MATERIALIZED (
        SELECT object_id, vector FROM catalog_searchdocument
        WHERE kind = '{kind}' AND ts_filter(vector, '{{a,b}}') @@ to_tsquery('simple', %(begins_anywhere)s)
        AND (SELECT count(*) FROM recent WHERE vector @@ to_tsquery('simple', %(begins_in_title)s)) < 100
    ), texts AS MATERIALIZED (
        SELECT object_id, vector FROM catalog_searchdocument
        WHERE kind = '{kind}' AND vector @@ to_tsquery('simple', %(begins_anywhere)s)
        AND (SELECT count(*) FROM recent) < 100
        AND (SELECT count(*) FROM (SELECT 1 FROM heads LIMIT 100) AS enough) < 100
    ), matched AS (
        SELECT object_id, vector FROM recent
        UNION ALL (SELECT object_id, vector FROM heads LIMIT 1000)
        UNION ALL (SELECT object_id, vector FROM texts LIMIT 1000)
    ), ranked AS (
        (
            SELECT object_id, 0 AS rank FROM catalog_searchdocument
            WHERE kind = '{kind}' AND LEFT(title, 100) = LEFT(%(title)s, 100)
            ORDER BY object_id DESC LIMIT %(limit)s
        )
        UNION ALL
        SELECT object_id, CASE
            WHEN vector @@ to_tsquery('simple', %(in_title)s) THEN 1
            WHEN vector @@ to_tsquery('simple', %(begins_in_title)s) THEN 2
            WHEN vector @@ to_tsquery('simple', %(begins_in_heads)s) THEN 3
            WHEN vector @@ to_tsquery('simple', %(whole)s) THEN 4
            ELSE 5
        END FROM matched
    )
    SELECT object_id FROM ranked GROUP BY object_id ORDER BY min(rank), object_id DESC LIMIT %(limit)s
"""
STATEMENTS = {kind: STATEMENT.format(kind=kind).strip() for kind in ("track", "release", "artist")}


def question(words: list[str], *, marks: str = "", last: str = "") -> str:
    """`marks`: weights of what is asked, all if none. `last`: `*` where the last word may go on."""
    labels = [marks] * (len(words) - 1) + [last + marks]
    return " & ".join(f"'{word}':{label}" if label else f"'{word}'" for word, label in zip(words, labels, strict=True))


def is_one_letter(word: str) -> bool:
    """Then it is completed among the newest alone: the index would have to gather a good part of all words there are.

    Scripts that have a character for a word or a syllable are not meant.
    """
    return len(word) == 1 and word.isascii()


class PostgresFullText:
    def match(self, words: list[str], kind: str, limit: int) -> list[int]:
        parameters: dict[str, str | int] = {
            "title": " ".join(words),
            "in_title": question(words, marks="A"),
            "begins_in_title": question(words, marks="A", last="*"),
            "begins_in_heads": question(words, marks="AB", last="*"),
            "whole": question(words),
            "begins": question(words, last="*"),
            "begins_anywhere": question(words, last="" if is_one_letter(words[-1]) else "*"),
            "limit": limit,
        }
        with connection.cursor() as cursor:
            cursor.execute(STATEMENTS[kind], parameters)
            return [row[0] for row in cursor.fetchall()]
