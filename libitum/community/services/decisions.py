from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.db.models import Q, QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from libitum.accounts.models import User
from libitum.catalog import services as catalog
from libitum.community.models import Appeal, Case, Comment, Decision, EventKind, Ground, Letter, Notice, Outcome
from libitum.community.subjects import Subject, subject_of
from libitum.community.texts import clean_text, require_text

from .cases import locked, record, require_moderator
from .letters import send_later

REASONS_LENGTH = 5000
REFERENCE_LENGTH = 300
EVENTS = {
    Outcome.TAKE_DOWN: EventKind.TAKEN_DOWN,
    Outcome.NO_ACTION: EventKind.NO_ACTION,
    Outcome.RESTORE: EventKind.RESTORED,
}


@transaction.atomic
def decide(
    *,
    actor: User,
    case: Case,
    outcome: str,
    facts: str,
    ground: str = "",
    reference: str = "",
    seen: str | None = None,
) -> Decision:
    """A moderator's decision on everything that waits in a case, with its reasons, told to both sides.

    `ground` (law or terms) and `reference` are needed to take something down. `seen`: uid of the latest event that
    the moderator had read; if something has happened since, they must look again. Raises PermissionDenied and
    ValidationError.
    """
    require_moderator(actor)
    case = locked(case)
    if case.owner_id == actor.pk:
        raise PermissionDenied(_("This is about something of yours: another moderator must decide."))
    subject = subject_of(case)
    reasons = checked(subject, outcome, facts, ground, reference)
    require_unchanged(case, seen)
    noticed = case.events.filter(kind=EventKind.NOTICE).exists()
    decision = Decision.objects.create(
        case=case, moderator=actor, outcome=outcome, own_initiative=not noticed, **reasons
    )
    if subject is not None:
        carry_out(subject, Outcome(outcome))
    record(case, EVENTS[Outcome(outcome)], actor=actor, decision=decision.uid, **reasons)
    settle(case, decision)
    return decision


def possible_outcomes(subject: Subject | None) -> list[Outcome]:
    """What can be decided now; nothing can be done to what its owner has removed."""
    if subject is None or subject.is_gone:
        return [Outcome.NO_ACTION]
    return [Outcome.NO_ACTION, Outcome.RESTORE if subject.is_down else Outcome.TAKE_DOWN]


def checked(subject: Subject | None, outcome: str, facts: str, ground: str, reference: str) -> dict[str, str]:
    errors: dict[str, list[str]] = {}
    if outcome not in possible_outcomes(subject):
        errors["outcome"] = [_("This can't be decided as things are.")]
    try:
        facts = require_text(
            facts, field="facts", longest=REASONS_LENGTH, missing=_("Give the facts that the decision rests on.")
        )
    except ValidationError as error:
        errors.update(error.message_dict)
    reference = " ".join(clean_text(reference).split())
    if len(reference) > REFERENCE_LENGTH:
        errors["reference"] = [_("At most %(longest)s characters.") % {"longest": REFERENCE_LENGTH}]
    if outcome == Outcome.TAKE_DOWN:
        if ground not in Ground.values:
            errors["ground"] = [_("Say whether it is against a law or against the rules of this site.")]
        if not reference:
            errors["reference"] = [_("Name the law or the rule.")]
    if errors:
        raise ValidationError(errors)
    ground = ground if reference and ground in Ground.values else ""
    return {"facts": facts, "ground": ground, "reference": reference if ground else ""}


def require_unchanged(case: Case, seen: str | None) -> None:
    latest = case.events.order_by("-pk").values_list("uid", flat=True).first()
    if seen is not None and seen != latest:
        raise ValidationError(_("Something has happened here meanwhile. Look again before you decide."))


def carry_out(subject: Subject, outcome: Outcome) -> None:
    content = subject.content
    if outcome == Outcome.NO_ACTION:
        return
    if isinstance(content, Comment):
        content.hidden_at = timezone.now() if outcome == Outcome.TAKE_DOWN else None
        content.save(update_fields=["hidden_at"])
    elif outcome == Outcome.TAKE_DOWN:
        catalog.take_down(work=content)
    else:
        catalog.restore(work=content)


def settle(case: Case, decision: Decision) -> None:
    """Answer what waits, tell both sides, and take the case out of the queue."""
    appeals = Appeal.objects.filter(decision__case=case, answer=None)
    concerned = list(notices_concerned(case, decision, appeals))
    Notice.objects.filter(pk__in=[notice.pk for notice in concerned]).update(decision=decision)
    appeals.update(answer=decision)
    if case.owner_id is not None:
        send_later(Letter(decision=decision))
    for notice in concerned:
        if notice.email:
            send_later(Letter(decision=decision, notice=notice))
    case.waiting_since, case.urgent = None, False
    case.save(update_fields=["waiting_since", "urgent"])


def notices_concerned(case: Case, decision: Decision, appeals: QuerySet[Appeal]) -> QuerySet[Notice]:
    """Those that waited or were complained about; all of them when the thing itself goes or comes back."""
    if decision.outcome != Outcome.NO_ACTION:
        return case.notices.all()
    return case.notices.filter(Q(decision=None) | Q(complaints__in=appeals)).distinct()
