"""Every address of the site. The artists' own addresses come last: `/artist/track`."""

from django.urls import include, path

handler400 = "libitum.web.views.public.errors.bad_request"
handler403 = "libitum.web.views.public.errors.forbidden"
handler404 = "libitum.web.views.public.errors.not_found"
handler500 = "libitum.web.views.public.errors.server_error"
# allauth asks for it by this name; Django knows only 400, 403, 404 and 500.
handler429 = "libitum.web.views.accounts.limits.too_many_requests"

urlpatterns = [
    path("accounts/", include("allauth.urls")),
    path("i18n/", include("django.conf.urls.i18n")),
    path("", include("libitum.ops.urls")),
    path("api/v1/uploads", include("libitum.media.tus.urls")),
    path("api/", include("libitum.api.urls")),
    path("log/", include("libitum.web.urls.log")),
    path("log/", include("libitum.ledger.urls")),
    path("media/", include("libitum.media.urls")),
    path("", include("libitum.crawlers.urls")),
    path("", include("libitum.web.urls")),
]
