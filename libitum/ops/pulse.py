"""Whether any worker is alive: each says so every few seconds where all web servers can read it."""

from datetime import datetime, timedelta

from django.db.models import Max
from django.utils import timezone

from libitum.media.services.processing.owners import this_process

from .models import Worker

# A worker beats every five seconds; one that was busy with a locked database is given time.
LIVES = timedelta(seconds=60)
# Who hasn't been seen for so long is no news any more.
REMEMBERED = timedelta(days=1)


def beat() -> None:
    now, name = timezone.now(), this_process()
    # Noted before a clock was set back: it would look alive for as long as that took.
    Worker.objects.filter(seen_at__gt=now + LIVES).delete()
    if not Worker.objects.filter(name=name).update(seen_at=now):
        Worker.objects.filter(seen_at__lt=now - REMEMBERED).delete()
        Worker.objects.get_or_create(name=name)


def last_beat() -> datetime | None:
    last: datetime | None = Worker.objects.aggregate(last=Max("seen_at"))["last"]
    return last


def worker_seen() -> bool:
    """A beat that was noted ahead of our clock counts as well: it was set back a little."""
    now = timezone.now()
    return Worker.objects.filter(seen_at__gte=now - LIVES, seen_at__lte=now + LIVES).exists()


def clock_was_set_back() -> bool:
    """By so much that what was noted before would hold for minutes longer than meant."""
    last = last_beat()
    return last is not None and last - timezone.now() >= LIVES
