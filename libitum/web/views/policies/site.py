"""What this instance tells machines, now and on any day."""

import re

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from libitum.crawlers.past import Event, Version, history, versions_on
from libitum.crawlers.selectors import MOST_OPEN_WORKS

from .asked import asked_day
from .words import Carrier, carriers_of, sentences_of

PER_PAGE = 30
NUMBER = re.compile(r"[0-9]{1,9}", re.ASCII)
Shown = tuple[Version, list[Carrier]]


@require_safe
def policies(request: HttpRequest) -> HttpResponse:
    asked = asked_day(request)
    versions = [] if asked.error else versions_on(asked.day)
    context = {
        "asked": asked,
        "versions": [shown(version) for version in versions],
        "most_open_works": MOST_OPEN_WORKS,
        **({} if asked.text else past(request)),
    }
    return render(request, "web/policies/site.html", context, status=asked.status)


def shown(version: Version) -> Shown:
    return version, carriers_of(version.said) if version.said else []


def past(request: HttpRequest) -> dict[str, object]:
    before = NUMBER.fullmatch(request.GET.get("before", ""))
    events = history(before=int(before[0]) if before else None, size=PER_PAGE)
    older = events[-1].version.number if events and events[-1].version.number > 1 else None
    return {"events": [(event, words(event)) for event in events], "older": older, "before": before}


def words(event: Event) -> list[str]:
    return sentences_of(event.change) if event.change else []
