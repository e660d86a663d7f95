"""The tracks of a release as they stand in the form: in the order of its lines, moved by buttons or by dragging."""

from django.http import HttpRequest

from libitum.accounts.models import User
from libitum.catalog.models import Track
from libitum.catalog.selectors.desk import my_tracks

LINE = "track"
UP, DOWN, DROP, ADD = "up", "down", "drop", "add"


def is_arranging(request: HttpRequest) -> bool:
    """A button was pressed that only moves lines about: nothing is to be saved."""
    return any(name in request.POST for name in (UP, DOWN, DROP, ADD))


def arranged(request: HttpRequest, user: User, stored: list[Track]) -> list[Track]:
    """What is stored; or, of what was sent, the person's own tracks, each once."""
    if request.method != "POST":
        return stored
    uids = list(dict.fromkeys(moved(request, request.POST.getlist(LINE))))
    mine = {track.uid: track for track in my_tracks(user).filter(uid__in=uids)}
    return [mine[uid] for uid in uids if uid in mine]


def moved(request: HttpRequest, uids: list[str]) -> list[str]:
    sent = request.POST
    if ADD in sent:
        return [*uids, sent.get("track_to_add", "")]
    for name, by in ((UP, -1), (DOWN, 1)):
        if sent.get(name) in uids:
            return shifted(uids, uids.index(sent[name]), by)
    return [uid for uid in uids if uid != sent.get(DROP)]


def shifted(uids: list[str], place: int, by: int) -> list[str]:
    """The line at `place` changes places with its neighbour; the first can't go up, nor the last down."""
    other = place + by
    if 0 <= other < len(uids):
        uids[place], uids[other] = uids[other], uids[place]
    return uids
