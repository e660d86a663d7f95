"""One purpose: how it stood since the beginning, every decision about it, and what was done under it."""

from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.db.models import Count, Q, QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from libitum.rights.models import Party, Run, Word
from libitum.rights.selectors.voices import moment, works_held
from libitum.web.ai.targets import speaking, who_speaks
from libitum.web.ai.timeline import timeline
from libitum.web.ai.words import told
from libitum_verify.rights.vocabulary import Subject, vocabulary

PER_PAGE = 50
MOST_DRAWN = 60


@login_required
@never_cache
@require_safe
def purpose(request: HttpRequest, purpose: str) -> HttpResponse:
    party = who_speaks(request)
    found = vocabulary().purposes.get(purpose)
    if found is None or found.subject is not Subject.WORK:
        raise Http404
    words = Word.objects.filter(party=party, purpose=purpose).select_related("statement", "track", "release")
    page = Paginator(words.order_by("-pk"), PER_PAGE).get_page(request.GET.get("page"))
    runs = list(runs_for(party, purpose)[:MOST_DRAWN])
    drawn = [(run.opened_at, run.times, str(run.engine)) for run in runs]  # type: ignore[attr-defined]
    context = {
        **speaking(request, party),
        "told": told(found),
        "timeline": timeline(party, found, drawn),
        "page": page,
        "rows": [(word, moment(word.at), moment(word.until) if word.until else None) for word in page],
        "runs": runs,
    }
    return render(request, "web/ai/purpose.html", context)


def runs_for(party: Party, purpose: str) -> "QuerySet[Run]":
    """In which works of theirs were handed out, newest first."""
    mine = Q(uses__handed_out_at__isnull=False, uses__track__in=works_held(party).values("pk"))
    runs = Run.objects.filter(mine, purpose=purpose).annotate(times=Count("uses__track"))
    return runs.select_related("engine").order_by("-opened_at", "-pk")
