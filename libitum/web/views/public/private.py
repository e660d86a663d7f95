from django.http import HttpResponse
from django.utils.cache import patch_cache_control


def for_this_viewer(response: HttpResponse, *, listed: bool) -> HttpResponse:
    """A page that shows who is signed in may be kept by that browser alone, and asked for again each time.

    What isn't listed stays out of every index, whatever robots.txt says.
    """
    patch_cache_control(response, private=True, no_cache=True)
    if not listed:
        response.headers["X-Robots-Tag"] = "noindex, nofollow"
        response.headers["Referrer-Policy"] = "same-origin"
    return response
