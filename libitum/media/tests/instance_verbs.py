"""What tests ask of an instance of their own (see `instance`)."""

import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

from django.conf import settings
from django.utils import timezone

from libitum.accounts.models import User
from libitum.catalog.models import Artist, Track
from libitum.catalog.services import create_artist, update_track
from libitum.common.sweeps import all_sweeps
from libitum.media.models import Leftover, Master, Original, ProcessingJob, Stamped, Upload
from libitum.media.services.uploads import receive_file
from libitum.media.storage import media


def receive(*paths: str) -> dict[str, Any]:
    """Takes files in for one artist, a track for each; a file named like an earlier one replaces its recording."""
    user = User.objects.filter(email="ada@example.org").first()
    if user is None:
        user = User.objects.create_user("ada@example.org", "a clear night in March", name="Ada", is_adult=True)
        create_artist(actor=user, name="Ada")
    artist = Artist.objects.get(owner=user)
    for path in map(Path, paths):
        track = Track.objects.filter(artist=artist, title=path.stem).first()
        where = {"track": track} if track else {"artist": artist, "title": path.stem}
        receive_file(actor=user, path=path, **where)
    return {}


def state() -> dict[str, Any]:
    return {
        "jobs": list(ProcessingJob.objects.order_by("pk").values("state", "fence", "attempts", "failures", "reason")),
        "uploads": list(Upload.objects.order_by("pk").values("state", "filename", "sha256", "reason")),
        "current": list(
            Master.objects.filter(current=True).values("track__title", "prefix", "samples", "upload__filename")
        ),
        "masters": Master.objects.count(),
        "originals": [original.storage_name for original in Original.objects.all()],
        "leftovers": Leftover.objects.count(),
        "media": str(settings.MEDIA_ROOT),
        "stamped": list(
            Stamped.objects.values("prefix", "file", "size", "digest", "wanted", "master__original__sha256")
        ),
    }


def watch(seconds: str) -> dict[str, Any]:
    """Looks all the time at what is served, and answers with what was not whole."""
    faults, looks, end = [], 0, time.monotonic() + float(seconds)
    while time.monotonic() < end:
        for master in Master.objects.filter(current=True):
            for rendition in master.renditions or [{"file": "", "size": -1}]:
                name = f"{master.prefix}/{rendition['file']}"
                looks += 1
                there = media().exists(name) and media().size(name) == rendition["size"]
                if not there and Master.objects.filter(pk=master.pk, current=True).exists():
                    faults.append(name)
        time.sleep(0.05)
    return {"faults": faults, "looks": looks}


def offer(*downloadable: str) -> dict[str, Any]:
    """Every track, to be downloaded or not: `yes` or `no`, one after the other."""
    for word in downloadable:
        for track in Track.objects.select_related("artist__owner"):
            update_track(actor=track.artist.owner, track=track, downloadable=word == "yes")
    return {}


def tidy() -> dict[str, Any]:
    """All sweeps, as if an hour had passed."""
    Leftover.objects.update(remove_after=timezone.now())
    for sweep in all_sweeps():
        if sweep.name.startswith("libitum.media"):
            sweep.run()
    return {}


VERBS: dict[str, Callable[..., dict[str, Any]]] = {
    "receive": receive,
    "state": state,
    "watch": watch,
    "tidy": tidy,
    "offer": offer,
}
