"""The ledger of one's own music."""

from collections.abc import Iterator

from django.contrib.auth.decorators import login_required
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse, StreamingHttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from libitum.catalog.models import Track
from libitum.export.uses_table import lines, objects
from libitum.rights.models import Run, UseRecord
from libitum.rights.selectors.uses import (
    is_listed,
    lists_without,
    page_of,
    records_of,
    records_of_track,
    use_in,
    with_places,
    work_of,
)
from libitum.web.people import signed_in
from libitum.web.rates import seldom
from libitum.web.uses.asking import AskedForm
from libitum.web.uses.checking import check_of


@login_required
@never_cache
@require_safe
def my_uses(request: HttpRequest) -> HttpResponse:
    form = AskedForm(request.GET)
    uses, older = page_of(records_of(signed_in(request), form.asked()), request.GET.get("before", ""))
    context = {"form": form, "uses": uses, "older": older, "query": query(request), "asked": form.has_changed()}
    return render(request, "web/uses/mine.html", context)


@login_required
@never_cache
@require_safe
@seldom("export")
def my_uses_table(request: HttpRequest) -> StreamingHttpResponse:
    """All of it, or what the filters leave, as CSV."""
    return sent(lines(asked_of(request)), "text/csv; charset=utf-8", "csv")


@login_required
@never_cache
@require_safe
@seldom("export")
def my_uses_json(request: HttpRequest) -> StreamingHttpResponse:
    """The same rows as JSON."""
    return sent(objects(asked_of(request)), "application/json", "json")


def asked_of(request: HttpRequest) -> "QuerySet[UseRecord]":
    return records_of(signed_in(request), AskedForm(request.GET).asked())


def sent(rows: Iterator[str], kind: str, ending: str) -> StreamingHttpResponse:
    response = StreamingHttpResponse(rows, content_type=kind)
    response["Content-Disposition"] = f'attachment; filename="uses-{timezone.localdate().isoformat()}.{ending}"'
    return response


@login_required
@never_cache
@require_safe
def track_uses(request: HttpRequest, uid: str) -> HttpResponse:
    track = own(request, uid)
    uses, older = page_of(records_of_track(track), request.GET.get("before", ""))
    context = {"track": track, "uses": uses, "older": older, "lists": lists_without(track)}
    return render(request, "web/uses/track.html", context)


@login_required
@never_cache
@require_safe
def track_use(request: HttpRequest, uid: str, run: str) -> HttpResponse:
    """One run, proved: what was decided for this work, and whether it stands in the run's list."""
    track = own(request, uid)
    use = use_in(track, run)
    found = use.record.run if use else Run.objects.exclude(manifest="").filter(uid=run).select_related("engine").first()
    if found is None:
        raise Http404
    [at] = with_places([found])
    is_owner = track.artist.owner_id == signed_in(request).pk
    check = check_of(track, at, is_in=is_listed(track, at), is_owner=is_owner)
    return render(request, "web/uses/use.html", {"track": track, "use": use, "at": at, "check": check})


def own(request: HttpRequest, uid: str) -> Track:
    """A work of mine, or one in which I hold a right."""
    track = work_of(signed_in(request), uid)
    if track is None:
        raise Http404
    return track


def query(request: HttpRequest) -> str:
    """The filters, for the addresses of other pages of the list and of the table."""
    kept = request.GET.copy()
    kept.pop("before", None)
    return kept.urlencode()
