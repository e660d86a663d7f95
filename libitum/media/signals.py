from typing import NamedTuple

from django.dispatch import Signal


class Ended(NamedTuple):
    """An attempt at a job (`upload`, `picture`, `stamped`) that is over.

    `outcome`: done, refused, postponed, failed or lost. `reason`: a code of media.reasons. `stages`: in order, each
    with its seconds; one in which it failed isn't among them. `seconds`: all of it.
    """

    kind: str
    outcome: str
    reason: str
    stages: tuple[tuple[str, float], ...]
    seconds: float


# Sent inside the transaction in which a file becomes a track's original. Arguments: master.
original_accepted = Signal()
# Sent inside the transaction in which a recording becomes the one that is heard. Arguments: master.
recording_ready = Signal()
# Sent after an attempt, outside any transaction. Arguments: ended.
attempt_ended = Signal()
# Sent when bytes of an upload are on the disk for good. Arguments: count.
bytes_arrived = Signal()
