from django.http import HttpRequest, HttpResponse, JsonResponse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from .selectors import failing


@require_safe
@never_cache
def healthz(request: HttpRequest) -> HttpResponse:
    """The process lives; it asks nobody else."""
    return JsonResponse({"status": "ok"})


@require_safe
@never_cache
def readyz(request: HttpRequest) -> HttpResponse:
    """Everything it needs is there; 503 with names where something isn't."""
    names = failing()
    return JsonResponse({"status": "not ready" if names else "ready", "failing": names}, status=503 if names else 200)
