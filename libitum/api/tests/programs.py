"""A program of somebody's, with a key of its own."""

from dataclasses import dataclass
from typing import Any

from django.http import HttpResponse
from django.test import Client

from libitum.accounts.models import User
from libitum.accounts.tokens import create_token

ROOT = "/api/v1"


@dataclass
class Program:
    """Sends JSON below the API's root. Without a key, anybody."""

    key: str = ""

    @property
    def client(self) -> Client:
        return Client(headers={"Authorization": f"Bearer {self.key}"} if self.key else {})

    def get(self, path: str, **query: object) -> HttpResponse:
        return self.client.get(ROOT + path, query)  # type: ignore[return-value, arg-type] # the test client's own types

    def send(self, method: str, path: str, body: Any = None) -> HttpResponse:
        sender = getattr(self.client, method)
        response: HttpResponse = sender(ROOT + path, body, content_type="application/json")
        return response

    def post(self, path: str, **body: Any) -> HttpResponse:
        return self.send("post", path, body)

    def patch(self, path: str, **body: Any) -> HttpResponse:
        return self.send("patch", path, body)

    def delete(self, path: str) -> HttpResponse:
        return self.send("delete", path)


ANYBODYS = Program()


def program_of(user: User, *scopes: str) -> Program:
    return Program(create_token(user=user, name="script", scopes=scopes)[1])


def fields_of(response: HttpResponse) -> set[str]:
    """The fields that a refusal names."""
    assert response["Content-Type"] == "application/problem+json"
    return {row["field"] for row in json_of(response)["errors"]}


def json_of(response: HttpResponse) -> Any:
    return response.json()  # type: ignore[attr-defined] # the test client adds it
