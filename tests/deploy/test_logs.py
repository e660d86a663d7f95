"""The examples by which logs are sealed and sent away, as far as they can be tried without systemd.

By hand they were tried with journald, systemd-journal-upload and systemd-journal-remote of systemd 252.
"""

import configparser
import http.client
import ssl
from collections.abc import Iterator, Mapping
from contextlib import closing
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread

import pytest

from libitum.config.certificates import Pair
from libitum.ops.tests.certificates import Authority

from .conftest import require
from .proxies import DEPLOY, Nginx, adapted

SYSTEMD = DEPLOY / "systemd"
PAGE = (DEPLOY.parent / "docs/operators/logs-and-health.md").read_text()
KEPT_BY, INNER = "logs.example.org", "127.0.0.1:19533"
# Of journald.conf(5), journal-upload.conf(5), systemd.unit(5), systemd.service(5) and systemd.socket(5).
KNOWN = {
    "journald.conf.d": {"Journal": {"Storage", "Seal", "MaxFileSec", "MaxRetentionSec", "SystemMaxUse"}},
    "journal-upload.conf.d": {
        "Upload": {"URL", "ServerKeyFile", "ServerCertificateFile", "TrustedCertificateFile"},
    },
    "systemd-journal-upload.service.d": {"Unit": {"StartLimitIntervalSec"}, "Service": {"Restart", "RestartSec"}},
    "systemd-journal-remote.service.d": {"Service": {"ExecStart"}},
    "systemd-journal-remote.socket.d": {"Socket": {"ListenStream"}},
}


def lines(path: Path) -> dict[str, dict[str, str]]:
    """By section; of what is set twice, as a list is emptied before it is filled, the last."""
    read = configparser.ConfigParser(interpolation=None, strict=False)
    read.optionxform = str  # type: ignore[assignment, method-assign] # systemd tells Cases apart
    read.read_string(path.read_text())
    return {section: dict(read[section]) for section in read.sections()}


def example(folder: str) -> dict[str, dict[str, str]]:
    return lines(SYSTEMD / folder / "libitum.conf")


@pytest.mark.parametrize("folder", KNOWN)
def test_it_sets_what_there_is_to_set_and_the_page_says_where(folder: str) -> None:
    assert {section: set(settings) for section, settings in example(folder).items()} == KNOWN[folder]
    assert f"deploy/systemd/{folder}/libitum.conf" in PAGE


def test_the_journal_is_kept_sealed_and_not_for_ever() -> None:
    journal = example("journald.conf.d")["Journal"]
    assert (journal["Storage"], journal["Seal"], journal["MaxRetentionSec"]) == ("persistent", "yes", "30day")
    assert "journalctl --setup-keys" in PAGE


def test_what_libitum_writes_goes_to_the_journal() -> None:
    for unit in SYSTEMD.glob("libitum*.service"):
        assert {"StandardOutput", "StandardError"}.isdisjoint(lines(unit)["Service"])


def test_the_examples_speak_of_the_same_places() -> None:
    upload, nginx = example("journal-upload.conf.d")["Upload"], (DEPLOY / "nginx/logs.conf").read_text()
    assert upload["URL"] == f"https://{KEPT_BY}:19532"
    assert "listen 19532 ssl;" in nginx
    assert f"server_name {KEPT_BY};" in nginx
    assert upload["TrustedCertificateFile"] in nginx
    assert example("systemd-journal-remote.socket.d")["Socket"]["ListenStream"] == INNER
    assert f"proxy_pass http://{INNER};" in nginx


class Keeper(BaseHTTPRequestHandler):
    """In the place of systemd-journal-remote."""

    server: "Kept"

    def do_POST(self) -> None:
        self.server.bodies.append(self.rfile.read(int(self.headers["Content-Length"])))
        self.send_response(202)
        self.send_header("Content-Length", "0")
        self.end_headers()

    def log_message(self, *_: object) -> None:
        pass


class Kept(ThreadingHTTPServer):
    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), Keeper)
        self.bodies: list[bytes] = []


class LogsNginx(Nginx):
    example = DEPLOY / "nginx/logs.conf"

    def __init__(self, folder: Path, authority: Authority) -> None:
        super().__init__(folder)
        self.signed_by = authority

    @property
    def authority(self) -> Path:
        return self.signed_by.certificate

    def is_up(self) -> bool:
        return self.speaks()

    def configure(self, backend: int, media: Path, changes: Mapping[str, str]) -> list[str]:  # noqa: ARG002 - it has none
        own = self.signed_by.issue("localhost")
        ours = {
            "listen 19532 ssl;": f"listen 127.0.0.1:{self.port} ssl;",
            "/etc/ssl/logs/logs.pem": str(own.certificate),
            "/etc/ssl/logs/logs.key": str(own.key),
            "/etc/ssl/logs/authority.pem": str(self.authority),
            INNER: f"127.0.0.1:{backend}",
            KEPT_BY: "localhost",
        }
        return self.runs(adapted(self.example.read_text(), {**changes, **ours}))


@pytest.fixture(scope="module")
def authority(tmp_path_factory: pytest.TempPathFactory) -> Authority:
    return Authority(tmp_path_factory.mktemp("authority"))


@pytest.fixture(scope="module")
def kept() -> Iterator[Kept]:
    with Kept() as server:
        serving = Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05})
        serving.start()
        yield server
        server.shutdown()
        serving.join()


@pytest.fixture(scope="module")
def nginx(authority: Authority, kept: Kept, tmp_path_factory: pytest.TempPathFactory) -> Iterator[LogsNginx]:
    require("nginx")
    proxy = LogsNginx(tmp_path_factory.mktemp("logs"), authority)
    proxy.start(kept.server_port, Path())
    yield proxy
    proxy.stop()


def status(nginx: LogsNginx, shown: Pair | None) -> int:
    """Of the answer to somebody who brings a line."""
    trust: ssl.SSLContext = nginx.trust()
    if shown is not None:
        trust.load_cert_chain(*shown)
    with closing(http.client.HTTPSConnection("localhost", nginx.port, timeout=10, context=trust)) as asked:
        asked.request("POST", "/upload", b"MESSAGE=a line\n\n", {"Content-Type": "application/vnd.fdo.journal"})
        return asked.getresponse().status


def test_who_has_a_certificate_brings_lines(nginx: LogsNginx, authority: Authority, kept: Kept) -> None:
    kept.bodies.clear()
    assert status(nginx, authority.issue("music.example.org")) == 202
    assert kept.bodies == [b"MESSAGE=a line\n\n"]


@pytest.mark.parametrize("who", ["nobody", "a stranger", "somebody whose time is over"])
def test_nobody_else_does(nginx: LogsNginx, authority: Authority, kept: Kept, tmp_path: Path, who: str) -> None:
    shown = {
        "nobody": None,
        "a stranger": Authority(tmp_path).issue("music.example.org"),
        "somebody whose time is over": authority.issue("music.example.org", hours=-1),
    }[who]
    kept.bodies.clear()
    assert status(nginx, shown) == 400
    assert kept.bodies == []
