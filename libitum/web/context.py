from django.conf import settings
from django.http import HttpRequest

from libitum.rights.selectors.terms import News, news_for
from libitum.web.theme import theme_of

# The cookie with the number of the version whose banner rests.
LATER = f"{settings.COOKIE_PREFIX}terms-later"


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
        # Asked only where a page shows it: templates call it.
        "terms_news": lambda: terms_news(request),
    }


def terms_news(request: HttpRequest) -> News | None:
    """What a quiet line tells who hasn't said yes to the newest terms, until they say so or ask for rest."""
    news = news_for(getattr(request, "user", None))
    if news is not None and not news.altered and request.COOKIES.get(LATER) == str(news.version.number):
        return None
    return news
