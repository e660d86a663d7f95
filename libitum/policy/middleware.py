from collections.abc import Callable

from django.http import HttpRequest, HttpResponseBase

from . import declared, policy

REFUSAL = 400


class SignalsMiddleware:
    """Says the policy on every response, whatever made it: pages, files, errors, redirects."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        response = self.get_response(request)
        headers, said = response.headers, declared(request)
        if response.status_code >= REFUSAL:  # no work, and nothing to be found by
            said = policy(indexed=False)
        elif "noindex" in headers.get("X-Robots-Tag", ""):
            said = policy(is_open=said.is_open, indexed=False)
        for name, value in said.headers.items():
            own = headers.get(name) if name in JOINED else None
            headers[name] = joined(own, value) if own else value
        return response


# A response may say more than we do under these names.
JOINED = frozenset({"X-Robots-Tag", "Link"})


def joined(own: str, value: str) -> str:
    """Each element of a list once, in order."""
    return ", ".join(dict.fromkeys([*own.split(", "), *value.split(", ")]))
