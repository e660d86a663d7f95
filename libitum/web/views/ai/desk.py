"""The desk: switches for everything, for a release, for a work; a preview of what changes; and then it is said."""

from http import HTTPStatus

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect, render
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from libitum.rights.models import Ceremony
from libitum.rights.selectors.happenings import happened_to
from libitum.rights.selectors.marks import mark_of
from libitum.rights.selectors.voices import has_published, own_settings
from libitum.rights.services.ceremonies import propose
from libitum.rights.services.choices import NO_LIMITS, drafts_to_withdraw
from libitum.rights.services.statements import Draft
from libitum.web.ai.board import board
from libitum.web.ai.changes import Asked, changes
from libitum.web.ai.targets import Target, one_release, one_track, speaking, whole_account
from libitum.web.forms.limits import LimitsForm
from libitum.web.people import signed_in
from libitum_verify.rights.vocabulary import vocabulary


@login_required
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def desk(request: HttpRequest) -> HttpResponse:
    target = whole_account(request)
    return decide(request, target) if request.method == "POST" else show_desk(request, target)


@login_required
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def track(request: HttpRequest, uid: str) -> HttpResponse:
    target = one_track(request, uid)
    return decide(request, target) if request.method == "POST" else show_desk(request, target)


@login_required
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def release(request: HttpRequest, uid: str) -> HttpResponse:
    target = one_release(request, uid)
    return decide(request, target) if request.method == "POST" else show_desk(request, target)


def show_desk(request: HttpRequest, target: Target) -> HttpResponse:
    concerned = target.works()
    own = own_settings(target.party) if target.is_account else {}
    groups = board(
        target.party, target.voices(), happened=happened_to(concerned), own=own, is_account=target.is_account
    )
    context = {
        **speaking(request, target.party),
        "target": target,
        "groups": groups,
        "works": concerned.count(),
        "is_before_publishing": target.is_account and not has_published(concerned),
        "mark": mark_of(target.track) if target.track else None,
        "latest": target.party.statements.order_by("-at", "-pk").first(),
    }
    return render(request, "web/ai/desk.html", context)


def decide(request: HttpRequest, target: Target) -> HttpResponse:
    """Withdrawing is one click; whatever else is shown as a preview before it is said."""
    if "withdraw" in request.POST:
        return withdraw(request, target, request.POST["withdraw"])
    asked = Asked.of(request.POST, target)
    if not asked.choices:
        messages.info(request, _("Nothing has changed: every switch stands as it stood."))
        return redirect(target.back)
    sure = "sure" in request.POST and request.POST.get("seen", "") == target.digest
    if "sure" in request.POST and not sure:
        messages.warning(request, _("Meanwhile works came or went. This is what would change now."))
    form = LimitsForm(request.POST if sure and asked.has_limits else None)
    if sure and (not asked.has_limits or form.is_valid()):
        return say(request, target, asked.drafts(form.limits() if asked.has_limits else NO_LIMITS))
    return preview(request, asked, form)


def preview(request: HttpRequest, asked: Asked, form: LimitsForm) -> HttpResponse:
    context = {
        **speaking(request, asked.target.party),
        "target": asked.target,
        "changes": changes(asked),
        "choices": asked.choices,
        "form": form if asked.has_limits else None,
        "is_signed": asked.is_signed,
        "exceptions": asked.exceptions,
        "again": request.POST.get("again", ""),
        "selection": selection(request, asked.target),
    }
    status = HTTPStatus.UNPROCESSABLE_ENTITY if form.errors else HTTPStatus.OK
    return render(request, "web/ai/preview.html", context, status=status)


def selection(request: HttpRequest, target: Target) -> list[tuple[str, str]]:
    """What the form must send again so that the same works are meant."""
    if not target.is_selection:
        return []
    if "all" in request.POST:
        return [("all", "1"), ("q", request.POST.get("q", "")), ("release", request.POST.get("release", ""))]
    return [("track", track.uid) for track in target.tracks]


def withdraw(request: HttpRequest, target: Target, purpose: str) -> HttpResponse:
    if purpose not in vocabulary().purposes:
        messages.error(request, _("There is no such purpose."))
        return redirect(target.back)
    if target.is_account:
        return say(request, target, drafts_to_withdraw(target.party, purpose))
    return say(request, target, target.drafts({purpose: False}, NO_LIMITS, exceptions=False))


def say(request: HttpRequest, target: Target, drafts: list[Draft]) -> HttpResponse:
    """Recorded at once, or led on to where it is signed."""
    language = get_language() or "en"
    try:
        said = propose(actor=signed_in(request), party=target.party, drafts=drafts, language=language)
    except ValidationError as error:
        messages.error(request, " ".join(error.messages))
        return redirect(target.back)
    except PermissionDenied as error:
        messages.error(request, str(error))
        return redirect(target.back)
    if isinstance(said, Ceremony):
        return HttpResponseRedirect(f"/my/ai/sign/{said.uid}")
    messages.success(request, _("It is recorded and holds from now on."))
    return redirect(target.back)
