from django.http import HttpResponse


def for_nobody_else(response: HttpResponse) -> HttpResponse:
    """A page that only its address opens: no cache keeps it, no index lists it, no other site is told of it."""
    response.headers["Cache-Control"] = "private, no-store"
    response.headers["X-Robots-Tag"] = "noindex, nofollow"
    response.headers["Referrer-Policy"] = "no-referrer"
    return response
