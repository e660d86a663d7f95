"""Objects in a bucket of an S3 store, of whatever make.

Bodies are signed with their hash, so the store refuses what was changed on the way in; the hash stays with the object,
so a whole copy is proven on the way out. Nothing is asked for that only one maker's store has.
"""

import hashlib
import io
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from functools import cache, cached_property, lru_cache
from http import HTTPStatus
from pathlib import Path
from typing import IO, Any, Literal
from urllib.parse import urlsplit

import boto3
from boto3.s3.transfer import TransferConfig
from botocore.config import Config
from django.conf import settings
from django.core.files import File
from storages.backends.s3 import S3Storage
from urllib3 import PoolManager

from .hashing import PIECE, sha256_of
from .object_blocks import BLOCK, ObjectBlocks, ObjectReader
from .problems import WrongBytes
from .s3_errors import store_errors

SHA256 = "sha256"
# From here on an object goes up in parts, each with its own signature and its own second try.
PART_BYTES = 32 * 1024**2
TRANSFER = TransferConfig(multipart_threshold=PART_BYTES, multipart_chunksize=PART_BYTES, max_concurrency=4)
KNOWN_SIZES = 50_000
Style = Literal["path", "virtual"]
# How long a listener may use an address of the store. Players ask us for every piece, and are given a new one.
ADDRESS_SECONDS = 3600

CONFIG = Config(
    connect_timeout=5,
    read_timeout=30,
    retries={"mode": "standard", "total_max_attempts": 4},
    max_pool_connections=64,
    signature_version="s3v4",
    # Newer checksums are not understood by every store; the signature holds one already.
    request_checksum_calculation="when_required",
    response_checksum_validation="when_required",
)


@cache
def client_of(endpoint: str, region: str, access_key: str | None, secret_key: str | None, style: Style) -> Any:
    """One for the process: it takes a while to make, and threads may share it."""
    session = boto3.Session(access_key, secret_key)
    signed = Config(s3={"addressing_style": style, "payload_signing_enabled": True})
    return session.client("s3", region_name=region, endpoint_url=endpoint, config=CONFIG.merge(signed))


class Unclosed:
    """A file that whoever sends it can't close: the one who opened it does."""

    def __init__(self, file: File[bytes]) -> None:
        self.read, self.seek, self.tell = file.read, file.seek, file.tell

    def close(self) -> None:
        pass


