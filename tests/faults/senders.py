"""People who send recordings to a site that is killed again and again, and go on each time."""

import base64
import hashlib
import http.client
import json
import random
import threading
import time
from collections.abc import Callable, Iterator
from email.message import Message
from typing import TypeVar

from tests.uploads.site import Site

from .pieces import Piece

T = TypeVar("T")
GIVE_UP_AFTER_SECONDS = 180
TRY_AGAIN_SECONDS = 0.2
# How often a recording takes the place of an earlier one of the same sender.
REPLACING_SHARE = 0.2


class Sent:
    """One recording that has arrived whole: `uid` of its upload, `track` of the work it belongs to."""

    def __init__(self, piece: Piece, uid: str, track: str) -> None:
        self.name, self.sha256, self.refused = piece.name, piece.sha256, sorted(piece.refused)
        self.uid, self.track = uid, track


class Sender(threading.Thread):
    """Takes the next piece as long as `goes_on` says so; `sent`: in the order in which they were begun."""

    def __init__(self, site: Site, pieces: Iterator[Piece], seed: int, goes_on: Callable[[], bool]) -> None:
        super().__init__(daemon=True)
        self.site, self.pieces, self.goes_on = site, pieces, goes_on
        self.chance = random.Random(seed)
        self.sent: list[Sent] = []
        self.breaks = 0
        self.problem = ""

    def run(self) -> None:
        try:
            while self.goes_on():
                self.sent.append(self.send(next(self.pieces)))
        except Exception as error:  # noqa: BLE001 - told by whoever waits for this thread
            self.problem = repr(error)

    def send(self, piece: Piece) -> Sent:
        about = {"filename": piece.name, "key": f"{self.chance.getrandbits(64):x}"}
        places = [each.track for each in self.sent if each.track and not each.refused]
        if places and self.chance.random() < REPLACING_SHARE and not piece.refused:
            about["track"] = self.chance.choice(places)
        address = self.create(piece, about)
        self.until_answered(lambda: self.send_rest(address, piece.data))
        receipt = self.until_answered(lambda: json.loads(self.ask("GET", address)[1]))
        track = (receipt["track"] or {}).get("uid", "")
        return Sent(piece, receipt["uid"], track)

    def create(self, piece: Piece, about: dict[str, str]) -> str:
        """Asked again with the same key, it is the same upload."""
        pairs = ",".join(f"{name} {base64.b64encode(value.encode()).decode()}" for name, value in about.items())
        headers = {"Upload-Length": str(len(piece.data)), "Upload-Metadata": pairs}
        return self.until_answered(lambda: self.ask("POST", "/api/v1/uploads", headers)[0]["Location"])

    def send_rest(self, address: str, data: bytes) -> None:
        offset = int(self.ask("HEAD", address)[0]["Upload-Offset"])
        while offset < len(data):
            chunk = data[offset : offset + self.chance.randrange(20_000, 400_000)]
            headers = {"Upload-Offset": str(offset), "Content-Type": "application/offset+octet-stream"}
            if self.chance.random() < 0.5:
                digest = base64.b64encode(hashlib.sha256(chunk).digest()).decode()
                headers["Upload-Checksum"] = f"sha256 {digest}"
            offset = int(self.ask("PATCH", address, headers, chunk)[0]["Upload-Offset"])

    def until_answered(self, question: Callable[[], T]) -> T:
        """The site may be down, or say no to a chunk that another connection still holds."""
        deadline = time.monotonic() + GIVE_UP_AFTER_SECONDS
        while True:
            try:
                return question()
            except (OSError, http.client.HTTPException, TypeError, ValueError):  # no answer, or half of one
                self.breaks += 1
                if time.monotonic() > deadline:
                    raise
                time.sleep(TRY_AGAIN_SECONDS)

    def ask(
        self, method: str, address: str, headers: dict[str, str] | None = None, body: bytes = b""
    ) -> tuple[Message, bytes]:
        connection = http.client.HTTPConnection("localhost", self.site.port, timeout=30)
        about = {"Authorization": f"Bearer {self.site.token}", "Tus-Resumable": "1.0.0", **(headers or {})}
        try:
            connection.request(method, address, body=body, headers={**about, "Content-Length": str(len(body))})
            response = connection.getresponse()
            text = response.read()
            if response.status >= 400:
                raise http.client.HTTPException(f"{method} {response.status} {text[:200]!r}")
            return response.headers, text
        finally:
            connection.close()
