"""The AI agents that this instance knows, and whom of them it asks to stay away. For everybody but staff it isn't
there.
"""

from dataclasses import dataclass
from http import HTTPStatus
from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.functional import Promise
from django.views.decorators.http import require_safe

from libitum.crawlers.agents import CATEGORY_NAMES, CATEGORY_WORDS, Category, bundled_agents, parse_agents
from libitum.crawlers.models import Treatment
from libitum.crawlers.selectors import Listed, carrier, closed_categories, listed_agents, newest_list
from libitum.policy import ROBOTS_PATH
from libitum.web.asked import words_asked_for
from libitum.web.forms.crawlers import AgentForm
from libitum.web.views.community.moderation import moderators_only


@dataclass(frozen=True, slots=True)
class Group:
    """`rows`: those that the filter lets through, of `count`."""

    category: Category
    name: Promise
    words: Promise
    is_closed: bool
    count: int
    closed_count: int
    rows: list[Listed]


@dataclass(frozen=True, slots=True)
class Filter:
    """By category, and by a part of the name or of the operator's."""

    category: str
    words: str

    @property
    def query(self) -> str:
        return urlencode({name: value for name, value in (("category", self.category), ("q", self.words)) if value})

    @property
    def address(self) -> str:
        where = reverse("operator-crawlers")
        return f"{where}?{self.query}" if self.query else where

    def lets_through(self, row: Listed) -> bool:
        if self.category and row.agent.category != self.category:
            return False
        return self.words.lower() in f"{row.agent.name} {row.agent.operator}".lower()


def filter_of(request: HttpRequest) -> Filter:
    category = request.GET.get("category", "")
    words = words_asked_for(request, most=80)
    return Filter(category if category in set(Category) else "", words)


@moderators_only
@require_safe
def agents(request: HttpRequest) -> HttpResponse:
    return show(request)


def show(
    request: HttpRequest, *, form: AgentForm | None = None, problem: str = "", status: HTTPStatus = HTTPStatus.OK
) -> HttpResponse:
    """`form`: one that was refused, shown again as it was typed; `problem`: a sentence about something else."""
    chosen, closed = filter_of(request), closed_categories()
    rows = listed_agents(closed)
    served, newest = carrier(ROBOTS_PATH), newest_list()
    groups = groups_of(rows, chosen, closed)
    known = {row.agent.name for row in rows}
    refused = form.data.get("name", "") if form is not None else ""
    context = {
        "groups": groups,
        "shown_count": sum(len(group.rows) for group in groups),
        "filter": chosen,
        "categories": CATEGORY_NAMES.items(),
        "treatments": Treatment.choices,
        "newest": newest,
        "listed": {agent.name for agent in (parse_agents(newest.text) if newest else bundled_agents())},
        "robots": served.body if served else "",
        "refused": form,
        "refused_name": refused if refused in known else "",
        "refused_own": form if form is not None and refused not in known else None,
        "problem": problem,
    }
    return render(request, "web/crawlers/agents.html", context, status=status)


def groups_of(rows: list[Listed], chosen: Filter, closed: frozenset[Category]) -> list[Group]:
    found = []
    for category in Category:
        of_it = [row for row in rows if row.agent.category is category]
        found.append(
            Group(
                category=category,
                name=CATEGORY_NAMES[category],
                words=CATEGORY_WORDS[category],
                is_closed=category in closed,
                count=len(of_it),
                closed_count=sum(row.is_closed for row in of_it),
                rows=[row for row in of_it if chosen.lets_through(row)],
            )
        )
    return found


def back(request: HttpRequest) -> HttpResponseRedirect:
    return HttpResponseRedirect(filter_of(request).address)