class ObjectStorage(S3Storage):  # type: ignore[misc] # django-storages has no types
    """`public_endpoint`: where browsers reach the store, if not where we do. `redirects`: listeners are sent there."""

    takes_parts = True

    def __init__(self, *, public_endpoint: str = "", redirects: bool = False, **options: Any) -> None:
        self.style = options.pop("addressing_style", "path")
        super().__init__(client_config=CONFIG, transfer_config=TRANSFER, file_overwrite=True, gzip=False, **options)
        self.public_endpoint, self.redirects = public_endpoint, redirects
        self.known_size = lru_cache(maxsize=KNOWN_SIZES)(self.size_now)

    @cached_property
    def client(self) -> Any:
        return self.connected(self.endpoint_url)

    @cached_property
    def signer(self) -> Any:
        """Signs addresses for browsers; it never connects."""
        return self.connected(self.public_endpoint or self.endpoint_url)

    def connected(self, endpoint: str) -> Any:
        return client_of(endpoint, self.region_name, self.access_key, self.secret_key, self.style)

    def at(self, name: str) -> dict[str, str]:
        return {"Bucket": self.bucket_name, "Key": str(self._normalize_name(name))}

    def put_file(self, path: Path, name: str) -> None:
        with path.open("rb") as file:
            self._save(name, File(file, name=path.name))

    def _save(self, name: str, content: File[bytes]) -> str:
        parameters = self._get_write_parameters(name) | {"Metadata": {SHA256: sha256_of(content.chunks(PIECE))}}
        content.seek(0)
        place = self.at(name)
        with store_errors(name):
            self.client.upload_fileobj(
                Unclosed(content), place["Bucket"], place["Key"], ExtraArgs=parameters, Config=self.transfer_config
            )
        return name

    def _open(self, name: str, mode: str = "rb") -> File[bytes]:
        """To be read piece by piece: nothing is copied to the disk, or kept in memory."""
        size = self.size_now(name)
        reader = ObjectReader(lambda start: self.get(name, start, size), size)
        return SizedFile(io.BufferedReader(reader, BLOCK), name, size)

    def get(self, name: str, start: int, stop: int) -> IO[bytes]:
        """Bytes from `start` up to but not including `stop`, as they come."""
        with store_errors(name):
            body: IO[bytes] = self.client.get_object(**self.at(name), Range=f"bytes={start}-{stop - 1}")["Body"]
            return body

    def head(self, name: str) -> dict[str, Any]:
        with store_errors(name):
            return dict(self.client.head_object(**self.at(name)))

    def size_now(self, name: str) -> int:
        return int(self.head(name)["ContentLength"])

    def size(self, name: str) -> int:
        """As it was when first asked for: objects don't change, and players ask for pieces of the same ones."""
        return self.known_size(name)

    def size_of(self, name: str) -> int | None:
        try:
            return self.size_now(name)
        except FileNotFoundError:
            return None

    def get_modified_time(self, name: str) -> datetime:
        modified: datetime = self.head(name)["LastModified"]
        return modified

    def exists(self, name: str) -> bool:
        return self.size_of(name) is not None

    @contextmanager
    def local_file(self, name: str, workdir: Path) -> Iterator[Path]:
        copy = workdir / "copy"
        try:
            self.fetch(name, copy)
            yield copy
        finally:
            copy.unlink(missing_ok=True)

    def fetch(self, name: str, target: Path) -> None:
        """A whole copy. Raises FileNotFoundError, StoreAway, and WrongBytes for what isn't what was stored."""
        head, digest = self.head(name), hashlib.sha256()
        with target.open("wb", buffering=0) as file:
            for block in self.blocks(name, 0, int(head["ContentLength"])):
                file.write(block)
                digest.update(block)
        if digest.hexdigest() != head["Metadata"].get(SHA256, digest.hexdigest()):
            raise WrongBytes(name)

    def blocks(self, name: str, start: int, stop: int) -> ObjectBlocks:
        return ObjectBlocks(lambda at: self.get(name, at, stop), start, stop)

    def sha256_of(self, name: str) -> str:
        return sha256_of(self.blocks(name, 0, self.size_now(name)))

    @property
    def root(self) -> str:
        """What the key of every object of ours begins with."""
        return f"{self.location.strip('/')}/" if self.location else ""

    def names(self, prefix: str = "") -> Iterator[str]:
        pages = self.client.get_paginator("list_objects_v2").paginate(
            Bucket=self.bucket_name, Prefix=self.root + prefix
        )
        with store_errors(prefix):
            for page in pages:
                yield from (entry["Key"].removeprefix(self.root) for entry in page.get("Contents", ()))

    def delete(self, name: str) -> None:
        with store_errors(name):
            self.client.delete_object(**self.at(name))

    def remove_folder(self, prefix: str) -> None:
        for name in list(self.names(f"{prefix}/")):
            self.delete(name)

    def signed(self, signer: Any, name: str, **said: str) -> str:
        with store_errors(name):
            address: str = signer.generate_presigned_url(
                "get_object", Params={**self.at(name), **said}, ExpiresIn=ADDRESS_SECONDS
            )
            return address

    def is_open_to_strangers(self, name: str) -> bool:
        """Whether the object is given to somebody who has no key."""
        address = self.signed(self.client, name).partition("?")[0]
        with store_errors(name):
            answer = PoolManager().request("GET", address, retries=1, timeout=5, preload_content=False)
            answer.close()
        return bool(answer.status < HTTPStatus.BAD_REQUEST)

    def sent_by_proxy(self, name: str, *, plainly: bool) -> str | None:
        """The signed address without its host: the proxy knows it, and must ask it by the name that we signed.

        Not every store knows the finer points of ranges.
        """
        if not settings.X_ACCEL or not plainly:
            return None
        address = urlsplit(self.signed(self.client, name))
        return f"{address.path.lstrip('/')}?{address.query}"

    def address_for_listeners(self, name: str, content_type: str, disposition: str) -> str | None:
        if not self.redirects:
            return None
        said = {"ResponseContentType": content_type, "ResponseContentDisposition": disposition or "inline"}
        return self.signed(self.signer, name, **said)


class SizedFile(File[bytes]):
    """Its size is known without a look at a disk."""

    def __init__(self, file: IO[bytes], name: str, size: int) -> None:
        super().__init__(file, name)
        self._size = size

    @property
    def size(self) -> int:
        return self._size
