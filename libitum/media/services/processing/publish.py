"""The moment in which a whole set of renditions takes its place, or none of it."""

import json
from collections.abc import Sequence
from pathlib import Path

from django.db import transaction
from django.db.models import Q
from django.utils import timezone

from libitum.catalog.services import mark_audio_ready
from libitum.media.engine.ffmpeg import RATE
from libitum.media.engine.renditions import Rendition
from libitum.media.engine.waveform import OVERVIEWS_FILE, PEAKS_FILE, Waveform
from libitum.media.models import JobState, Leftover, Master, MasterState, UploadState
from libitum.media.parts import Part
from libitum.media.services.leftovers import write_down
from libitum.media.signals import recording_ready
from libitum.media.stamps import digest_of, reserved
from libitum.media.storage import put

from .attempt import Attempt, LeaseLost, end


def write_waveform(waveform: Waveform, folder: Path) -> None:
    (folder / OVERVIEWS_FILE).write_text(json.dumps(waveform.overviews(), separators=(",", ":")))
    (folder / PEAKS_FILE).write_bytes(waveform.binary())


def publish(attempt: Attempt, master: Master, renditions: Sequence[Rendition], folder: Path) -> None:
    """Files first, under a name that only this attempt has; then one row makes them the set that is served."""
    prefix = f"masters/{master.uid}/{attempt.fence}"
    write_down(prefix)
    master.renditions = [rendition.as_dict() for rendition in renditions]
    for file in master.files:
        put(folder / file, f"{prefix}/{file}")
    with attempt.publishing() as job:
        if not Leftover.objects.filter(prefix=prefix).delete()[0]:
            raise LeaseLost  # it took so long that the files were swept away
        fresh = Master.objects.select_for_update().select_related("track").filter(pk=master.pk).first()
        if fresh is None:
            raise LeaseLost
        fresh.prefix = prefix
        fresh.renditions = master.renditions
        fresh.says = digest_of(reserved())
        fresh.state, fresh.ready_at = MasterState.READY, timezone.now()
        take_place(fresh)
        end(job, JobState.DONE)


def take_place(master: Master) -> None:
    """Becomes what is heard, unless a newer recording already is. The one it replaces goes with all its files."""
    current = Master.objects.select_for_update().filter(track=master.track, current=True).exclude(pk=master.pk).first()
    if current is not None and current.created_at > master.created_at:
        master.delete()
        return
    older = Master.objects.filter(track=master.track, created_at__lte=master.created_at).exclude(pk=master.pk)
    older.filter(Q(current=True) | Q(state=MasterState.FAILED)).delete()
    master.current = True
    master.save()
    mark_audio_ready(track=master.track, duration_ms=round((master.samples or 0) * 1000 / RATE))
    recording_ready.send(sender=Master, master=master)


def abandon(attempt: Attempt) -> None:
    """The track was deleted meanwhile: nobody wants the bytes any more."""
    with attempt.publishing() as job:
        upload = job.upload
        if upload is not None and upload.state != UploadState.ACCEPTED:
            upload.state = UploadState.TERMINATED
            upload.save(update_fields=["state"])
            transaction.on_commit(Part(upload.uid).remove)
        end(job, JobState.DONE)
