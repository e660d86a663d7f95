from urllib.parse import parse_qs, unquote, urlsplit

from libitum.config.certificates import certificate_of
from libitum.config.environment import environment

DEFAULT_FROM_EMAIL = SERVER_EMAIL = environment.contact_email

if environment.email_url is None:
    # Without a mail server, letters are written where the operator of a trial instance finds them.
    EMAIL_BACKEND = "django.core.mail.backends.filebased.EmailBackend"
    EMAIL_FILE_PATH = environment.home / "mail"
else:
    _text = environment.email_url.get_secret_value()
    _url, _shown = urlsplit(_text), certificate_of(_text)
    EMAIL_BACKEND = "libitum.config.mail_backend.EmailBackend"
    EMAIL_HOST = _url.hostname or "localhost"
    EMAIL_PORT = _url.port or (465 if _url.scheme == "smtps" else 587)
    EMAIL_HOST_USER = unquote(_url.username or "")
    EMAIL_HOST_PASSWORD = unquote(_url.password or "")
    EMAIL_USE_SSL = _url.scheme == "smtps"
    EMAIL_USE_TLS = _url.scheme == "smtp+tls"
    EMAIL_TIMEOUT = int(parse_qs(_url.query).get("timeout", ["10"])[0])
    EMAIL_SSL_CERTFILE = str(_shown.certificate) if _shown else None
    EMAIL_SSL_KEYFILE = str(_shown.key) if _shown else None
