"""Who holds what, by a program: of one's works, of one's own rights, and for moderators."""

from django.conf import settings
from django.http import HttpRequest
from django.urls import reverse
from ninja import Router

from libitum.accounts.models import Scope
from libitum.api.auth import actor_of, person
from libitum.api.documents.holders import dispute_document, holding_document, mandate_document
from libitum.api.found import as_writer, found
from libitum.api.schemas.holders import (
    DisputeDecision,
    DisputeDocument,
    Disputes,
    Evidence,
    HoldingAnswer,
    HoldingDocument,
    Holdings,
    InvitationDocument,
    MandateDecision,
    MandateDocument,
    Mandates,
    NewDispute,
    NewDisputeAnswer,
    NewInvitation,
    Society,
)
from libitum.api.talk import moderator_of
from libitum.api.wrong import wrong
from libitum.catalog.models import Track
from libitum.catalog.selectors.by_uid import track_by_uid
from libitum.rights.models import Dispute, Holding, Mandate, Party
from libitum.rights.selectors.holders import (
    disputes_about,
    disputes_concerning,
    holders_of,
    holding_of,
    holdings_of,
    open_disputes,
    open_mandates,
    track_with_holders,
)
from libitum.rights.services.disputes import answer_dispute, close_dispute, raise_dispute
from libitum.rights.services.holdings import answer_holding
from libitum.rights.services.invitations import invite
from libitum.rights.services.parties import party_of
from libitum.rights.services.societies import decide_mandate, declare_society, offer_mandate

of_tracks = Router(tags=["holders"])
router = Router(tags=["holders"])
disputes = Router(tags=["holders"])
moderation = Router(tags=["moderation"])
MOST = 500


def concerned(request: HttpRequest, uid: str) -> Track:
    """Of its artist, and of everybody who holds something in it or is asked whether they do."""
    return found(track_with_holders(actor_of(request), uid))


@of_tracks.get("/{uid:uid}/holders", auth=person(Scope.WORKS), response=Holdings, url_name="holders")
def list_holders(request: HttpRequest, uid: str) -> Holdings:
    rows = [holding for held in holders_of(concerned(request, uid)) for holding in held.rows]
    return Holdings(items=[holding_document(holding, actor_of(request)) for holding in rows])


@of_tracks.post(
    "/{uid:uid}/invitations", auth=person(Scope.WORKS), response={201: InvitationDocument}, url_name="invitations"
)
def make_invitation(request: HttpRequest, uid: str, body: NewInvitation) -> InvitationDocument:
    """An address to hand to somebody whom the credits name and who has no account yet."""
    party = Party.objects.filter(holdings__track=concerned(request, uid), user=None, uid=body.party).first()
    if party is None:
        raise wrong("party")
    invitation = invite(actor=actor_of(request), party=party, email=body.email)
    url = settings.BASE_URL + reverse("rights-invitation", args=[invitation.token])
    return InvitationDocument(url=url, letter=bool(body.email))


@of_tracks.get("/{uid:uid}/disputes", auth=person(Scope.WORKS), response=Disputes, url_name="disputes")
def list_disputes(request: HttpRequest, uid: str) -> Disputes:
    rows = (
        disputes_about([concerned(request, uid)])
        .select_related("track", "raised_by")
        .prefetch_related("answers__party")
    )
    return Disputes(items=[dispute_document(row, actor_of(request)) for row in rows])


@of_tracks.post(
    "/{uid:uid}/disputes", auth=person(Scope.COMMUNITY), response={201: DisputeDocument}, url_name="disputes"
)
def make_dispute(request: HttpRequest, uid: str, body: NewDispute) -> DisputeDocument:
    """A right in it is mine: from now on nothing of the work trains, generates or is handed on, until it is decided."""
    track = found(track_by_uid(uid, as_writer(request)))
    row = raise_dispute(actor=actor_of(request), track=track, role=body.role, grounds=body.grounds)
    return dispute_document(row, actor_of(request))


