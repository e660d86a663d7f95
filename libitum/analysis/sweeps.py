from datetime import timedelta

from django.utils import timezone
from django_tasks import TaskResultStatus
from django_tasks_db.models import DBTaskResult

from libitum.catalog.models import Track
from libitum.common.rounds import take
from libitum.common.sweeps import sweep

from .services.listening import wake
from .services.queue import listen_anew
from .tasks import listen

AT_ONCE = 200
CALLS_KEPT = timedelta(days=2)


@sweep(every=15)
def take_up_work() -> None:
    """Works from before this room was built, those whose time has come, and those whose worker was killed."""
    older = Track.objects.filter(audio_ready_at__isnull=False, hearing=None)
    for track in take(older, name="analysis.older", count=AT_ONCE):
        listen_anew(track=track)
    calls = DBTaskResult.objects.filter(task_path=listen.module_path)
    if not calls.filter(status=TaskResultStatus.READY).exists():
        wake()


@sweep(every=3600)
def forget_calls() -> None:
    calls = DBTaskResult.objects.filter(task_path=listen.module_path).exclude(status=TaskResultStatus.READY)
    calls.filter(enqueued_at__lt=timezone.now() - CALLS_KEPT).delete()
