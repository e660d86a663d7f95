"""Queries that are asked so often that Django should put them together once, and not each time."""

from collections.abc import Callable
from typing import Any, Generic, TypeVar

from django.db import DEFAULT_DB_ALIAS, connection
from django.db.models import Expression, Field, Model, QuerySet

M = TypeVar("M", bound=Model)


class Given(Expression):
    """Stands in a prepared query for a value that each asking names: `Given("uid", CharField())`."""

    def __init__(self, name: str, output_field: "Field[Any, Any]") -> None:
        super().__init__(output_field=output_field)
        self.name = name

    def as_sql(self, *_args: Any) -> Any:
        return "%s", [self]


class Prepared(Generic[M]):
    """`build` makes the query, with `Given` where values go; it is called once in each process.

    The rows are those of the queryset: what it lets nobody see, nobody sees. For a query that takes the database less
    time than it takes Django to write it down.
    """

    def __init__(self, build: Callable[[], "QuerySet[M]"]) -> None:
        self.build = build
        self.written: tuple[QuerySet[M], str, tuple[Any, ...]] | None = None

    def first(self, **values: Any) -> M | None:
        """`values`: one for each `Given`, by its name. KeyError where one is missing."""
        if self.written is None:
            queryset = self.build()
            self.written = (queryset, *queryset.query.get_compiler(DEFAULT_DB_ALIAS).as_sql())
        queryset, sql, parameters = self.written
        bound = [self.bind(each, values) if isinstance(each, Given) else each for each in parameters]
        return next(iter(queryset.raw(sql, bound)), None)

    def bind(self, given: Given, values: dict[str, Any]) -> Any:
        return given.output_field.get_db_prep_value(values[given.name], connection)
