"""What was decided about somebody's own things, and the notices that they gave."""

from dataclasses import dataclass
from http import HTTPStatus

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from libitum.accounts.models import User
from libitum.community.letters import notice_address
from libitum.community.models import Appeal, Decision
from libitum.community.redress import appeal_of_owner, may_appeal
from libitum.community.selectors import decisions_about, notices_by
from libitum.community.services import appeal
from libitum.community.statements import Passage, statement_for_owner
from libitum.web.people import signed_in

from .attempts import attempt
from .forms import AppealForm

PAGE_SIZE = 20


@dataclass(frozen=True, slots=True)
class Statement:
    decision: Decision
    passages: list[Passage]
    appeal: Appeal | None
    may_appeal: bool


def statement(decision: Decision) -> Statement:
    return Statement(decision, statement_for_owner(decision), appeal_of_owner(decision), may_appeal(decision))


@login_required
@require_http_methods(["GET", "HEAD"])
def my_notices(request: HttpRequest) -> HttpResponse:
    user = signed_in(request)
    page = Paginator(decisions_about(user), PAGE_SIZE).get_page(request.GET.get("page"))
    given = [(each, notice_address(each)) for each in notices_by(user)[:PAGE_SIZE]]
    context = {"page": page, "statements": [statement(each) for each in page], "given": given}
    return render(request, "web/community/my_notices.html", context)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def my_appeal(request: HttpRequest, uid: str) -> HttpResponse:
    user = signed_in(request)
    decision = get_object_or_404(decisions_about(user), uid=uid)
    form = AppealForm(request.POST if request.method == "POST" else None)
    status: HTTPStatus | None = HTTPStatus.OK
    if request.method == "POST":
        status = attempt(form, lambda: appeal_from(form, user, decision))
    if status is None:
        messages.success(request, _("We have your appeal. A moderator will decide anew."))
        return redirect("my-notices")
    context = {"form": form, "statement": statement(decision)}
    return render(request, "web/community/my_appeal.html", context, status=status)


def appeal_from(form: AppealForm, user: User, decision: Decision) -> None:
    appeal(actor=user, decision=decision, text=form.cleaned_data["text"])
