"""nginx and Caddy with the very configurations of `deploy/`, in a folder and on ports of their own."""

import os
import socket
import ssl
import subprocess
import time
from abc import ABC, abstractmethod
from collections.abc import Mapping
from contextlib import suppress
from pathlib import Path

from tests.uploads.site import free_port

from .asking import Door
from .certificate import write_certificate

DEPLOY = Path(__file__).parents[2] / "deploy"
NAME, BACKEND, MEDIA = "music.example.org", "127.0.0.1:8000", "/srv/libitum/media"
PATIENCE = 30
NGINX = """
daemon off;
{user}
worker_processes 1;
pid {folder}/nginx.pid;
events {{ worker_connections 256; }}
http {{
    client_body_temp_path {folder}/body;
    proxy_temp_path {folder}/proxy;
    fastcgi_temp_path {folder}/fastcgi;
    uwsgi_temp_path {folder}/uwsgi;
    scgi_temp_path {folder}/scgi;
    include {folder}/libitum.conf;
}}
"""
CADDY = """
{{
	admin off
	local_certs
	skip_install_trust
	grace_period 1s
	http_port {plain}
	https_port {port}
	storage file_system {folder}/storage
}}
import {folder}/site
"""


def adapted(text: str, changes: Mapping[str, str]) -> str:
    """As an operator changes an example; what there is to change must stand in it."""
    for before, after in changes.items():
        assert before in text, f"{before} is not in the example any more"
        text = text.replace(before, after)
    return text


class Proxy(ABC):
    """`changes`: further ones to the example, so that something goes wrong."""

    name: str
    example: Path

    def __init__(self, folder: Path) -> None:
        self.folder, self.output = folder, folder / "output"
        self.port, self.plain_port = free_port(), free_port()
        self.process: subprocess.Popen[bytes] | None = None

    @property
    def url(self) -> str:
        return f"https://localhost:{self.port}"

    @property
    @abstractmethod
    def authority(self) -> Path:
        """The certificate that its clients trust."""

    @abstractmethod
    def configure(self, backend: int, media: Path, changes: Mapping[str, str]) -> list[str]:
        """Writes it all down; the command that starts it."""

    def start(self, backend: int, media: Path, changes: Mapping[str, str] | None = None) -> None:
        command = self.configure(backend, media, changes or {})
        with self.output.open("ab") as log:
            environment = {**os.environ, "HOME": str(self.folder)}
            self.process = subprocess.Popen(command, stdout=log, stderr=log, cwd=self.folder, env=environment)
        deadline = time.monotonic() + PATIENCE
        while not self.is_up():
            assert self.process.poll() is None, self.output.read_text()[-3000:]
            assert time.monotonic() < deadline, self.output.read_text()[-3000:]
            time.sleep(0.05)

    def is_up(self) -> bool:
        return listens(self.plain_port) and self.speaks()

    def speaks(self) -> bool:
        """Caddy listens before it has made its certificate."""
        if not (self.authority.exists() and listens(self.port)):
            return False
        with socket.create_connection(("127.0.0.1", self.port)) as plain, suppress(ssl.SSLError):
            self.trust().wrap_socket(plain, server_hostname="localhost").close()
            return True
        return False

    def stop(self) -> None:
        if self.process is not None:
            self.process.terminate()
            self.process.wait(PATIENCE)
            self.process = None

    def trust(self, *protocols: str) -> ssl.SSLContext:
        context = ssl.create_default_context(cafile=str(self.authority))
        if protocols:
            context.set_alpn_protocols(list(protocols))
        return context

    def door(self, source: str = "127.0.0.1") -> Door:
        return Door(self.port, self.trust(), source=source)

    def plain_door(self) -> Door:
        return Door(self.plain_port, always={"Host": "localhost"})


class Nginx(Proxy):
    name = "nginx"
    example = DEPLOY / "nginx/libitum.conf"

    @property
    def authority(self) -> Path:
        return self.folder / "fullchain.pem"

    def configure(self, backend: int, media: Path, changes: Mapping[str, str]) -> list[str]:
        certificate, key = write_certificate(self.folder)
        given = f"/etc/letsencrypt/live/{NAME}"
        ours = {
            f"{given}/fullchain.pem": str(certificate),
            f"{given}/privkey.pem": str(key),
            "listen 80;": f"listen 127.0.0.1:{self.plain_port};",
            "listen 443 ssl http2;": f"listen 127.0.0.1:{self.port} ssl http2;",
            BACKEND: f"127.0.0.1:{backend}",
            MEDIA: str(media),
            NAME: "localhost",
        }
        return self.runs(adapted(self.example.read_text(), {**changes, **ours}))

    def runs(self, site: str) -> list[str]:
        (self.folder / "libitum.conf").write_text(site)
        # Only root may say whose processes they are; they read a folder that is closed to others.
        user = "user root;" if os.geteuid() == 0 else ""
        (self.folder / "nginx.conf").write_text(NGINX.format(folder=self.folder, user=user))
        here = str(self.folder)
        return ["nginx", "-p", here, "-e", "stderr", "-c", f"{here}/nginx.conf"]


class Caddy(Proxy):
    name = "caddy"
    example = DEPLOY / "caddy/Caddyfile"

    @property
    def authority(self) -> Path:
        return self.folder / "storage/pki/authorities/local/root.crt"

    def configure(self, backend: int, media: Path, changes: Mapping[str, str]) -> list[str]:
        ours = {BACKEND: f"127.0.0.1:{backend}", MEDIA: str(media), NAME: "localhost"}
        (self.folder / "site").write_text(adapted(self.example.read_text(), {**changes, **ours}))
        main = CADDY.format(plain=self.plain_port, port=self.port, folder=self.folder)
        (self.folder / "Caddyfile").write_text(main)
        return ["caddy", "run", "--adapter", "caddyfile", "--config", str(self.folder / "Caddyfile")]


def listens(port: int) -> bool:
    with socket.socket() as probe:
        probe.settimeout(1)
        return probe.connect_ex(("127.0.0.1", port)) == 0


PROXIES: dict[str, type[Proxy]] = {kind.name: kind for kind in (Nginx, Caddy)}
