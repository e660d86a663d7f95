"""A catalogue at once: a table, and a folder that is described here and sent by tus, one recording for each track."""

from django.http import HttpRequest
from ninja import Router

from libitum.accounts.models import Scope
from libitum.api.auth import actor_of, anybody, person
from libitum.api.documents import imports as documents
from libitum.api.found import my_artist
from libitum.api.problems import Problem
from libitum.api.schemas.imports import Columns, Import, NewImport
from libitum.api.wrong import wrong
from libitum.media.bulk import Chosen, Plan, TableProblem, make_plan, prepare_rows, read_table

router = Router(tags=["imports"])


@router.get("/columns", auth=anybody(), response=Columns, url_name="import-columns")
def list_columns(request: HttpRequest) -> Columns:
    """What a table may say, and how."""
    return documents.columns()


@router.post("", auth=person(Scope.WORKS), response=Import, url_name="imports")
def make_import(request: HttpRequest, body: NewImport) -> Import:
    """Rows with errors are left out, others become tracks. Repeat it at will: what was imported before is skipped."""
    plan = plan_of(request, body)
    if body.dry_run:
        return documents.planned(plan)
    if plan.problem:
        raise Problem(413, plan.problem, code="over-quota")
    return documents.carried_out(prepare_rows(actor=actor_of(request), plan=plan))


def plan_of(request: HttpRequest, body: NewImport) -> Plan:
    artist = my_artist(request, body.artist) if body.artist else None
    try:
        rows = read_table(body.table.encode())
    except TableProblem as problem:
        raise wrong("table", str(problem)) from None
    recordings = Chosen(described.recording() for described in body.recordings)
    return make_plan(actor=actor_of(request), artist=artist, rows=rows, recordings=recordings)
