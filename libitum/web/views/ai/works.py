"""Work by work: the list from which one chooses, and all settings that works and releases have of their own."""

from dataclasses import dataclass

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.db.models import Q, QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from libitum.catalog.models import Track
from libitum.catalog.selectors.desk import my_releases
from libitum.rights.models.word import Level
from libitum.rights.selectors.marks import with_marks
from libitum.rights.selectors.voices import settings_of, works_held
from libitum.web.ai.settings import latest_settings, rows_of_settings
from libitum.web.ai.targets import chosen_tracks, speaking, who_speaks
from libitum.web.ai.words import GROUPS, Told, purposes_by_group
from libitum.web.asked import words_asked_for
from libitum_verify.rights.vocabulary import Class

from .desk import decide

PER_PAGE = 50
MOST_AT_ONCE = 20_000


@dataclass(frozen=True, slots=True)
class Found:
    works: "QuerySet[Track]"
    words: str
    release: str


def found(request: HttpRequest) -> Found:
    """Works by words of their title and by release, as the address or the form says."""
    asked = request.POST if request.method == "POST" else request.GET
    words, release = asked.get("q", "").strip()[:200], asked.get("release", "")[:16]
    works = works_held(who_speaks(request))
    if words:
        works = works.filter(title__icontains=words)
    if release:
        works = works.filter(release_tracks__release__uid=release)
    return Found(works.order_by("title", "pk"), words, release)


@login_required
@never_cache
@require_safe
def works(request: HttpRequest) -> HttpResponse:
    party, asked = who_speaks(request), found(request)
    page = Paginator(asked.works, PER_PAGE).get_page(request.GET.get("page"))
    rows = with_marks(list(page))
    own = settings_of(party).filter(level=Level.TRACK, track__in=[row.pk for row in rows])
    context = {
        **speaking(request, party),
        "words": asked.words,
        "release": asked.release,
        "page": page,
        "rows": rows,
        "own": set(own.values_list("track", flat=True)),
        "releases": list(my_releases(party.user)[:200]) if party.user else [],
        "groups": switchable(),
    }
    return render(request, "web/ai/works.html", context)


def switchable() -> list[tuple[str, list[Told]]]:
    """What can be set for a choice of works."""
    kinds = (Class.D, Class.O)
    rows = [
        (str(GROUPS[group][0]), [each for each in purposes if each.purpose.starts_as in kinds])
        for group, purposes in purposes_by_group().items()
    ]
    return [(name, purposes) for name, purposes in rows if purposes]


@login_required
@require_POST
def bulk(request: HttpRequest) -> HttpResponse:
    """For the chosen works, or for all that the list would show on all its pages."""
    if "all" in request.POST:
        uids = list(found(request).works.values_list("uid", flat=True)[:MOST_AT_ONCE])
    else:
        uids = request.POST.getlist("track")[:MOST_AT_ONCE]
    target = chosen_tracks(request, uids)
    if not target.tracks:
        messages.warning(request, _("First choose tracks by the boxes beside them."))
        return redirect(target.back)
    return decide(request, target)


@login_required
@never_cache
@require_safe
def exceptions(request: HttpRequest) -> HttpResponse:
    """Every release and work with a setting of its own; by purpose, by what it says, by words of the title."""
    party = who_speaks(request)
    purpose, says = request.GET.get("purpose", "")[:40], request.GET.get("says", "")
    words = words_asked_for(request, most=200)
    settings = latest_settings(party)
    if purpose:
        settings = settings.filter(purpose=purpose)
    if says in ("yes", "no"):
        settings = settings.filter(allowed=says == "yes")
    if words:
        settings = settings.filter(Q(track__title__icontains=words) | Q(release__title__icontains=words))
    page = Paginator(settings, PER_PAGE).get_page(request.GET.get("page"))
    context = {
        **speaking(request, party),
        "page": page,
        "rows": rows_of_settings(page.object_list),
        "purpose": purpose,
        "says": says,
        "words": words,
        "groups": switchable(),
    }
    return render(request, "web/ai/exceptions.html", context)
