"""From an upload to a master that everybody can play."""

import hashlib
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from django.db import transaction

from libitum.media.engine.examine import Examination, examine
from libitum.media.engine.reasons import Reason, Refused
from libitum.media.engine.renditions import make_renditions
from libitum.media.incoming import bring_in
from libitum.media.models import Master, Original, Stage, Upload, UploadState
from libitum.media.parts import Part
from libitum.media.scanner import is_harmful
from libitum.media.stamps import reserved
from libitum.media.storage import holds, local_file

from . import accept, publish
from .attempt import Attempt
from .problems import BytesMissing
from .room import require_bytes, require_room
from .workspace import fresh, workspace

READ_BYTES = 1024 * 1024


def process(attempt: Attempt, upload: Upload) -> None:
    """Every step can be done again: what an earlier attempt has achieved is found and kept."""
    if upload.track is None:
        publish.abandon(attempt)
        return
    with workspace(attempt.job_pk, attempt.fence) as folder:
        identify(attempt, upload, folder)
        with source_of(upload, folder) as path:
            require_clean(attempt, path)
            examined = listen_through(attempt, path, fresh(folder, "examine"))
            offers = accept.read_offers(path, examined, fresh(folder, "tags"), fresh(folder, "cover"))
            master = accept.accept(attempt, upload, examined, offers)
            encode(attempt, path, examined, master, fresh(folder, "renditions"))


def identify(attempt: Attempt, upload: Upload, folder: Path) -> None:
    """The hash of what has arrived, which must be of the length that was announced."""
    attempt.report(Stage.HASHING)
    part = Part(upload.uid)
    if not part.path.exists() and upload.multipart and not is_stored(upload):
        fetch_incoming(upload, folder)
    if not part.path.exists():
        if not upload.sha256:
            raise BytesMissing(upload.uid)
        return
    size = part.path.stat().st_size
    if size != upload.length:
        raise Refused(Reason.TRUNCATED, missing=upload.length - size, size=size)
    sha256 = hash_file(attempt, part.path, size)
    with attempt.publishing():
        Upload.objects.filter(pk=upload.pk).exclude(state=UploadState.ACCEPTED).update(
            sha256=sha256, state=UploadState.CHECKING
        )
    upload.refresh_from_db(fields=["sha256", "state"])


def is_stored(upload: Upload) -> bool:
    """As an original, by an earlier attempt."""
    original = Original(sha256=upload.sha256, size=upload.length)
    return bool(upload.sha256) and holds(original.storage_name, upload.length)


def fetch_incoming(upload: Upload, folder: Path) -> None:
    require_bytes(upload.length)
    try:
        bring_in(upload, folder)
    except FileNotFoundError:
        raise BytesMissing(upload.uid) from None


def hash_file(attempt: Attempt, path: Path, size: int) -> str:
    digest, done = hashlib.sha256(), 0
    with path.open("rb", buffering=0) as file:
        while piece := file.read(READ_BYTES):
            digest.update(piece)
            done += len(piece)
            attempt.report(Stage.HASHING, done / max(1, size))
    return digest.hexdigest()


@contextmanager
def source_of(upload: Upload, folder: Path) -> Iterator[Path]:
    """The bytes, wherever they lie by now. A part has a second name here, as the first goes with its acceptance."""
    part, link = Part(upload.uid), folder / "received"
    if part.path.exists():
        os.link(part.path, link)
        yield link
        return
    if not is_stored(upload):
        raise BytesMissing(upload.uid)
    with local_file(Original(sha256=upload.sha256).storage_name, folder) as path:
        yield path


def require_clean(attempt: Attempt, path: Path) -> None:
    attempt.report(Stage.CHECKING)
    if is_harmful(path):
        raise Refused(Reason.HARMFUL)


def listen_through(attempt: Attempt, path: Path, workdir: Path) -> Examination:
    attempt.report(Stage.CHECKING)
    return examine(path, workdir=workdir, on_progress=lambda part: attempt.report(Stage.CHECKING, part))


def encode(attempt: Attempt, path: Path, examined: Examination, master: Master, workdir: Path) -> None:
    attempt.report(Stage.ENCODING)
    require_room(examined.seconds)
    renditions = make_renditions(
        path,
        examined,
        workdir=workdir,
        said=reserved().tags,
        on_progress=lambda part: attempt.report(Stage.ENCODING, part),
    )
    publish.write_waveform(examined.waveform, workdir)
    attempt.report(Stage.PUBLISHING)
    publish.publish(attempt, master, renditions, workdir)


def master_of(upload: Upload) -> Master | None:
    return Master.objects.filter(upload=upload).first()


def refuse(upload: Upload, refusal: Refused) -> None:
    """In the transaction of the caller. The bytes go; the receipt stays and says why."""
    upload.state, upload.reason, upload.reason_details = UploadState.REFUSED, str(refusal.reason), refusal.details
    upload.save(update_fields=["state", "reason", "reason_details"])
    Master.objects.filter(upload=upload).delete()
    transaction.on_commit(Part(upload.uid).remove)
