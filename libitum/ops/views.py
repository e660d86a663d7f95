from django.http import HttpRequest, HttpResponse, HttpResponseNotFound, JsonResponse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe
from prometheus_client.exposition import choose_encoder

from .metrics.access import may_read
from .metrics.collecting import Everything
from .selectors import readiness


@require_safe
@never_cache
def healthz(request: HttpRequest) -> HttpResponse:
    """The process lives; it asks nobody else."""
    return JsonResponse({"status": "ok"})


@require_safe
@never_cache
def readyz(request: HttpRequest) -> HttpResponse:
    """Everything it needs is there; 503 with names where something isn't."""
    names = readiness.failing()
    return JsonResponse({"status": "not ready" if names else "ready", "failing": names}, status=503 if names else 200)


@require_safe
@never_cache
def metrics(request: HttpRequest) -> HttpResponse:
    """In the format that is asked for; for who may not read it, it isn't there."""
    if not may_read(request):
        return HttpResponseNotFound("Not found\n", content_type="text/plain; charset=utf-8")
    encode, content_type = choose_encoder(request.headers.get("Accept", ""))
    return HttpResponse(encode(Everything()), content_type=content_type)
