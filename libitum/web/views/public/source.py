from django.http import FileResponse, HttpRequest, HttpResponseBase
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_safe

from libitum.web.source import source_archive

FRESH = 3600  # seconds


@require_safe
@cache_control(public=True, max_age=FRESH)
def source(request: HttpRequest) -> HttpResponseBase:
    """What runs here, as it runs here (section 13 of the licence)."""
    return FileResponse(source_archive().open("rb"), as_attachment=True, content_type="application/gzip")
