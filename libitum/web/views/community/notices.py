from http import HTTPStatus

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from libitum.accounts.models import User
from libitum.catalog.viewers import Viewer
from libitum.common.network import pseudonym
from libitum.community.addresses import about_at
from libitum.community.letters import notice_address
from libitum.community.models import Notice
from libitum.community.redress import may_complain
from libitum.community.selectors import notice_with_key
from libitum.community.services import complain, give_notice
from libitum.community.statements import statement_for_notifier
from libitum.community.subjects import Subject, visible_subject

from .attempts import attempt
from .forms import AppealForm, NoticeForm
from .private import for_nobody_else
from .returning import key_of


@require_http_methods(["GET", "HEAD", "POST"])
def notice_new(request: HttpRequest) -> HttpResponse:
    if request.method == "POST":
        return receive(request, NoticeForm(request.POST))
    about, key = request.GET.get("about", ""), key_of(request)
    subject = visible_subject(about, Viewer.of(request.user, key)) if about else None
    if about and subject is None:
        return render(request, "web/community/notice_nothing.html", status=HTTPStatus.NOT_FOUND)
    return ask(request, NoticeForm(initial=known(request) | {"about": about, "key": key}), subject)


def known(request: HttpRequest) -> dict[str, object]:
    """What somebody signed in need not type; they may take it out again."""
    user = request.user
    return {"name": user.name, "email": user.email, "in_my_name": True} if isinstance(user, User) else {}


def ask(
    request: HttpRequest, form: NoticeForm, subject: Subject | None, status: HTTPStatus = HTTPStatus.OK
) -> HttpResponse:
    context = {"form": form, "subject": subject, "kept_days": settings.NOTICES_KEPT_DAYS}
    return render(request, "web/community/notice_new.html", context, status=status)


def receive(request: HttpRequest, form: NoticeForm) -> HttpResponse:
    """Whatever is wrong, everything typed stands in the form again."""
    subject = subject_asked(request, form)
    status = attempt(form, lambda: give(request, form, subject))
    if status is not None:
        return ask(request, form, subject, status)
    return redirect(form.cleaned_data["page"])


def subject_asked(request: HttpRequest, form: NoticeForm) -> Subject | None:
    about, key = form["about"].value() or "", key_of(request)
    if not about:
        found = about_at(form["address"].value() or "", Viewer.of(request.user, key))
        about, key = found or ("", "")
    return visible_subject(about, Viewer.of(request.user, key))


def give(request: HttpRequest, form: NoticeForm, subject: Subject | None) -> None:
    typed = form.cleaned_data
    if subject is None:
        form.add_error("address", _("Nothing that you can see is there. Give the address of the page."))
        return
    notice = give_notice(
        subject=subject,
        **{name: typed[name] for name in ("category", "explanation", "name", "email", "good_faith", "share_identity")},
        language=get_language() or "en",
        notifier=request.user if isinstance(request.user, User) and typed["in_my_name"] else None,
        sender_key=pseudonym(request.META.get("REMOTE_ADDR", "")),
    )
    typed["page"] = notice_address(notice)


@require_http_methods(["GET", "HEAD"])
def notice(request: HttpRequest, uid: str) -> HttpResponse:
    return show(request, by_key(request, uid), AppealForm(initial={"key": key_of(request)}))


@require_http_methods(["GET", "HEAD", "POST"])
def notice_answer(request: HttpRequest, uid: str) -> HttpResponse:
    found = by_key(request, uid)
    if request.method != "POST":
        return redirect(notice_address(found))
    form = AppealForm(request.POST)
    status = attempt(form, lambda: complain_from(form, found))
    return show(request, found, form, status) if status else redirect(notice_address(found))


def by_key(request: HttpRequest, uid: str) -> Notice:
    found = notice_with_key(uid, key_of(request))
    if found is None:
        raise Http404(_("There is no such notice, or the key in the address is not the one you were given."))
    return found


def complain_from(form: AppealForm, found: Notice) -> None:
    complain(notice=found, text=form.cleaned_data["text"])


def show(request: HttpRequest, found: Notice, form: AppealForm, status: HTTPStatus = HTTPStatus.OK) -> HttpResponse:
    may_answer = may_complain(found)
    context = {
        "notice": found,
        "page": settings.BASE_URL + notice_address(found),
        "passages": statement_for_notifier(found.decision, may_answer=may_answer) if found.decision else [],
        "complaints": found.complaints.order_by("pk"),
        "may_answer": may_answer,
        "form": form,
    }
    return for_nobody_else(render(request, "web/community/notice.html", context, status=status))
