from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.templatetags.static import static
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_safe

# An upgrade may bring another icon under another name. In seconds.
FRESH = 3600


@require_safe
@cache_control(public=True, max_age=FRESH)
def favicon(_request: HttpRequest) -> HttpResponse:
    """Pages name their icon; this is for whoever asks at the address that was the only one once."""
    return HttpResponseRedirect(static("web/favicon.svg"))
