"""The API as one thing: its routers, its description, and what all of its answers have in common."""

from typing import Any

from ninja import NinjaAPI
from ninja.openapi.schema import OpenAPISchema

from . import problems
from .envelope import known_names_only
from .limits import Limit
from .openapi import complete
from .routers import ROUTERS

DESCRIPTION = """
Everything that a person can do on the site, a program can do here with a key (`Authorization: Bearer libitum_…`).
Keys are made in the settings of an account. What is public needs none.
Refusals are problem documents (RFC 9457) with a sentence in the language of `Accept-Language`.
Recordings are sent by tus 1.0 to `/api/v1/uploads`.
"""


class LibitumApi(NinjaAPI):
    def get_openapi_schema(self, **options: Any) -> OpenAPISchema:
        return complete(self, super().get_openapi_schema(**options))


def build() -> NinjaAPI:
    api = LibitumApi(
        title="Libitum",
        version="1",
        description=DESCRIPTION,
        urls_namespace="api",
        throttle=[Limit()],
    )
    api.add_decorator(known_names_only, mode="view")
    problems.install(api)
    for prefix, router in ROUTERS:
        api.add_router(prefix, router)
    return api
