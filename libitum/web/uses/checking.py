"""What a browser needs in order to check by itself that a work is in a list, or isn't."""

from dataclasses import dataclass

from libitum.catalog.models import Track
from libitum.ledger.selectors import published_positions
from libitum.rights.names import name_of_work
from libitum.rights.selectors.uses import List


@dataclass(frozen=True, slots=True)
class Check:
    """`key`: what opens the value, for who may see it. `kind`: `presence` or `absence`, as the log's addresses have it. `registered`: where the value was fixed."""

    kind: str
    index: int
    digest: str
    commitment: str
    key: str
    work: str
    registered: int | None


def check_of(track: Track, at: List, *, is_in: bool, is_owner: bool) -> Check | None:
    """The key is shown to the owner alone. None where the run has no list, or no checkpoint holds its entry yet."""
    commitment = getattr(track, "commitment", None)
    if commitment is None or at.index is None or not at.run.manifest:
        return None
    positions = published_positions([commitment.entry] if commitment.entry else [])
    return Check(
        "presence" if is_in else "absence",
        at.index,
        at.run.manifest,
        commitment.value,
        commitment.key if is_owner else "",
        name_of_work(track),
        positions.get(commitment.entry or 0),
    )
