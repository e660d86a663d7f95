from django.conf import settings
from django.http import HttpRequest

from libitum.web.theme import theme_of


def site(request: HttpRequest) -> dict[str, object]:
    """What every page's frame needs. `here` and `section` mark in the menus where one is."""
    match = request.resolver_match
    return {
        "site_name": settings.SITE_NAME,
        "base_url": settings.BASE_URL,
        "contact_email": settings.CONTACT_EMAIL,
        "theme": theme_of(request),
        "section": request.path.split("/")[1],
        "here": match.view_name if match else "",
    }
