"""The terms as people read them. What isn't what was published is shown to nobody."""

from collections.abc import Callable
from functools import wraps
from http import HTTPStatus
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from libitum.ledger.selectors import published_positions
from libitum.rights.models import TermsVersion
from libitum.rights.selectors.terms import (
    Altered,
    accepted_version,
    comparison,
    current_version,
    history,
    newest_version,
    proved_document,
    version_before,
)
from libitum.web.prose import chapters

from .differences import blocks, purpose_rows
from .purposes import reading_language

View = Callable[..., HttpResponse]


def only_as_published(view: View) -> View:
    """A text that isn't the published one is answered with a sentence."""

    @wraps(view)
    def answer(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        try:
            return view(request, *args, **kwargs)
        except Altered as altered:
            context = {"number": altered.args[0]}
            return render(request, "web/terms/altered.html", context, status=HTTPStatus.SERVICE_UNAVAILABLE)

    return answer


def announced(number: int) -> TermsVersion:
    version = TermsVersion.objects.exclude(announced_at=None).filter(number=number).prefetch_related("texts").first()
    if version is None:
        raise Http404
    return version


@require_safe
@only_as_published
def terms(request: HttpRequest) -> HttpResponse:
    """The version in force."""
    version = current_version()
    if version is None:
        return render(request, "web/terms/none.html")
    return show(request, version)


@require_safe
@only_as_published
def terms_version(request: HttpRequest, number: int) -> HttpResponse:
    return show(request, announced(number))


def show(
    request: HttpRequest, version: TermsVersion, error: str = "", status: HTTPStatus = HTTPStatus.OK
) -> HttpResponse:
    document = proved_document(version)
    now, newest = current_version(), newest_version()
    accepted = accepted_version(request.user)
    floor = max(now.number if now else 0, accepted.number if accepted else 0)
    context = {
        "version": version,
        "chapters": chapters(document.texts[reading_language()]),
        "in_force": now == version,
        "newest": newest,
        "before": version_before(version),
        "place": published_positions([version.entry or 0]).get(version.entry or 0),
        "is_accepted": accepted == version,
        "may_accept": request.user.is_authenticated and version.number >= floor and accepted != version,
        "error": error,
    }
    return render(request, "web/terms/version.html", context, status=status)


@require_safe
@only_as_published
def terms_diff(request: HttpRequest, number: int) -> HttpResponse:
    """What it changes: by purpose and by word."""
    version = announced(number)
    difference = comparison(version)
    if difference is None:
        return render(request, "web/terms/diff_first.html", {"version": version})
    language = reading_language()
    context = {
        "version": version,
        "before": version_before(version),
        "rows": purpose_rows(difference, language),
        "blocks": blocks(difference.passages[language]),
        "difference": difference,
        # Said as well where the reader's own language has no such passage.
        "ai_elsewhere": [(key, passage) for key, passage in difference.ai_wording if key != language],
    }
    return render(request, "web/terms/diff.html", context)


@require_safe
def terms_history(request: HttpRequest) -> HttpResponse:
    events = history()
    places = published_positions(event.entry for event in events if event.entry is not None)
    rows = [(event, places.get(event.entry or 0)) for event in events]
    return render(request, "web/terms/history.html", {"rows": rows, "now": current_version()})
