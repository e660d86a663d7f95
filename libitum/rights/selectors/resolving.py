"""The resolver with this instance's vocabulary and terms."""

from datetime import datetime

from libitum.catalog.models import Track
from libitum.ledger.selectors import entry_values, log_size
from libitum.rights import models
from libitum.rights.wording.document import clause_of
from libitum_verify.canonical import Json
from libitum_verify.rights.facts import Decision, Use
from libitum_verify.rights.resolver import Resolver
from libitum_verify.rights.terms import Terms, Version
from libitum_verify.rights.vocabulary import Class, vocabulary

from .facts import seconds, works


def terms() -> Terms:
    """Of every version that was announced; a draft binds nobody.

    Clause and date are taken from the log's entry: what somebody changes in the table afterwards has no effect.
    """
    rows = list(models.TermsVersion.objects.exclude(announced_at=None).order_by("number"))
    entries = entry_values(row.entry for row in rows if row.entry is not None)
    return Terms(tuple(version_of(row, entries.get(row.entry or 0)) for row in rows))


def version_of(row: models.TermsVersion, entry: dict[str, Json] | None) -> Version:
    clause, effective_at = row.clause, row.effective_at
    if entry is not None:
        clause, effective_at = clause_of(entry["clause"]), datetime.fromisoformat(str(entry["effective"]))
    return Version(row.number, seconds(effective_at) or 0, {p: Class[c] for p, c in clause.items()})


def resolver() -> Resolver:
    return Resolver(vocabulary(), terms(), log_size())


def decide(tracks: list[Track], use: Use, at: int) -> dict[int, Decision]:
    """By the track's key."""
    ask = resolver()
    facts = works(tracks)
    return {track.pk: ask.may_use(facts[track.pk], use, at) for track in tracks}
