"""What is kept is decided again: whoever holds results asks here, and removes those that are refused now."""

import time
from collections.abc import Sequence

from libitum.catalog.models import Track
from libitum.rights.models import Engine
from libitum.rights.rules import SENTENCES
from libitum.rights.selectors.resolving import decide
from libitum_verify.rights.facts import Use

from .permit import Refusal


def refusals(use: Use, tracks: Sequence[Track], *, engine: str) -> dict[int, Refusal]:
    """By the track's key, those of which this engine's results may not be kept any more. Nothing is handed out."""
    taker = Engine.objects.filter(slug=engine).order_by("registered_at").values_list("taker", flat=True).last()
    asked = use._replace(taker=taker or use.taker, actor=engine)
    decisions = decide(list(tracks), asked, int(time.time()))
    return {
        track.pk: Refusal(track, decision.rule.value, str(SENTENCES[decision.rule]))
        for track in tracks
        if not (decision := decisions[track.pk]).allowed
    }
