from urllib.parse import urlsplit

from csp.constants import NONE, SELF

from libitum.config.environment import environment

_site = urlsplit(environment.url)
_secure = _site.scheme == "https"
_store = [environment.store_origin] if environment.store_origin else []

SECRET_KEY = environment.key
# The address by number is let in only to be sent on to the name (web.middleware.CanonicalHostMiddleware).
ALLOWED_HOSTS = [_site.hostname or "localhost", "127.0.0.1", "[::1]"]
CSRF_TRUSTED_ORIGINS = [f"{_site.scheme}://{_site.netloc}"]
TRUSTED_PROXIES = environment.trusted_proxies

CSRF_FAILURE_VIEW = "libitum.web.views.public.errors.form_refused"
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = LANGUAGE_COOKIE_SECURE = _secure
SESSION_COOKIE_HTTPONLY = CSRF_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = CSRF_COOKIE_SAMESITE = LANGUAGE_COOKIE_SAMESITE = "Lax"
if _secure:
    SECURE_HSTS_SECONDS = 31_536_000
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if environment.trusted_proxies else None
SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = "strict-origin-when-cross-origin"
SECURE_CROSS_ORIGIN_OPENER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"

CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [NONE],
        "script-src": [SELF],
        "style-src": [SELF],
        "img-src": [SELF, "data:", *_store],
        "font-src": [SELF],
        "connect-src": [SELF, *_store],
        "media-src": [SELF, "blob:", *_store],
        "worker-src": [SELF],
        "manifest-src": [SELF],
        "frame-src": [SELF],  # the preview of what is embedded elsewhere
        "form-action": [SELF],
        "frame-ancestors": [NONE],
        "base-uri": [NONE],
    },
}
