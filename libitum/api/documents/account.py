from collections.abc import Iterable

from libitum.accounts.models import ApiToken, User
from libitum.accounts.sessions import SignIn
from libitum.accounts.tokens import is_valid
from libitum.api.schemas.account import Me, Quota, Session, TokenDocument
from libitum.catalog.models import Artist
from libitum.media.selectors.uploads import quota_of

from .artists import artist_reference


def me(user: User, artists: Iterable[Artist], scopes: Iterable[str]) -> Me:
    quota = quota_of(user)
    return Me(
        id=user.uid,
        name=user.name,
        email=user.email,
        language=user.language,
        hides_generated=user.hides_generated,
        adult=user.is_adult,
        moderator=user.is_staff,
        artists=[artist_reference(artist) for artist in artists],
        quota=Quota(limit=quota.limit, used=quota.used),
        scopes=sorted(scopes),
    )


def token_document(token: ApiToken) -> TokenDocument:
    return TokenDocument(
        id=token.uid,
        name=token.name,
        scopes=token.scopes,
        created_at=token.created_at,
        expires_at=token.expires_at,
        revoked_at=token.revoked_at,
        last_used_at=token.last_used_at,
        active=is_valid(token),
    )


def session(signed_in: SignIn) -> Session:
    return Session(
        id=signed_in.pk,
        device=signed_in.device,
        started_at=signed_in.started_at,
        seen_at=signed_in.seen_at,
        current=signed_in.is_current,
    )
