from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.views.decorators.cache import cache_control
from django.views.decorators.http import conditional_page, require_safe

# What is somebody's own, or one of endlessly many addresses. Secret links are kept out by their pages' own headers.
CLOSED = ("/accounts/", "/media/k/", "/moderation", "/my/", "/search", "/settings", "/upload")
A_DAY = 86_400  # seconds


@require_safe
@conditional_page
@cache_control(public=True, max_age=A_DAY)
def robots(request: HttpRequest) -> HttpResponse:
    lines = ["User-agent: *", *(f"Disallow: {path}" for path in CLOSED), ""]
    lines.append(f"Sitemap: {settings.BASE_URL}{reverse('sitemap')}")
    return HttpResponse("\n".join(lines) + "\n", content_type="text/plain; charset=utf-8")
