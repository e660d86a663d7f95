"""Forms as a browser without scripts fills them in: everything that stands in the page is sent along."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from html.parser import HTMLParser
from typing import Protocol

from django.test import Client

Fields = dict[str, list[str]]


class Answer(Protocol):
    """What the test client gives back."""

    content: bytes
    status_code: int

    @property
    def headers(self) -> Mapping[str, str]: ...


@dataclass
class Form:
    action: str = ""
    fields: Fields = field(default_factory=dict)

    def put(self, name: str, value: str) -> None:
        self.fields.setdefault(name, []).append(value)


class Forms(HTMLParser):
    """The forms of a page, with what their boxes hold."""

    def __init__(self) -> None:
        super().__init__()
        self.found: list[Form] = []
        self._open: Form | None = None
        self._text: str | None = None
        self._select: tuple[str, bool] | None = None

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = {name: value or "" for name, value in attrs}
        if tag == "form":
            self._open = Form(given.get("action", ""))
            self.found.append(self._open)
        if self._open is None or "disabled" in given:
            return
        if tag == "input":
            self.take_input(self._open, given)
        elif tag == "textarea":
            self._text = given["name"]
            self._open.fields[given["name"]] = [""]
        elif tag == "select":
            self._select = (given["name"], False)
        elif tag == "option" and self._select:
            name, chosen = self._select
            if "selected" in given or (not chosen and name not in self._open.fields):
                self._open.fields[name] = [given["value"]]
                self._select = (name, "selected" in given)

    def take_input(self, form: Form, given: dict[str, str]) -> None:
        kind = given.get("type", "text")
        if "name" not in given or kind in ("file", "submit"):
            return
        if kind not in ("checkbox", "radio") or "checked" in given:
            form.put(given["name"], given.get("value", "on" if kind == "checkbox" else ""))

    def handle_data(self, data: str) -> None:
        if self._text and self._open:
            self._open.fields[self._text][0] += (
                data.removeprefix("\n") if not self._open.fields[self._text][0] else data
            )

    def handle_endtag(self, tag: str) -> None:
        if tag == "form":
            self._open = None
        if tag == "textarea":
            self._text = None
        if tag == "select":
            self._select = None


def form_in(response: Answer, having: str) -> Form:
    """The form with this field."""
    forms = Forms()
    forms.feed(response.content.decode())
    return next(form for form in forms.found if having in form.fields)


def send(client: Client, address: str, having: str, **changes: object) -> Answer:
    """Open the page, change some boxes of the form with the field `having`, and send it."""
    form = form_in(client.get(address), having)
    return client.post(form.action or address, {**form.fields, **changes})
