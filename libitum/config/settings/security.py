from urllib.parse import urlsplit

from csp.constants import NONE, SELF

from libitum.config.environment import environment

_site = urlsplit(environment.url)
_secure = _site.scheme == "https"
_store = [environment.store_origin] if environment.store_origin else []

SECRET_KEY = environment.key
# What they signed is still taken, nothing new is signed with them.
SECRET_KEY_FALLBACKS = environment.former_keys
# The address by number is let in only to be sent on to the name (web.middleware.CanonicalHostMiddleware).
ALLOWED_HOSTS = [_site.hostname or "localhost", "127.0.0.1", "[::1]"]
CSRF_TRUSTED_ORIGINS = [f"{_site.scheme}://{_site.netloc}"]
TRUSTED_PROXIES = environment.trusted_proxies

CSRF_FAILURE_VIEW = "libitum.web.views.public.errors.form_refused"
# Browsers take a cookie of this name from this very host over https alone: nobody beside us can plant one.
COOKIE_PREFIX = "__Host-" if _secure else ""
SESSION_COOKIE_NAME = f"{COOKIE_PREFIX}sessionid"
CSRF_COOKIE_NAME = f"{COOKIE_PREFIX}csrftoken"
LANGUAGE_COOKIE_NAME = f"{COOKIE_PREFIX}language"
MESSAGE_STORAGE = "libitum.web.messages.Storage"
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = LANGUAGE_COOKIE_SECURE = _secure
SESSION_COOKIE_HTTPONLY = CSRF_COOKIE_HTTPONLY = LANGUAGE_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = CSRF_COOKIE_SAMESITE = LANGUAGE_COOKIE_SAMESITE = "Lax"
if _secure:
    SECURE_HSTS_SECONDS = 31_536_000
    SECURE_HSTS_INCLUDE_SUBDOMAINS = environment.hsts_subdomains
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if environment.trusted_proxies else None
SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = "strict-origin-when-cross-origin"
SECURE_CROSS_ORIGIN_OPENER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"

CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [NONE],
        "object-src": [NONE],
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

# What no page of ours ever asks a browser for, whatever gets into it.
PERMISSIONS_POLICY = ", ".join(
    f"{feature}=()"
    for feature in (
        "accelerometer",
        "bluetooth",
        "browsing-topics",
        "camera",
        "display-capture",
        "geolocation",
        "gyroscope",
        "hid",
        "idle-detection",
        "local-fonts",
        "magnetometer",
        "microphone",
        "midi",
        "payment",
        "serial",
        "usb",
        "xr-spatial-tracking",
    )
)
