"""What a person or a program is told of an upload: what came, when, what has become of it."""

from dataclasses import dataclass

from libitum.media.models import JobState, ProcessingJob, Stage, Upload, UploadState
from libitum.media.reasons import why_upload
from libitum.media.selectors.uploads import Quota
from libitum.media.services.uploads import reconcile
from libitum_verify.checkpoint import Checkpoint
from libitum_verify.note import split_note

# States of an upload whose bytes we have, and of a job that somebody will still work on.
KEPT = (UploadState.RECEIVED, UploadState.CHECKING, UploadState.ACCEPTED)
UNDER_WAY = (JobState.WAITING, JobState.RUNNING)


@dataclass(frozen=True)
class Step:
    label: str
    is_done: bool
    is_current: bool


@dataclass(frozen=True)
class Receipt:
    """`received`: bytes that are safe. `sentence`: why it was refused, or what it waits for."""

    upload: Upload
    received: int
    job: ProcessingJob | None
    sentence: str

    @classmethod
    def of(cls, upload: Upload, *, reconciled: bool = False) -> "Receipt":
        """`reconciled`: count the bytes on the disk; in a list the number last noted will do."""
        received = reconcile(upload) if reconciled else upload.offset
        return cls(upload, received, job_of(upload), why_upload(upload))

    @property
    def percent(self) -> int:
        return self.received * 100 // self.upload.length

    @property
    def is_receiving(self) -> bool:
        return self.upload.state == UploadState.RECEIVING

    @property
    def is_moving(self) -> bool:
        """All bytes are there, and something is being made of them."""
        return self.upload.state in KEPT and self.job is not None and self.job.state in UNDER_WAY

    @property
    def has_failed(self) -> bool:
        """By our fault: it can be tried again."""
        return self.upload.state in KEPT and self.job is not None and self.job.state == JobState.FAILED

    @property
    def is_ready(self) -> bool:
        return self.upload.state == UploadState.ACCEPTED and not (self.is_moving or self.has_failed)

    @property
    def is_refused(self) -> bool:
        return self.upload.state == UploadState.REFUSED

    @property
    def pinned(self) -> Checkpoint | None:
        """What the log had signed when all bytes were there; whoever keeps it can demand that the log goes on."""
        note = self.upload.checkpoint
        return Checkpoint.parse(split_note(note.encode())[0]) if note else None

    @property
    def steps(self) -> list[Step]:
        """The stages of the work in their order."""
        now = self.job.stage if self.job else Stage.NONE
        order: list[Stage] = [stage for stage in Stage if stage != Stage.NONE]
        reached = order.index(Stage(now)) if now in order else -1
        return [Step(str(stage.label), place < reached, place == reached) for place, stage in enumerate(order)]


def job_of(upload: Upload) -> ProcessingJob | None:
    try:
        return upload.job
    except ProcessingJob.DoesNotExist:
        return None


def upload_json(receipt: Receipt) -> dict[str, object]:
    upload, job = receipt.upload, receipt.job
    return {
        "uid": upload.uid,
        "url": f"/api/v1/uploads/{upload.uid}",
        "receipt": f"/my/uploads/{upload.uid}",
        "filename": upload.filename,
        "size": upload.length,
        "received": receipt.received,
        "state": upload.state,
        "state_label": str(UploadState(upload.state).label),
        "sha256": upload.sha256,
        "created_at": upload.created_at,
        "received_at": upload.received_at,
        "expires_at": upload.expires_at,
        "log": log_json(receipt),
        "track": track_json(upload),
        "stage": job.stage if job else "",
        "stage_label": str(job.get_stage_display()) if job and receipt.is_moving else "",
        "progress": job.progress if job else 0,
        "ready": receipt.is_ready,
        "failed": receipt.has_failed,
        "reason": upload.reason,
        "sentence": receipt.sentence,
    }


def log_json(receipt: Receipt) -> dict[str, str | int] | None:
    """`checkpoint` is the signed note, word for word; the rest says what it says."""
    pinned = receipt.pinned
    if pinned is None:
        return None
    note = receipt.upload.checkpoint
    return {"origin": pinned.origin, "size": pinned.size, "root": pinned.root.hex(), "checkpoint": note}


def track_json(upload: Upload) -> dict[str, str] | None:
    track = upload.track
    return {"uid": track.uid, "title": track.title, "url": track.get_absolute_url()} if track else None


def quota_json(quota: Quota) -> dict[str, int]:
    """Bytes."""
    return {"limit": quota.limit, "used": quota.used, "free": quota.free}
