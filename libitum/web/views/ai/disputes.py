"""A dispute as those concerned see it: whose turn it is, what they said themselves, and how it ended."""

from http import HTTPStatus

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from libitum.rights.models import Dispute
from libitum.rights.selectors.holders import disputes_concerning, speaking_in
from libitum.rights.services.disputes import answer_dispute
from libitum.web.forms.holders import DisputeAnswerForm
from libitum.web.people import signed_in
from libitum.web.views.community.attempts import attempt

from .holders import void


@login_required
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def dispute(request: HttpRequest, uid: str) -> HttpResponse:
    found = disputes_concerning(signed_in(request)).filter(uid=uid).first()
    if found is None:
        raise Http404
    if request.method != "POST":
        return show(request, found, DisputeAnswerForm())
    form, actor = DisputeAnswerForm(request.POST), signed_in(request)
    status = attempt(form, lambda: void(answer_dispute(actor=actor, dispute=found, text=form.cleaned_data["text"])))
    if status is not None:
        return show(request, found, form, status)
    messages.success(request, _("Your answer is with the moderators."))
    return redirect("ai-dispute", found.uid)


def show(request: HttpRequest, found: Dispute, form: DisputeAnswerForm, status: int = HTTPStatus.OK) -> HttpResponse:
    user = signed_in(request)
    context = {
        "dispute": found,
        "track": found.track,
        "is_mine": found.raised_by.user_id == user.pk,
        "answer": found.answers.filter(party=speaking_in(found, user)).first(),
        "answers": found.answers.count(),
        "form": form,
    }
    return render(request, "web/ai/dispute_case.html", context, status=status)
