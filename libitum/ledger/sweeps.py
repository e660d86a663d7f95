"""Publishing by the clock: what waits, each second; the heartbeat, once the day is over."""

import logging

from libitum.common.sweeps import sweep

from .errors import LogUnavailable
from .publishing import heartbeat
from .selectors import waiting
from .sequencer import sequence

logger = logging.getLogger(__name__)


@sweep(every=1)
def publish_waiting() -> None:
    """A closed log is the operator's to open (`libitum ledger status`); until then entries wait and nothing is lost."""
    if waiting():
        try:
            sequence()
        except LogUnavailable as refusal:
            logger.error("the log is not signing: %s", refusal)  # noqa: TRY400 - a state, not a fault of the program


@sweep(every=600)
def close_the_day() -> None:
    heartbeat()
