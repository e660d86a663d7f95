"""What I decided on AI. Programs can refuse, withdraw, and switch what is on from the start; never opt in."""

from collections.abc import Sequence
from typing import Any

from django.conf import settings
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from ninja import Query, Router

from libitum.accounts.models import Scope
from libitum.api.auth import actor_of, person
from libitum.api.documents.consents import receipt_row, word_document
from libitum.api.paging import page_of
from libitum.api.problems import Problem, missing
from libitum.api.schemas.base import Paged
from libitum.api.schemas.consents import (
    ConsentReceipt,
    ConsentReceiptDocument,
    ConsentReceipts,
    Consents,
    NewConsent,
    NewConsents,
    PagedFor,
    SpeakingFor,
)
from libitum.rights.models import Party, Statement
from libitum.rights.selectors.holders import spoken_for_by
from libitum.rights.selectors.receipts import receipt_of, statements_of
from libitum.rights.selectors.words import current_words, releases_held, tracks_held
from libitum.rights.services.ceremonies import need_signature, propose
from libitum.rights.services.parties import party_of
from libitum.rights.services.statements import Draft, check_draft

router = Router(tags=["consents"])
CONSENT = person(Scope.CONSENT)


@router.get("", auth=CONSENT, response=Consents, url_name="consents")
def list_consents(request: HttpRequest, asked: Query[PagedFor]) -> Consents:
    """My decisions as they stand now, newest first; what a later one has replaced is left out."""
    party = speaking(request, asked.speaking_for)
    page = page_of(current_words(party), asked, by="said_at")
    return Consents(items=[word_document(word) for word in page.rows], next=page.next_cursor or None)


@router.post("", auth=CONSENT, response={201: ConsentReceipt})
def decide(
    request: HttpRequest, asked: Query[SpeakingFor], body: NewConsents, response: HttpResponse
) -> ConsentReceipt:
    """Refuse, withdraw, or switch what is on from the start: all of the batch or nothing.

    403 `signature-needed` for a batch with an opt-in, or with a return to something that is signed for everything: that
    is signed with a passkey, in a browser.
    """
    actor = actor_of(request)
    party = speaking(request, asked.speaking_for) or party_of(actor)
    drafts = drafts_from(party, body.decisions)
    if need_signature(party, drafts):
        raise signature_needed()
    said = propose(actor=actor, party=party, drafts=drafts, language=get_language() or "en")
    assert isinstance(said, Statement)  # noqa: S101 - for the type: nothing in it waits for a signature
    response["Location"] = f"{request.path}/receipts/{said.uid}"
    return receipt_row(said)


@router.get("/receipts", auth=CONSENT, response=ConsentReceipts, url_name="consent-receipts")
def list_receipts(request: HttpRequest, asked: Query[Paged]) -> ConsentReceipts:
    """Everything I ever decided, newest first."""
    page = page_of(statements_of(actor_of(request)), asked, by="at")
    return ConsentReceipts(items=[receipt_row(row) for row in page.rows], next=page.next_cursor or None)


@router.get("/receipts/{uid:uid}", auth=CONSENT, response=ConsentReceiptDocument, url_name="consent-receipt")
def get_receipt(request: HttpRequest, uid: str) -> dict[str, Any]:
    """The receipt as `libitum-verify receipt` reads it."""
    statement = statements_of(actor_of(request)).filter(uid=uid).first()
    if statement is None:
        raise missing()
    return receipt_of(statement)


def speaking(request: HttpRequest, uid: str) -> Party | None:
    """As whom somebody asks; None where they never said anything for themselves."""
    actor = actor_of(request)
    if not uid:
        return Party.objects.filter(user=actor).first()
    succession = spoken_for_by(actor).filter(party__uid=uid).first()
    if succession is None:
        raise missing()
    return succession.party


def signature_needed() -> Problem:
    address = f"{settings.BASE_URL}/my/ai"
    detail = _("An opt-in is signed with your passkey, in a browser: %(address)s. Nothing was recorded.")
    return Problem(403, detail % {"address": address}, code="signature-needed")


def drafts_from(party: Party, words: Sequence[NewConsent]) -> list[Draft]:
    """Raises Problem, which names each field that can't be taken."""
    tracks = tracks_held(party, {word.track for word in words if word.track})
    releases = releases_held(party, {word.release for word in words if word.release})
    errors: list[dict[str, str]] = []
    drafts: list[Draft] = []
    for index, word in enumerate(words):
        try:
            draft = draft_of(word, tracks, releases)
            check_draft(draft)
        except ValidationError as error:
            errors.append({"field": f"decisions.{index}", "detail": str(error.messages[0])})
        else:
            drafts.append(draft)
    if errors:
        raise Problem(422, _("Some of this can't be taken as it is."), code="invalid", errors=errors)
    return drafts


def draft_of(word: NewConsent, tracks: dict[str, Any], releases: dict[str, Any]) -> Draft:
    if word.track and word.release:
        raise ValidationError(_("Name a track or a release, not both."))
    if (word.track and word.track not in tracks) or (word.release and word.release not in releases):
        raise ValidationError(_("You can only decide about works in which you hold a right."))
    return Draft(
        purpose=word.purpose,
        allowed=word.allowed,
        track=tracks.get(word.track or ""),
        release=releases.get(word.release or ""),
        taker=word.taker,
        model=word.model,
        version=word.version,
        territories=tuple(word.territories),
        commercial=word.commercial,
        since=int(word.since.timestamp()) if word.since else None,
        until=int(word.until.timestamp()) if word.until else None,
        inherits=word.inherits,
    )
