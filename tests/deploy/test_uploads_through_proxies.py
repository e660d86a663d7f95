"""Large bodies reach the disk while they arrive, and whoever sends them is known by their own address."""

import http.client
import time
from collections.abc import Iterator
from contextlib import closing
from http import HTTPStatus
from pathlib import Path

import pytest

from .asking import Answer, Door, read
from .conftest import Deployed

pytestmark = pytest.mark.own_database

MB = 1024 * 1024
# Far more than a proxy keeps in memory. (2 GiB went through both as well, and take a minute.)
BIG = 300 * MB
PATIENCE = 30
# What a client that resumes asks again after (tus 1.0: conflict; locked).
TRY_AGAIN = (HTTPStatus.CONFLICT, HTTPStatus.LOCKED)


@pytest.fixture
def keyed(deployed: Deployed) -> dict[str, str]:
    return {"Authorization": f"Bearer {deployed.site.token}", "Tus-Resumable": "1.0.0"}


def begun(door: Door, keyed: dict[str, str], size: int) -> str:
    created = door.ask("/api/v1/uploads", {**keyed, "Upload-Length": str(size)}, method="POST")
    assert created.status == 201
    return created["Location"]


def sending(connection: http.client.HTTPConnection, address: str, keyed: dict[str, str], size: int) -> None:
    connection.putrequest("PATCH", address)
    about = {"Upload-Offset": "0", "Content-Type": "application/offset+octet-stream", "Content-Length": str(size)}
    for name, value in {**keyed, **about}.items():
        connection.putheader(name, value)
    connection.endheaders()


def size_of(part: Path) -> int:
    """It is there from the first byte on."""
    return part.stat().st_size if part.exists() else 0


def wait_for(part: Path, size: int) -> None:
    deadline = time.monotonic() + PATIENCE
    while size_of(part) < size:
        assert time.monotonic() < deadline, f"{size_of(part)} bytes of {size} came through"
        time.sleep(0.05)


def test_what_has_arrived_lies_on_the_disk_before_the_rest(deployed: Deployed, keyed: dict[str, str]) -> None:
    address = begun(deployed.door, keyed, 8 * MB)
    part = deployed.site.part(address)
    with closing(deployed.door.connection()) as connection:
        sending(connection, address, keyed, 8 * MB)
        connection.send(b"a" * 6 * MB)
        wait_for(part, 5 * MB)
        connection.send(b"b" * 2 * MB)
        assert read(connection).status == 204
    assert part.read_bytes() == b"a" * 6 * MB + b"b" * 2 * MB


def test_what_a_broken_connection_has_brought_is_kept(deployed: Deployed, keyed: dict[str, str]) -> None:
    address = begun(deployed.door, keyed, 8 * MB)
    connection = deployed.door.connection()
    sending(connection, address, keyed, 8 * MB)
    connection.send(b"a" * 6 * MB)
    part, deadline = deployed.site.part(address), time.monotonic() + PATIENCE
    wait_for(part, 5 * MB)
    connection.close()
    # What the proxy still has of it goes on arriving: an offset can be out of date (409) before it is used.
    while (answer := gone_on(deployed.door, keyed, address, 8 * MB)).status in TRY_AGAIN:
        assert time.monotonic() < deadline, "the upload stayed taken"
        time.sleep(0.2)
    assert answer.status == 204, answer.body
    offset = part.read_bytes().index(b"b")
    assert offset >= 5 * MB
    assert part.read_bytes() == b"a" * offset + b"b" * (8 * MB - offset)


def gone_on(door: Door, keyed: dict[str, str], address: str, size: int) -> Answer:
    known = door.ask(address, keyed, method="HEAD")
    if known.status != HTTPStatus.OK:
        return known
    offset = known["Upload-Offset"]
    about = {"Upload-Offset": offset, "Content-Type": "application/offset+octet-stream"}
    return door.ask(address, {**keyed, **about}, method="PATCH", body=b"b" * (size - int(offset)))


def test_a_large_body_comes_through_whole(deployed: Deployed, keyed: dict[str, str]) -> None:
    def blocks() -> Iterator[bytes]:
        for number in range(BIG // MB):
            yield bytes([number % 251]) * MB

    address = begun(deployed.door, keyed, BIG)
    with closing(deployed.door.connection()) as connection:
        sending(connection, address, keyed, BIG)
        for block in blocks():
            connection.send(block)
        assert read(connection).status == 204
    part = deployed.site.part(address)
    with part.open("rb") as file:
        assert all(file.read(MB) == block for block in blocks())
        assert file.read() == b""
    deployed.door.ask(address, keyed, method="DELETE")


def test_a_refusal_is_a_sentence_of_libitums_own(deployed: Deployed, keyed: dict[str, str]) -> None:
    size = str(2 * 1024**3 + 1)
    refused = deployed.door.ask("/api/v1/uploads", {**keyed, "Upload-Length": size}, method="POST")
    assert refused.status == 413
    assert refused.headers["content-type"][0].startswith("application/")
    assert refused["tdm-reservation"] == "1"


def guesses(door: Door, most: int, **headers: str) -> list[Answer]:
    """Asks with keys that don't exist."""
    return [door.ask("/api/v1/me", {"Authorization": f"Bearer wrong-{n}", **headers}) for n in range(most)]


def test_addresses_are_told_apart_and_can_not_be_made_up(deployed: Deployed) -> None:
    """Who guesses keys is stopped by address; claiming another with each guess does not help."""
    guesser, other = deployed.proxy.door("127.0.0.2"), deployed.proxy.door("127.0.0.3")
    statuses: list[int] = []
    # Twenty a minute; the clock may begin another minute in between.
    while HTTPStatus.TOO_MANY_REQUESTS not in statuses and len(statuses) < 45:
        claimed = f"203.0.113.{len(statuses)}"
        answer = guesses(guesser, 1, **{"X-Forwarded-For": claimed, "Forwarded": f"for={claimed}"})[0]
        statuses.append(answer.status)
    assert statuses[0] == HTTPStatus.UNAUTHORIZED
    assert statuses[-1] == HTTPStatus.TOO_MANY_REQUESTS
    assert guesses(other, 1)[0].status == 401


def test_who_is_no_trusted_proxy_is_not_believed(deployed: Deployed) -> None:
    """Straight to the port, from an address that isn't the proxy's."""
    for name, value in {"X-Forwarded-For": "127.0.0.9", "X-Forwarded-Proto": "https"}.items():
        stranger = Door(deployed.site.port, source="127.0.0.4")
        answer = stranger.ask("/", {"Host": f"localhost:{deployed.proxy.port}", name: value})
        assert "strict-transport-security" not in answer.headers
    trusted = Door(deployed.site.port).ask(
        "/", {"Host": f"localhost:{deployed.proxy.port}", "X-Forwarded-Proto": "https"}
    )
    assert "strict-transport-security" in trusted.headers
