"""The store as browsers meet it: it lets pages of a site ask (CORS), which nanio alone can't; and it may be closed."""

import http.client
import threading
from collections.abc import Iterator
from contextlib import closing, contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import urlsplit

ALLOWED = {
    "Access-Control-Allow-Origin": "*",
    "Access-Control-Allow-Methods": "GET, HEAD, PUT",
    "Access-Control-Allow-Headers": "*",
}
PIECE = 1024 * 1024


class StoreDoor:
    """`parts`: bytes of each that was put, by the number in its address."""

    def __init__(self, endpoint: str) -> None:
        self.behind = urlsplit(endpoint).netloc
        self.is_open = True
        self.parts: list[tuple[int, int]] = []
        self.server = ThreadingHTTPServer(("127.0.0.1", 0), handler_of(self))

    @property
    def endpoint(self) -> str:
        return f"http://127.0.0.1:{self.server.server_address[1]}"


def handler_of(door: StoreDoor) -> type[BaseHTTPRequestHandler]:
    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def do_OPTIONS(self) -> None:
            self.answer(204 if door.is_open else 403, b"")

        def do_PUT(self) -> None:
            body = self.rfile.read(int(self.headers["Content-Length"]))
            if not door.is_open:
                self.close_connection = True
                return
            with closing(http.client.HTTPConnection(door.behind)) as store:
                # The name that was signed for goes along.
                store.request("PUT", self.path, body, {"Host": self.headers["Host"]})
                response = store.getresponse()
                content = response.read()
            number = int(self.path.partition("partNumber=")[2].partition("&")[0])
            door.parts.append((number, len(body)))
            self.answer(response.status, content)

        def answer(self, status: int, content: bytes) -> None:
            self.send_response(status)
            for name, value in ALLOWED.items() if door.is_open else ():
                self.send_header(name, value)
            self.send_header("Content-Length", str(len(content)))
            self.end_headers()
            self.wfile.write(content)

        def log_message(self, *_arguments: object) -> None:
            """The tests' own output is enough."""

    return Handler


@contextmanager
def opened(endpoint: str) -> Iterator[StoreDoor]:
    door = StoreDoor(endpoint)
    thread = threading.Thread(target=door.server.serve_forever, daemon=True)
    thread.start()
    try:
        yield door
    finally:
        door.server.shutdown()
        door.server.server_close()
        thread.join()
