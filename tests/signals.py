"""Reads what a response, and the files beside it, tell machines, without any code of ours that writes it."""

import re
from dataclasses import dataclass, field
from html.parser import HTMLParser
from typing import Any
from xml.etree import ElementTree as ET

import http_sf
from django.http.response import HttpResponseBase

RSL = "{https://rslstandard.org/rsl}"


@dataclass
class Page(HTMLParser):
    """Metas by name, licences linked to, and every address in it."""

    metas: dict[str, list[str]] = field(default_factory=dict)
    licences: list[str] = field(default_factory=list)
    addresses: list[str] = field(default_factory=list)

    def __post_init__(self) -> None:
        super().__init__()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = {name: value or "" for name, value in attrs}
        if tag == "meta" and "name" in given:
            self.metas.setdefault(given["name"], []).append(given.get("content", ""))
        if tag == "link" and given.get("rel") == "license":
            self.licences.append(given["href"])
        self.addresses += [given[name] for name in ("href", "src", "data-src") if name in given]

    def robots(self) -> set[str]:
        return {word.strip() for content in self.metas.get("robots", []) for word in content.split(",")}


def pattern(path: str) -> re.Pattern[str]:
    """RFC 9309, section 2.2.3: `*` and a final `$`."""
    body, end = (path[:-1], "$") if path.endswith("$") else (path, "")
    return re.compile(".*".join(map(re.escape, body.split("*"))) + end)


def first_rule(rules: list[dict[str, Any]], path: str) -> dict[str, Any]:
    """TDMRep, section 4.1: the first in sequence that matches."""
    return next(rule for rule in rules if pattern(rule["location"]).match(path))


def longest(patterns: dict[str, Any], path: str) -> Any:
    matching = [each for each in patterns if pattern(each).match(path)]
    return patterns[max(matching, key=len)]


def usage_rules(robots: str, agent: str) -> dict[str, dict[str, Any]]:
    """AIPREF attach-05: the usage preferences of a group, by path."""
    group = next(each for each in robots.split("\n\n") if f"User-agent: {agent}\n" in each)
    lines = [line.removeprefix("Content-Usage: ") for line in group.splitlines() if line.startswith("Content-Usage: ")]
    found = {}
    for line in lines:
        path, said = line.split(" ", 1) if line.startswith("/") else ("/", line)
        found[path] = preferences(said)
    return found


def preferences(value: str) -> dict[str, Any]:
    """A dictionary of RFC 9651, read by another's parser."""
    read: Any = http_sf.parse(value.encode(), tltype="dictionary")
    return {name: str(token) for name, (token, _) in read.items()}


def rsl_rules(text: str) -> dict[str, dict[str, set[str]]]:
    rules = {}
    for content in ET.fromstring(text):  # noqa: S314 - our own
        licence = content.find(f"{RSL}license")
        assert licence is not None
        rules[content.attrib["url"]] = {node.tag.removeprefix(RSL): set((node.text or "").split()) for node in licence}
    return rules


def robots_tags(response: HttpResponseBase) -> set[str]:
    return {word.strip() for word in response.headers.get("X-Robots-Tag", "").split(",") if word.strip()}
