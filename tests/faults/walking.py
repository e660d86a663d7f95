"""What tests of faults ask of a site and wait for."""

import hashlib
import http.client
import json
import re
import time
from collections.abc import Callable, Mapping
from contextlib import closing
from dataclasses import dataclass
from email.message import Message
from typing import Any

from libitum.media.tests.corpus import sounds
from tests.uploads.sender import Sender
from tests.uploads.site import Site

PATIENCE_SECONDS = 90


def recording(seconds: float) -> bytes:
    return sounds.sweep(seconds)


def eventually(holds: Callable[[], object], what: str, seconds: float = PATIENCE_SECONDS) -> None:
    deadline = time.monotonic() + seconds
    while not holds():
        assert time.monotonic() < deadline, what
        time.sleep(0.1)


@dataclass(frozen=True)
class Answer:
    status: int
    headers: Message
    text: str

    @property
    def problem(self) -> dict[str, Any]:
        """The problem document."""
        document: dict[str, Any] = json.loads(self.text)
        return document


def ask(site: Site, method: str, path: str, headers: Mapping[str, str] | None = None, body: bytes = b"") -> Answer:
    """As somebody who reads Italian."""
    with closing(http.client.HTTPConnection("localhost", site.port, timeout=60)) as connection:
        connection.request(method, path, body, {"Accept-Language": "it", **(headers or {})})
        response = connection.getresponse()
        return Answer(response.status, response.headers, response.read().decode())


def get(site: Site, path: str) -> Answer:
    return ask(site, "GET", path)


def patch(site: Site, sender: Sender, offset: int, data: bytes) -> Answer:
    headers = {
        "Authorization": f"Bearer {site.token}",
        "Tus-Resumable": "1.0.0",
        "Upload-Offset": str(offset),
        "Content-Type": "application/offset+octet-stream",
    }
    return ask(site, "PATCH", sender.address, headers, data)


def finish(sender: Sender) -> None:
    """Goes on from wherever the server is, to the end."""
    sender.run()
    assert sender.offsets[-1] == len(sender.data)


def look(site: Site, *arguments: str) -> dict[str, Any]:
    """See `looking`."""
    seen: dict[str, Any] = json.loads(site.run(*arguments, module="tests.faults.look").rpartition("ANSWER")[2])
    return seen


def all_done(site: Site) -> bool:
    return set(site.jobs()) == {"done"}


def kept(seen: dict[str, Any]) -> set[str]:
    """Hashes of what was accepted."""
    return {row["sha256"] for row in seen["uploads"].values() if row["state"] == "accepted"}


def digest(data: bytes) -> str:
    return hashlib.sha256(data).hexdigest()


def reads_as_a_sentence(text: str) -> bool:
    """And not as what a program says to its makers."""
    return not re.search(r"Traceback|Error\b|psycopg|sqlite|django", text)
