"""What a run may use of what, decided for all its works and written down."""

from django.db import connection, transaction
from django.db.models import Count, Q, QuerySet

from libitum.catalog.models import Track
from libitum.rights.models import Run
from libitum.rights.rules import REFUSING_FROM
from libitum.rights.selectors.deciding import deciding
from libitum_verify.rights.facts import Use


@transaction.atomic
def record_decisions(*, run: Run, tracks: "QuerySet[Track] | None" = None) -> None:
    """Decide a run's works, or every one there is, in the database itself; then count them in the run."""
    statement = deciding(use_of(run), run.at, tracks)
    recording = (
        "INSERT INTO rights_userecord (run_id, track_id, rule) "  # noqa: S608 - constants; values are parameters
        f"SELECT %(run)s, track, rule FROM ({statement.sql}) AS decided"
    )
    with connection.cursor() as cursor:
        cursor.execute(recording, {**statement.parameters, "run": run.pk})
    counts = run.uses.aggregate(
        allowed=Count("pk", filter=Q(rule__lt=REFUSING_FROM)), refused=Count("pk", filter=Q(rule__gte=REFUSING_FROM))
    )
    run.allowed, run.refused = counts["allowed"], counts["refused"]
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
