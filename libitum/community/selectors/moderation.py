"""The moderators' queue, one row for each thing, and all there is about one."""

from dataclasses import dataclass, field

from django.db.models import Count, Prefetch, Q, QuerySet

from libitum.community.models import Appeal, Case, Decision, ModerationEvent, Notice

WAITING_NOTICE = Q(notices__decision=None, notices__isnull=False)
WAITING_APPEAL = Q(decisions__appeals__answer=None, decisions__appeals__isnull=False)


def waiting_cases(category: str = "") -> QuerySet[Case]:
    """Urgent ones first, then by age. `notice_count`, `appeal_count` and `waiting_notices` of each."""
    cases = Case.objects.exclude(waiting_since=None)
    if category:
        cases = cases.filter(WAITING_NOTICE & Q(notices__category=category)).distinct()
        cases = Case.objects.filter(pk__in=cases.values("pk"))
    return with_counts(cases).order_by("-urgent", "waiting_since", "pk")


def decided_cases() -> QuerySet[Case]:
    """Those that wait for nobody, the last decided first."""
    decided = Case.objects.filter(waiting_since=None)
    return with_counts(decided).annotate(decided=Count("decisions", distinct=True)).order_by("-pk")


def with_counts(cases: QuerySet[Case]) -> QuerySet[Case]:
    waiting = Prefetch("notices", Notice.objects.filter(decision=None).order_by("pk"), to_attr="waiting_notices")
    return cases.annotate(
        notice_count=Count("notices", filter=WAITING_NOTICE, distinct=True),
        appeal_count=Count("decisions__appeals", filter=WAITING_APPEAL, distinct=True),
    ).prefetch_related(waiting)


@dataclass(frozen=True, slots=True)
class Dossier:
    """Everything that moderators have about one thing, in the order in which it came."""

    case: Case
    notices: list[Notice]
    decisions: list[Decision]
    appeals: list[Appeal]
    events: list[ModerationEvent]
    waiting_notices: list[Notice] = field(default_factory=list)
    waiting_appeals: list[Appeal] = field(default_factory=list)

    @property
    def seen(self) -> str:
        """For `decide`: up to where this was read."""
        return self.events[-1].uid if self.events else ""


def dossier(case: Case) -> Dossier:
    """Four queries."""
    notices = list(case.notices.order_by("pk"))
    decisions = list(case.decisions.select_related("moderator").order_by("pk"))
    appeals = Appeal.objects.filter(decision__case=case).select_related("decision", "notice").order_by("pk")
    return Dossier(
        case=case,
        notices=notices,
        decisions=decisions,
        appeals=list(appeals),
        events=list(case.events.select_related("actor").order_by("pk")),
        waiting_notices=[notice for notice in notices if notice.decision_id is None],
        waiting_appeals=[appeal for appeal in appeals if appeal.answer_id is None],
    )
