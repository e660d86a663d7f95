"""TLS between the proxy and Libitum, with the lines that docs/operators/proxies.md has for it."""

import re
import socket
import ssl
import subprocess
import sys
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

import pytest

from libitum.config.environment import Environment, read_environment
from tests.uploads.site import Site

from .asking import Door
from .certificate import write_certificate
from .conftest import require
from .proxies import DEPLOY, PROXIES, Proxy

pytestmark = pytest.mark.own_database

SECTION = "\n## TLS as far as Libitum\n"
CERTIFICATE = "/etc/libitum/tls.pem"
# Where in an example the lines go.
PLACES = {
    "nginx": re.compile(r"^    proxy_read_timeout 120s;\n", re.MULTILINE),
    "caddy": re.compile(r"^\treverse_proxy .*?\n\t\t}\n", re.MULTILINE | re.DOTALL),
}
BEGINNINGS = {"nginx": "proxy_ssl_", "caddy": "reverse_proxy "}


def documented(name: str) -> str:
    """The lines for a proxy of this kind."""
    text = (DEPLOY.parent / "docs/operators/proxies.md").read_text().partition(SECTION)[2].partition("\n## ")[0]
    blocks = [block for block in re.split(r"\n(?! {4})[^\n]*", text) if block.strip()]
    (lines,) = [block for block in blocks if block.strip().startswith(BEGINNINGS[name])]
    return f"{lines.lstrip(chr(10))}\n"


def changed(proxy: Proxy, certificate: Path) -> dict[str, str]:
    """What the page says is to be changed; `certificate`: the one to trust."""
    (before,) = PLACES[proxy.name].findall(proxy.example.read_text())
    lines = documented(proxy.name).replace(CERTIFICATE, str(certificate))
    if proxy.name == "caddy":
        return {before: lines}
    return {"proxy_pass http://libitum;": "proxy_pass https://libitum;", before: before + lines}


@pytest.fixture(scope="module")
def certificate(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Path]:
    return write_certificate(tmp_path_factory.mktemp("within"), "libitum")


@pytest.fixture(scope="module")
def elsewhere(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Path]:
    """Somebody else's, of the same name."""
    return write_certificate(tmp_path_factory.mktemp("elsewhere"), "libitum")


@pytest.fixture(scope="module")
def secured(home: Site, certificate: tuple[Path, Path]) -> Iterator[Site]:
    site = Site(home.home, "web")
    site.token = home.token
    files = dict(zip(("LIBITUM_TLS_CERTIFICATE", "LIBITUM_TLS_KEY"), map(str, certificate), strict=True))
    shown = {"LIBITUM_BASE_URL": "https://localhost", "LIBITUM_TRUSTED_PROXIES": "127.0.0.1"}
    site.environment |= {**files, **shown, "LIBITUM_X_ACCEL": "/.media/"}
    site.start()
    yield site
    site.kill()


def trusting(certificate: Path) -> ssl.SSLContext:
    return ssl.create_default_context(cafile=certificate)


def spoken(site: Site, context: ssl.SSLContext, host: str = "libitum") -> str | None:
    with (
        socket.create_connection(("127.0.0.1", site.port), timeout=10) as plain,
        context.wrap_socket(plain, server_hostname=host) as tls,
    ):
        tls.sendall(b"GET /metrics HTTP/1.1\r\nHost: 127.0.0.1\r\nConnection: close\r\n\r\n")
        assert tls.recv(100).startswith(b"HTTP/1.1 200 ")
        return tls.version()


def test_the_web_server_speaks_tls(secured: Site, certificate: tuple[Path, Path]) -> None:
    context = trusting(certificate[0])
    assert spoken(secured, context) == spoken(secured, context, "127.0.0.1") == "TLSv1.3"
    context.maximum_version = ssl.TLSVersion.TLSv1_2
    assert spoken(secured, context) == "TLSv1.2"


def test_who_trusts_another_certificate_goes_no_further(secured: Site, elsewhere: tuple[Path, Path]) -> None:
    with pytest.raises(ssl.SSLCertVerificationError):
        spoken(secured, trusting(elsewhere[0]))


