"""What surrounds every operation: HEAD, methods and addresses that don't exist, other sites' scripts, caches."""

from collections.abc import Callable
from functools import wraps

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase, HttpResponseNotAllowed
from django.utils.cache import patch_cache_control, patch_vary_headers
from django.utils.translation import gettext as _
from django.views.decorators.csrf import csrf_exempt
from ninja.operation import Operation

from .problems import Problem, missing
from .wrong import wrong

View = Callable[..., HttpResponseBase]


def enveloped(view: View) -> View:
    """Ninja's view of one address, made complete."""

    @wraps(view)
    def answer(request: HttpRequest, *args: object, **kwargs: object) -> HttpResponseBase:
        if request.method == "OPTIONS":
            return preflight()
        asked = request.method
        if asked == "HEAD":
            request.method = "GET"
        try:
            response = view(request, *args, **kwargs)
        except Http404:  # ninja's own root has nothing to say
            response = nowhere(request)
        finally:
            request.method = asked
        if isinstance(response, HttpResponseNotAllowed):
            response = refused_method(response)
        if asked == "HEAD" and isinstance(response, HttpResponse):
            response["Content-Length"] = str(len(response.content))
            response.content = b""
        return open_to_others(request, fresh(response))

    answer.csrf_exempt = True  # type: ignore[attr-defined] # the session's authentication checks it (auth.SessionAuth)
    return answer


def known_names_only(run: View) -> View:
    """Of an operation: a word in the query that it doesn't know is a mistake, which would be overlooked otherwise."""
    operation: Operation = run.__self__  # type: ignore[attr-defined] # ninja decorates its bound method
    models = [model for model in operation.models if model.__ninja_param_source__ == "query"]
    names = {str(name) for model in models for name in model.__ninja_flatten_map__}

    @wraps(run)
    def answer(request: HttpRequest, **kwargs: object) -> HttpResponseBase:
        unknown = sorted(set(request.GET) - names)
        return wrong(unknown[0], _("There is no such field.")).response() if unknown else run(request, **kwargs)

    return answer


def refused_method(response: HttpResponseNotAllowed) -> HttpResponse:
    allow = response["Allow"]
    detail = _("This address takes %(methods)s only.") % {"methods": allow}
    return Problem(405, detail, code="method-not-allowed", headers={"Allow": allow}).response()


def fresh(response: HttpResponseBase) -> HttpResponseBase:
    """What one may see can change at any moment, and depends on who asks."""
    patch_cache_control(response, private=True, no_cache=True)
    patch_vary_headers(response, ["Authorization", "Cookie", "Accept-Language"])
    return response


def open_to_others(request: HttpRequest, response: HttpResponseBase) -> HttpResponseBase:
    """Other sites' scripts may read: browsers send no cookies along with `*`, so they see what anybody sees.

    With a key of their own they see more, as any program does. Nothing that changes anything is opened.
    """
    if request.method in {"GET", "HEAD"}:
        response["Access-Control-Allow-Origin"] = "*"
    return response


def preflight() -> HttpResponse:
    return HttpResponse(
        status=204,
        headers={
            "Access-Control-Allow-Origin": "*",
            "Access-Control-Allow-Methods": "GET, HEAD",
            "Access-Control-Allow-Headers": "Authorization, Accept-Language",
            "Access-Control-Max-Age": "86400",
            "Allow": "GET, HEAD, OPTIONS, POST, PUT, PATCH, DELETE",
        },
    )


@csrf_exempt  # it does nothing, whoever asks
def nowhere(request: HttpRequest, *args: object, **kwargs: object) -> HttpResponse:
    """An address of the API that doesn't exist."""
    return missing().response()
