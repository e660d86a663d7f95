"""Works that everybody may train on (`share.public`): the one purpose that opens what machines outside are told."""

import time

from django.db.models import Exists, OuterRef, QuerySet

from libitum.catalog.models import Track
from libitum.rights import models
from libitum_verify.rights.facts import ANYBODY, Use

from .resolving import decide

TO_EVERYBODY = Use("share.public", ANYBODY)


def may_be_open(tracks: "QuerySet[Track]") -> "QuerySet[Track]":
    """Those a holder ever gave to everybody, by signature: nothing else can be open, so the others need no look."""
    given = models.Word.objects.filter(party=OuterRef("party"), purpose=TO_EVERYBODY.purpose, allowed=True, signed=True)
    holdings = models.Holding.objects.filter(Exists(given))
    opened = Track.objects.filter(trainable_since__isnull=False)
    # Two short lists, each by its index, rather than a question to every work there is.
    return tracks.filter(pk__in=opened.values("pk").union(holdings.values("track")))


def open_to_everybody(tracks: list[Track]) -> set[int]:
    """Keys of those that are open now. A constant number of queries."""
    if not tracks:
        return set()
    decisions = decide(tracks, TO_EVERYBODY, int(time.time()))
    return {key for key, decision in decisions.items() if decision.allowed}
