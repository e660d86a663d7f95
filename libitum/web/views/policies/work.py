"""What machines are told of one work, now and on any day, and what its licence has given anyway."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from libitum.catalog.data import licences
from libitum.catalog.data.allowances import allowance_of
from libitum.catalog.selectors.by_uid import tracks_by_uid
from libitum.catalog.viewers import Viewer
from libitum.crawlers.past import Told, Turn, told_on, turns_of, versions_on
from libitum.web.sharing import is_open
from libitum.web.views.community.addresses import track_address
from libitum.web.views.public.facts import ai_address
from libitum.web.views.public.private import for_this_viewer

from .asked import Asked, asked_day
from .words import Carrier, pairs


@require_safe
def work_policies(request: HttpRequest, uid: str) -> HttpResponse:
    """`?on=`: a day. `?key=`: of the secret link that one came by."""
    viewer = Viewer.of(request.user, request.GET.get("key", "")[:64])
    track = tracks_by_uid([uid], viewer).get(uid)
    if track is None:
        raise Http404
    asked, turns = asked_day(request), turns_of(track)
    context = {
        "track": track,
        "asked": asked,
        "secret": viewer.secret,
        "back": track.get_absolute_url() if is_open(track) else track_address(track, viewer.secret),
        "ai_url": ai_address(track, viewer.secret),
        "is_open": is_open(track),
        "told": [(each, carriers_of_work(each)) for each in told(asked, turns)],
        "turns": list(reversed(turns)),
        "licence": licences()[track.licence],
        "allowance": allowance_of(track.licence),
    }
    response = render(request, "web/policies/work.html", context, status=asked.status)
    return for_this_viewer(response, listed=is_open(track))


def told(asked: Asked, turns: list[Turn]) -> list[Told]:
    return [] if asked.error else told_on(asked.day, versions_on(asked.day), turns)


def carriers_of_work(stretch: Told) -> list[Carrier]:
    names = {"headers": _("Headers"), "metas": _("In the head of a page"), "tags": _("Tags in files of sound")}
    return [Carrier(name, pairs(stretch.part(part))) for part, name in names.items()]
