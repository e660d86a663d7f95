from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import get_language
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from libitum.accounts.models import User
from libitum.catalog.selectors import newest_first
from libitum.rights.models import Statement
from libitum.rights.selectors.receipts import entry_index, receipt_text, statement_value, statements_of
from libitum.web.people import signed_in
from libitum.web.views.public.paging import page_asked_for
from libitum_verify.rights.record import receipt_id, record_of
from libitum_verify.rights.statement import digest

from .showing import blocks_of, summary_of

PER_PAGE = 30


@login_required
@never_cache
@require_safe
def receipts(request: HttpRequest) -> HttpResponse:
    """The history of all that this person has decided."""
    user = signed_in(request)
    page = page_asked_for(
        request, lambda cursor: newest_first(statements_of(user), cursor=cursor, size=PER_PAGE, by="at")
    )
    language = get_language() or "en"
    rows = [(statement, summary_of(statement_value(statement), language)) for statement in page.rows]
    return render(
        request, "web/signing/receipts.html", {"page": page, "rows": rows, "is_first": "before" not in request.GET}
    )


@login_required
@never_cache
@require_safe
def receipt(request: HttpRequest, uid: str) -> HttpResponse:
    statement = mine(signed_in(request), uid)
    value = statement_value(statement)
    record = record_of(value, bytes(statement.body))
    pairs = zip(record["pii_processing"], record["event"], strict=True)
    context = {
        "statement": statement,
        "language": value["language"],
        "blocks": blocks_of(value),
        "sha256": digest(bytes(statement.body)),
        "index": entry_index(statement.entry),
        "record": record,
        "rows": [{"processing": processing, "event": event} for processing, event in pairs],
        "receipt_id": receipt_id(bytes(statement.body)),
    }
    return render(request, "web/signing/receipt.html", context)


@login_required
@never_cache
@require_safe
def receipt_file(request: HttpRequest, uid: str) -> HttpResponse:
    """As `libitum-verify receipt` reads it."""
    response = HttpResponse(receipt_text(mine(signed_in(request), uid)), content_type="application/json; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="receipt-{uid}.json"'
    return response


def mine(user: User, uid: str) -> Statement:
    statement = statements_of(user).filter(uid=uid).first()
    if statement is None:
        raise Http404
    return statement
