"""Files for machines. One query each; caches and crawlers may keep them for a while."""

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.cache import cache_control
from django.views.decorators.http import conditional_page, require_safe

from .selectors import carrier

# Short enough that a work that is closed again is soon closed everywhere.
AN_HOUR = 3600  # seconds
NOT_PREPARED = 503


@require_safe
@conditional_page
@cache_control(public=True, max_age=AN_HOUR)
def machine_file(request: HttpRequest, path: str) -> HttpResponse:
    """503 before `libitum prepare` has run: a crawler then takes all for closed (RFC 9309, section 2.3.1.4)."""
    found = carrier(path)
    if found is None:
        text = _("This instance is not prepared yet.") + "\n"
        return HttpResponse(text, status=NOT_PREPARED, content_type="text/plain; charset=utf-8")
    response = HttpResponse(found.body, content_type=found.content_type)
    response["Access-Control-Allow-Origin"] = "*"
    return response
