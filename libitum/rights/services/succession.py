"""When somebody has died: nothing more is given in their name, until a successor has shown who they are."""

from datetime import datetime

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from libitum.accounts.models import User
from libitum.rights.models import Party, Successor

from .permissions import require_operator


@transaction.atomic
def record_death(*, actor: User, party: Party, died_at: datetime) -> Party:
    """Raises PermissionDenied, ValidationError."""
    require_operator(actor)
    if died_at > timezone.now():
        raise ValidationError({"died_at": _("This day is still to come.")})
    party.died_at = died_at
    party.save(update_fields=["died_at"])
    return party


@transaction.atomic
def name_successor(*, actor: User, party: Party, user: User, evidence: str) -> Successor:
    """From now on they speak for the party, never of voice and likeness. Raises PermissionDenied, ValidationError."""
    require_operator(actor)
    if party.died_at is None:
        raise ValidationError(_("First record the day of death."))
    if party.user_id == user.pk:
        raise ValidationError(_("Nobody succeeds themselves."))
    if not evidence.strip():
        raise ValidationError(
            {"evidence": _("Say what shows it: a certificate of inheritance, a will, a court's paper.")}
        )
    fields = {"user": user, "evidence": evidence.strip(), "confirmed_by": actor, "since": timezone.now()}
    successor, _made = Successor.objects.update_or_create(party=party, defaults=fields)
    return successor
