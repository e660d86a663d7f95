"""Every address that the site answers, found by walking its URL configuration."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver

# Ninja's own, which are no operations.
AROUND_THE_API = {"api:openapi-json", "api:openapi-view", "api:api-root"}


@dataclass(frozen=True)
class Endpoint:
    """`name` as `reverse` takes it; `route` from the site's root."""

    name: str
    route: str


def walk(patterns: list[URLPattern | URLResolver], prefix: str = "", namespace: str = "") -> Iterator[Endpoint]:
    for pattern in patterns:
        route = prefix + str(pattern.pattern)
        if isinstance(pattern, URLPattern):
            yield Endpoint(namespace + (pattern.name or f"no name: {route}"), route)
        else:
            inner = f"{namespace}{pattern.namespace}:" if pattern.namespace else namespace
            yield from walk(pattern.url_patterns, route, inner)


def pages() -> set[str]:
    """Names of everything but the API's operations."""
    found = [each for each in walk(get_resolver().url_patterns) if not each.route.startswith("api/v1/")]
    return {endpoint.name for endpoint in found} | AROUND_THE_API


def api_routes() -> set[str]:
    """The routes of the API's operations, with parameters as its description writes them."""
    found = (endpoint for endpoint in walk(get_resolver().url_patterns) if endpoint.route.startswith("api/v1/"))
    routes = {endpoint.route for endpoint in found if endpoint.name not in AROUND_THE_API}
    return {"/" + re.sub(r"<\w+:(\w+)>", r"{\1}", route) for route in routes}


def description() -> dict[str, dict[str, Any]]:
    """Addresses and methods as the API itself describes them."""
    return dict(Client().get("/api/v1/openapi.json").json()["paths"])


def operations() -> set[str]:
    """Like "GET /tracks/{uid}"."""
    found = ((path, method) for path, item in description().items() for method in item)
    return {f"{method.upper()} {path.removeprefix('/api/v1')}" for path, method in found}


def described_routes() -> set[str]:
    return set(description())
