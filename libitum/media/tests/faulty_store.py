"""A store in trouble: a proxy in front of a real one, which loses, delays, cuts off or changes what goes through."""

import http.client
import threading
import time
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import urlsplit

BUSY = b"<?xml version='1.0'?><Error><Code>SlowDown</Code><Message>Please reduce your request rate.</Message></Error>"
METHODS = ("GET", "HEAD", "PUT", "POST", "DELETE")
HOP_BY_HOP = {"connection", "keep-alive", "transfer-encoding", "content-length"}


@dataclass
class Trouble:
    """`busy`: of so many requests in a row all but the last are answered with 503; 0 answers none, 1 every one so.

    `delay` in seconds before each answer. `cut`: half of each body of over a kilobyte, then the connection ends.
    `changed`: one bit of each such body is another. Both concern what comes out of the store.
    """

    busy: int = -1
    delay: float = 0.0
    cut: bool = False
    changed: bool = False
    requests: int = 0
    refused: int = 0

    def refuses(self) -> bool:
        self.requests += 1
        refused = self.busy == 0 or (self.busy > 0 and self.requests % self.busy != 0)
        self.refused += refused
        return refused


class Passing(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    trouble: Trouble
    target: str

    def log_message(self, *_: object) -> None:
        pass

    def pass_on(self) -> None:
        body = self.rfile.read(int(self.headers.get("Content-Length") or 0))
        time.sleep(self.trouble.delay)
        if self.trouble.refuses():
            self.say(503, {"Content-Type": "application/xml"}, BUSY)
            return
        with closing(http.client.HTTPConnection(self.target, timeout=60)) as connection:
            # As it came, Host included: the signature covers it.
            connection.putrequest(self.command, self.path, skip_host=True, skip_accept_encoding=True)
            for name, value in self.headers.items():
                connection.putheader(name, value)
            connection.endheaders(body)
            answer = connection.getresponse()
            self.say(answer.status, dict(answer.getheaders()), answer.read())

    def say(self, status: int, headers: dict[str, str], body: bytes) -> None:
        self.send_response(status)
        length = headers.get("content-length") or headers.get("Content-Length") or "0"
        for name, value in headers.items():
            if name.lower() not in HOP_BY_HOP:
                self.send_header(name, value)
        self.send_header("Content-Length", length if self.command == "HEAD" else str(len(body)))
        self.end_headers()
        if self.command == "GET" and len(body) > 1024 and status < 300:
            body = self.spoilt(body)
        if self.command != "HEAD":
            self.wfile.write(body)

    def spoilt(self, body: bytes) -> bytes:
        if self.trouble.changed:
            body = bytes([*body[:1000], body[1000] ^ 1, *body[1001:]])
        if self.trouble.cut:
            self.close_connection = True
            body = body[: len(body) // 2]
        return body


@contextmanager
def faulty(endpoint: str) -> Iterator[tuple[str, Trouble]]:
    """The address to use instead, and what goes wrong there."""
    trouble = Trouble()
    methods = {f"do_{name}": Passing.pass_on for name in METHODS}
    handler = type("Handler", (Passing,), {**methods, "trouble": trouble, "target": urlsplit(endpoint).netloc})
    server = ThreadingHTTPServer(("127.0.0.1", 0), handler)
    server.daemon_threads = True
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_address[1]}", trouble
    finally:
        server.shutdown()
        server.server_close()
        thread.join()
