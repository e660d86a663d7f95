from collections.abc import Callable
from typing import TypeVar

from django.core.exceptions import BadRequest
from django.db.models import Model
from django.http import Http404, HttpRequest
from django.utils.translation import gettext as _

from libitum.catalog.selectors import BadCursorError, Page

T = TypeVar("T", bound=Model)


def page_asked_for(request: HttpRequest, read: Callable[[str], Page[T]]) -> Page[T]:
    """The page of a list that `?before=` names; the first without it."""
    cursor = request.GET.get("before", "")
    try:
        page = read(cursor)
    except BadCursorError:
        raise BadRequest(_("This address names no page of the list. Begin again at its first page.")) from None
    if cursor and not page.rows:
        raise Http404
    return page
