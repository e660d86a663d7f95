"""What letters about the terms say, in the language of whoever reads them."""

from django.conf import settings
from django.core.mail import EmailMessage
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _

from libitum_verify.rights.vocabulary import texts_of

from .models import TermsLetter, TermsVersion
from .selectors.terms import Altered, comparison
from .wording.comparing import Turn

# RFC 3834: programs that answer mail by themselves leave this alone.
HEADERS = {"Auto-Submitted": "auto-generated"}


def compose_letter(letter: TermsLetter) -> EmailMessage | None:
    """None if nobody reads this address any more."""
    if not letter.user.is_active or letter.user.is_demo:
        return None
    with translation.override(letter.user.language or settings.LANGUAGE_CODE):
        if letter.version is not None:
            return of_version(letter.user.email, letter.version)
        return of_alteration(letter)


def of_version(recipient: str, version: TermsVersion) -> EmailMessage:
    context: dict[str, object] = {
        "version": version,
        "url": settings.BASE_URL + version.get_absolute_url(),
        "diff_url": settings.BASE_URL + reverse("terms-diff", args=[version.number]),
        **turns(version),
    }
    return mail(_("New terms, and what they change"), recipient, "version", context)


def turns(version: TermsVersion) -> dict[str, object]:
    """Purposes by name, as the letter lists them. Where a text isn't the published one, the letter only leads there."""
    try:
        difference = comparison(version)
    except Altered:
        return {"needs_yes": True}
    if difference is None:
        return {"needs_yes": True}
    texts = texts_of(translation.get_language() or settings.LANGUAGE_CODE)
    named = {change: texts[change.purpose]["name"] for change in difference.purposes}
    return {
        "widened": [name for change, name in named.items() if change.turn is Turn.WIDENED],
        "narrowed": [name for change, name in named.items() if change.turn is Turn.NARROWED],
        "ai_wording": bool(difference.ai_wording),
        "needs_yes": difference.widens,
    }


def of_alteration(letter: TermsLetter) -> EmailMessage:
    assert letter.alteration is not None  # noqa: S101 - for the type: a constraint of the table says so
    context: dict[str, object] = {
        "alteration": letter.alteration,
        "url": settings.BASE_URL + reverse("terms-history"),
    }
    return mail(_("A text of the terms was changed without announcement"), letter.user.email, "alteration", context)


def mail(subject: str, recipient: str, name: str, context: dict[str, object]) -> EmailMessage:
    context |= {"site_name": settings.SITE_NAME, "contact_email": settings.CONTACT_EMAIL}
    body = render_to_string(f"rights/mail/{name}.txt", context)
    return EmailMessage(f"[{settings.SITE_NAME}] {subject}", body.strip() + "\n", to=[recipient], headers=HEADERS)
