"""What a worker does beside its tasks: say that it lives, and run what is due."""

import logging
import threading

from django.db import close_old_connections, connections

from libitum.common.sweeps import Sweep, all_sweeps, forget_turns, removals_are_resting, take_turn
from libitum.ops.pulse import beat, clock_was_set_back

logger = logging.getLogger(__name__)

TICK_SECONDS = 5.0


def run_if_due(sweep: Sweep) -> bool:
    """Whether it was this worker's turn."""
    if (sweep.removes and removals_are_resting()) or not take_turn(sweep):
        return False
    try:
        sweep.run()
    except Exception:  # one room's trouble must not stop the others' sweeps
        logger.exception("sweep failed", extra={"sweep": sweep.name})
    return True


def tick() -> None:
    if clock_was_set_back():
        logger.warning("a clock was set back, or another machine's is ahead: what comes round by the clock begins anew")
        forget_turns()
    beat()
    for sweep in all_sweeps():
        run_if_due(sweep)


def keep_ticking(stop: threading.Event) -> None:
    while not stop.is_set():
        try:
            close_old_connections()
            tick()
        except Exception:  # the database may be away for a while; the next tick tries again
            logger.exception("clock failed")
        stop.wait(TICK_SECONDS)
    connections.close_all()


def start_clock() -> threading.Event:
    """Ticks in a thread of its own until the event returned is set."""
    stop = threading.Event()
    threading.Thread(target=keep_ticking, args=(stop,), daemon=True, name="clock").start()
    return stop
