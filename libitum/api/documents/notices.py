from collections.abc import Sequence

from libitum.accounts.models import User
from libitum.api.schemas.notices import (
    About,
    AppealDocument,
    CaseDocument,
    CaseRow,
    EventDocument,
    NoticeDocument,
    NoticeRow,
    PassageDocument,
    StatementDocument,
    WaitingNotice,
)
from libitum.community.letters import notice_address
from libitum.community.models import Appeal, Case, Decision, ModerationEvent, Notice
from libitum.community.redress import appeal_of_owner, may_appeal, may_complain
from libitum.community.selectors import Dossier
from libitum.community.services import possible_outcomes
from libitum.community.statements import Passage, statement_for_notifier, statement_for_owner
from libitum.community.subjects import subject_of


def about(case: Case) -> About:
    return About(kind=case.kind, id=case.subject_uid, label=case.label, url=case.address)


def statement(
    decision: Decision, passages: Sequence[Passage], *, may_disagree: bool, said: Appeal | None = None
) -> StatementDocument:
    return StatementDocument(
        id=decision.uid,
        about=about(decision.case),
        outcome=decision.outcome,
        facts=decision.facts,
        ground=decision.ground,
        reference=decision.reference,
        own_initiative=decision.own_initiative,
        automated_means=False,
        decided_at=decision.created_at,
        appeal_until=decision.appeal_until,
        may_appeal=may_disagree,
        appeal=appeal_document(said) if said else None,
        passages=[PassageDocument(heading=passage.heading, text=passage.text) for passage in passages],
    )


def owners_statement(decision: Decision) -> StatementDocument:
    may_disagree, said = may_appeal(decision), appeal_of_owner(decision)
    return statement(decision, statement_for_owner(decision), may_disagree=may_disagree, said=said)


def notifiers_statement(notice: Notice) -> StatementDocument | None:
    if notice.decision is None:
        return None
    may_answer = may_complain(notice)
    passages = statement_for_notifier(notice.decision, may_answer=may_answer)
    return statement(notice.decision, passages, may_disagree=may_answer)


def notice_document(notice: Notice) -> NoticeDocument:
    return NoticeDocument(
        id=notice.uid,
        key=notice.key,
        url=notice_address(notice),
        about=about(notice.case),
        category=notice.category,
        explanation=notice.explanation,
        created_at=notice.created_at,
        decision=notifiers_statement(notice),
        answers=[said.text for said in notice.complaints.order_by("pk")],
    )


def notice_row(notice: Notice) -> NoticeRow:
    """Of `notices_by`."""
    return NoticeRow(
        id=notice.uid,
        key=notice.key,
        url=notice_address(notice),
        about=about(notice.case),
        category=notice.category,
        created_at=notice.created_at,
        decided=notice.decision_id is not None,
    )


def case_row(case: Case) -> CaseRow:
    """Of `waiting_cases` or `decided_cases`, which count."""
    waiting: list[Notice] = getattr(case, "waiting_notices", [])
    return CaseRow(
        id=case.uid,
        about=about(case),
        urgent=case.urgent,
        waiting_since=case.waiting_since,
        categories=sorted({notice.category for notice in waiting}),
        notices=getattr(case, "notice_count", 0),
        appeals=getattr(case, "appeal_count", 0),
    )


def case_document(papers: Dossier, moderator: User) -> CaseDocument:
    case = papers.case
    return CaseDocument(
        id=case.uid,
        about=about(case),
        urgent=case.urgent,
        waiting_since=case.waiting_since,
        owner=case.owner.name if case.owner else "",
        possible_outcomes=[str(outcome) for outcome in possible_outcomes(subject_of(case))],
        notices=[waiting_notice(notice) for notice in papers.notices],
        appeals=[appeal_document(appeal) for appeal in papers.appeals],
        decisions=[owners_statement(decision) for decision in papers.decisions],
        events=[event_document(event) for event in papers.events],
        seen=papers.seen,
        own=case.owner_id == moderator.pk,
        judged_before=any(each.decision.moderator_id == moderator.pk for each in papers.waiting_appeals),
    )


def waiting_notice(notice: Notice) -> WaitingNotice:
    return WaitingNotice(
        id=notice.uid,
        category=notice.category,
        explanation=notice.explanation,
        name=notice.name,
        email=notice.email,
        share_identity=notice.share_identity,
        language=notice.language,
        created_at=notice.created_at,
        waits=notice.decision_id is None,
    )


def appeal_document(appeal: Appeal) -> AppealDocument:
    return AppealDocument(
        id=appeal.uid,
        by="notifier" if appeal.notice_id else "owner",
        text=appeal.text,
        created_at=appeal.created_at,
        waits=appeal.answer_id is None,
    )


def event_document(event: ModerationEvent) -> EventDocument:
    return EventDocument(id=event.uid, kind=event.kind, at=event.at, actor=event.actor.name if event.actor else "")
