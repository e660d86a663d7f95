"""People whom credits name and who have no account yet: a link by which they say who they are, and what is theirs."""

from collections.abc import Mapping
from datetime import timedelta

from django.core.exceptions import PermissionDenied, ValidationError
from django.core.validators import validate_email
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from libitum.accounts.models import User
from libitum.rights.models import Holding, Invitation, Party
from libitum.rights.models.holding import Standing

from .holdings import record, set_standing
from .parties import party_of

MOST_LETTERS_A_DAY = 30


@transaction.atomic
def invite(*, actor: User, party: Party, email: str = "") -> Invitation:
    """The link that an artist hands to somebody whom their credits name; by letter too, where an address is given.

    Raises PermissionDenied, ValidationError.
    """
    if party.user_id is not None or not named_by(actor, party):
        raise PermissionDenied(_("Only who named somebody in the credits can invite them."))
    if email:
        check_address(email)
        require_few_letters(actor)
    known = party.invitations.filter(answered_at=None, invited_by=actor).first()
    invitation = known or Invitation(party=party, invited_by=actor, name=party.name)
    if email:
        invitation.email, invitation.sent_at = email, None
    invitation.save()
    return invitation


def check_address(email: str) -> None:
    try:
        validate_email(email)
    except ValidationError as error:
        raise ValidationError({"email": error.messages}) from None


def named_by(actor: User, party: Party) -> bool:
    return Holding.objects.filter(party=party, track__artist__owner=actor, standing=Standing.INVITED).exists()


def require_few_letters(actor: User) -> None:
    since = timezone.now() - timedelta(days=1)
    if Invitation.objects.filter(invited_by=actor, sent_at__gte=since).count() >= MOST_LETTERS_A_DAY:
        raise ValidationError(
            _("That is enough letters for one day. Hand out the link yourself, or wait until tomorrow.")
        )


@transaction.atomic
def take_up(*, actor: User, invitation: Invitation, answers: Mapping[str, bool]) -> list[Holding]:
    """The person invited says who they are, and of each right named whether it is theirs. `answers`: by its uid.

    What they don't answer waits for them. Raises PermissionDenied, ValidationError.
    """
    named = Party.objects.select_for_update().get(pk=invitation.party_id)
    if invitation.answered_at is not None:
        raise ValidationError(_("This invitation has been answered already."))
    holdings = list(named.holdings.select_related("track__artist", "party"))
    if actor.pk == invitation.invited_by_id or any(row.track.artist.owner_id == actor.pk for row in holdings):
        raise PermissionDenied(_("You named this person: only they can answer."))
    own = party_of(actor)
    moved = [hand_over(holding, own, answers.get(holding.uid)) for holding in holdings]
    Invitation.objects.filter(party=named).update(party=own, answered_at=timezone.now(), email="")
    named.delete()
    return moved


def hand_over(holding: Holding, own: Party, mine: bool | None) -> Holding:
    """From the name that a credit gave to the account behind it; where both stand there, they are one."""
    record(holding, "removed")
    known = Holding.objects.filter(track=holding.track, role=holding.role, party=own).first()
    if known is not None:
        holding.delete()
        holding = known
    holding.party = own
    holding.save(update_fields=["party"])
    if mine is None:
        record(holding, holding.standing)
    else:
        set_standing(holding, Standing.CONFIRMED if mine else Standing.DECLINED)
    return holding
