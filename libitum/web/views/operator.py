"""What an operator sees of the gate. For everybody but staff it isn't there."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from libitum.ledger.selectors import why_not_running
from libitum.rights.gate.walls import walls, why_no_outside_engine
from libitum.rights.selectors.gate import engines, last_runs, refused_in, turned_away
from libitum.web.views.community.moderation import moderators_only

RUNS_SHOWN = 30


@moderators_only
@require_safe
def gate(request: HttpRequest) -> HttpResponse:
    runs = last_runs(RUNS_SHOWN)
    context = {
        "walls": walls(),
        "no_outsiders": why_no_outside_engine(),
        "log_stands": why_not_running(),
        "engines": engines(),
        "runs": runs,
        "refused": refused_in(runs),
        "turned_away": turned_away(RUNS_SHOWN),
    }
    return render(request, "web/operator/gate.html", context)
