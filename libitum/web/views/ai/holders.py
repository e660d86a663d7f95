"""Who holds what in a work: for its artist and for everybody concerned."""

from http import HTTPStatus

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from libitum.catalog.models import Track
from libitum.catalog.selectors.by_uid import track_by_uid
from libitum.rights.models import Party
from libitum.rights.selectors.holders import (
    answered_in_others_works,
    disputes_about,
    disputes_concerning,
    holders_of,
    holding_of,
    open_invitations,
    spoken_for_by,
    track_with_holders,
    waiting_for,
)
from libitum.rights.selectors.matches import matches_about, open_for
from libitum.rights.services.disputes import raise_dispute
from libitum.rights.services.holdings import answer_holding
from libitum.rights.services.invitations import invite
from libitum.rights.services.societies import declare_society, offer_mandate
from libitum.web.forms.holders import DisputeForm, InvitationForm, MandateForm, SocietyForm
from libitum.web.people import signed_in, viewer_of
from libitum.web.views.community.attempts import attempt


def concerned(request: HttpRequest, uid: str) -> Track:
    track = track_with_holders(signed_in(request), uid)
    if track is None:
        raise Http404
    return track


@login_required
@never_cache
@require_safe
def holders(request: HttpRequest, uid: str) -> HttpResponse:
    track = concerned(request, uid)
    return show(request, track)


def show(request: HttpRequest, track: Track, wrong: dict[str, object] | None = None) -> HttpResponse:
    user = signed_in(request)
    context = {
        "track": track,
        "roles": holders_of(track),
        "invitations": open_invitations(track, user),
        "disputes": list(disputes_about([track])),
        "matches": matches_about(track, user),
        "is_owner": track.artist.owner_id == user.pk,
        "invitation_form": InvitationForm(),
        "mandate_form": MandateForm(),
        **(wrong or {}),
    }
    status = HTTPStatus.UNPROCESSABLE_ENTITY if wrong else HTTPStatus.OK
    return render(request, "web/ai/holders.html", context, status=status)


@login_required
@require_POST
def invite_holder(request: HttpRequest, uid: str) -> HttpResponse:
    track = concerned(request, uid)
    parties = Party.objects.filter(holdings__track=track, user=None).distinct()
    party = get_object_or_404(parties, uid=request.POST.get("party", ""))
    form = InvitationForm(request.POST)
    done = attempt(form, lambda: void(invite(actor=signed_in(request), party=party, email=form.cleaned_data["email"])))
    if done is not None:
        return show(request, track, {"invitation_form": form, "wrong_party": party.pk})
    letter = form.cleaned_data["email"]
    messages.success(request, _("The letter is on its way.") if letter else _("The link is made. Copy it below."))
    return redirect("track-holders", track.uid)


def void(_value: object) -> None:
    """Of what was done only matters that it was."""


@login_required
@require_POST
def society(request: HttpRequest, uid: str) -> HttpResponse:
    """`uid` of a right of one's own: who administers it, and what shows that they agree."""
    holding = holding_of(signed_in(request), uid)
    if holding is None:
        raise Http404
    actor = signed_in(request)
    form: SocietyForm | MandateForm
    if "evidence" in request.POST:
        mandate = form = MandateForm(request.POST)
        act = lambda: void(offer_mandate(actor=actor, holding=holding, evidence=mandate.cleaned_data["evidence"]))  # noqa: E731
    else:
        named = form = SocietyForm(request.POST)
        act = lambda: void(declare_society(actor=actor, holding=holding, society=named.cleaned_data["society"]))  # noqa: E731
    if attempt(form, act) is not None:
        for sentences in form.errors.values():
            messages.error(request, " ".join(map(str, sentences)))
    else:
        messages.success(request, _("Saved."))
    return redirect("track-holders", holding.track.uid)


@login_required
@never_cache
@require_safe
def holdings(request: HttpRequest) -> HttpResponse:
    user = signed_in(request)
    context = {
        "waiting": list(waiting_for(user)[:200]),
        "answered": list(answered_in_others_works(user)[:200]),
        "matches": open_for(user),
        "successions": list(spoken_for_by(user)),
        "disputes": list(disputes_concerning(user)[:100]),
    }
    return render(request, "web/ai/holdings.html", context)


@login_required
@require_POST
def answer(request: HttpRequest, uid: str) -> HttpResponse:
    holding = holding_of(signed_in(request), uid)
    if holding is None:
        raise Http404
    mine = request.POST.get("answer")
    if mine not in ("yes", "no"):
        messages.error(request, _("Say whether it is yours."))
        return redirect("ai-holdings")
    answer_holding(actor=signed_in(request), holding=holding, confirmed=mine == "yes")
    done = (
        _("You hold it. What may be done with it you decide here.")
        if mine == "yes"
        else _("It is not yours; that stands.")
    )
    messages.success(request, done)
    return redirect("ai-track", holding.track.uid) if mine == "yes" else redirect("ai-holdings")


@login_required
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def dispute(request: HttpRequest, uid: str) -> HttpResponse:
    """Anybody who sees a work may say that a right in it is theirs."""
    track = track_by_uid(uid, viewer_of(request))
    if track is None:
        raise Http404
    form = DisputeForm(request.POST if request.method == "POST" else None)
    status: HTTPStatus | None = HTTPStatus.OK
    if request.method == "POST":
        actor = signed_in(request)
        status = attempt(form, lambda: void(raise_dispute(actor=actor, track=track, **form.cleaned_data)))
    if status is None:
        messages.success(
            request, _("It is raised. Until it is decided, nothing of the work trains, generates or is handed on.")
        )
        return redirect(track.get_absolute_url())
    return render(request, "web/ai/dispute.html", {"track": track, "form": form}, status=status)
