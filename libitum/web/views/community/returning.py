"""Where somebody stands after an act on a comment, and what they typed until then."""

from django.contrib.auth.views import redirect_to_login
from django.db.models import Q, QuerySet
from django.http import HttpRequest, HttpResponse
from django.urls import reverse

from libitum.accounts.models import User
from libitum.catalog.models import Track
from libitum.catalog.viewers import Viewer
from libitum.community.addresses import SECRET
from libitum.community.models import Comment

from .addresses import comment_address, track_address
from .drafts import keep_draft

TYPED = ("body", "at", "parent", "key")


def key_of(request: HttpRequest) -> str:
    """The key of the secret link that the page was opened by; forms carry it on. What can't be one is none."""
    key = (request.POST if request.method == "POST" else request.GET).get("key", "")
    return key if SECRET.fullmatch(key) else ""


def comments_in_hand(user: User) -> QuerySet[Comment]:
    """Those that `user` wrote, or that stand under their music."""
    mine = Q(author=user) | Q(track__artist__owner=user)
    return Comment.objects.filter(mine, deleted_at=None).select_related("author", "track__artist__owner")


def back_to(request: HttpRequest, comment: Comment, *, removed: bool = False) -> str:
    """The comment on its page, or the start where the reader no longer sees that page."""
    viewer = Viewer.of(request.user, key_of(request))
    if not Track.objects.visible_to(viewer).filter(pk=comment.track_id).exists():
        return reverse("home")
    page = track_address(comment.track, viewer.secret)
    return f"{page}#comments" if removed else comment_address(page, comment.uid)


def sign_in_first(request: HttpRequest, then: str) -> HttpResponse:
    """What was typed waits in the session and stands in the form again at `then`."""
    if request.POST.get("body", "").strip():
        keep_draft(request, request.path, {name: request.POST.get(name, "") for name in TYPED})
    return redirect_to_login(then)
