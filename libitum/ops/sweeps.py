from contextlib import suppress
from datetime import timedelta

from django.core.files.storage import storages
from django.utils import timezone

from libitum.common.sweeps import sweep

from .selectors import PROBES

# A probe is written and taken away in one breath, unless its process is killed in between.
GRACE = timedelta(hours=1)


@sweep(every=3600, removes=True)
def remove_old_probes() -> None:
    storage, oldest = storages["media"], timezone.now() - GRACE
    with suppress(FileNotFoundError):
        for file in storage.listdir(PROBES)[1]:
            if storage.get_modified_time(f"{PROBES}/{file}") < oldest:
                storage.delete(f"{PROBES}/{file}")
