"""The log for people. Nothing here needs to be believed: each page's claims are checked in the reader's browser."""

import json
import re

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from libitum.ledger.registry import entry_type, entry_types
from libitum.ledger.selectors import checkpoints, inclusion_proof, log_state, newest_entries

PAGE = 50
NUMBER = re.compile(r"[0-9]{1,15}")


@require_safe
def log_home(request: HttpRequest) -> HttpResponse:
    state = log_state()
    asked = NUMBER.fullmatch(request.GET.get("before", ""))
    before = min(int(asked[0]), state.size) if asked else state.size
    entries = newest_entries(before, PAGE)
    older = entries[-1].index if entries and entries[-1].index > 0 else None
    return render(request, "web/log/home.html", {"log": state, "entries": entries, "older": older, "before": before})


@require_safe
def log_entry(request: HttpRequest, index: int) -> HttpResponse:
    state = log_state()
    if index >= state.size:
        raise Http404
    [entry] = newest_entries(index + 1, 1)
    text = json.dumps(entry.value, indent=2, ensure_ascii=False)
    kind = entry_types().get(str(entry.value["type"]))
    return render(request, "web/log/entry.html", {"log": state, "entry": entry, "text": text, "kind": kind})


@require_safe
def log_proof(request: HttpRequest, index: int) -> HttpResponse:
    """The entry's `.tlog-proof`, under the newest checkpoint, with the entry itself inside."""
    if index >= log_state().size:
        raise Http404
    response = HttpResponse(inclusion_proof(index).text(), content_type="text/plain; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="entry-{index}.tlog-proof"'
    return response


@require_safe
def log_checkpoints(request: HttpRequest) -> HttpResponse:
    return render(request, "web/log/checkpoints.html", {"log": log_state(), "checkpoints": checkpoints()})


@require_safe
def log_types(request: HttpRequest) -> HttpResponse:
    types = [entry_type(name) for name in sorted(entry_types())]
    return render(request, "web/log/types.html", {"types": types})
