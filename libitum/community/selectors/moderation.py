"""The moderators' queue, one row for each thing, and all there is about one."""

from dataclasses import dataclass
from typing import Any

from django.db.models import Count, OuterRef, Prefetch, Q, QuerySet, Subquery, prefetch_related_objects
from django.db.models.functions import Coalesce

from libitum.community.models import Appeal, Case, Decision, ModerationEvent, Notice

WAITING_NOTICE = Q(notices__decision=None, notices__isnull=False)


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
    return with_counts(decided).annotate(decided=number_of(Decision.objects.all(), "case")).order_by("-pk")


def with_counts(cases: QuerySet[Case]) -> QuerySet[Case]:
    waiting = Prefetch("notices", Notice.objects.filter(decision=None).order_by("pk"), to_attr="waiting_notices")
    return cases.annotate(
        notice_count=number_of(Notice.objects.filter(decision=None), "case"),
        appeal_count=number_of(Appeal.objects.filter(answer=None), "decision__case"),
    ).prefetch_related(waiting)


def number_of(rows: "QuerySet[Any]", case: str) -> Coalesce:
    """How many rows belong to a case, counted for those alone that stand on the page. `case`: the way to it."""
    counted = rows.filter(**{case: OuterRef("pk")}).order_by().values(case).annotate(number=Count("pk"))
    return Coalesce(Subquery(counted.values("number")), 0)


@dataclass(frozen=True, slots=True)
class Dossier:
    """Everything that moderators have about one thing, in the order in which it came."""

    case: Case
    notices: list[Notice]
    decisions: list[Decision]
    appeals: list[Appeal]
    events: list[ModerationEvent]
    waiting_appeals: list[Appeal]

    @property
    def seen(self) -> str:
        """For `decide`: up to where this was read."""
        return self.events[-1].uid if self.events else ""


def dossier(case: Case) -> Dossier:
    """Six queries at most, and what a statement of a decision needs is there."""
    prefetch_related_objects([case], "notices", "decisions__moderator", "decisions__appeals")
    decisions = sorted(case.decisions.all(), key=by_age)
    appeals = sorted((appeal for decision in decisions for appeal in decision.appeals.all()), key=by_age)
    return Dossier(
        case=case,
        notices=sorted(case.notices.all(), key=by_age),
        decisions=decisions,
        appeals=appeals,
        events=list(case.events.select_related("actor").order_by("pk")),
        waiting_appeals=[appeal for appeal in appeals if appeal.answer_id is None],
    )


def by_age(row: Notice | Decision | Appeal) -> int:
    return row.pk
