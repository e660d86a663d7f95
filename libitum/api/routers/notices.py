from django.http import HttpRequest, HttpResponse
from django.utils.translation import get_language
from ninja import Query, Router

from libitum.accounts.models import Scope
from libitum.api.auth import actor_of, anybody, caller_of, person
from libitum.api.documents.notices import notice_document, notice_row, owners_statement
from libitum.api.paging import page_of
from libitum.api.problems import missing
from libitum.api.schemas.base import Key, Paged
from libitum.api.schemas.notices import (
    Answered,
    NewNotice,
    NoticeDocument,
    NoticePage,
    StatementDocument,
    Statements,
    Words,
)
from libitum.api.talk import seen_subject, within_limits
from libitum.common.network import pseudonym
from libitum.community.models import Decision, Notice
from libitum.community.selectors import decisions_about, notice_with_key, notices_by
from libitum.community.services import appeal, complain, give_notice

router = Router(tags=["notices"])
decisions = Router(tags=["notices"])


@router.post("", auth=anybody(), response={201: NoticeDocument}, url_name="notices")
def make_notice(request: HttpRequest, body: NewNotice, response: HttpResponse) -> NoticeDocument:
    """By anybody, about anything they see. The answer has the key that opens the notice later."""
    typed = body.model_dump(exclude={"about", "key", "in_my_name"})
    notifier = caller_of(request).require_person(Scope.COMMUNITY) if body.in_my_name else None
    with within_limits():
        notice = give_notice(
            subject=seen_subject(request, body.about, body.key),
            language=get_language() or "en",
            notifier=notifier,
            sender_key=pseudonym(request.META.get("REMOTE_ADDR", "")),
            **typed,
        )
    response["Location"] = f"{request.path}/{notice.uid}"
    return notice_document(notice)


@router.get("", auth=person(Scope.READ), response=NoticePage, url_name="notices")
def list_notices(request: HttpRequest, asked: Query[Paged]) -> NoticePage:
    """Those that I gave in my name, newest first."""
    page = page_of(notices_by(actor_of(request)), asked, by="created_at")
    return NoticePage(items=[notice_row(notice) for notice in page.rows], next=page.next_cursor or None)


@router.get("/{uid:uid}", auth=anybody(), response=NoticeDocument, url_name="notice")
def get_notice(request: HttpRequest, uid: str, asked: Query[Key]) -> NoticeDocument:
    """How it stands, for whoever has its key."""
    return notice_document(opened(uid, asked.key))


@router.post("/{uid:uid}/answers", auth=anybody(), response={201: NoticeDocument}, url_name="notice-answers")
def answer_notice(request: HttpRequest, uid: str, body: Answered) -> NoticeDocument:
    """Whoever gave notice disagrees with the decision, and a moderator decides anew."""
    complain(notice=opened(uid, body.key), text=body.text)
    return notice_document(opened(uid, body.key))


def opened(uid: str, key: str) -> Notice:
    notice = notice_with_key(uid, key)
    if notice is None:
        raise missing()
    return notice


@decisions.get("", auth=person(Scope.READ), response=Statements, url_name="decisions")
def list_decisions(request: HttpRequest, asked: Query[Paged]) -> Statements:
    """What moderators decided about my works and comments, newest first."""
    page = page_of(decisions_about(actor_of(request)), asked, by="created_at")
    return Statements(items=[owners_statement(decision) for decision in page.rows], next=page.next_cursor or None)


@decisions.post("/{uid:uid}/appeal", auth=person(Scope.COMMUNITY), response={201: StatementDocument}, url_name="appeal")
def make_appeal(request: HttpRequest, uid: str, body: Words) -> StatementDocument:
    """I disagree with a take-down, and a moderator decides anew."""
    appeal(actor=actor_of(request), decision=mine(request, uid), text=body.text)
    return owners_statement(mine(request, uid))


def mine(request: HttpRequest, uid: str) -> Decision:
    decision = decisions_about(actor_of(request)).filter(uid=uid).first()
    if decision is None:
        raise missing()
    return decision
