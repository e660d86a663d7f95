"""An instance on several hosts: which programs run where, and what its database and its store say of it."""

import hashlib
import http.client
import io
import math
import os
import shutil
import struct
import sys
import time
import wave
from collections.abc import Callable
from pathlib import Path
from typing import Any

import psycopg
from hosts import Host

PATIENCE_SECONDS = 240
PORT = 8000
PIECE = 256 * 1024
MAKE_ALICE = """
from libitum.accounts.models import User
from libitum.catalog.services import create_artist
alice = User.objects.create_user("alice@example.org", "a clear night in March", name="Alice", is_adult=True)
create_artist(actor=alice, name="Ada Ferrante")
"""


class Failed(Exception):  # noqa: N818 - told as a sentence
    """Something was lost, or done twice."""


def until(true: Callable[[], Any], what: str, seconds: float = PATIENCE_SECONDS) -> Any:
    deadline = time.monotonic() + seconds
    while time.monotonic() < deadline:
        found = true()
        if found:
            return found
        time.sleep(0.2)
    raise Failed(f"{what}: not within {seconds:.0f} s")


def sound(seconds: float, pitch: float) -> bytes:
    """Stereo WAV of one tone, swelling and fading."""
    rate, frames, file = 44_100, bytearray(), io.BytesIO()
    for n in range(int(seconds * rate)):
        level = int(9000 * math.sin(2 * math.pi * pitch * n / rate) * math.sin(math.pi * n / (seconds * rate)))
        frames += struct.pack("<hh", level, level // 2)
    with wave.open(file, "wb") as writer:
        writer.setnchannels(2)
        writer.setsampwidth(2)
        writer.setframerate(rate)
        writer.writeframes(bytes(frames))
    return file.getvalue()


class Instance:
    """What runs where, and what the database says of it."""

    def __init__(self, folder: Path, all_hosts: dict[str, Host]) -> None:
        self.folder, self.hosts = folder, all_hosts
        self.web = all_hosts["web"]
        self.database_url = f"postgres://libitum@{all_hosts['db'].address}:5432/postgres"
        self.token = ""

    def environment(self, host: Host) -> dict[str, str]:
        others = {name: value for name, value in os.environ.items() if not name.startswith(("LIBITUM_", "DJANGO_"))}
        return {
            **others,
            "LIBITUM_HOME": str(self.folder / host.name),
            "LIBITUM_DATABASE_URL": self.database_url,
            "LIBITUM_SECRET_KEY": "one secret for all of these hosts, for an hour",
            "LIBITUM_BASE_URL": f"http://{self.web.address}:{PORT}",
            "LIBITUM_HOST": host.address,
            "LIBITUM_S3_BUCKET": "media",
            "LIBITUM_S3_ENDPOINT": f"http://{self.hosts['s3'].address}:9000",
            "LIBITUM_S3_ACCESS_KEY": "libitum",
            "LIBITUM_S3_SECRET_KEY": "a key for an hour",
            "PORT": str(PORT),
        }

    def log(self, host: Host) -> Path:
        return self.folder / f"{host.name}.log"

    def command(self, host: Host, *arguments: str) -> str:
        return host.run(sys.executable, "-m", "libitum", *arguments, environment=self.environment(host))

    def prepare(self) -> None:
        """Homes of their own, but for what they share; the log's key goes to whoever may sign."""
        shared = self.folder / "shared"
        for name in ("uploads", "log"):
            (shared / name).mkdir(parents=True)
        for name in ("web", "one", "two"):
            home = self.folder / name
            home.mkdir(mode=0o700)
            for part in ("uploads", "log"):
                (home / part).symlink_to(shared / part)
        self.command(self.web, "prepare")
        for name in ("one", "two"):
            shutil.copytree(self.folder / "web" / "static", self.folder / name / "static")
            shutil.copy(self.folder / "web" / "ledger.key", self.folder / name / "ledger.key")
            self.command(self.hosts[name], "prepare")
        self.command(self.web, "shell", "--command", MAKE_ALICE)
        made = self.command(self.web, "token", "create", "--user", "alice@example.org", "--scope", "upload")
        self.token = made.split()[-1]

    def start_web(self) -> None:
        environment = self.environment(self.web)
        self.web.start(sys.executable, "-m", "libitum", "web", log=self.log(self.web), environment=environment)
        until(lambda: self.status("/healthz") == http.client.OK, "the web server starts")

    def start_worker(self, name: str) -> None:
        """Started again whenever it ends, as a service is."""
        again = 'while true; do "$@"; sleep 1; done'
        host = self.hosts[name]
        command = ("sh", "-c", again, "sh", sys.executable, "-m", "libitum", "worker")
        host.start(*command, log=self.log(host), environment=self.environment(host))

    def ask(self, method: str, path: str, body: bytes = b"", **headers: str) -> Any:
        connection = http.client.HTTPConnection(self.web.address, PORT, timeout=30)
        try:
            about = {"Authorization": f"Bearer {self.token}", "Tus-Resumable": "1.0.0"}
            about |= {name.replace("_", "-"): value for name, value in headers.items()}
            connection.request(method, path, body, about)
            answer = connection.getresponse()
            answer.read()
            return answer
        finally:
            connection.close()

    def status(self, path: str) -> int:
        """0: no answer."""
        try:
            return int(self.ask("GET", path).status)
        except (OSError, http.client.HTTPException):
            return 0

    def begin_upload(self, data: bytes) -> str:
        answer = self.ask("POST", "/api/v1/uploads", Upload_Length=str(len(data)))
        if answer.status != http.client.CREATED:
            raise Failed(f"an upload was not taken: {answer.status}")
        return str(answer.headers["Location"])

    def offset(self, address: str) -> int:
        return int(self.ask("HEAD", address).headers["Upload-Offset"])

    def send(self, address: str, data: bytes, at: int) -> None:
        """What is left of it from `at`, piece by piece."""
        while at < len(data):
            headers = {"Upload_Offset": str(at), "Content_Type": "application/offset+octet-stream"}
            answer = self.ask("PATCH", address, data[at : at + PIECE], **headers)
            if answer.status != http.client.NO_CONTENT:
                raise Failed(f"bytes of an upload were not taken: {answer.status}")
            at = int(answer.headers["Upload-Offset"])

    def upload(self, data: bytes) -> str:
        """The public name of the whole upload."""
        address = self.begin_upload(data)
        self.send(address, data, 0)
        return address.rpartition("/")[2]

    def row(self, sql: str, *values: object) -> Any:
        with psycopg.connect(self.database_url, connect_timeout=5) as connection:
            return connection.execute(sql.encode(), values).fetchone()

    def job(self, uid: str) -> Any:
        """State, fence, and the host that holds it."""
        found = self.row(
            "SELECT j.state, j.fence, split_part(j.lease_owner, '/', 1) FROM media_processingjob j "
            "JOIN media_upload u ON u.id = j.upload_id WHERE u.uid = %s",
            uid,
        )
        return found or ("", 0, "")

    def is_done(self, uid: str) -> bool:
        return bool(self.job(uid)[0] == "done")

    def files(self, uid: str) -> dict[str, str]:
        """What became of an upload: SHA-256 of each rendition by its kind, read from the store itself."""
        masters = (
            "SELECT m.prefix, m.renditions FROM media_master m JOIN media_upload u ON u.id = m.upload_id "
            "WHERE u.uid = %s AND m.state = 'ready' AND m.current"
        )
        with psycopg.connect(self.database_url) as connection:
            found = connection.execute(masters.encode(), (uid,)).fetchall()
        if len(found) != 1:
            raise Failed(f"{len(found)} recordings became of one upload")
        ((prefix, renditions),) = found
        store = self.folder / "store" / "media"
        return {each["kind"]: hash_of(store / prefix / each["file"]) for each in renditions}

    def sets(self, uid: str) -> int:
        """Folders of renditions that lie in the store for the recording of an upload."""
        (master,) = self.row(
            "SELECT m.prefix FROM media_master m JOIN media_upload u ON u.id = m.upload_id WHERE u.uid = %s", uid
        )
        return len([path for path in (self.folder / "store" / "media" / master).parent.iterdir() if path.is_dir()])


def hash_of(path: Path) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest()
