"""A newer list of agents: first what it would change, then the word that it shall."""

import json
from dataclasses import dataclass
from http import HTTPStatus

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from libitum.crawlers.agents import Agent, AgentListError, parse_agents
from libitum.crawlers.selectors import agents
from libitum.crawlers.services import update_agents
from libitum.web.views.community.moderation import moderators_only

from .acts import told
from .page import back, show

MOST_BYTES = 1_000_000


@dataclass(frozen=True, slots=True)
class Difference:
    """`moved`: agents that the newer list puts into another category."""

    new: list[Agent]
    gone: list[Agent]
    moved: list[Agent]


@moderators_only
@require_POST
def newer_list(request: HttpRequest) -> HttpResponse:
    try:
        text, source = confirmed(request) if "text" in request.POST else sent(request)
        found = parse_agents(text)
    except AgentListError as error:
        return show(request, problem=str(error), status=HTTPStatus.UNPROCESSABLE_ENTITY)
    if request.POST.get("do") == "confirm":
        told(request, lambda: update_agents(text=text, source=source))
        return back(request)
    context = {
        "difference": difference(agents(), found),
        "count": len(found),
        "source": source,
        # A form would give its line ends another form, and the text another hash.
        "text": json.dumps(text, ensure_ascii=False),
    }
    return render(request, "web/crawlers/preview.html", context)


def sent(request: HttpRequest) -> tuple[str, str]:
    """Text and name of the file. Raises AgentListError."""
    file = request.FILES.get("list")
    if file is None:
        raise AgentListError(_("Choose a file first."))
    if (file.size or 0) > MOST_BYTES:
        raise AgentListError(_("More than a megabyte is too much for a list of agents."))
    try:
        return file.read().decode("utf-8"), file.name or ""
    except UnicodeDecodeError:
        raise AgentListError(_("This is no JSON file.")) from None


def confirmed(request: HttpRequest) -> tuple[str, str]:
    """As it was shown before. Raises AgentListError."""
    try:
        text = json.loads(request.POST["text"])
        is_whole = isinstance(text, str) and len(text.encode()) <= MOST_BYTES
    except (ValueError, RecursionError):
        is_whole = False
    if not is_whole:
        raise AgentListError(_("What was sent isn't the list that was shown. Choose the file anew."))
    return text, request.POST.get("source", "").replace("\x00", "")


def difference(before: tuple[Agent, ...], after: tuple[Agent, ...]) -> Difference:
    old, new = {agent.name: agent for agent in before}, {agent.name: agent for agent in after}
    return Difference(
        new=[agent for agent in after if agent.name not in old],
        gone=[agent for agent in before if agent.name not in new],
        moved=[agent for agent in after if agent.name in old and old[agent.name].category != agent.category],
    )
