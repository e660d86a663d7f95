from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from libitum.accounts.models import User
from libitum.community.models import Appeal, Decision, EventKind, Notice
from libitum.community.redress import may_appeal, may_complain
from libitum.community.texts import require_text

from .cases import locked, record, wait

APPEAL_LENGTH = 5000


@transaction.atomic
def appeal(*, actor: User, decision: Decision, text: str) -> Appeal:
    """The owner disagrees with a take-down: the case waits for another decision. One text for each.

    Raises PermissionDenied and ValidationError.
    """
    case = locked(decision.case)
    if case.owner_id != actor.pk or not actor.is_active:
        raise PermissionDenied(_("Only whom the decision concerns can appeal."))
    if not may_appeal(decision):
        raise ValidationError(_("This decision can't be appealed here any more."))
    row = Appeal.objects.create(decision=decision, text=checked_text(text))
    wait(case)
    record(case, EventKind.APPEAL, actor=actor, appeal=row.uid, decision=decision.uid)
    return row


@transaction.atomic
def complain(*, notice: Notice, text: str) -> Appeal:
    """Whoever gave notice disagrees with the answer; having the notice's key is their proof.

    Raises ValidationError.
    """
    case = locked(notice.case)
    notice.refresh_from_db()
    if notice.decision is None or not may_complain(notice):
        raise ValidationError(_("This decision can't be answered here any more."))
    row = Appeal.objects.create(decision=notice.decision, notice=notice, text=checked_text(text))
    wait(case)
    record(case, EventKind.COMPLAINT, appeal=row.uid, notice=notice.uid, decision=notice.decision.uid)
    return row


def checked_text(text: str) -> str:
    return require_text(text, field="text", longest=APPEAL_LENGTH, missing=_("Say why you disagree."))
