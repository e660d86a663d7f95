from django.http import HttpRequest
from ninja import Router

from libitum.accounts.models import Scope
from libitum.accounts.services import update_profile
from libitum.accounts.tokens import revoke_token
from libitum.api.auth import actor_of, caller_of, person
from libitum.api.documents import account as documents
from libitum.api.problems import missing
from libitum.api.schemas.account import Me, MeChange, Tokens
from libitum.catalog.selectors.desk import my_artists

router = Router(tags=["account"])


@router.get("/me", auth=person(""), response=Me, url_name="me")
def get_me(request: HttpRequest) -> Me:
    """Whose key this is, and what it may do."""
    return said_of_me(request)


@router.patch("/me", auth=person(Scope.PROFILE), response=Me)
def change_me(request: HttpRequest, body: MeChange) -> Me:
    update_profile(user=actor_of(request), **body.given())
    return said_of_me(request)


@router.get("/tokens", auth=person(Scope.PROFILE), response=Tokens, url_name="tokens")
def list_tokens(request: HttpRequest) -> Tokens:
    """My keys, newest first. They are made on the site, where a person shows that it is them."""
    rows = actor_of(request).api_tokens.select_related("user").order_by("-created_at", "-pk")
    return Tokens(items=[documents.token_document(token) for token in rows])


@router.delete("/tokens/{uid:uid}", auth=person(""), response={204: None}, url_name="token")
def end_token(request: HttpRequest, uid: str) -> None:
    """Ends a key of mine: with the permission `profile` any of them, without it the one that asks."""
    caller = caller_of(request)
    token = actor_of(request).api_tokens.filter(uid=uid).first()
    if token is None:
        raise missing()
    if caller.token is None or caller.token.pk != token.pk:
        caller.require(Scope.PROFILE)
    revoke_token(actor=actor_of(request), token=token)


def said_of_me(request: HttpRequest) -> Me:
    user = actor_of(request)
    return documents.me(user, my_artists(user), caller_of(request).scopes)
