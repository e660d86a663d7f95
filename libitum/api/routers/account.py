from django.core.exceptions import ValidationError
from django.http import HttpRequest
from django.utils.translation import gettext as _
from ninja import Query, Router

from libitum.accounts.models import Scope
from libitum.accounts.services import close_account, confirm_age, update_profile
from libitum.accounts.sessions import sign_ins, sign_out, sign_out_everywhere
from libitum.accounts.tokens import revoke_token
from libitum.api.auth import actor_of, caller_of, person, program, shown_lately
from libitum.api.documents import account as documents
from libitum.api.limits import Limit
from libitum.api.problems import missing
from libitum.api.schemas.account import BirthDate, Everything, Farewell, Me, MeChange, Sessions, Tokens
from libitum.api.wrong import wrong
from libitum.catalog.selectors.desk import my_artists
from libitum.export.selectors import everything_of

router = Router(tags=["account"])


@router.get("/me", auth=person(""), response=Me, url_name="me")
def get_me(request: HttpRequest) -> Me:
    """Whose key this is, and what it may do."""
    return said_of_me(request)


@router.patch("/me", auth=person(Scope.PROFILE), response=Me)
def change_me(request: HttpRequest, body: MeChange) -> Me:
    update_profile(user=actor_of(request), **body.given())
    return said_of_me(request)


@router.post("/me/age", auth=person(Scope.PROFILE), response=Me, url_name="my-age")
def come_of_age(request: HttpRequest, body: BirthDate) -> Me:
    """For who has come of age since. The date itself is kept nowhere."""
    try:
        grown_up = confirm_age(user=actor_of(request), born_on=body.born_on)
    except ValidationError as error:
        raise wrong("born_on", " ".join(error.messages)) from error
    if not grown_up:
        raise wrong("born_on", _("By this date you are not an adult yet. Nothing has changed."))
    return said_of_me(request)


@router.get(
    "/me/export",
    auth=person(Scope.PROFILE),
    response=Everything,
    url_name="my-export",
    throttle=[Limit("export")],
)
def export_me(request: HttpRequest) -> Everything:
    """All that is kept of what I gave. It takes the permission `read` too."""
    caller_of(request).require(Scope.READ)
    return Everything(**everything_of(actor_of(request)))


@router.delete("/me", auth=program(Scope.CLOSE), response={204: None})
def close_me(request: HttpRequest, asked: Query[Farewell]) -> None:
    """Deletes my account with all pages, works, recordings and words. There is no way back."""
    if asked.id != actor_of(request).uid:
        raise wrong("id")
    close_account(user=actor_of(request))


@router.get("/sessions", auth=person(Scope.PROFILE), response=Sessions, url_name="sessions")
def list_sessions(request: HttpRequest) -> Sessions:
    """Where I am signed in."""
    rows = sign_ins(actor_of(request), request.session.session_key)
    return Sessions(items=[documents.session(row) for row in rows])


@router.delete("/sessions", auth=person(Scope.PROFILE), response={204: None})
@shown_lately
def end_sessions(request: HttpRequest) -> None:
    """Signs me out everywhere; a browser that asks stays signed in itself."""
    sign_out_everywhere(user=actor_of(request), but=request.session.session_key)


@router.delete("/sessions/{int:pk}", auth=person(Scope.PROFILE), response={204: None}, url_name="session")
@shown_lately
def end_session(request: HttpRequest, pk: int) -> None:
    if not sign_out(user=actor_of(request), pk=pk):
        raise missing()


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
