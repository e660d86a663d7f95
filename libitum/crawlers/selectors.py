"""What is said to machines now; what was said on any day, `past` knows."""

from collections.abc import Mapping
from dataclasses import dataclass

from libitum.catalog.models import Track

from .agents import CLOSED_FROM_THE_START, Agent, Category, bundled_agents, parse_agents
from .models import AgentChoice, AgentList, Carrier, CategorySwitch, SignalSet, Treatment
from .robots import OpenWork

# What tdmrep.json and rsl.xml name: half a second's work whenever one is opened. robots.txt has a limit of its own.
MOST_OPEN_WORKS = 5_000


@dataclass(frozen=True, slots=True)
class Listed:
    """`agent.category` decides, unless the operator chose otherwise."""

    agent: Agent
    is_closed: bool
    choice: AgentChoice | None


def newest_list() -> AgentList | None:
    return AgentList.objects.order_by("-pk").first()


def agents() -> tuple[Agent, ...]:
    newest = newest_list()
    return parse_agents(newest.text) if newest else bundled_agents()


def closed_categories() -> frozenset[Category]:
    said = {Category(row.category): row.closed for row in CategorySwitch.objects.all()}
    return frozenset(each for each in Category if said.get(each, each in CLOSED_FROM_THE_START))


def listed_agents(closed: frozenset[Category] | None = None) -> list[Listed]:
    """The list and the operator's own, by name. `closed`: categories, where the caller knows them already."""
    choices = {choice.name: choice for choice in AgentChoice.objects.all()}
    closed = closed_categories() if closed is None else closed
    rows = {agent.name: agent for agent in agents()}
    own = {name: Agent(name, Category.TRAINING) for name in choices if name not in rows}
    return [
        Listed(agent, is_closed(agent, closed, choices), choices.get(agent.name))
        for agent in sorted((rows | own).values(), key=lambda agent: agent.name.lower())
    ]


def name_as_listed(name: str) -> str:
    """Agents are known without regard to case (RFC 9309, section 2.2.1); unlisted ones as they are written."""
    known = [agent.name for agent in agents()] + list(AgentChoice.objects.values_list("name", flat=True))
    return next((each for each in known if each.lower() == name.lower()), name)


def is_closed(agent: Agent, closed: frozenset[Category], choices: Mapping[str, AgentChoice]) -> bool:
    choice = choices.get(agent.name)
    return choice.treatment == Treatment.CLOSED if choice else agent.category in closed


def open_works() -> list[OpenWork]:
    """The newest of them, first. Those beyond say it in their headers, pages and files alone."""
    tracks = Track.objects.listed().exclude(trainable_since=None).select_related("artist")
    return [OpenWork(t.uid, t.get_absolute_url()) for t in tracks.order_by("-trainable_since")[:MOST_OPEN_WORKS]]


def carrier(path: str) -> Carrier | None:
    return Carrier.objects.filter(path=path).first()


def current_set() -> SignalSet | None:
    return SignalSet.objects.order_by("-number").first()
