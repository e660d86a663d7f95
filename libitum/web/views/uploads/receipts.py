from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from libitum.accounts.models import User
from libitum.catalog.selectors import newest_first
from libitum.media.models import Upload
from libitum.media.receipts import Receipt, job_of
from libitum.media.selectors.uploads import find_upload, uploads_of
from libitum.media.services.processing import retry
from libitum.media.services.uploads import UploadProblem, terminate
from libitum.web.people import signed_in
from libitum.web.views.public.paging import page_asked_for

PER_PAGE = 30


def mine(user: User, uid: str) -> Upload:
    upload = find_upload(user, uid)
    if upload is None:
        raise Http404
    return upload


@login_required
@never_cache
@require_safe
def uploads_mine(request: HttpRequest) -> HttpResponse:
    user = signed_in(request)
    page = page_asked_for(
        request, lambda cursor: newest_first(uploads_of(user), cursor=cursor, size=PER_PAGE, by="created_at")
    )
    receipts = [Receipt.of(upload) for upload in page.rows]
    context = {"page": page, "receipts": receipts, "is_first": "before" not in request.GET}
    return render(request, "web/uploads/mine.html", context)


@login_required
@never_cache
@require_safe
def upload_receipt(request: HttpRequest, uid: str) -> HttpResponse:
    receipt = Receipt.of(mine(signed_in(request), uid), reconciled=True)
    return render(request, "web/uploads/receipt.html", {"receipt": receipt})


@login_required
@never_cache
@require_safe
def upload_progress(request: HttpRequest, uid: str) -> HttpResponse:
    """What has become of it, as a part of a page."""
    receipt = Receipt.of(mine(signed_in(request), uid), reconciled=True)
    return render(request, "web/uploads/progress.html", {"receipt": receipt})


@login_required
@require_POST
def upload_retry(request: HttpRequest, uid: str) -> HttpResponse:
    """Once more, after a failure of ours."""
    user = signed_in(request)
    job = job_of(mine(user, uid))
    if job is not None:
        retry(actor=user, job=job)
    return redirect("upload-receipt", uid=uid)


@login_required
@require_POST
def upload_give_up(request: HttpRequest, uid: str) -> HttpResponse:
    try:
        terminate(upload=mine(signed_in(request), uid))
        messages.success(request, _("The upload was given up, and what had arrived was deleted."))
    except UploadProblem as problem:
        messages.error(request, problem.sentence)
    return redirect("upload")
