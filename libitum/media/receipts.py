"""What a person or a program is told of an upload: what came, when, what has become of it."""

from libitum.media.models import ProcessingJob, Upload, UploadState
from libitum.media.selectors.uploads import Quota
from libitum.media.services.uploads import reconcile


def upload_json(upload: Upload, *, reconciled: bool = False) -> dict[str, object]:
    """`reconciled`: count the bytes on the disk; in a list the number last noted will do."""
    received = reconcile(upload) if reconciled else upload.offset
    job = job_of(upload)
    return {
        "uid": upload.uid,
        "url": f"/api/v1/uploads/{upload.uid}",
        "receipt": f"/my/uploads/{upload.uid}",
        "filename": upload.filename,
        "size": upload.length,
        "received": received,
        "state": upload.state,
        "state_label": UploadState(upload.state).label,
        "sha256": upload.sha256,
        "created_at": upload.created_at,
        "received_at": upload.received_at,
        "expires_at": upload.expires_at,
        "track": track_json(upload),
        "stage": job.stage if job else "",
        "progress": job.progress if job else 0,
        "reason": upload.reason,
        "sentence": sentence(upload),
    }


def track_json(upload: Upload) -> dict[str, str] | None:
    track = upload.track
    return {"uid": track.uid, "title": track.title, "url": track.get_absolute_url()} if track else None


def job_of(upload: Upload) -> ProcessingJob | None:
    try:
        return upload.job
    except ProcessingJob.DoesNotExist:
        return None


def sentence(upload: Upload) -> str:
    return ""


def quota_json(quota: Quota) -> dict[str, int]:
    """Bytes."""
    return {"limit": quota.limit, "used": quota.used, "free": quota.free}
