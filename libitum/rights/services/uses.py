"""What a run may use of what, decided for all its works and written down."""

from django.db import connection, transaction
from django.db.models import QuerySet

from libitum.catalog.models import Track
from libitum.rights.models import Run
from libitum.rights.rules import REFUSING_FROM
from libitum.rights.selectors.deciding import deciding, plan_for_many
from libitum_verify.rights.facts import Use


@transaction.atomic
def record_decisions(*, run: Run, use: Use, tracks: "QuerySet[Track]") -> None:
    """Decide about works, however many, in the database itself; then count them in the run."""
    statement = deciding(use, run.at, tracks)
    recording = (
        "INSERT INTO rights_userecord (run_id, track_id, rule) "  # noqa: S608 - constants; values are parameters
        f"SELECT %(run)s, track, rule FROM ({statement.sql}) AS decided ORDER BY track"
    )
    with connection.cursor() as cursor:
        plan_for_many(cursor)
        cursor.execute(recording, {**statement.parameters, "run": run.pk})
        decided = cursor.rowcount
    run.allowed = run.uses.filter(rule__lt=REFUSING_FROM).count()
    run.refused = decided - run.allowed
    run.save(update_fields=["allowed", "refused"])


def use_of(run: Run) -> Use:
    return Use(
        purpose=run.purpose,
        taker=run.taker,
        actor=run.engine.uid,
        model=run.model,
        version=run.version,
        territory=run.territory,
        commercial=run.commercial,
    )
