"""Day, night, or as the system has it: kept in a cookie, so that the first byte already has the right colours."""

from django.conf import settings
from django.http import HttpRequest

COOKIE = f"{settings.COOKIE_PREFIX}theme"
AUTO = "auto"
THEMES = (AUTO, "light", "dark")
A_YEAR = 365 * 24 * 3600  # seconds


def theme_of(request: HttpRequest) -> str:
    theme = request.COOKIES.get(COOKIE, AUTO)
    return theme if theme in THEMES else AUTO
