from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.http import require_POST

from libitum.web.theme import A_YEAR, AUTO, COOKIE, THEMES


@require_POST
def set_theme(request: HttpRequest) -> HttpResponse:
    """Keep the colours chosen and go back to where the person was."""
    theme = request.POST.get("theme", AUTO)
    following = request.POST.get("next", "/")
    if not url_has_allowed_host_and_scheme(following, {request.get_host()}, require_https=request.is_secure()):
        following = "/"
    response = HttpResponseRedirect(following)
    if theme not in THEMES or theme == AUTO:
        response.delete_cookie(COOKIE)
    else:
        response.set_cookie(
            COOKIE, theme, max_age=A_YEAR, samesite="Lax", httponly=True, secure=settings.SESSION_COOKIE_SECURE
        )
    return response
