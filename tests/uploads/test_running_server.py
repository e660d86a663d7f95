"""What only a real server can show: connections that end, bodies larger than memory should hold."""

import http.client
import socket
import time
from collections.abc import Iterable
from contextlib import closing
from pathlib import Path

import psutil
import pytest

from .sender import Sender
from .site import Site

MB = 1024 * 1024


def settled(sender: Sender, wanted: int) -> int:
    """The server hears of a lost connection a moment after we let it go."""
    deadline = time.monotonic() + 20
    while (offset := sender.offset()) != wanted and time.monotonic() < deadline:
        time.sleep(0.05)
    return offset


def opening(site: Site, address: str, framing: str) -> bytes:
    lines = [
        f"PATCH {address} HTTP/1.1",
        f"Host: localhost:{site.port}",
        f"Authorization: Bearer {site.token}",
        "Tus-Resumable: 1.0.0",
        "Upload-Offset: 0",
        "Content-Type: application/offset+octet-stream",
        framing,
    ]
    return "\r\n".join([*lines, "", ""]).encode()


@pytest.mark.parametrize("framing", ["Content-Length: 100000", "Transfer-Encoding: chunked"])
def test_a_connection_that_ends_in_the_middle_leaves_what_came(site: Site, framing: str) -> None:
    sender = Sender(site, bytes(200_000))
    body = b"x" * 70_000
    if "chunked" in framing:
        body = f"{len(body):x}\r\n".encode() + body + b"\r\n"
    with socket.create_connection(("127.0.0.1", site.port)) as connection:
        connection.sendall(opening(site, sender.address, framing) + body)
    assert settled(sender, 70_000) == 70_000
    assert site.received()[""] == "receiving"


def patch(site: Site, address: str, offset: int, pieces: Iterable[bytes], size: int) -> tuple[int, bytes]:
    headers = {
        "Authorization": f"Bearer {site.token}",
        "Tus-Resumable": "1.0.0",
        "Upload-Offset": str(offset),
        "Content-Type": "application/offset+octet-stream",
        "Content-Length": str(size),
    }
    with closing(http.client.HTTPConnection("localhost", site.port, timeout=120)) as connection:
        connection.request("PATCH", address, body=pieces, headers=headers)
        response = connection.getresponse()
        return response.status, response.read()


def test_a_body_is_never_held_in_memory(site: Site) -> None:
    size = 192 * MB
    sender = Sender(site, bytes(1))
    address = sender.ask("POST", "/api/v1/uploads", {"Upload-Length": str(size)})["Location"]
    before = peak(site)
    assert patch(site, address, 0, (bytes(MB) for _ in range(size // MB)), size) == (204, b"")
    assert site.part(address).stat().st_size == size
    assert peak(site) - before < 48 * MB


def peak(site: Site) -> int:
    """The most memory any process of the server has had, in bytes."""
    assert site.server is not None
    whole = psutil.Process(site.server.pid)
    return max(high_water(process.pid) for process in [whole, *whole.children(recursive=True)])


def high_water(pid: int) -> int:
    lines = Path(f"/proc/{pid}/status").read_text().splitlines()
    return next(int(line.split()[1]) * 1024 for line in lines if line.startswith("VmHWM"))


def test_a_refusal_is_read_by_who_still_sends(site: Site) -> None:
    """A whole chunk is on its way when the server says no."""
    address = Sender(site, bytes(10 * MB)).address
    status, said = patch(site, address, 5, [bytes(8 * MB)], 8 * MB)
    assert status == 409
    assert b"go on from there" in said
