"""Composition and lyrics that a collecting society administers: refused until its mandate has been seen."""

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from libitum.accounts.models import User
from libitum.rights.models import Holding, Mandate
from libitum.rights.models.holding import Role

from .holdings import record
from .permissions import require_moderator, require_party

ADMINISTERED = (Role.COMPOSITION, Role.LYRICS)


@transaction.atomic
def declare_society(*, actor: User, holding: Holding, society: str) -> Holding:
    """Empty: none administers it. A mandate seen for another society says nothing about this one.

    Raises PermissionDenied, ValidationError.
    """
    require_party(actor, holding.party)
    if holding.role not in ADMINISTERED:
        raise ValidationError(_("Collecting societies administer compositions and lyrics, not this right."))
    society = " ".join(society.split())
    if society != holding.society:
        holding.society, holding.mandate_at = society, None
        holding.save(update_fields=["society", "mandate_at"])
        holding.mandates.filter(decided_at=None).delete()
        record(holding, holding.standing)
    return holding


@transaction.atomic
def offer_mandate(*, actor: User, holding: Holding, evidence: str) -> Mandate:
    """What shows that the society agrees; a moderator looks at it. Raises PermissionDenied, ValidationError."""
    require_party(actor, holding.party)
    if not holding.society:
        raise ValidationError(_("First say which society administers it."))
    if not evidence.strip():
        raise ValidationError(_("Say what shows it: a letter, a contract, an address where it can be read."))
    holding.mandates.filter(decided_at=None).delete()
    return Mandate.objects.create(holding=holding, society=holding.society, evidence=evidence.strip())


@transaction.atomic
def decide_mandate(*, actor: User, mandate: Mandate, confirmed: bool, note: str = "") -> Mandate:
    """Raises PermissionDenied, ValidationError."""
    require_moderator(actor)
    mandate = Mandate.objects.select_for_update().select_related("holding__party", "holding__track").get(pk=mandate.pk)
    if mandate.decided_at is not None:
        raise ValidationError(_("This has been decided already."))
    if mandate.holding.party.user_id == actor.pk:
        raise PermissionDenied(_("Somebody else must decide about what is yours."))
    mandate.decided_at, mandate.decided_by = timezone.now(), actor
    mandate.confirmed, mandate.note = confirmed, note.strip()
    mandate.save()
    if confirmed:
        mandate.holding.mandate_at = mandate.decided_at
        mandate.holding.save(update_fields=["mandate_at"])
        record(mandate.holding, mandate.holding.standing)
    return mandate
