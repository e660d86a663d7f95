"""From a recording to the same recording in a file that says what machines may do with it."""

from pathlib import Path

from django.utils import timezone

from libitum.media.engine.containers import Container
from libitum.media.engine.renditions import STREAMS, Kind
from libitum.media.engine.stamp import stamp
from libitum.media.models import JobState, Leftover, Stage, Stamped, StampedKind
from libitum.media.services.leftovers import discard, write_down
from libitum.media.stamps import digest_of, folder_of
from libitum.media.storage import local_file, put
from libitum.media.streaming.files import original_type
from libitum.policy import Policy

from .attempt import Attempt, LeaseLost, end
from .room import require_bytes
from .workspace import fresh, workspace

PLAIN = STREAMS[Kind.MP3].file


def process(attempt: Attempt, row: Stamped) -> None:
    said = row.master.track.policy
    if row.digest == digest_of(said):  # it was changed, and changed back
        with attempt.publishing() as job:
            end(job, JobState.DONE)
        return
    attempt.report(Stage.ENCODING)
    prefix = f"{folder_of(row.master.uid)}/{row.kind}-{attempt.fence}"
    with workspace(attempt.job_pk, attempt.fence) as folder:
        made = make(row, said, folder)
        size = made.stat().st_size
        attempt.report(Stage.PUBLISHING)
        write_down(prefix)
        put(made, f"{prefix}/{file_of(row)}")
    publish(attempt, row, said, prefix, size)


def make(row: Stamped, said: Policy, folder: Path) -> Path:
    master = row.master
    is_download = row.kind == StampedKind.DOWNLOAD
    source = master.original.storage_name if is_download else f"{master.prefix}/{PLAIN}"
    container, codec = (Container(master.container), master.codec) if is_download else (Container.MP3, "mp3")
    with local_file(source, folder) as path:
        require_bytes(2 * path.stat().st_size)  # the storage may lie on the same disk, and copy
        return stamp(path, container, codec, said.tags, workdir=fresh(folder, "stamped"))


def file_of(row: Stamped) -> str:
    _kind, extension = original_type(row.master)
    return f"download.{extension}" if row.kind == StampedKind.DOWNLOAD else PLAIN


def publish(attempt: Attempt, row: Stamped, said: Policy, prefix: str, size: int) -> None:
    """The file is there; this makes it the one that goes out. A newer policy has taken the job away by now."""
    with attempt.publishing() as job:
        if not Leftover.objects.filter(prefix=prefix).delete()[0]:
            raise LeaseLost
        fresh_row = Stamped.objects.select_for_update().filter(pk=row.pk).first()
        if fresh_row is None:
            raise LeaseLost
        discard(fresh_row.prefix)
        fresh_row.prefix, fresh_row.file, fresh_row.size = prefix, file_of(row), size
        fresh_row.digest, fresh_row.is_open, fresh_row.made_at = digest_of(said), said.is_open, timezone.now()
        fresh_row.save()
        end(job, JobState.DONE)
