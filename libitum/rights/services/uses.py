"""What a run may use of what, decided for all its works and written down."""

from django.db import connection, transaction
from django.db.models import QuerySet

from libitum.catalog.models import Track
from libitum.rights.models import Run
from libitum.rights.rules import REFUSING_FROM
from libitum.rights.selectors.deciding import deciding
from libitum_verify.rights.facts import Use

# PostgreSQL's own measures are for many small queries on slow disks. For this transaction it may hold the rows in
# memory, and reads holdings in the order of their index, as that has all that is asked of them.
FOR_MANY_ROWS = {
    "postgresql": ("work_mem = '256MB'", "jit = off", "enable_hashagg = off", "random_page_cost = 1.1"),
}


@transaction.atomic
def record_decisions(*, run: Run, tracks: "QuerySet[Track] | None" = None) -> None:
    """Decide a run's works, or every one there is, in the database itself; then count them in the run."""
    statement = deciding(use_of(run), run.at, tracks)
    recording = (
        "INSERT INTO rights_userecord (run_id, track_id, rule) "  # noqa: S608 - constants; values are parameters
        f"SELECT %(run)s, track, rule FROM ({statement.sql}) AS decided ORDER BY track"
    )
    with connection.cursor() as cursor:
        for setting in FOR_MANY_ROWS.get(connection.vendor, ()):
            cursor.execute(f"SET LOCAL {setting}")
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
