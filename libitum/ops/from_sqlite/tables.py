"""Which rows there are, as both databases answer with them."""

from collections.abc import Callable, Iterator, Sequence
from typing import Any

from django.apps import apps
from django.contrib.auth.models import Permission
from django.contrib.contenttypes.models import ContentType
from django.db import connections, models

# Rows that are read from either side at once.
BATCH = 2000
# Django makes these itself with the tables; here they come over with the numbers that other rows name.
MADE_WITH_TABLES = (ContentType, Permission)
# Tables without a model. Counters and marks of the cache run out by themselves; the rest each database has of its own.
LEFT_BEHIND = ("cache", "django_migrations", "sqlite_", "catalog_search")


def all_models() -> list[type[models.Model]]:
    """Every table that belongs to a model, those between two models as well."""
    found = apps.get_models(include_auto_created=True)
    return [model for model in found if model._meta.managed and not model._meta.proxy]  # noqa: SLF001


def table_of(model: type[models.Model]) -> str:
    return model._meta.db_table  # noqa: SLF001


def columns(model: type[models.Model]) -> "list[models.Field[Any, Any]]":
    return [field for field in model._meta.local_concrete_fields if not field.generated]  # noqa: SLF001


def rows(model: type[models.Model], alias: str) -> "Iterator[tuple[Any, ...]]":
    """In the order of the key, never more than a batch in memory."""
    names = [field.attname for field in columns(model)]
    query = model._base_manager.using(alias).order_by("pk").values_list(*names)  # noqa: SLF001
    return iter(query.iterator(chunk_size=BATCH))


def strangers(alias: str) -> list[str]:
    """Tables that no model of this release knows: of a module that was taken out, or somebody's own."""
    connection = connections[alias]
    with connection.cursor() as cursor:
        found = connection.introspection.table_names(cursor)
    known = {table_of(model) for model in all_models()}
    return sorted(name for name in found if name not in known and not name.startswith(LEFT_BEHIND))


Change = Callable[["models.Field[Any, Any]", Any], Any]


def changed(model: type[models.Model], alias: str, change: Change) -> "Iterator[Sequence[Any]]":
    fields = columns(model)
    for row in rows(model, alias):
        yield [change(field, value) for field, value in zip(fields, row, strict=True)]
