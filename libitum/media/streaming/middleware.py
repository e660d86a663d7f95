from collections.abc import Callable

from django.http import HttpRequest, HttpResponse

from libitum.media.addresses import ROOT


class MediaWithoutCookiesMiddleware:
    """Media addresses say all there is to say, so the browser's session is neither read nor written for bytes.

    That saves its queries at each piece of a song, and lets caches in front keep one copy for everybody.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if not request.path_info.startswith(ROOT):
            return self.get_response(request)
        request.META.pop("HTTP_COOKIE", None)
        response = self.get_response(request)
        if response.status_code < 400:  # noqa: PLR2004 - refusals are sentences in a language
            for name in ("Vary", "Content-Language"):
                response.headers.pop(name, None)
        return response
