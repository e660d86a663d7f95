"""Files of a plain form, streamed onto the disk of uploads; for browsers without scripts."""

from pathlib import Path
from typing import BinaryIO

from django.conf import settings
from django.core.files.uploadedfile import UploadedFile
from django.core.files.uploadhandler import FileUploadHandler, StopUpload

from libitum.common.uids import new_uid
from libitum.media.parts import open_private
from libitum.media.services.uploads import UploadProblem
from libitum.media.services.uploads.problems import DiskFull, TooLarge


class StoredFile(UploadedFile):  # type: ignore[type-arg] # generic for the checker alone
    """`path`: where it lies until the upload takes it over."""

    def __init__(self, path: Path, name: str, size: int) -> None:
        super().__init__(file=None, name=name, size=size)
        self.path = path

    def close(self) -> None:
        """It was closed when its last byte had been written."""


class ToDisk(FileUploadHandler):
    """Writes each file once, to where it can be moved into place; stops at the first that is too much."""

    def __init__(self) -> None:
        super().__init__()
        self.problem: UploadProblem | None = None
        self.paths: list[Path] = []
        # Django closes it under this name when something goes wrong.
        self.file: BinaryIO | None = None

    def new_file(self, *args: object, **kwargs: object) -> None:
        super().new_file(*args, **kwargs)  # type: ignore[arg-type]
        root = Path(settings.UPLOAD_ROOT)
        root.mkdir(parents=True, exist_ok=True, mode=0o700)
        self.paths.append(root / f"form-{new_uid()}")
        self.file = open_private(self.paths[-1])

    def receive_data_chunk(self, raw_data: bytes, start: int) -> None:
        assert self.file is not None  # noqa: S101 - new_file came before
        size = start + len(raw_data)
        if size > settings.UPLOAD_MAX_BYTES:
            self.stop(TooLarge(size, settings.UPLOAD_MAX_BYTES))
        try:
            self.file.write(raw_data)
        except OSError:
            self.stop(DiskFull())

    def stop(self, problem: UploadProblem) -> None:
        self.problem = problem
        raise StopUpload(connection_reset=True)

    def file_complete(self, file_size: int) -> StoredFile:
        assert self.file is not None  # noqa: S101 - likewise
        self.file.close()
        return StoredFile(self.paths[-1], self.file_name or "", file_size)

    def discard(self) -> None:
        """What nobody took over."""
        if self.file is not None:
            self.file.close()
        for path in self.paths:
            path.unlink(missing_ok=True)
