"""Somebody who sends one file slowly, and comes back after every break."""

import base64
import hashlib
import http.client
import threading
import time
from email.message import Message

from .site import Site

CHUNK = 2 * 1024 * 1024
PIECE = 64 * 1024
PIECE_SECONDS = 0.004
PATIENCE_SECONDS = 120


class Sender(threading.Thread):
    """`offsets`: what the server said it had, each time it was asked. `checksums`: every chunk comes with one."""

    def __init__(self, site: Site, data: bytes, *, checksums: bool = False) -> None:
        super().__init__(daemon=True)
        self.site, self.data, self.checksums = site, data, checksums
        self.breaks = 0
        self.offsets: list[int] = []
        self.address = self.ask("POST", "/api/v1/uploads", {"Upload-Length": str(len(data))})["Location"]

    def run(self) -> None:
        deadline = time.monotonic() + PATIENCE_SECONDS
        while time.monotonic() < deadline:
            try:
                self.offsets.append(self.offset())
                if self.offsets[-1] == len(self.data):
                    return
                self.send(self.offsets[-1])
            except (OSError, http.client.HTTPException, TypeError):  # no answer, half an answer, an answer without it
                self.breaks += 1
                time.sleep(0.1)

    def offset(self) -> int:
        return int(self.ask("HEAD", self.address, {})["Upload-Offset"])

    def send(self, offset: int) -> None:
        chunk = self.data[offset : offset + CHUNK]
        headers = {"Upload-Offset": str(offset), "Content-Type": "application/offset+octet-stream"}
        if self.checksums:
            digest = hashlib.sha256(chunk).digest()
            headers["Upload-Checksum"] = f"sha256 {base64.b64encode(digest).decode()}"
        self.ask("PATCH", self.address, headers, chunk)

    def ask(self, method: str, address: str, headers: dict[str, str], body: bytes = b"") -> Message:
        connection = http.client.HTTPConnection("localhost", self.site.port, timeout=30)
        try:
            connection.putrequest(method, address)
            about = {"Authorization": f"Bearer {self.site.token}", "Tus-Resumable": "1.0.0", **headers}
            for name, value in {**about, "Content-Length": str(len(body))}.items():
                connection.putheader(name, value)
            connection.endheaders()
            for start in range(0, len(body), PIECE):
                connection.send(body[start : start + PIECE])
                time.sleep(PIECE_SECONDS)
            response = connection.getresponse()
            response.read()
            return response.headers
        finally:
            connection.close()