def test_suites_that_are_not_recommended_are_not_spoken(secured: Site, certificate: tuple[Path, Path]) -> None:
    context = trusting(certificate[0])
    context.maximum_version = ssl.TLSVersion.TLSv1_2
    context.set_ciphers("ECDHE+AES+SHA1:ECDHE+AES+SHA256:ECDHE+AES+SHA384:kRSA+AES")
    with pytest.raises(ssl.SSLError, match="handshake failure"):
        spoken(secured, context)


def test_http_is_not_answered(secured: Site) -> None:
    with socket.create_connection(("127.0.0.1", secured.port), timeout=10) as plain:
        plain.sendall(b"GET /healthz HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n")
        came = b""
        with suppress(ConnectionResetError):
            while piece := plain.recv(4096):
                came += piece
    assert b"HTTP" not in came


def probed(site: Site, **settings: str) -> "subprocess.CompletedProcess[str]":
    command = [sys.executable, "-m", "libitum.ops.serving.probe"]
    return subprocess.run(command, env={**site.environment, **settings}, capture_output=True, text=True, check=False)


def test_the_health_check_of_containers_asks_by_tls(secured: Site, elsewhere: tuple[Path, Path]) -> None:
    assert probed(secured).returncode == 0
    done = probed(secured, LIBITUM_TLS_CERTIFICATE=str(elsewhere[0]), LIBITUM_TLS_KEY=str(elsewhere[1]))
    assert (done.returncode, "CERTIFICATE_VERIFY_FAILED" in done.stderr) == (1, True)


@pytest.fixture(params=list(PROXIES))
def proxy(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Proxy]:
    require(request.param)
    proxy = PROXIES[request.param](tmp_path)
    yield proxy
    proxy.stop()


def through(proxy: Proxy) -> Door:
    """By the name that the site has."""
    return Door(proxy.port, proxy.trust(), always={"Host": "localhost"})


def test_pages_files_and_uploads_go_through(
    proxy: Proxy, secured: Site, certificate: tuple[Path, Path], works: dict[str, str]
) -> None:
    proxy.start(secured.port, secured.home / "media", changed(proxy, certificate[0]))
    door = through(proxy)
    page = door.ask("/ada-ferrante")
    assert (page.status, "__Host-csrftoken" in str(door.ask("/accounts/login/").headers)) == (200, True)
    assert len(door.ask(works["sound"]).body) > 10_000
    sent = {"Authorization": f"Bearer {secured.token}", "Tus-Resumable": "1.0.0", "Upload-Length": "8"}
    begun = door.ask("/api/v1/uploads", sent, method="POST")
    assert begun.status == 201


def test_a_server_that_has_another_certificate_is_not_asked(
    proxy: Proxy, secured: Site, elsewhere: tuple[Path, Path]
) -> None:
    proxy.start(secured.port, secured.home / "media", changed(proxy, elsewhere[0]))
    assert through(proxy).ask("/").status == 502


def test_certificate_and_key_go_together(
    certificate: tuple[Path, Path], elsewhere: tuple[Path, Path], monkeypatch: pytest.MonkeyPatch
) -> None:
    assert Environment(tls_certificate=certificate[0], tls_key=certificate[1]).url == "https://localhost:8000"
    monkeypatch.setenv("LIBITUM_TLS_CERTIFICATE", str(certificate[0]))
    with pytest.raises(SystemExit, match="\n  LIBITUM_TLS_CERTIFICATE and LIBITUM_TLS_KEY go together"):
        read_environment()
    monkeypatch.setenv("LIBITUM_TLS_KEY", str(elsewhere[1]))
    with pytest.raises(SystemExit, match="no certificate and its key"):
        read_environment()
    monkeypatch.setenv("LIBITUM_TLS_KEY", "/nowhere")
    with pytest.raises(SystemExit, match="LIBITUM_TLS_KEY: Path does not point to a file"):
        read_environment()
