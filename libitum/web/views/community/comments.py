from http import HTTPStatus

from django.contrib import messages
from django.contrib.auth.views import redirect_to_login
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from libitum.accounts.models import User
from libitum.catalog.models import Track
from libitum.catalog.viewers import Viewer
from libitum.community.models import Comment
from libitum.community.services import add_comment, delete_comment, edit_comment

from .addresses import comment_address, track_address
from .attempts import attempt
from .drafts import draft_for, forget_draft
from .forms import CommentForm
from .returning import back_to, comments_in_hand, key_of, sign_in_first

read_write = require_http_methods(["GET", "HEAD", "POST"])


@read_write
def comment_add(request: HttpRequest, uid: str) -> HttpResponse:
    viewer = Viewer.of(request.user, key_of(request))
    track = get_object_or_404(Track.objects.visible_to(viewer).select_related("artist__owner"), uid=uid)
    page = track_address(track, viewer.secret)
    if request.method != "POST":
        return redirect(f"{page}#comments")
    if not isinstance(request.user, User):
        return sign_in_first(request, f"{page}#comments")
    form, actor = CommentForm(request.POST), request.user
    status = attempt(form, lambda: add_from(form, actor, track, viewer.secret), {"at_ms": "at"})
    if status:
        context = {"form": form, "comment_track": track, "back": f"{page}#comments"}
        return render(request, "web/community/comment_again.html", context, status=status)
    forget_draft(request, request.path)
    return redirect(comment_address(page, form.cleaned_data["uid"]))


def add_from(form: CommentForm, actor: User, track: Track, secret: str) -> None:
    typed = form.cleaned_data
    comment = add_comment(
        actor=actor,
        track=track,
        body=typed["body"],
        at_ms=typed["at"],
        parent=parent_of(track, typed["parent"]),
        secret=secret,
    )
    typed["uid"] = comment.uid


def parent_of(track: Track, uid: str) -> Comment | None:
    return get_object_or_404(track.comments.select_related("parent", "author"), uid=uid) if uid else None


@read_write
def comment_edit(request: HttpRequest, uid: str) -> HttpResponse:
    if not isinstance(request.user, User):
        return sign_in_first(request, request.get_full_path())
    actor = request.user
    comment = get_object_or_404(comments_in_hand(actor), uid=uid, author=actor)
    if request.method != "POST":
        typed = draft_for(request, request.path) or {"body": comment.body, "key": key_of(request)}
        return edit_page(request, CommentForm(typed), comment)
    form = CommentForm(request.POST)
    status = attempt(form, lambda: edit_from(form, actor, comment))
    if status:
        return edit_page(request, form, comment, status)
    forget_draft(request, request.path)
    return redirect(back_to(request, comment))


def edit_from(form: CommentForm, actor: User, comment: Comment) -> None:
    edit_comment(actor=actor, comment=comment, body=form.cleaned_data["body"])


def edit_page(
    request: HttpRequest, form: CommentForm, comment: Comment, status: HTTPStatus = HTTPStatus.OK
) -> HttpResponse:
    context = {"form": form, "comment": comment, "back": back_to(request, comment)}
    return render(request, "web/community/comment_edit.html", context, status=status)


@read_write
def comment_delete(request: HttpRequest, uid: str) -> HttpResponse:
    if not isinstance(request.user, User):
        return redirect_to_login(request.get_full_path())
    comment = get_object_or_404(comments_in_hand(request.user), uid=uid)
    if request.method != "POST":
        context = {"comment": comment, "key": key_of(request), "back": back_to(request, comment)}
        return render(request, "web/community/comment_delete.html", context)
    delete_comment(actor=request.user, comment=comment)
    messages.success(request, _("The comment is removed."))
    return redirect(back_to(request, comment, removed=True))
