from django.conf import settings

from libitum.api.schemas.links import SecretLinkDocument
from libitum.catalog.models import Release, SecretLink, Track


def secret_link(link: SecretLink, work: Track | Release) -> SecretLinkDocument:
    return SecretLinkDocument(
        id=link.uid,
        label=link.label,
        key=link.token,
        url=f"{settings.BASE_URL}{work.get_absolute_url()}/s/{link.token}",
        created_at=link.created_at,
        expires_at=link.expires_at,
        revoked_at=link.revoked_at,
        active=link.is_active,
    )
