"""Everything that isn't a file, and what a proxy says itself when Libitum doesn't answer."""

import http.client
import re
import socket
import ssl
from collections.abc import Iterator
from contextlib import closing

import pytest

from libitum.policy import HEADERS
from tests.uploads.site import free_port

from .asking import Answer, Door, read
from .conftest import Deployed
from .proxies import PROXIES, Proxy

pytestmark = pytest.mark.own_database

PAGES = {
    "/": 200,
    "/robots.txt": 200,
    "/rsl.xml": 200,
    "/.well-known/tdmrep.json": 200,
    "/ada-ferrante": 200,
    "/ada-ferrante/open": 200,
    "/no-such-artist": 404,
    "/my/uploads": 302,
    "/api/v1/me": 401,
    "/api/v1/uploads": 401,
    "/upload": 302,
}
OWN_SIGNALS = {
    "tdm-reservation": "1",
    "tdm-policy": "https://localhost/policies/tdm/1",
    "link": '<https://localhost/rsl.xml>; rel="license"; type="application/rsl+xml"',
}


@pytest.mark.parametrize(("path", "status"), PAGES.items())
def test_every_header_arrives(deployed: Deployed, path: str, status: int) -> None:
    ours, arrived = deployed.bare.ask(path), deployed.door.ask(path)
    assert (ours.status, arrived.status) == (status, status)
    assert set(arrived.headers) >= set(ours.said)
    for name in ours.said.keys() - {"content-length", "set-cookie"}:
        assert arrived.said[name] == ours.said[name], name
    for name in HEADERS:
        assert len(arrived.headers.get(name.lower(), [])) <= 1
    assert arrived["Content-Usage"]


def test_an_open_work_reserves_nothing_on_its_page(deployed: Deployed) -> None:
    arrived = deployed.door.ask("/ada-ferrante/open")
    assert (arrived["Content-Usage"], arrived["tdm-reservation"]) == ("train-ai=y, search=y", "0")
    assert "tdm-policy" not in arrived.headers


@pytest.mark.parametrize(
    ("suites", "is_taken"),
    [
        ("ECDHE+AESGCM", True),
        ("ECDHE+CHACHA20", True),
        ("ECDHE+AES+SHA1:ECDHE+AES+SHA256:ECDHE+AES+SHA384", False),  # no authenticated encryption
        ("kRSA+AESGCM:kRSA+AES", False),  # who has the key reads what was recorded before
        ("DHE+AESGCM", False),
    ],
)
def test_of_the_suites_of_tls_only_recommended_ones_are_spoken(deployed: Deployed, suites: str, is_taken: bool) -> None:
    context = ssl.create_default_context(cafile=deployed.proxy.authority)
    context.maximum_version = ssl.TLSVersion.TLSv1_2
    context.set_ciphers(suites)
    with socket.create_connection(("127.0.0.1", deployed.door.port), timeout=10) as plain:
        if not is_taken:
            with pytest.raises(ssl.SSLError, match="handshake failure"):
                context.wrap_socket(plain, server_hostname="localhost")
            return
        with context.wrap_socket(plain, server_hostname="localhost") as secured:
            assert secured.version() == "TLSv1.2"


def reserved(arrived: Answer, *, indexed: bool = False) -> None:
    """All that Libitum says of a refusal or a redirect, said by the proxy."""
    assert arrived["Content-Usage"] == f"train-ai=n, search={'y' if indexed else 'n'}"
    assert arrived["X-Robots-Tag"] == ("noai, noimageai" if indexed else "noindex, noai, noimageai")
    assert {name: arrived[name] for name in OWN_SIGNALS} == OWN_SIGNALS


def test_metrics_are_for_this_machine_alone(deployed: Deployed) -> None:
    arrived = deployed.door.ask("/metrics")
    assert arrived.status == 404
    assert b"libitum_" not in arrived.body
    reserved(arrived)
    assert deployed.bare.ask("/metrics", {"X-Forwarded-For": "203.0.113.9"}).status == 404


def test_who_comes_by_http_is_sent_on(deployed: Deployed) -> None:
    arrived = deployed.proxy.plain_door().ask("/ada-ferrante?page=2")
    assert (arrived.status, arrived["Location"]) == (301, "https://localhost/ada-ferrante?page=2")
    reserved(arrived, indexed=True)


def test_programs_that_come_by_http_are_refused(deployed: Deployed) -> None:
    arrived = deployed.proxy.plain_door().ask("/api/v1/me", {"Authorization": "Bearer libitum_x"})
    assert arrived.status == 403
    assert "location" not in arrived.headers
    reserved(arrived)


# Two lengths, two ways to measure, or a name that only some would read: who answers both requests was fooled.
AMBIGUOUS = [
    "Content-Length: 5\r\nContent-Length: 6",
    "Content-Length: 5\r\nTransfer-Encoding: chunked, identity",
    "Transfer-Encoding: xchunked",
    "Content-Length : 5",
    "Content-Length: +5",
]
BOTH = "Content-Length: 44\r\nTransfer-Encoding: chunked"


