"""Runs that end without a result."""

import hashlib
from datetime import timedelta

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from libitum.media.services.processing.owners import is_gone
from libitum.rights.models import Run, RunState

from .lease import LEASE, UNDER_WAY
from .records import finish

FARTHEST = timedelta(minutes=10)
NOTHING = hashlib.sha256(b"").hexdigest()


def stop(run: Run, *, note: str) -> bool:
    """Whether it was still under way. What was handed out stays recorded; nothing made of it is kept."""
    with transaction.atomic():
        fresh = Run.objects.select_for_update().filter(pk=run.pk, state__in=UNDER_WAY).first()
        if fresh is None:
            return False
        fresh.uses.filter(handed_out_at__isnull=False).update(kept=False)
        finish(fresh, state=RunState.STOPPED, kind="", kept=0, dropped=0, sha256=NOTHING, note=note)
    return True


def stop_dead_runs() -> int:
    """Those whose process is known to be gone, or hasn't said for a minute that it lives."""
    now = timezone.now()
    under_way = Run.objects.filter(state__in=UNDER_WAY)
    # No lease reaches so far, unless the clock was set back; whoever lives renews it long before.
    under_way.filter(lease_expires_at__gt=now + FARTHEST).update(lease_expires_at=now + LEASE)
    dead = [
        run
        for run in under_way.only("pk", "lease_owner", "lease_expires_at")
        if run.lease_expires_at is None or run.lease_expires_at < now or is_gone(run.lease_owner)
    ]
    note = _("The program that asked has ended without a result.")
    return sum(stop(run, note=note) for run in dead)
