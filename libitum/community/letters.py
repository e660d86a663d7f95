"""What letters say. The receipt repeats nothing of what was typed, so that nobody can have us write it to others."""

from django.conf import settings
from django.core.mail import EmailMessage
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _

from .models import Decision, Letter, Notice
from .redress import may_complain
from .statements import statement_for_notifier, statement_for_owner

# RFC 3834: programs that answer mail by themselves leave this alone.
HEADERS = {"Auto-Submitted": "auto-generated"}


def compose(letter: Letter) -> EmailMessage | None:
    """In the recipient's language; None if there is nobody left to write to."""
    if letter.notice is not None:
        with translation.override(letter.notice.language):
            return to_notifier(letter.notice, letter.decision)
    return to_owner(letter.decision) if letter.decision is not None else None


def to_notifier(notice: Notice, decision: Decision | None) -> EmailMessage | None:
    if not notice.email:
        return None
    context = {"notice": notice, "url": settings.BASE_URL + notice_address(notice)}
    if decision is None:
        return mail(_("We have your notice"), notice.email, "receipt", context)
    context["passages"] = statement_for_notifier(decision, may_answer=may_complain(notice))
    return mail(_("About your notice"), notice.email, "answer", context)


def to_owner(decision: Decision) -> EmailMessage | None:
    owner = decision.case.owner
    if owner is None or not owner.is_active or owner.is_demo:
        return None
    with translation.override(owner.language or settings.LANGUAGE_CODE):
        passages = statement_for_owner(decision)
        context = {"case": decision.case, "passages": passages, "url": settings.BASE_URL + reverse("my-notices")}
        return mail(_("A decision about something of yours"), owner.email, "statement", context)


def notice_address(notice: Notice) -> str:
    """The path of the notice's page, with its key."""
    return f"{reverse('notice', args=[notice.uid])}?key={notice.key}"


def mail(subject: str, recipient: str, name: str, context: dict[str, object]) -> EmailMessage:
    context |= {"site_name": settings.SITE_NAME, "base_url": settings.BASE_URL, "contact_email": settings.CONTACT_EMAIL}
    body = render_to_string(f"community/mail/{name}.txt", context)
    return EmailMessage(f"[{settings.SITE_NAME}] {subject}", body.strip() + "\n", to=[recipient], headers=HEADERS)
