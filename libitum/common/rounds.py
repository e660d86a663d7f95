"""Looking for the few rows among very many that want something, without going through all of them each time."""

from dataclasses import dataclass
from typing import Generic, TypeVar

from django.core.cache import cache
from django.db.models import Model, QuerySet

T = TypeVar("T", bound=Model)
# Rows of a table that are looked at in one turn; one that is smaller is looked at as a whole.
AT_A_TURN = 5_000
REMEMBERED_SECONDS = 24 * 3600


@dataclass(frozen=True, slots=True)
class Turn(Generic[T]):
    """`rows`: those of this turn's part of the table. After `done` it is the next part's turn, and so round."""

    rows: "QuerySet[T]"
    name: str
    start: int
    end: int

    def done(self) -> None:
        if self.end != self.start:
            cache.set(f"round:{self.name}", self.end, REMEMBERED_SECONDS)


def turn(rows: "QuerySet[T]", *, name: str) -> Turn[T]:
    """The rows by their key, from where the last turn of this name ended."""
    start: int = cache.get(f"round:{name}", 0)
    keys = rows.model._base_manager.filter(pk__gt=start).order_by("pk").values_list("pk", flat=True)  # noqa: SLF001
    last = keys[AT_A_TURN - 1 : AT_A_TURN].first()
    part = rows.filter(pk__gt=start).order_by("pk")
    return Turn(part, name, start, 0) if last is None else Turn(part.filter(pk__lte=last), name, start, last)


def take(rows: "QuerySet[T]", *, name: str, count: int) -> list[T]:
    """At most `count` of this turn's rows; where there may be more, the next turn looks at the same part again."""
    this = turn(rows, name=name)
    found = list(this.rows[:count])
    if len(found) < count:
        this.done()
    return found
