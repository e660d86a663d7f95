"""An object sent to the store in parts, by somebody who isn't us."""

from dataclasses import dataclass

from .s3 import ADDRESS_SECONDS, ObjectStorage
from .s3_errors import store_errors


@dataclass(frozen=True, slots=True)
class Part:
    number: int
    size: int
    etag: str


@dataclass(frozen=True, slots=True)
class Multipart:
    """Raises StoreAway, and FileNotFoundError once it has been put together or given up."""

    storage: ObjectStorage
    name: str
    uid: str

    @classmethod
    def begin(cls, storage: ObjectStorage, name: str) -> "Multipart":
        with store_errors(name):
            answer = storage.client.create_multipart_upload(
                **storage.at(name), ContentType=storage.default_content_type
            )
            return cls(storage, name, str(answer["UploadId"]))

    @classmethod
    def all_below(cls, storage: ObjectStorage, prefix: str) -> "list[Multipart]":
        """Those that have been begun and neither put together nor given up."""
        root = storage.root
        with store_errors(prefix):
            pages = storage.client.get_paginator("list_multipart_uploads").paginate(
                Bucket=storage.bucket_name, Prefix=root + prefix
            )
            rows = [row for page in pages for row in page.get("Uploads", ())]
        return [cls(storage, row["Key"].removeprefix(root), row["UploadId"]) for row in rows]

    @property
    def place(self) -> dict[str, str]:
        return {**self.storage.at(self.name), "UploadId": self.uid}

    def address(self, number: int, size: int) -> str:
        """Where a browser may put exactly so many bytes, for a while."""
        with store_errors(self.name):
            address: str = self.storage.signer.generate_presigned_url(
                "upload_part",
                Params={**self.place, "PartNumber": number, "ContentLength": size},
                ExpiresIn=ADDRESS_SECONDS,
            )
            return address

    def parts(self) -> list[Part]:
        """Those that have arrived whole, by number."""
        with store_errors(self.name):
            pages = self.storage.client.get_paginator("list_parts").paginate(**self.place)
            rows = [row for page in pages for row in page.get("Parts", ())]
        return sorted((Part(row["PartNumber"], row["Size"], row["ETag"]) for row in rows), key=lambda part: part.number)

    def complete(self, parts: list[Part]) -> None:
        rows = [{"PartNumber": part.number, "ETag": part.etag} for part in parts]
        with store_errors(self.name):
            self.storage.client.complete_multipart_upload(**self.place, MultipartUpload={"Parts": rows})

    def abort(self) -> None:
        """Does nothing where nothing is."""
        try:
            with store_errors(self.name):
                self.storage.client.abort_multipart_upload(**self.place)
        except FileNotFoundError:
            return