@router.get("", auth=person(Scope.WORKS), response=Holdings, url_name="holdings")
def list_holdings(request: HttpRequest) -> Holdings:
    """My rights and what I am asked about, newest first."""
    rows = holdings_of(party_of(actor_of(request)))[:MOST]
    return Holdings(items=[holding_document(row, actor_of(request)) for row in rows])


def my_holding(request: HttpRequest, uid: str) -> Holding:
    return found(holding_of(actor_of(request), uid))


@router.post("/{uid:uid}/answer", auth=person(Scope.WORKS), response=HoldingDocument, url_name="holding-answer")
def answer(request: HttpRequest, uid: str, body: HoldingAnswer) -> HoldingDocument:
    """Whether it is mine."""
    row = answer_holding(actor=actor_of(request), holding=my_holding(request, uid), confirmed=body.mine)
    return holding_document(row, actor_of(request))


@router.put("/{uid:uid}/society", auth=person(Scope.WORKS), response=HoldingDocument, url_name="holding-society")
def set_society(request: HttpRequest, uid: str, body: Society) -> HoldingDocument:
    row = declare_society(actor=actor_of(request), holding=my_holding(request, uid), society=body.society)
    return holding_document(row, actor_of(request))


@router.post(
    "/{uid:uid}/mandates", auth=person(Scope.WORKS), response={201: MandateDocument}, url_name="holding-mandates"
)
def make_mandate(request: HttpRequest, uid: str, body: Evidence) -> MandateDocument:
    """What shows that the society agrees; a moderator looks at it."""
    row = offer_mandate(actor=actor_of(request), holding=my_holding(request, uid), evidence=body.evidence)
    return mandate_document(row)


@disputes.get("", auth=person(Scope.WORKS), response=Disputes, url_name="my-disputes")
def my_disputes(request: HttpRequest) -> Disputes:
    """What I raised, and what is raised about works of mine or in which I hold a right; newest first."""
    actor = actor_of(request)
    rows = disputes_concerning(actor).prefetch_related("answers__party")[:MOST]
    return Disputes(items=[dispute_document(row, actor) for row in rows])


@disputes.post("/{uid:uid}/answers", auth=person(Scope.WORKS), response={201: DisputeDocument}, url_name="answers")
def make_answer(request: HttpRequest, uid: str, body: NewDisputeAnswer) -> DisputeDocument:
    """What a moderator should know before they decide; once."""
    actor = actor_of(request)
    row = found(disputes_concerning(actor).filter(uid=uid).first())
    answer_dispute(actor=actor, dispute=row, text=body.text)
    return dispute_document(row, actor)


@moderation.get("/disputes", auth=person(Scope.MODERATE), response=Disputes, url_name="open-disputes")
def waiting_disputes(request: HttpRequest) -> Disputes:
    actor = moderator_of(request)
    return Disputes(items=[dispute_document(row, actor, is_moderator=True) for row in open_disputes()[:MOST]])


@moderation.post(
    "/disputes/{uid:uid}/decision", auth=person(Scope.MODERATE), response=DisputeDocument, url_name="dispute-decision"
)
def decide_dispute(request: HttpRequest, uid: str, body: DisputeDecision) -> DisputeDocument:
    actor, row = moderator_of(request), found(Dispute.objects.filter(uid=uid).first())
    closed = close_dispute(actor=actor, dispute=row, outcome=body.outcome, upheld=body.upheld)
    return dispute_document(closed, actor, is_moderator=True)


@moderation.get("/mandates", auth=person(Scope.MODERATE), response=Mandates, url_name="open-mandates")
def waiting_mandates(request: HttpRequest) -> Mandates:
    moderator_of(request)
    return Mandates(items=[mandate_document(row) for row in open_mandates()[:MOST]])


@moderation.post(
    "/mandates/{uid:uid}/decision", auth=person(Scope.MODERATE), response=MandateDocument, url_name="mandate-decision"
)
def decide_on_mandate(request: HttpRequest, uid: str, body: MandateDecision) -> MandateDocument:
    actor, row = moderator_of(request), found(Mandate.objects.filter(uid=uid).first())
    return mandate_document(decide_mandate(actor=actor, mandate=row, confirmed=body.confirmed, note=body.note))
