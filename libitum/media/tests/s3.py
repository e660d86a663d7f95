"""A store of our own on this machine: nanio, which none of us wrote and which verifies signatures."""

import os
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import boto3
from botocore.config import Config

from libitum.media.stores.s3 import ObjectStorage

ACCESS, SECRET, BUCKET = "LIBITUMTESTS", "a secret of the tests alone", "music"
PATIENCE_SECONDS = 30


@dataclass(frozen=True)
class S3:
    endpoint: str
    root: Path

    @property
    def environment(self) -> dict[str, str]:
        """What an instance needs to know of it."""
        return {
            "LIBITUM_S3_ENDPOINT": self.endpoint,
            "LIBITUM_S3_BUCKET": BUCKET,
            "LIBITUM_S3_ACCESS_KEY": ACCESS,
            "LIBITUM_S3_SECRET_KEY": SECRET,
        }

    @property
    def options(self) -> dict[str, Any]:
        return {
            "endpoint_url": self.endpoint,
            "bucket_name": BUCKET,
            "access_key": ACCESS,
            "secret_key": SECRET,
            "region_name": "us-east-1",
        }

    def storage(self, **options: Any) -> ObjectStorage:
        return ObjectStorage(**{**self.options, **options})


@contextmanager
def running(root: Path, port: int = 0) -> Iterator[S3]:
    """The server, with an empty bucket, until the end of the block. `port`: a certain one, to come back at it."""
    port = port or free_port()
    root.mkdir(parents=True, exist_ok=True)
    keys = {"NANIO_ACCESS_KEY": ACCESS, "NANIO_SECRET_KEY": SECRET}
    command = [sys.executable, "-m", "nanio", "serve", "--host", "127.0.0.1", "--port", str(port)]
    with (root.parent / "nanio.log").open("ab") as log:
        server = subprocess.Popen(
            [*command, "--data-dir", str(root)], env={**os.environ, **keys}, stdout=log, stderr=log
        )
    try:
        store = S3(f"http://127.0.0.1:{port}", root)
        wait_for(port, server)
        make_bucket(store)
        yield store
    finally:
        server.kill()
        server.wait()


def free_port() -> int:
    with closing(socket.socket()) as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


def wait_for(port: int, server: "subprocess.Popen[bytes]") -> None:
    deadline = time.monotonic() + PATIENCE_SECONDS
    while time.monotonic() < deadline and server.poll() is None:
        with closing(socket.socket()) as probe:
            if probe.connect_ex(("127.0.0.1", port)) == 0:
                return
        time.sleep(0.05)
    raise AssertionError("the store did not start")


def make_bucket(store: S3) -> None:
    client = boto3.client(
        "s3",
        endpoint_url=store.endpoint,
        aws_access_key_id=ACCESS,
        aws_secret_access_key=SECRET,
        region_name="us-east-1",
        config=Config(s3={"addressing_style": "path"}),
    )
    if BUCKET not in {bucket["Name"] for bucket in client.list_buckets()["Buckets"]}:
        client.create_bucket(Bucket=BUCKET)
