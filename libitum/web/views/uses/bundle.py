"""All that there is to prove, to take to somebody who checks it without this site."""

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponseBase, StreamingHttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import get_language
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from libitum.export.bundle import Bundle
from libitum.export.zipping import zipped
from libitum.ledger.selectors import log_state
from libitum.rights.selectors.uses import works_of
from libitum.web.people import signed_in

from .mine import own


@login_required
@never_cache
@require_safe
def my_bundle(request: HttpRequest) -> HttpResponseBase:
    user = signed_in(request)
    tracks = list(works_of(user).select_related("artist", "commitment").order_by("pk"))
    return sent(request, Bundle(user, tracks, whole=True, language=get_language() or "en"), "libitum-proofs")


@login_required
@never_cache
@require_safe
def track_bundle(request: HttpRequest, uid: str) -> HttpResponseBase:
    track = own(request, uid)
    bundle = Bundle(signed_in(request), [track], whole=False, language=get_language() or "en")
    return sent(request, bundle, f"libitum-proofs-{track.slug}")


def sent(request: HttpRequest, bundle: Bundle, name: str) -> HttpResponseBase:
    """Made while it is sent. Before the log has signed anything there is nothing to prove."""
    if not log_state().size:
        return render(request, "web/uses/no_bundle.html", status=409)
    response = StreamingHttpResponse(zipped(bundle.files()), content_type="application/zip")
    response["Content-Disposition"] = f'attachment; filename="{name}-{timezone.localdate().isoformat()}.zip"'
    return response
