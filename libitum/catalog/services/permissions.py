"""Who may change what: the owner of the artist's page, nobody else."""

from django.core.exceptions import PermissionDenied
from django.utils.translation import gettext as _

from libitum.accounts.models import User
from libitum.catalog.models import Artist, Release, Track


def require_owner(actor: User, work: Artist | Track | Release) -> None:
    artist = work if isinstance(work, Artist) else work.artist
    if artist.owner_id != actor.pk or not actor.is_active:
        raise PermissionDenied(_("Only the artist can change this."))
