from django.core.exceptions import PermissionDenied
from django.utils.translation import gettext as _

from libitum.accounts.models import User
from libitum.rights.models import Party


def require_party(actor: User, party: Party) -> None:
    """Raises PermissionDenied unless this person speaks for the party: themselves, or as a confirmed successor."""
    if party.user_id == actor.pk:
        return
    if party.died_at is not None and actor.successions.filter(party=party).exists():
        return
    raise PermissionDenied(_("Only the person concerned can decide this."))
