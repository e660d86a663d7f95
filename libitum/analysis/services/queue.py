"""Which works are due. Written in the transaction of what made them so; workers are called when it commits."""

from django.db import transaction
from django.db.models import F, QuerySet
from django.utils import timezone

from libitum.analysis.models import Hearing, State
from libitum.catalog.models import Track
from libitum.rights.gate import forget_outputs

NOTHING_HEARD: dict[str, object] = {
    "tempo": None,
    "key": "",
    "mode": "",
    "key_strength": None,
    "loudness_range": None,
    "seconds": None,
    "engine": "",
    "run": "",
    "output": "",
    "made_at": None,
}


def call_worker() -> None:
    from libitum.analysis.tasks import listen  # noqa: PLC0415 - the task runs what is defined here

    listen.enqueue()


@transaction.atomic
def listen_anew(*, track: Track) -> None:
    """There is a recording, or another one: what was heard of a former one goes."""
    Hearing.objects.get_or_create(track=track)
    forget(Hearing.objects.filter(track=track), state=State.WAITING)
    call_worker()


@transaction.atomic
def look_again(*, works: QuerySet[Track]) -> None:
    """Decisions on these works may be others now."""
    hearings = Hearing.objects.filter(track__in=works.order_by().values("pk"))
    if hearings.update(due_at=timezone.now(), fence=F("fence") + 1):
        call_worker()


def forget(hearings: QuerySet[Hearing], **fields: object) -> None:
    """Within a transaction: take away what was heard, here and in the gate's list of what is kept."""
    forget_outputs(hearings.exclude(output="").values_list("output", flat=True))
    now: dict[str, object] = {"due_at": timezone.now(), "rule": "", "reason": "", "failures": 0}
    hearings.update(**{**NOTHING_HEARD, **now, **fields}, fence=F("fence") + 1)
