"""Requests as they leave a browser or a crawler, and every header of what comes back."""

import http.client
import ssl
from collections.abc import Iterable, Mapping
from contextlib import closing
from dataclasses import dataclass

PATIENCE = 60
UNSAID = {204: {"content-length"}, 206: {"accept-ranges"}, 304: {"content-length"}}
# Written by whoever stands in front, or another one each time.
OWN = frozenset({"alt-svc", "connection", "date", "keep-alive", "server", "transfer-encoding", "x-request-id"})


@dataclass(frozen=True)
class Answer:
    """`headers`: every line, by lower-case name; a name that comes twice has two values."""

    status: int
    headers: Mapping[str, list[str]]
    body: bytes

    @property
    def said(self) -> dict[str, list[str]]:
        """What must arrive. Directives of CSP have no order, and another one in each process.

        RFC 9110: no length goes with a 204 and none is needed with a 304 (section 8.6); a 206 says by itself that
        ranges are accepted.
        """
        own = OWN | UNSAID.get(self.status, set())
        found = {name: list(values) for name, values in self.headers.items() if name not in own}
        policies = found.get("content-security-policy", [])
        return {**found, "content-security-policy": ["; ".join(sorted(value.split("; "))) for value in policies]}

    def __getitem__(self, name: str) -> str:
        (value,) = self.headers[name.lower()]
        return value


@dataclass(frozen=True)
class Door:
    """Where something listens. `trust`: of https. `source`: the address that one asks from."""

    port: int
    trust: ssl.SSLContext | None = None
    always: Mapping[str, str] | None = None
    source: str = "127.0.0.1"

    def connection(self) -> http.client.HTTPConnection:
        source = (self.source, 0)
        if self.trust is None:
            return http.client.HTTPConnection("127.0.0.1", self.port, timeout=PATIENCE, source_address=source)
        return http.client.HTTPSConnection(
            "localhost", self.port, timeout=PATIENCE, context=self.trust, source_address=source
        )

    def ask(
        self,
        path: str,
        headers: Mapping[str, str] | None = None,
        *,
        method: str = "GET",
        body: bytes | Iterable[bytes] | None = None,
    ) -> Answer:
        with closing(self.connection()) as connection:
            connection.request(method, path, body=body, headers={**(self.always or {}), **(headers or {})})
            return read(connection)


def read(connection: http.client.HTTPConnection) -> Answer:
    response = connection.getresponse()
    found: dict[str, list[str]] = {}
    for name, value in response.getheaders():
        found.setdefault(name.lower(), []).append(value)
    return Answer(response.status, found, response.read())