def answers(door: Door, headers: str, body: str) -> list[str]:
    """Status lines of everything that comes back for one request and what follows it."""
    with closing(door.connection()) as connection:
        connection.connect()
        host = (door.always or {}).get("Host", f"localhost:{door.port}")
        second = f"GET /healthz HTTP/1.1\r\nHost: {host}\r\nConnection: close\r\n\r\n"
        connection.sock.sendall(f"POST /theme HTTP/1.1\r\nHost: {host}\r\n{headers}\r\n\r\n{body}{second}".encode())
        connection.sock.settimeout(10)
        came = b""
        while piece := connection.sock.recv(65536):
            came += piece
    return re.findall(r"HTTP/1\.[01] (\d{3})", came.decode("latin-1"))


@pytest.mark.parametrize("headers", AMBIGUOUS)
def test_a_request_whose_end_is_in_doubt_is_refused(deployed: Deployed, headers: str) -> None:
    for door in (deployed.bare, deployed.door):
        assert answers(door, headers, "0\r\n\r\n") in (["400"], ["501"]), door


def test_of_two_lengths_the_chunks_count_or_neither(deployed: Deployed) -> None:
    """RFC 9112, section 6.3."""
    for door in (deployed.bare, deployed.door):
        came = answers(door, BOTH, "0\r\n\r\n")
        assert came == ["400"] or came[1:] in ([], ["200"]), came


def test_http_2_is_spoken(deployed: Deployed) -> None:
    context = deployed.proxy.trust("h2", "http/1.1")
    with (
        socket.create_connection(("127.0.0.1", deployed.proxy.port)) as plain,
        context.wrap_socket(plain, server_hostname="localhost") as secured,
    ):
        assert secured.selected_alpn_protocol() == "h2"


def test_a_body_too_large_for_a_page_is_refused_by_nginx(deployed: Deployed) -> None:
    if deployed.proxy.name != "nginx":  # Caddy leaves every limit to Libitum
        assert "max_size" not in deployed.proxy.example.read_text()
        return
    with closing(deployed.door.connection()) as connection:
        connection.putrequest("POST", "/accounts/login/")
        connection.putheader("Content-Length", str(65 * 1024**2))
        connection.endheaders()
        arrived = read(connection)
    assert arrived.status == 413
    reserved(arrived)


@pytest.fixture
def lonely(
    request: pytest.FixtureRequest, deployed: Deployed, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Proxy]:
    """Another proxy of that kind, in front of whatever a test puts there."""
    proxy = PROXIES[deployed.proxy.name](tmp_path_factory.mktemp("lonely"))
    yield proxy
    proxy.stop()


def test_where_nobody_answers_the_proxy_reserves_everything(lonely: Proxy, deployed: Deployed) -> None:
    lonely.start(free_port(), deployed.media)
    for path in ("/", "/media/t/a/b/aac.mp4", "/api/v1/uploads"):
        arrived = lonely.door().ask(path)
        assert arrived.status == 502
        reserved(arrived)


def test_who_takes_too_long_is_given_up_with_everything_reserved(lonely: Proxy, deployed: Deployed) -> None:
    shorter = {
        "nginx": {"proxy_read_timeout 120s": "proxy_read_timeout 1s"},
        "caddy": {"response_header_timeout 120s": "response_header_timeout 1s"},
    }
    with socket.create_server(("127.0.0.1", 0)) as silent:
        lonely.start(silent.getsockname()[1], deployed.media, shorter[lonely.name])
        arrived = lonely.door().ask("/")
    assert arrived.status == 504
    reserved(arrived)


def test_a_folder_that_the_proxy_can_not_read_is_its_fault(
    lonely: Proxy, deployed: Deployed, works: dict[str, str]
) -> None:
    lonely.start(deployed.site.port, deployed.media / "elsewhere")
    door = Door(lonely.port, lonely.trust(), always={"Host": f"localhost:{deployed.proxy.port}"})
    arrived = door.ask(works["open sound"])
    assert arrived.status in {404, 503}
    assert "no-store" in ", ".join(arrived.headers["cache-control"])
    assert "etag" not in arrived.headers
    reserved(arrived)


def test_http_client_counts_headers() -> None:
    """The comparison above sees a header that comes twice."""
    ours, theirs = socket.socketpair()
    with ours, theirs:
        theirs.sendall(b"HTTP/1.1 200 OK\r\nLink: a\r\nLink: b\r\nContent-Length: 0\r\n\r\n")
        connection = http.client.HTTPConnection("localhost")
        connection.sock = ours
        connection.putrequest("GET", "/")
        connection.endheaders()
        assert read(connection).headers["link"] == ["a", "b"]
