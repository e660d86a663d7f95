"""tuspy, a client that others wrote, uploads to a running server."""

import hashlib
import random
from collections.abc import Iterator
from pathlib import Path
from typing import BinaryIO

import pytest
from tusclient.client import TusClient
from tusclient.exceptions import TusCommunicationError, TusUploadFailed

from .site import Site

MB = 1024 * 1024


@pytest.fixture
def client(site: Site) -> TusClient:
    return TusClient(site.uploads, headers={"Authorization": f"Bearer {site.token}"})


@pytest.fixture
def file(tmp_path: Path) -> Iterator[BinaryIO]:
    path = tmp_path / f"{tmp_path.name}.flac"
    path.write_bytes(random.Random(7).randbytes(3 * MB + 17))
    with path.open("rb") as file:
        yield file


def whole(file: BinaryIO) -> str:
    return hashlib.sha256(Path(file.name).read_bytes()).hexdigest()


def arrived(site: Site, address: str | None) -> str:
    assert address is not None
    return hashlib.sha256(site.part(address).read_bytes()).hexdigest()


@pytest.mark.parametrize("checksum", [False, True])
@pytest.mark.parametrize("chunk_size", [MB, 100 * MB])
def test_a_file_arrives_whole(site: Site, client: TusClient, file: BinaryIO, chunk_size: int, checksum: bool) -> None:
    name = Path(file.name).name
    uploader = client.uploader(
        file_stream=file, chunk_size=chunk_size, upload_checksum=checksum, metadata={"filename": name}
    )
    uploader.upload()
    assert arrived(site, uploader.url) == whole(file)
    assert site.received()[name] == "received"


def test_it_goes_on_with_what_it_began(site: Site, client: TusClient, file: BinaryIO) -> None:
    first = client.uploader(file_stream=file, chunk_size=MB)
    first.upload(stop_at=MB)
    second = client.uploader(file_stream=file, chunk_size=MB, url=first.url)
    assert second.offset == MB
    second.upload()
    assert arrived(site, second.url) == whole(file)


def test_a_refusal_reaches_it_with_its_sentence(site: Site, file: BinaryIO) -> None:
    nobody = TusClient(site.uploads, headers={"Authorization": "Bearer nonsense"})
    with pytest.raises(TusCommunicationError) as refused:
        nobody.uploader(file_stream=file, chunk_size=MB).upload()
    assert refused.value.status_code == 401
    assert b"unknown, expired or revoked" in refused.value.response_content


def test_an_offset_that_is_not_true_is_refused(client: TusClient, file: BinaryIO) -> None:
    uploader = client.uploader(file_stream=file, chunk_size=MB)
    uploader.upload(stop_at=MB)
    uploader.offset = 2 * MB
    with pytest.raises(TusUploadFailed) as refused:
        uploader.upload()
    assert refused.value.status_code == 409
