from contextlib import suppress
from datetime import timedelta

from django.utils import timezone

from libitum.common.sweeps import sweep
from libitum.media.storage import media

from .metrics.figures import measure
from .selectors import PROBES

# A probe is written and taken away in one breath, unless its process is killed in between.
GRACE = timedelta(hours=1)


@sweep(every=3600, removes=True)
def remove_old_probes() -> None:
    oldest = timezone.now() - GRACE
    for name in list(media().names(f"{PROBES}/")):
        with suppress(FileNotFoundError):
            if media().get_modified_time(name) < oldest:
                media().delete(name)


@sweep(every=300)
def measure_what_is_slow_to_count() -> None:
    measure()
