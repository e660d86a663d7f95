from datetime import datetime

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from libitum.accounts.models import User
from libitum.catalog.models import Release, SecretLink, Track

from .columns import check_columns
from .permissions import require_owner


@transaction.atomic
def create_secret_link(
    *, actor: User, work: Track | Release, label: str = "", expires_at: datetime | None = None
) -> SecretLink:
    require_owner(actor, work)
    if expires_at is not None and expires_at <= timezone.now():
        raise ValidationError({"expires_at": _("Choose a time to come.")})
    link = SecretLink(label=label, expires_at=expires_at)
    if isinstance(work, Track):
        link.track = work
    else:
        link.release = work
    check_columns(link)
    link.save()
    return link


@transaction.atomic
def revoke_secret_link(*, actor: User, link: SecretLink) -> None:
    work = link.track or link.release
    if work is None:  # the check constraint forbids it
        raise ValueError(link.uid)
    require_owner(actor, work)
    if link.revoked_at is None:
        link.revoked_at = timezone.now()
        link.save(update_fields=["revoked_at"])
