"""Asks the web server of this machine whether it answers, and ends with 1 if not: for the health checks of containers.

`python -m libitum.ops.serving.probe`
"""

import ssl
from contextlib import closing
from http.client import HTTPConnection, HTTPException, HTTPSConnection

from libitum.config.environment import environment

SECONDS = 5
OK = 200


def trust() -> ssl.SSLContext:
    """The very certificate that is set, whoever signed it. Asked by number, a server needs no name in it."""
    context = ssl.create_default_context(cafile=environment.tls_certificate)
    context.check_hostname = False
    context.verify_flags |= ssl.VERIFY_X509_PARTIAL_CHAIN
    return context


def connection() -> HTTPConnection:
    host, port = environment.host, environment.port
    if environment.tls_certificate is None:
        return HTTPConnection(host, port, timeout=SECONDS)
    return HTTPSConnection(host, port, timeout=SECONDS, context=trust())


def main() -> str | None:
    """What is wrong, in a sentence."""
    try:
        with closing(connection()) as asked:
            asked.request("GET", "/healthz", headers={"Host": "127.0.0.1"})
            status = asked.getresponse().status
    except (OSError, HTTPException) as error:
        return f"It does not answer: {error}"
    return None if status == OK else f"It answers {status}."


if __name__ == "__main__":
    raise SystemExit(main())
