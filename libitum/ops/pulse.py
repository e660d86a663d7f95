"""Whether any worker is alive: each says so every few seconds where all web servers can read it."""

from datetime import timedelta

from django.db.models import Max, Q
from django.utils import timezone

from libitum.media.services.processing.owners import this_process

from .models import Worker

# A worker beats every five seconds; one that was busy with a locked database is given time.
LIVES = timedelta(seconds=60)
# Who hasn't been seen for so long is no news any more.
REMEMBERED = timedelta(days=1)


def beat() -> None:
    now, name = timezone.now(), this_process()
    # Whom a clock far ahead of ours has noted says so anew within seconds, if it lives.
    Worker.objects.filter(Q(seen_at__gt=now + LIVES) | Q(seen_at__lt=now - REMEMBERED)).delete()
    if not Worker.objects.filter(name=name).update(seen_at=now):
        Worker.objects.get_or_create(name=name)


def seconds_since() -> float | None:
    """Negative where the clock that noted the last beat is ahead of ours."""
    newest = Worker.objects.aggregate(newest=Max("seen_at"))["newest"]
    return None if newest is None else float((timezone.now() - newest).total_seconds())


def worker_seen() -> bool:
    now = timezone.now()
    return Worker.objects.filter(seen_at__range=(now - LIVES, now + LIVES)).exists()


def clock_was_set_back() -> bool:
    """By so much that what was noted before would hold for minutes longer than meant."""
    seconds = seconds_since()
    return seconds is not None and seconds <= -LIVES.total_seconds()
