"""The resolver with this instance's vocabulary and terms."""

from libitum.catalog.models import Track
from libitum.ledger.selectors import log_size
from libitum.rights import models
from libitum_verify.rights.facts import Decision, Use
from libitum_verify.rights.resolver import Resolver
from libitum_verify.rights.terms import Terms, Version
from libitum_verify.rights.vocabulary import Class, vocabulary

from .facts import seconds, works


def terms() -> Terms:
    """Of every version that was announced; a draft binds nobody."""
    rows = models.TermsVersion.objects.exclude(announced_at=None).order_by("number")
    return Terms(
        tuple(
            Version(row.number, seconds(row.effective_at) or 0, {p: Class[c] for p, c in row.clause.items()})
            for row in rows
        )
    )


def resolver() -> Resolver:
    return Resolver(vocabulary(), terms(), log_size())


def decide(tracks: list[Track], use: Use, at: int) -> dict[int, Decision]:
    """By the track's key."""
    ask = resolver()
    facts = works(tracks)
    return {track.pk: ask.may_use(facts[track.pk], use, at) for track in tracks}
