from django.http import HttpRequest
from django.utils.translation import get_language
from ninja import Router

from libitum.accounts.models import Scope
from libitum.api.auth import actor_of, person
from libitum.api.schemas.holders import ListeningChange, ListeningDocument
from libitum.rights.selectors.listening import HISTORY, PERSONALISE, listening
from libitum.rights.services.listening import set_listening

router = Router(tags=["account"])


@router.get("/me/listening", auth=person(Scope.PROFILE), response=ListeningDocument, url_name="listening")
def get_listening(request: HttpRequest) -> ListeningDocument:
    """Whether what I heard is kept, and whether it is used for my shelves."""
    now = listening(actor_of(request), request)
    return ListeningDocument(
        history=now[HISTORY].on, personalise=now[PERSONALISE].on, by_signal=now[PERSONALISE].by_signal
    )


@router.patch("/me/listening", auth=person(Scope.PROFILE), response=ListeningDocument)
def change_listening(request: HttpRequest, body: ListeningChange) -> ListeningDocument:
    given = {f"listen.{name}": bool(value) for name, value in body.given().items() if value is not None}
    set_listening(user=actor_of(request), choices=given, language=get_language() or "en")
    return get_listening(request)
