"""A tus client that can also misbehave: it speaks to the real WSGI application, with a body of its own making."""

import base64
import hashlib
import json
from collections.abc import Callable
from dataclasses import dataclass, field
from io import BytesIO
from typing import Any

from django.core.handlers.wsgi import WSGIHandler

from libitum.accounts.models import Scope, User
from libitum.accounts.tokens import create_token

COLLECTION = "/api/v1/uploads"
Headers = dict[str, str]


@dataclass
class Answer:
    status: int
    headers: Headers
    content: bytes

    @property
    def json(self) -> Any:
        return json.loads(self.content)

    @property
    def offset(self) -> int:
        return int(self.headers["Upload-Offset"])

    @property
    def where(self) -> str:
        return self.headers["Location"]


class Breaking(BytesIO):
    """A body whose connection is reset where its bytes end."""

    def read(self, size: int | None = -1, /) -> bytes:
        piece = super().read(size)
        if not piece:
            raise ConnectionResetError
        return piece


@dataclass
class Tus:
    """`auth`: what every request carries."""

    auth: Headers = field(default_factory=dict)

    def ask(
        self,
        method: str,
        path: str,
        headers: Headers | None = None,
        stream: BytesIO | None = None,
        *,
        length: int | None = None,
        version: str | None = "1.0.0",
    ) -> Answer:
        sent = {**self.auth, **({"Tus-Resumable": version} if version else {}), **(headers or {})}
        return call(method, path, sent, stream or BytesIO(), length)

    def create(self, length: int, about: Headers | None = None, *, metadata: str = "") -> Answer:
        """`metadata`: the header as it is, instead of `about`."""
        metadata = metadata or encoded(about or {})
        return self.ask("POST", COLLECTION, {"Upload-Length": str(length), "Upload-Metadata": metadata}, length=0)

    def patch(
        self,
        where: str,
        data: bytes,
        offset: int,
        *,
        declared: int | None = None,
        checksum: str = "",
        stream: BytesIO | None = None,
    ) -> Answer:
        """`declared`: a Content-Length that isn't true."""
        headers = {"Upload-Offset": str(offset), "Content-Type": "application/offset+octet-stream"}
        if checksum:
            headers["Upload-Checksum"] = checksum
        return self.ask(
            "PATCH", where, headers, stream or BytesIO(data), length=len(data) if declared is None else declared
        )

    def head(self, where: str) -> Answer:
        return self.ask("HEAD", where)


def call(method: str, path: str, headers: Headers, stream: BytesIO, length: int | None) -> Answer:
    environ = {
        "REQUEST_METHOD": method,
        "PATH_INFO": path.partition("?")[0],
        "QUERY_STRING": path.partition("?")[2],
        "SERVER_NAME": "localhost",
        "SERVER_PORT": "8000",
        "SERVER_PROTOCOL": "HTTP/1.1",
        "wsgi.url_scheme": "http",
        "wsgi.input": stream,
        "wsgi.input_terminated": True,
        "wsgi.errors": BytesIO(),
        **{("" if name == "Content-Type" else "HTTP_") + cgi(name): value for name, value in headers.items()},
        **({} if length is None else {"CONTENT_LENGTH": str(length)}),
    }
    seen: dict[str, Any] = {}

    def start_response(status: str, headers: list[tuple[str, str]], *_error: object) -> Callable[[bytes], object]:
        seen.update(status=int(status.split(maxsplit=1)[0]), headers=dict(headers))
        return BytesIO().write

    response = WSGIHandler()(environ, start_response)
    content = b"".join(response)
    response.close()
    return Answer(seen["status"], seen["headers"], content)


def cgi(name: str) -> str:
    return name.upper().replace("-", "_")


def encoded(about: Headers) -> str:
    return ",".join(f"{key} {base64.b64encode(value.encode()).decode()}" for key, value in about.items())


def sum_of(data: bytes, algorithm: str = "sha256") -> str:
    """As the header Upload-Checksum has it."""
    return f"{algorithm} {base64.b64encode(hashlib.new(algorithm, data).digest()).decode()}"


def program_of(user: User, *scopes: str) -> Tus:
    _token, raw = create_token(user=user, name="recorder", scopes=scopes or [Scope.UPLOAD])
    return Tus({"Authorization": f"Bearer {raw}"})
