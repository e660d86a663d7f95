"""Two who claim one right. It freezes the work for what trains, generates or shares, from the moment it is raised."""

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from libitum.accounts.models import User
from libitum.catalog.models import Track
from libitum.rights.models import Dispute, Holding
from libitum.rights.models.holding import Role, Standing

from .holdings import record, set_standing
from .parties import party_of
from .permissions import require_moderator

MOST_OPEN = 20


@transaction.atomic
def raise_dispute(*, actor: User, track: Track, role: str, grounds: str) -> Dispute:
    """Raises ValidationError."""
    if role not in Role.values:
        raise ValidationError({"role": _("Say which right is yours.")})
    if not grounds.strip():
        raise ValidationError({"grounds": _("Say why, so that a moderator can decide.")})
    claimant = party_of(actor)
    if Dispute.objects.filter(track=track, role=role, raised_by=claimant, closed_at=None).exists():
        raise ValidationError(_("You have raised this already. A moderator will decide."))
    if Dispute.objects.filter(raised_by=claimant, closed_at=None).count() >= MOST_OPEN:
        raise ValidationError(_("Wait until some of what you have raised is decided."))
    return Dispute.objects.create(track=track, role=role, raised_by=claimant, grounds=grounds.strip())


@transaction.atomic
def close_dispute(*, actor: User, dispute: Dispute, outcome: str, upheld: bool) -> Dispute:
    """A moderator says how it ends; `upheld`: who raised it holds the right too, from now on.

    Raises PermissionDenied, ValidationError.
    """
    require_moderator(actor)
    dispute = Dispute.objects.select_for_update().select_related("track__artist", "raised_by").get(pk=dispute.pk)
    if dispute.closed_at is not None:
        raise ValidationError(_("This has been decided already."))
    if not outcome.strip():
        raise ValidationError({"outcome": _("Say how it ends, and why: both sides read it.")})
    if is_party_to(actor, dispute):
        raise PermissionDenied(_("Somebody else must decide about what is yours."))
    dispute.closed_at, dispute.closed_by = timezone.now(), actor
    dispute.outcome, dispute.upheld = outcome.strip(), upheld
    dispute.save()
    if upheld:
        make_holder(dispute)
    return dispute


def is_party_to(actor: User, dispute: Dispute) -> bool:
    involved = actor.pk in {dispute.raised_by.user_id, dispute.track.artist.owner_id}
    return involved or Holding.objects.filter(track=dispute.track, party__user=actor).exists()


def make_holder(dispute: Dispute) -> None:
    fields = {"track": dispute.track, "role": dispute.role, "party": dispute.raised_by}
    confirmed = {"standing": Standing.CONFIRMED, "answered_at": timezone.now()}
    holding, made = Holding.objects.get_or_create(**fields, defaults=confirmed)
    if made:
        record(holding, holding.standing)
    else:
        set_standing(holding, Standing.CONFIRMED)
