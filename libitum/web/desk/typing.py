"""Buttons that only help filling in a form: they save nothing, and lose nothing of what has been typed."""

from collections.abc import Iterable

from django.http import HttpRequest, QueryDict

from libitum.catalog.models import CreditRole
from libitum.web.forms.lines import MORE, with_one_more

from .offers import Suggestion

TAKE = "take"


def is_helping(request: HttpRequest) -> bool:
    return MORE in request.POST or TAKE in request.POST


def typed(request: HttpRequest, prefix: str, offered: Iterable[Suggestion] = ()) -> QueryDict | None:
    """What was sent, with the help that was asked for; None where nothing was sent."""
    if request.method != "POST":
        return None
    data = request.POST.copy()
    if MORE in data:
        with_one_more(data, prefix)
    taken = data.get(TAKE)
    for suggestion in offered:
        if suggestion.field == taken:
            take(data, prefix, suggestion)
    return data


def take(data: QueryDict, prefix: str, suggestion: Suggestion) -> None:
    if suggestion.field != "composer":
        data[suggestion.field] = suggestion.value
        return
    line = with_one_more(data, prefix)
    data[f"{prefix}-{line}-name"] = suggestion.value
    data[f"{prefix}-{line}-role"] = CreditRole.COMPOSER.value
