"""What somebody decided about music and holds in it, with what they need in order to prove it."""

from collections.abc import Iterable, Mapping
from typing import Any

from libitum.accounts.models import User
from libitum.catalog.models import Track
from libitum.ledger.services import pseudonyms_of
from libitum.rights.models import Holding, Word
from libitum.rights.selectors.receipts import parties_of, receipt_of, statements_of

SAID = (
    "purpose", "allowed", "taker", "model", "version", "territories", "commercial", "credit", "share", "at", "since",
    "until", "signed", "inherits",
)  # fmt: skip


def rights_of(user: User) -> dict[str, list[dict[str, Any]]]:
    words = Word.objects.filter(party__in=parties_of(user)).select_related("statement", "track", "release")
    said = [word_entry(word) for word in words.order_by("pk")]
    holdings = Holding.objects.filter(party__user=user).select_related("track")
    return {
        "receipts": [receipt_of(statement) for statement in statements_of(user).exclude(body=b"")],
        "decisions": [word for word in said if not word["purpose"].startswith("listen.")],
        "listening": [word for word in said if word["purpose"].startswith("listen.")],
        "holdings": [holding_entry(holding) for holding in holdings.order_by("pk")],
        "acceptances": [
            {"version": row.version.number, "language": row.language, "how": row.how, "at": row.at}
            for row in user.acceptances.select_related("version").order_by("at", "pk")
        ],
    }


def word_entry(word: Word) -> dict[str, Any]:
    about = word.track or word.release
    return {
        **{name: getattr(word, name) for name in SAID},
        "level": word.get_level_display(),
        "about": about.uid if about else "",
        "statement": word.statement.uid,
    }


def holding_entry(holding: Holding) -> dict[str, Any]:
    return {
        "track": holding.track.uid,
        "title": holding.track.title,
        "role": holding.role,
        "standing": holding.standing,
        "society": holding.society,
        "mandate_at": holding.mandate_at,
        "answered_at": holding.answered_at,
    }


def names_in_the_log(tracks: Iterable[Track]) -> dict[str, str]:
    """By the work's id; of those that stand there."""
    return pseudonyms_of(kind="work", subjects=[track.uid for track in tracks if getattr(track, "commitment", None)])


def commitment_entry(track: Track, names: Mapping[str, str]) -> dict[str, str] | None:
    """The work's name in the log, its value in every list, and the key that opens the value."""
    commitment = getattr(track, "commitment", None)
    if commitment is None:
        return None
    return {
        "work": names[track.uid],
        "commitment": commitment.value,
        "original": commitment.original,
        "key": commitment.key,
    }
