"""Certificates with their keys that settings name, looked at before anybody needs them."""

import ssl
from pathlib import Path
from typing import NamedTuple
from urllib.parse import parse_qs, urlsplit

WITH_TLS = ("smtps", "smtp+tls")


class Pair(NamedTuple):
    certificate: Path
    key: Path


def must_fit(pair: Pair) -> None:
    """Raises ValueError, with why."""
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
    try:
        # With an empty password nobody is asked for one, however little OpenSSL can do with the key then.
        context.load_cert_chain(pair.certificate, pair.key, password="")
    except OSError as error:
        raise ValueError(
            f"{pair.certificate} and {pair.key} are no certificate and its key ({error}): two files that we may read, "
            "in PEM, the certificate before those that signed it, the key without a password"
        ) from None


def certificate_of(mail_url: str) -> Pair | None:
    """By which the mail server knows us: `?certificate=/…&key=/…`. Raises ValueError where only one is said."""
    asked = parse_qs(urlsplit(mail_url).query)
    (certificate,), (key,) = asked.get("certificate", [""]), asked.get("key", [""])
    if not certificate and not key:
        return None
    if not (certificate and key):
        raise ValueError("?certificate= and &key= go together")
    if urlsplit(mail_url).scheme not in WITH_TLS:
        raise ValueError("a certificate is shown to smtps:// and smtp+tls:// alone")
    return Pair(Path(certificate), Path(key))
