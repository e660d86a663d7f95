"""All that there is to prove, to take to somebody who checks it without this site."""

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponseBase, StreamingHttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import get_language
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from libitum.export.bundle import Bundle, bundle_of
from libitum.export.zipping import zipped
from libitum.ledger.selectors import log_state
from libitum.web.people import signed_in
from libitum.web.rates import seldom

from .mine import own


@login_required
@never_cache
@require_safe
@seldom("export")
def my_bundle(request: HttpRequest) -> HttpResponseBase:
    return sent(request, bundle_of(signed_in(request), get_language() or "en"), "libitum-proofs")


@login_required
@never_cache
@require_safe
@seldom("export")
def track_bundle(request: HttpRequest, uid: str) -> HttpResponseBase:
    track = own(request, uid)
    bundle = bundle_of(signed_in(request), get_language() or "en", track)
    return sent(request, bundle, f"libitum-proofs-{track.slug}")


def sent(request: HttpRequest, bundle: Bundle, name: str) -> HttpResponseBase:
    """Made while it is sent. Before the log has signed anything there is nothing to prove."""
    if not log_state().size:
        return render(request, "web/uses/no_bundle.html", status=409)
    response = StreamingHttpResponse(zipped(bundle.files()), content_type="application/zip")
    response["Content-Disposition"] = f'attachment; filename="{name}-{timezone.localdate().isoformat()}.zip"'
    return response
