"""How the gate is asked, and what must be true before it opens."""

import logging
import time
from collections.abc import Iterable

from django.db import transaction

from libitum.catalog.models import Track
from libitum.ledger.errors import LogUnavailable
from libitum.ledger.models import Entry
from libitum.ledger.services import make_commits_durable, wait_until_published
from libitum.rights.models import Engine, Run, RunState, TurnedAway
from libitum_verify.rights.facts import Use
from libitum_verify.rights.vocabulary import vocabulary

from .log import require_log
from .permit import Permit
from .problems import GateClosed, Why
from .records import is_guarded, write_run
from .stopping import stop
from .walls import why_no_outside_engine

logger = logging.getLogger(__name__)

PUBLISHED_WITHIN_SECONDS = 30.0


def request(use: Use, tracks: Iterable[Track], *, engine: str) -> Permit:
    """Ask for works on behalf of an engine (its slug). `use.taker` may be left out: it is the engine's.

    Every work is decided, and the run is recorded and logged, before this returns; what trains, generates or is
    handed on stands in a published checkpoint by then. Raises GateClosed; RuntimeError inside a transaction, as what
    isn't committed can't be relied on. Use the permit as a context: what is not closed in it is stopped.
    """
    try:
        admitted, use = admit(use, engine)
        return open_run(admitted, use, tracks)
    except GateClosed as closed:
        turn_away(use, engine, closed)
        raise


def admit(use: Use, slug: str) -> tuple[Engine, Use]:
    """The engine that may ask for this, and the use as it is decided and recorded."""
    engine = Engine.objects.filter(slug=slug).order_by("is_active", "registered_at").last()
    if engine is None:
        raise GateClosed(Why.UNKNOWN_ENGINE)
    if not engine.is_active:
        raise GateClosed(Why.INACTIVE)
    if use.purpose not in vocabulary().purposes:
        raise GateClosed(Why.UNKNOWN_PURPOSE)
    if use.purpose not in engine.ceiling:
        raise GateClosed(Why.ABOVE_CEILING)
    if use.taker not in ("", engine.taker):
        raise GateClosed(Why.OTHER_TAKER)
    if engine.is_outside and (lacking := why_no_outside_engine()):
        raise GateClosed(Why.NO_WALLS, lacking)
    require_log(use.purpose)
    return engine, use._replace(taker=engine.taker, actor=engine.slug)


def open_run(engine: Engine, use: Use, tracks: Iterable[Track]) -> Permit:
    make_commits_durable()
    with transaction.atomic(durable=True):
        run = write_run(engine=engine, use=use, tracks=tracks, at=int(time.time()))
    if is_guarded(use.purpose):
        publish(run)
    Run.objects.filter(pk=run.pk, state=RunState.ASKED).update(state=RunState.OPEN)
    return Permit(run, use)


def publish(run: Run) -> None:
    try:
        wait_until_published(Entry.objects.get(pk=run.entry), timeout=PUBLISHED_WITHIN_SECONDS)
    except LogUnavailable as unavailable:
        stop(run, note=str(unavailable))
        raise GateClosed(Why.LOG, str(unavailable)) from unavailable


def turn_away(use: Use, engine: str, closed: GateClosed) -> None:
    logger.warning("turned away: %s", closed, extra={"engine": engine, "purpose": use.purpose, "detail": closed.detail})
    TurnedAway.objects.create(engine=engine[:60], purpose=use.purpose[:40], taker=use.taker[:40], why=closed.why.value)
