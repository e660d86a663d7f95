"""The page for sending recordings; what it does with scripts, it does without them too, one request at a time."""

from django.conf import settings
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from libitum.accounts.models import User
from libitum.catalog.models import Track
from libitum.catalog.services import create_artist
from libitum.media.formats import ENDINGS, NAMES
from libitum.media.receipts import Receipt
from libitum.media.selectors.uploads import quota_of, unfinished_uploads
from libitum.media.services.uploads import UploadProblem, named_track
from libitum.web.people import signed_in

from .sending import send, streamed
from .words import words


@csrf_exempt  # streamed() checks it, once files go where they belong
@login_required
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def upload(request: HttpRequest) -> HttpResponse:
    user = signed_in(request)
    if request.method == "POST":
        return streamed(request, user, send, show)
    return show(request, user)


def show(request: HttpRequest, user: User, sentence: str = "", status: int = 200) -> HttpResponse:
    """`sentence`: why what was just sent has not been taken."""
    context = {
        "artists": list(user.artists.order_by("created_at")),
        "track": asked_for(request, user),
        "quota": quota_of(user),
        "most_bytes": settings.UPLOAD_MAX_BYTES,
        "formats": NAMES,
        "endings": ENDINGS,
        "unfinished": [Receipt.of(upload, reconciled=True) for upload in unfinished_uploads(user)[:50]],
        "words": words(),
        "sentence": sentence,
    }
    return render(request, "web/uploads/upload.html", context, status=status)


@login_required
@never_cache
@require_safe
def upload_room(request: HttpRequest) -> HttpResponse:
    """What is left of the quota, as a part of the page."""
    return render(request, "web/uploads/room_used.html", {"quota": quota_of(signed_in(request))})


def asked_for(request: HttpRequest, user: User) -> Track | None:
    """The track whose recording is to be replaced (`?track=`)."""
    try:
        return named_track(user, request.GET.get("track", ""))
    except UploadProblem:
        raise Http404 from None


@login_required
@require_POST
def upload_name(request: HttpRequest) -> HttpResponse:
    """The name one publishes under, chosen on the way to one's first upload."""
    try:
        create_artist(actor=signed_in(request), name=request.POST.get("name", ""))
    except ValidationError as error:
        for sentence in error.messages:
            messages.error(request, sentence)
    return redirect("upload")
