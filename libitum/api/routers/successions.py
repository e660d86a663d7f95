"""After somebody's death: for whom I speak; and, for the operator, who has died and who speaks for them."""

from datetime import UTC, datetime, time

from django.http import HttpRequest
from django.utils.translation import gettext as _
from ninja import Router

from libitum.accounts.models import Scope, User
from libitum.api.auth import actor_of, person
from libitum.api.problems import missing
from libitum.api.schemas.successions import (
    DeathDocument,
    Deaths,
    NewDeath,
    NewSuccessor,
    SuccessionDocument,
    Successions,
)
from libitum.api.wrong import wrong
from libitum.rights.models import Party
from libitum.rights.selectors.holders import spoken_for_by, those_who_died
from libitum.rights.services.parties import party_of
from libitum.rights.services.succession import name_successor, record_death

router = Router(tags=["consents"])
moderation = Router(tags=["moderation"])
MOST = 500


def operator_of(request: HttpRequest) -> User:
    """For everybody else there is nothing here."""
    actor = actor_of(request)
    if not (actor.is_superuser and actor.is_active):
        raise missing()
    return actor


def account_at(email: str) -> User:
    account = User.objects.filter(email__iexact=email).first()
    if account is None:
        raise wrong("email", _("There is no account with this address."))
    return account


def death_document(party: Party) -> DeathDocument:
    succession = getattr(party, "succession", None)
    return DeathDocument(
        id=party.uid,
        name=party.name,
        died_at=party.died_at,
        successor=succession.user.name if succession and succession.user else "",
        since=succession.since if succession else None,
    )


@router.get("", auth=person(Scope.CONSENT), response=Successions, url_name="successions")
def my_successions(request: HttpRequest) -> Successions:
    rows = spoken_for_by(actor_of(request))[:MOST]
    items = [
        SuccessionDocument(id=row.party.uid, name=row.party.name, died_at=row.party.died_at, since=row.since)
        for row in rows
    ]
    return Successions(items=items)


@moderation.get("/deaths", auth=person(Scope.MODERATE), response=Deaths, url_name="deaths")
def list_deaths(request: HttpRequest) -> Deaths:
    operator_of(request)
    return Deaths(items=[death_document(party) for party in those_who_died()[:MOST]])


@moderation.post("/deaths", auth=person(Scope.MODERATE), response={201: DeathDocument}, url_name="deaths")
def make_death(request: HttpRequest, body: NewDeath) -> DeathDocument:
    """Nothing more can be given in this name, until a successor speaks."""
    actor = operator_of(request)
    party = party_of(account_at(body.email))
    died_at = datetime.combine(body.died_on, time.min, UTC)
    return death_document(record_death(actor=actor, party=party, died_at=died_at))


@moderation.put(
    "/deaths/{uid:uid}/successor", auth=person(Scope.MODERATE), response=DeathDocument, url_name="death-successor"
)
def set_successor(request: HttpRequest, uid: str, body: NewSuccessor) -> DeathDocument:
    """From now on they speak for the party, never of voice and likeness."""
    actor, party = operator_of(request), those_who_died().filter(uid=uid).first()
    if party is None:
        raise missing()
    name_successor(actor=actor, party=party, user=account_at(body.email), evidence=body.evidence)
    named = those_who_died().get(pk=party.pk)
    return death_document(named)
