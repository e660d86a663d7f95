"""Whether any worker is alive: each says so every few seconds where all web servers can read it."""

from datetime import timedelta

from django.db.models import QuerySet
from django.utils import timezone

from libitum.media.services.processing.owners import this_process

from .models import Worker

# A worker beats every five seconds; one that was busy with a locked database is given time.
LIVES = timedelta(seconds=60)
# Who hasn't been seen for so long is no news any more.
REMEMBERED = timedelta(days=1)


def beat() -> None:
    now, name = timezone.now(), this_process()
    if not Worker.objects.filter(name=name).update(seen_at=now):
        Worker.objects.filter(seen_at__lt=now - REMEMBERED).delete()
        Worker.objects.get_or_create(name=name)


def living() -> QuerySet[Worker]:
    return Worker.objects.filter(seen_at__gte=timezone.now() - LIVES)


def worker_seen() -> bool:
    return living().exists()
