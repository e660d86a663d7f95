"""The moderators' and the operator's part in rights: disputes, mandates, successions."""

from collections.abc import Callable
from datetime import UTC, datetime, time
from functools import wraps

from django.contrib import messages
from django.forms import Form
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from libitum.accounts.models import User
from libitum.rights.models import Dispute, Mandate, Party
from libitum.rights.selectors.holders import open_disputes, open_mandates, those_who_died
from libitum.rights.selectors.matches import open_matches
from libitum.rights.services.disputes import close_dispute
from libitum.rights.services.parties import party_of
from libitum.rights.services.societies import decide_mandate
from libitum.rights.services.succession import name_successor, record_death
from libitum.web.forms.holders import CloseDisputeForm, DeathForm, MandateDecisionForm, SuccessorForm
from libitum.web.forms.matches import CloseMatchForm, OpenMatchForm
from libitum.web.views.community.attempts import attempt
from libitum.web.views.community.moderation import moderator, moderators_only
from libitum.web.views.community.private import for_nobody_else

from .holders import void


def operators_only(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """For everybody else it isn't there."""

    @wraps(view)
    def guarded(request: HttpRequest, *args: object, **kwargs: object) -> HttpResponse:
        if not request.user.is_active or not getattr(request.user, "is_superuser", False):
            raise Http404
        return for_nobody_else(view(request, *args, **kwargs))

    return guarded


@moderators_only
@require_safe
def rights(request: HttpRequest) -> HttpResponse:
    return show(request)


def show(request: HttpRequest, uid: str = "", form: Form | None = None, status: int = 200) -> HttpResponse:
    """`form`: one that was refused, for the dispute, match or mandate of that uid, or for a new `match`."""
    forms = {uid: form} if form else {}
    context = {
        "disputes": [(each, forms.get(each.uid) or CloseDisputeForm()) for each in open_disputes()[:100]],
        "matches": [(each, forms.get(each.uid) or CloseMatchForm()) for each in open_matches()[:100]],
        "match_form": forms.get("match") or OpenMatchForm(),
        "mandates": [(each, forms.get(each.uid) or MandateDecisionForm()) for each in open_mandates()[:100]],
    }
    return render(request, "web/ai/moderation.html", context, status=status)


def decide(request: HttpRequest, uid: str, form: Form, act: Callable[[], None]) -> HttpResponse:
    """`act`, by what the form says of the row of that uid; the page again where it can't be."""
    status = attempt(form, act)
    if status is not None:
        return show(request, uid, form, status)
    messages.success(request, _("Decided."))
    return redirect("moderation-rights")


@moderators_only
@require_POST
def close(request: HttpRequest, uid: str) -> HttpResponse:
    dispute = get_object_or_404(Dispute, uid=uid)
    form, actor = CloseDisputeForm(request.POST), moderator(request)
    return decide(request, uid, form, lambda: void(close_dispute(actor=actor, dispute=dispute, **form.cleaned_data)))


@moderators_only
@require_POST
def mandate(request: HttpRequest, uid: str) -> HttpResponse:
    found = get_object_or_404(Mandate, uid=uid)
    form, actor = MandateDecisionForm(request.POST), moderator(request)
    return decide(request, uid, form, lambda: void(decide_mandate(actor=actor, mandate=found, **form.cleaned_data)))


@operators_only
@require_http_methods(["GET", "HEAD", "POST"])
def successions(request: HttpRequest) -> HttpResponse:
    """Whose death is recorded, and who speaks for them."""
    form = DeathForm(request.POST if request.method == "POST" else None)
    status = attempt(form, lambda: die(request, form)) if request.method == "POST" else 200
    if status is None:
        messages.success(request, _("Recorded: nothing more can be given in this name."))
        return redirect("moderation-successions")
    rows = [(party, SuccessorForm(prefix=party.uid)) for party in those_who_died()[:200]]
    context = {"form": form, "rows": rows}
    return render(request, "web/ai/successions.html", context, status=status)


def die(request: HttpRequest, form: DeathForm) -> None:
    account = User.objects.filter(email__iexact=form.cleaned_data["email"]).first()
    if account is None:
        form.add_error("email", _("There is no account with this address."))
        return
    died_at = datetime.combine(form.cleaned_data["died_on"], time.min, UTC)
    record_death(actor=moderator(request), party=party_of(account), died_at=died_at)


@operators_only
@require_POST
def succeed(request: HttpRequest, uid: str) -> HttpResponse:
    party = get_object_or_404(Party.objects.exclude(died_at=None), uid=uid)
    form = SuccessorForm(request.POST, prefix=uid)
    if attempt(form, lambda: follow(request, party, form)) is not None:
        for sentences in form.errors.values():
            messages.error(request, " ".join(map(str, sentences)))
    else:
        messages.success(request, _("Recorded. They speak for the party from now on."))
    return redirect("moderation-successions")


def follow(request: HttpRequest, party: Party, form: SuccessorForm) -> None:
    account = User.objects.filter(email__iexact=form.cleaned_data["email"]).first()
    if account is None:
        form.add_error("email", _("There is no account with this address."))
        return
    name_successor(actor=moderator(request), party=party, user=account, evidence=form.cleaned_data["evidence"])
