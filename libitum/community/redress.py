"""Who may still disagree with a decision."""

from .models import Appeal, Decision, Notice, Outcome


def appeal_of_owner(decision: Decision) -> Appeal | None:
    """What the owner has said against it. No query on rows of `decisions_about`."""
    return next((each for each in decision.appeals.all() if each.notice_id is None), None)


def may_appeal(decision: Decision) -> bool:
    """Against a take-down that still holds, for half a year, once. No query on rows of `decisions_about`."""
    if decision.outcome != Outcome.TAKE_DOWN or not decision.is_appealable:
        return False
    later = [each for each in decision.case.decisions.all() if each.pk > decision.pk]
    lifted = any(each.outcome == Outcome.RESTORE for each in later)
    return not lifted and appeal_of_owner(decision) is None


def may_complain(notice: Notice) -> bool:
    """Against the thing staying or coming back, for half a year; the answer to a complaint is the last word here."""
    decision = notice.decision
    if decision is None or decision.outcome == Outcome.TAKE_DOWN or not decision.is_appealable:
        return False
    return not any(decision.pk in {said.decision_id, said.answer_id} for said in notice.complaints.all())
