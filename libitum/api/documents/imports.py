from collections.abc import Sequence

from libitum.api.schemas.imports import Column, Columns, Import, ImportedRow
from libitum.media.bulk import Action, Outcome, Plan
from libitum.media.bulk.columns import COLUMNS


def columns() -> Columns:
    return Columns(
        items=[
            Column(
                name=column.name,
                about=str(column.about),
                example=column.example,
                also=list(column.also),
                required=column.required,
            )
            for column in COLUMNS
        ]
    )


def planned(plan: Plan) -> Import:
    """What would happen."""
    rows = [imported_row(Outcome(each, each.track), waits=False) for each in plan.rows]
    return with_counts(rows, dry_run=True, problem=plan.problem)


def carried_out(outcomes: Sequence[Outcome]) -> Import:
    return with_counts([imported_row(each, waits=each.waits) for each in outcomes], dry_run=False, problem="")


def imported_row(outcome: Outcome, *, waits: bool) -> ImportedRow:
    row = outcome.planned
    return ImportedRow(
        row=row.row.number,
        file=row.row.values["file"],
        title=row.fields.title,
        action=Action.ERROR if outcome.problems else row.action,
        problems=outcome.problems,
        recording=row.recording.name if row.recording else "",
        track=outcome.track.uid if outcome.track else None,
        waits=waits,
    )


def with_counts(rows: list[ImportedRow], *, dry_run: bool, problem: str) -> Import:
    actions = [row.action for row in rows]
    skipped, errors = actions.count(Action.SKIP), actions.count(Action.ERROR)
    good = len(rows) - skipped - errors
    return Import(dry_run=dry_run, good=good, skipped=skipped, errors=errors, problem=problem, rows=rows)
