"""The one case that everything about a thing is gathered in, and its record."""

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from libitum.accounts.models import User
from libitum.community.models import Case, EventKind, ModerationEvent
from libitum.community.subjects import Subject


def case_about(subject: Subject) -> Case:
    """Found or made, and locked until the transaction ends; with the name and address that the thing has now."""
    case, _made = Case.objects.get_or_create(
        kind=subject.kind, subject_uid=subject.uid, defaults={"label": subject.label, "address": subject.address}
    )
    case = locked(case)
    case.label, case.address, case.owner = subject.label, subject.address, subject.owner
    case.save(update_fields=["label", "address", "owner"])
    return case


def locked(case: Case) -> Case:
    return Case.objects.select_for_update(of=("self",)).select_related("owner").get(pk=case.pk)


def wait(case: Case, *, urgent: bool = False) -> None:
    """Into the moderators' queue, or on in it."""
    case.waiting_since = case.waiting_since or timezone.now()
    case.urgent = case.urgent or urgent
    case.save(update_fields=["waiting_since", "urgent"])


def record(case: Case, kind: EventKind, *, actor: User | None = None, **details: object) -> None:
    ModerationEvent.objects.create(case=case, kind=kind, actor=actor, details=details)


@transaction.atomic
def open_case(*, actor: User, subject: Subject) -> Case:
    """For a moderator who looks at something of their own accord. Raises PermissionDenied."""
    require_moderator(actor)
    case = case_about(subject)
    if not case.events.exists():
        record(case, EventKind.OPENED, actor=actor)
    return case


def require_moderator(actor: User) -> None:
    if not (actor.is_staff and actor.is_active):
        raise PermissionDenied(_("Only moderators decide."))
