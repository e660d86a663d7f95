from django.core.exceptions import PermissionDenied
from django.utils.translation import gettext as _

from libitum.accounts.models import User
from libitum.rights.models import Party


def require_party(actor: User, party: Party) -> None:
    """Raises PermissionDenied unless this person speaks for the party: themselves, or as a confirmed successor."""
    if party.user_id == actor.pk and party.died_at is None:
        return
    if party.died_at is not None and actor.successions.filter(party=party).exists():
        return
    raise PermissionDenied(_("Only the person concerned can decide this."))


def require_moderator(actor: User) -> None:
    if not (actor.is_staff and actor.is_active):
        raise PermissionDenied(_("Only a moderator can decide this."))


def require_operator(actor: User) -> None:
    if not (actor.is_superuser and actor.is_active):
        raise PermissionDenied(_("Only the operator can record this."))
