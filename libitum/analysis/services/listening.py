"""The work itself: decide again what is kept, ask at the gate for what is missing."""

import json
import logging
from collections.abc import Sequence
from datetime import timedelta

from django.db import transaction
from django.db.models import F, QuerySet
from django.utils import timezone
from django.utils.translation import gettext_noop

from libitum.analysis.answers import Facts, Nonsense, facts_in
from libitum.analysis.models import Hearing, State
from libitum.analysis.selectors import PURPOSE
from libitum.rights import gate

from .queue import call_worker, forget

logger = logging.getLogger(__name__)

ENGINE = "tempo-and-key"
USE = gate.Use(PURPOSE)
KIND = "facts"
# Works in one run: few enough that a worker killed on the way loses little.
AT_ONCE = 8
DECIDED_AT_ONCE = 200
# A worker killed meanwhile is waited for no longer than this.
TAKEN_FOR = timedelta(minutes=30)
FARTHEST = TAKEN_FOR + timedelta(minutes=1)
# Whatever a signal may have missed (a term that ended, a change by hand) is found within a day.
LOOK_AGAIN = timedelta(days=1)
TRY_AGAIN = timedelta(minutes=10)
MOST_FAILURES = 3


def work_on_next() -> bool:
    """Whether there was something due."""
    decided = decide_again(take(DECIDED_AT_ONCE, done=True))
    heard = listen_to(take(AT_ONCE, done=False))
    return decided or heard


def take(count: int, *, done: bool) -> list[Hearing]:
    """The rows due longest; of several workers that see one, whoever raises its fence has it."""
    now = timezone.now()
    due = Hearing.objects.filter(due_at__lte=now, track__audio_ready_at__isnull=False)
    due = due.filter(state=State.DONE) if done else due.exclude(state=State.DONE)
    taken = []
    for row in due.order_by("due_at", "pk").select_related("track")[:count]:
        mine = Hearing.objects.filter(pk=row.pk, fence=row.fence, due_at__lte=now)
        if mine.update(fence=F("fence") + 1, due_at=now + TAKEN_FOR):
            row.fence += 1
            taken.append(row)
    return taken


def decide_again(rows: Sequence[Hearing]) -> bool:
    """Of those that were heard: what is refused now is removed, in the same moment as its record says so."""
    refused = gate.refusals(USE, [row.track for row in rows], engine=ENGINE) if rows else {}
    for row in rows:
        refusal = refused.get(row.track_id)
        if refusal is None:
            unchanged(row).update(due_at=timezone.now() + LOOK_AGAIN)
        else:
            with transaction.atomic():
                refuse(row, refusal)
    return bool(rows)


def unchanged(row: Hearing) -> QuerySet[Hearing]:
    """The row, unless something has made it due again since it was taken."""
    return Hearing.objects.filter(pk=row.pk, fence=row.fence)


def refuse(row: Hearing, refusal: gate.Refusal) -> None:
    later = timezone.now() + LOOK_AGAIN
    forget(unchanged(row), state=State.REFUSED, rule=refusal.rule, reason=refusal.sentence, due_at=later)


def listen_to(rows: Sequence[Hearing]) -> bool:
    if not rows:
        return False
    try:
        with gate.request(USE, [row.track for row in rows], engine=ENGINE) as permit:
            listen_under(permit, {row.track_id: row for row in rows})
    except (gate.GateClosed, gate.PermitOver) as closed:
        logger.warning("nothing was listened to: %s", closed)
        for row in rows:
            unchanged(row).update(due_at=timezone.now() + TRY_AGAIN)
    return True


def listen_under(permit: gate.Permit, rows: dict[int, Hearing]) -> None:
    found: dict[int, Facts] = {}
    made: list[gate.Made] = []
    for track, audio in permit.audio():
        try:
            facts = facts_in(audio.listen())
        except gate.EngineFailed as failure:
            fail(rows[track.pk], str(failure))
        except Nonsense:
            fail(rows[track.pk], gettext_noop("The engine's answer made no sense."))
        else:
            found[track.pk] = facts
            made.append(gate.Made([track], json.dumps(facts._asdict(), sort_keys=True).encode()))

    def store(kept: Sequence[tuple[gate.Made, gate.Output]]) -> None:
        for each, output in kept:
            key = each.tracks[0].pk
            write(rows[key], found[key], permit, output)

    permit.close(kind=KIND, outputs=made, store=store)
    for refusal in permit.refused:
        with transaction.atomic():
            refuse(rows[refusal.track.pk], refusal)


def write(row: Hearing, facts: Facts, permit: gate.Permit, output: gate.Output) -> None:
    """In the transaction that closes the run. A row that became due meanwhile is heard again from the start."""
    measured = facts._asdict()
    library = measured.pop("library")
    now = timezone.now()
    written = unchanged(row).update(
        **measured,
        state=State.DONE,
        rule="",
        reason="",
        engine=f"{permit.engine} ({library})" if library else str(permit.engine),
        run=permit.uid,
        output=output.uid,
        made_at=now,
        due_at=now + LOOK_AGAIN,
        failures=0,
    )
    if not written:
        gate.forget_outputs([output.uid])


def fail(row: Hearing, sentence: str) -> None:
    """Tried again a few times, in case it was only a busy machine."""
    last = row.failures + 1 >= MOST_FAILURES
    unchanged(row).update(
        state=State.FAILED,
        reason=sentence[:300],
        failures=F("failures") + 1,
        due_at=timezone.now() + (LOOK_AGAIN if last else TRY_AGAIN),
    )


def wake() -> None:
    """Call a worker if something is due and none is called."""
    now = timezone.now()
    # Nothing that waits for its first hearing is put off so far, unless the clock was set back.
    Hearing.objects.filter(state=State.WAITING, due_at__gt=now + FARTHEST).update(due_at=now)
    if Hearing.objects.filter(due_at__lte=now, track__audio_ready_at__isnull=False).exists():
        call_worker()
