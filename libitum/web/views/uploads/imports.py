"""Importing a catalogue. With scripts the recordings are described, and sent one by one when their tracks are there;
without, they come along with the table."""

import csv
import io
from dataclasses import dataclass
from http import HTTPStatus
from typing import cast

from django.contrib.auth.decorators import login_required
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods, require_safe
from pydantic import TypeAdapter
from pydantic import ValidationError as SchemaError

from libitum.accounts.models import User
from libitum.catalog.models import Track
from libitum.media.bulk import (
    MOST_RECORDINGS,
    Action,
    Chosen,
    Described,
    Outcome,
    Plan,
    Planned,
    Recording,
    Recordings,
    TableProblem,
    import_rows,
    make_plan,
    prepare_rows,
    read_table,
)
from libitum.media.bulk.columns import COLUMNS
from libitum.media.bulk.files import sha256_of
from libitum.media.models import Upload
from libitum.media.selectors.uploads import quota_of
from libitum.media.services.uploads import adopt_file, named_artist
from libitum.web.people import signed_in

from .form_files import StoredFile, ToDisk
from .sending import streamed
from .words import words

MANIFEST = TypeAdapter(list[Described])


@dataclass(frozen=True)
class ShownRow:
    """`waits`: its track is there and its recording still has to be sent."""

    planned: Planned
    problems: list[str]
    track: Track | None = None
    upload: Upload | None = None
    waits: bool = False


@csrf_exempt  # streamed() checks it, once files go where they belong
@login_required
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def import_works(request: HttpRequest) -> HttpResponse:
    user = signed_in(request)
    if request.method == "POST":
        return streamed(request, user, take, refuse)
    return show(request, user)


def take(request: HttpRequest, user: User, handler: ToDisk) -> HttpResponse:
    described = request.POST.get("manifest")
    recordings = described_ones(described) if described else sent_ones(request)
    try:
        rows = read_table(sent_table(request))
    except TableProblem as problem:
        raise ValidationError(str(problem)) from None
    artist = named_artist(user, request.POST.get("artist", ""))
    plan = make_plan(actor=user, artist=artist, rows=rows, recordings=recordings)
    if request.POST.get("do") != "import" or plan.problem:
        return show(request, user, plan=plan, sentence=plan.problem)
    carry_out = (
        prepare_rows(actor=user, plan=plan) if described else import_rows(actor=user, plan=plan, take=adopt_file)
    )
    return show(request, user, plan=plan, outcomes=carry_out)


def sent_table(request: HttpRequest) -> bytes:
    table = cast("StoredFile | None", request.FILES.get("table"))
    if table is None:
        raise ValidationError(_("Choose a table first."))
    return table.path.read_bytes()


def sent_ones(request: HttpRequest) -> Recordings:
    files = cast("list[StoredFile]", request.FILES.getlist("recordings"))
    return Chosen(Recording(file.name or "", file.size or 0, sha256_of(file.path, 0), file.path) for file in files)


def described_ones(manifest: str) -> Recordings:
    try:
        described = MANIFEST.validate_json(manifest)
    except SchemaError:
        raise ValidationError(_("The description of the recordings can't be read. Load the page again.")) from None
    if len(described) > MOST_RECORDINGS:
        raise ValidationError(
            _("That are more than %(number)d files. Choose a smaller folder.") % {"number": MOST_RECORDINGS}
        )
    return Chosen(each.recording() for each in described)


def refuse(request: HttpRequest, user: User, sentence: str, status: int) -> HttpResponse:
    return show(request, user, sentence=sentence, status=status)


def show(
    request: HttpRequest,
    user: User,
    *,
    plan: Plan | None = None,
    outcomes: list[Outcome] | None = None,
    sentence: str = "",
    status: int = HTTPStatus.OK,
) -> HttpResponse:
    context = {
        "artists": list(user.artists.order_by("created_at")),
        "chosen": request.POST.get("artist", "") if plan else "",
        "columns": COLUMNS,
        "quota": quota_of(user),
        "words": words(),
        "sentence": sentence,
        "done": outcomes is not None,
        "rows": shown(plan, outcomes),
        "summary": summary(plan) if plan else "",
    }
    return render(request, "web/uploads/import.html", context, status=status)


def shown(plan: Plan | None, outcomes: list[Outcome] | None) -> list[ShownRow]:
    if outcomes is None:
        return [ShownRow(planned, planned.problems, planned.track) for planned in plan.rows] if plan else []
    return [ShownRow(each.planned, each.problems, each.track, each.upload, each.waits) for each in outcomes]


def summary(plan: Plan) -> str:
    good, errors, skipped = len(plan.good), len(plan.of(Action.ERROR)), len(plan.of(Action.SKIP))
    parts = [ngettext("%(number)d recording to import", "%(number)d recordings to import", good) % {"number": good}]
    if skipped:
        parts.append(ngettext("%(number)d here already", "%(number)d here already", skipped) % {"number": skipped})
    parts.append(ngettext("%(number)d row with errors", "%(number)d rows with errors", errors) % {"number": errors})
    return ", ".join(parts) + "."


@login_required
@require_safe
def import_template(request: HttpRequest) -> HttpResponse:
    """A table with all columns and one row that shows how."""
    written = io.StringIO(newline="")
    writer = csv.writer(written)
    writer.writerow(column.name for column in COLUMNS)
    writer.writerow(column.example for column in COLUMNS)
    return HttpResponse(
        "\ufeff" + written.getvalue(),
        content_type="text/csv; charset=utf-8",
        headers={"Content-Disposition": 'attachment; filename="libitum-import.csv"'},
    )
