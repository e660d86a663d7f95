"""Where who runs the site begins: what needs them first, then how much there is. For everybody but staff it isn't
there.
"""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST, require_safe

from libitum.media.selectors.jobs import failed_jobs
from libitum.media.services.processing import retry_failed
from libitum.web.people import signed_in
from libitum.web.views.community.moderation import moderators_only

from .attention import findings, now
from .attention.figures import figures

FAILED_SHOWN = 20


@moderators_only
@require_safe
def operator(request: HttpRequest) -> HttpResponse:
    found = now()
    context = {
        "findings": findings(found),
        "failed": failed_jobs()[:FAILED_SHOWN],
        "figures": figures(found),
    }
    return render(request, "ops/operator.html", context)


@moderators_only
@require_POST
def retry(request: HttpRequest) -> HttpResponse:
    number = retry_failed(actor=signed_in(request))
    if number:
        words = ngettext("%(number)d job begins again.", "%(number)d jobs begin again.", number) % {"number": number}
        messages.success(request, words)
    else:
        messages.info(request, _("There is no failed job any more."))
    return HttpResponseRedirect(reverse("operator"))
