"""The moderators' side. For everybody else it isn't there."""

from collections.abc import Callable
from functools import wraps
from http import HTTPStatus

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from libitum.accounts.models import User
from libitum.catalog.viewers import Viewer
from libitum.community.models import Case, Category
from libitum.community.selectors import decided_cases, dossier, waiting_cases
from libitum.community.services import decide, open_case, possible_outcomes
from libitum.community.subjects import subject_of, visible_subject

from .attempts import attempt
from .forms import DecisionForm
from .private import for_nobody_else

PAGE_SIZE = 50


def moderators_only(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    @wraps(view)
    def guarded(request: HttpRequest, *args: object, **kwargs: object) -> HttpResponse:
        if not request.user.is_active or not request.user.is_staff:
            raise Http404
        return for_nobody_else(view(request, *args, **kwargs))

    return guarded


def moderator(request: HttpRequest) -> User:
    """Behind a request that `moderators_only` let through."""
    assert isinstance(request.user, User)  # noqa: S101 - for the type; the decorator holds it
    return request.user


@moderators_only
@require_http_methods(["GET", "HEAD"])
def moderation(request: HttpRequest) -> HttpResponse:
    asked = request.GET.get("category", "")
    category = asked if asked in Category.values else ""
    decided = request.GET.get("state") == "decided"
    cases = decided_cases() if decided else waiting_cases(category)
    page = Paginator(cases, PAGE_SIZE).get_page(request.GET.get("page"))
    context = {"page": page, "category": category, "categories": Category.choices, "decided": decided}
    return render(request, "web/community/moderation.html", context)


@moderators_only
@require_http_methods(["GET", "HEAD", "POST"])
def moderation_open(request: HttpRequest) -> HttpResponse:
    """A moderator looks at something of their own accord."""
    about = (request.POST if request.method == "POST" else request.GET).get("about", "")
    subject = visible_subject(about, Viewer.of(request.user))
    if subject is None:
        raise Http404
    if request.method == "POST":
        return redirect("moderation-case", open_case(actor=moderator(request), subject=subject).uid)
    known = Case.objects.filter(kind=subject.kind, subject_uid=subject.uid).first()
    if known is not None:
        return redirect("moderation-case", known.uid)
    return render(request, "web/community/moderation_open.html", {"subject": subject})


@moderators_only
@require_http_methods(["GET", "HEAD", "POST"])
def moderation_case(request: HttpRequest, uid: str) -> HttpResponse:
    case = get_object_or_404(Case.objects.select_related("owner"), uid=uid)
    outcomes = possible_outcomes(subject_of(case))
    if request.method != "POST":
        return show(request, case, DecisionForm(outcomes))
    form = DecisionForm(outcomes, request.POST)
    status = attempt(form, lambda: decide_from(form, moderator(request), case))
    if status:
        return show(request, case, form, status)
    messages.success(request, _("Decided. Both sides are told."))
    return redirect("moderation")


def decide_from(form: DecisionForm, actor: User, case: Case) -> None:
    decide(actor=actor, case=case, **form.cleaned_data)


def show(request: HttpRequest, case: Case, form: DecisionForm, status: HTTPStatus = HTTPStatus.OK) -> HttpResponse:
    papers = dossier(case)
    context = {
        "case": case,
        "subject": subject_of(case),
        "dossier": papers,
        "form": form,
        "is_own": case.owner == request.user,
        "judged_before": any(each.decision.moderator_id == request.user.pk for each in papers.waiting_appeals),
    }
    return render(request, "web/community/moderation_case.html", context, status=status)
