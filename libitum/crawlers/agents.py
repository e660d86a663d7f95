"""The list of AI agents: data, in categories that the operator can switch. Form: ai.robots.txt's `robots.json`.

The bundled copy is the ai.robots.txt project's (MIT licence), version 1.50 of August 2026.
"""

import json
import re
from dataclasses import dataclass
from enum import StrEnum
from functools import cache
from pathlib import Path
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

DATA = Path(__file__).with_name("data")
BUNDLED = DATA / "ai.robots.json"
LONGEST_NAME = 80
MOST_AGENTS = 5000
# A name goes into robots.txt as it is: nothing that ends its line or begins a comment.
NAME = re.compile(r"[A-Za-z0-9][A-Za-z0-9 ._/+-]{0,79}", re.ASCII)


class Category(StrEnum):
    TRAINING = "training"
    ASSISTANTS = "assistants"
    PREVIEWS = "previews"


CATEGORY_NAMES: dict[Category, Promise] = {
    Category.TRAINING: _("Training and collecting"),
    Category.ASSISTANTS: _("AI search and assistants"),
    Category.PREVIEWS: _("Link previews"),
}
CATEGORY_WORDS: dict[Category, Promise] = {
    Category.TRAINING: _("Programs that gather music and texts to train models, or to sell what they gathered."),
    Category.ASSISTANTS: _("Programs that answer people's questions with AI, and fetch pages for it."),
    Category.PREVIEWS: _("Programs that fetch a page to show a card of it where somebody shared its address."),
}
# What is closed where the operator has said nothing.
CLOSED_FROM_THE_START = frozenset({Category.TRAINING, Category.ASSISTANTS})


class AgentListError(ValueError):
    """Its text is a sentence for people."""


@dataclass(frozen=True, slots=True)
class Agent:
    """`respects`: whether it says that it obeys robots.txt, in its own words."""

    name: str
    category: Category
    operator: str = ""
    respects: str = ""
    function: str = ""


@cache
def bundled_agents() -> tuple[Agent, ...]:
    return parse_agents(BUNDLED.read_text(encoding="utf-8"))


def parse_agents(text: str) -> tuple[Agent, ...]:
    """Raises AgentListError."""
    try:
        rows = json.loads(text)
    except (ValueError, RecursionError):
        raise AgentListError(_("This is no JSON file.")) from None
    if not isinstance(rows, dict) or not rows:
        raise AgentListError(_("This is no list of agents: an object with a name for each agent was expected."))
    if len(rows) > MOST_AGENTS:
        raise AgentListError(_("More than %(most)d agents are too many.") % {"most": MOST_AGENTS})
    return tuple(parse_agent(name, row) for name, row in rows.items())


def parse_agent(name: str, row: Any) -> Agent:
    check_name(name)
    if not isinstance(row, dict):
        raise AgentListError(_("What is said of “%(name)s” is no object.") % {"name": name})
    # JSON can name halves of characters, which no page can be written with.
    fields = {
        key: str(row.get(key, ""))[:300].encode("utf-8", "replace").decode()
        for key in ("operator", "respect", "function")
    }
    category = category_of(name, fields["function"])
    return Agent(name, category, plain(fields["operator"]), plain(fields["respect"]), fields["function"])


def check_name(name: str) -> None:
    """Raises AgentListError."""
    if not NAME.fullmatch(name):
        shown = name[:LONGEST_NAME]
        raise AgentListError(_("“%(name)s” can't be the name of an agent in robots.txt.") % {"name": shown})


def category_of(name: str, function: str) -> Category:
    """By what the list says of it; who is not understood is taken for a collector."""
    rules = category_rules()
    if name in rules["by_agent"]:
        return Category(rules["by_agent"][name])
    said = function.lower()
    for category, words in rules["by_function"]:
        if any(word in said for word in words):
            return Category(category)
    return Category.TRAINING


@cache
def category_rules() -> Any:
    return json.loads((DATA / "categories.json").read_text(encoding="utf-8"))


def plain(markdown: str) -> str:
    """The words of a link."""
    return re.sub(r"\[([^\]]*)\]\([^)]*\)", r"\1", markdown)
