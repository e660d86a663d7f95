"""How a run is known to have somebody who sees it through."""

import contextlib
import logging
import threading
from datetime import timedelta

from django.db import DatabaseError, connection
from django.db.models import QuerySet
from django.utils import timezone

from libitum.media.services.processing.owners import this_process
from libitum.rights.models import Run, RunState

logger = logging.getLogger(__name__)

LEASE = timedelta(seconds=60)
HEARTBEAT_SECONDS = 15.0
UNDER_WAY = (RunState.ASKED, RunState.OPEN)


def lease_fields() -> dict[str, object]:
    return {"lease_owner": this_process(), "lease_expires_at": timezone.now() + LEASE}


class Lease:
    """Kept alive from a thread of its own until it is ended."""

    def __init__(self, run_pk: int) -> None:
        self.run_pk = run_pk
        self._ended = threading.Event()
        self._thread = threading.Thread(target=self._beat, daemon=True, name="permit")
        self._thread.start()

    @property
    def mine(self) -> QuerySet[Run]:
        return Run.objects.filter(pk=self.run_pk, lease_owner=this_process(), state__in=UNDER_WAY)

    def _beat(self) -> None:
        try:
            while not self._ended.wait(HEARTBEAT_SECONDS):
                with contextlib.suppress(DatabaseError):  # away or busy: the lease has time left
                    self.mine.update(lease_expires_at=timezone.now() + LEASE)
        finally:
            connection.close()

    def end(self) -> None:
        self._ended.set()
        self._thread.join()
