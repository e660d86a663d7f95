"""What Prometheus would read, parsed by the library's own parser."""

from collections.abc import Iterable

from django.test import Client
from prometheus_client.parser import text_string_to_metric_families

HERE = {"host": "127.0.0.1:8000"}
Numbers = dict[tuple[str, frozenset[tuple[str, str]]], float]


def scrape(**headers: str) -> str:
    response = Client().get("/metrics", headers={**HERE, **headers})
    assert response.status_code == 200
    return response.content.decode()


def numbers(text: str | None = None) -> Numbers:
    families = text_string_to_metric_families(scrape() if text is None else text)
    return {(s.name, frozenset(s.labels.items())): s.value for family in families for s in family.samples}


def number(name: str, found: Numbers | None = None, **labels: str) -> float | None:
    """None where there is no such series."""
    return (numbers() if found is None else found).get((f"libitum_{name}", frozenset(labels.items())))


def total(found: Numbers, name: str, **labels: str) -> float:
    """Of all series that have these labels."""
    wanted: Iterable[tuple[str, str]] = labels.items()
    return sum(value for (each, has), value in found.items() if each == f"libitum_{name}" and has.issuperset(wanted))
