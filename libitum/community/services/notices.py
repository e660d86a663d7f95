from datetime import timedelta

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from libitum.accounts.models import User
from libitum.community.limits import require_room
from libitum.community.models import Case, Category, EventKind, Letter, Notice
from libitum.community.models.notice import EXPLANATION_LENGTH, NAME_LENGTH, URGENT
from libitum.community.subjects import Subject
from libitum.community.texts import clean_text, require_text

from .cases import case_about, record, wait
from .letters import send_later

SENT_TWICE = timedelta(minutes=2)


@transaction.atomic
def give_notice(
    *,
    subject: Subject,
    category: str,
    explanation: str,
    good_faith: bool,
    language: str,
    name: str = "",
    email: str = "",
    share_identity: bool = False,
    notifier: User | None = None,
    sender_key: str = "",
) -> Notice:
    """By anyone, about something they see (`subjects.visible_subject`).

    `language`: what the receipt and the decision are written in. `sender_key`: a keyed hash of the network address
    (`common.network.pseudonym`). Raises ValidationError and TooMany. The same sent twice is one notice.
    """
    typed = {"category": category, "explanation": explanation, "name": name, "email": email.strip()}
    typed = checked(typed, good_faith=good_faith)
    case = case_about(subject)
    earlier = sent_before(case, sender_key, typed)
    if earlier is not None:
        return earlier
    if sender_key:
        require_room(Notice.objects.filter(sender_key=sender_key), settings.NOTICE_LIMITS)
    notice = Notice.objects.create(
        case=case,
        share_identity=share_identity and category == Category.COPYRIGHT,
        notifier=notifier,
        language=language,
        sender_key=sender_key,
        **typed,
    )
    wait(case, urgent=category in URGENT)
    record(case, EventKind.NOTICE, notice=notice.uid, category=category)
    if notice.email:
        send_later(Letter(notice=notice))
    return notice


def checked(typed: dict[str, str], *, good_faith: bool) -> dict[str, str]:
    """Everything that is wrong is said at once."""
    errors: dict[str, str | list[str]] = {}
    clean = dict(typed)
    if typed["category"] not in Category.values:
        errors["category"] = _("Choose what is wrong.")
    try:
        missing = _("Explain why this should not be here.")
        clean["explanation"] = require_text(
            typed["explanation"], field="explanation", longest=EXPLANATION_LENGTH, missing=missing
        )
    except ValidationError as error:
        errors.update(error.message_dict)
    clean["name"] = " ".join(clean_text(typed["name"]).split())
    if len(clean["name"]) > NAME_LENGTH:
        errors["name"] = _("This name is too long.")
    if typed["email"] and not is_email(typed["email"]):
        errors["email"] = _("This isn't an e-mail address. You can also leave it empty.")
    if not good_faith:
        errors["good_faith"] = _("Confirm that you believe what you say to be accurate and complete.")
    if errors:
        raise ValidationError(errors)
    return clean


def is_email(text: str) -> bool:
    try:
        validate_email(text)
    except ValidationError:
        return False
    return len(text) <= 254  # noqa: PLR2004 - RFC 5321, and the column


def sent_before(case: Case, sender_key: str, typed: dict[str, str]) -> Notice | None:
    since = timezone.now() - SENT_TWICE
    return case.notices.filter(sender_key=sender_key, created_at__gt=since, **typed).first() if sender_key else None
