"""Pages as a reader takes them in."""

import json
import re
from html.parser import HTMLParser
from typing import Any

from django.test import Client


class Reader(HTMLParser):
    """Collects what tests ask for: visible words, links, metas, JSON-LD."""

    def __init__(self) -> None:
        super().__init__()
        self.words: list[str] = []
        self.links: list[dict[str, str]] = []
        self.elements: list[tuple[str, dict[str, str]]] = []
        self.data: list[Any] = []
        self._within: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = {name: value or "" for name, value in attrs}
        self.elements.append((tag, given))
        if tag == "a":
            self.links.append(given)
        if tag in ("script", "style"):
            self._within.append(given.get("type", tag))

    def handle_endtag(self, tag: str) -> None:
        if tag in ("script", "style"):
            self._within.pop()

    def handle_data(self, data: str) -> None:
        if not self._within:
            self.words.append(data)
        elif self._within[-1] == "application/ld+json":
            self.data.append(json.loads(data))

    @property
    def text(self) -> str:
        return re.sub(r"\s+", " ", " ".join(self.words)).strip()

    @property
    def hrefs(self) -> list[str]:
        return [link.get("href", "") for link in self.links]

    def meta(self, name: str) -> str | None:
        """What all of that name say."""
        metas = [given for tag, given in self.elements if tag == "meta"]
        said = [given["content"] for given in metas if name in (given.get("name"), given.get("property"))]
        return ", ".join(said) if said else None

    def find(self, tag: str, **wanted: str) -> list[dict[str, str]]:
        return [
            given
            for each, given in self.elements
            if each == tag and all(given.get(name.replace("_", "-")) == value for name, value in wanted.items())
        ]


def read(client: Client, address: str, status: int = 200) -> Reader:
    response = client.get(address)
    assert response.status_code == status, (address, response.status_code)
    reader = Reader()
    reader.feed(response.content.decode())
    return reader
