"""Certificates with their keys that settings name, looked at before anybody needs them."""

import ssl
from pathlib import Path
from typing import NamedTuple


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
