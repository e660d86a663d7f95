"""The words that a statement says, one for each work, release or account: what the site keeps as rows."""

from collections.abc import Iterator, Mapping
from typing import Any

from .facts import INSTANCE, Level, Word
from .statement import inherits

LEVELS = {"account": Level.ACCOUNT, "release": Level.RELEASE, "track": Level.TRACK}
# Places of words between those of two statements.
APART = 1_000_000


def words_in(statement: Mapping[str, Any], *, at: int, signed: bool, index: int) -> Iterator[Word]:
    """`index`: of the statement's entry in the log, which orders what a holder said."""
    place = index * APART
    for row in statement["decisions"]:
        for target in row["about"] or [""]:
            place += 1
            yield Word(
                uid=f"{statement['nonce'][:16]}-{place % APART}",
                sequence=place,
                at=at,
                purpose=row["purpose"],
                allowed=row["allowed"],
                level=LEVELS[row["level"]],
                target=target,
                # A refusal to the instance is meant for all.
                taker=row["taker"] if row["allowed"] or row["taker"] != INSTANCE else "",
                model=row["model"],
                version=row["version"],
                territories=frozenset(row["territories"]),
                commercial=row["commercial"],
                since=row["since"],
                until=row["until"],
                signed=signed,
                inherits=inherits(row),
            )
