"""Two works that may be one recording: while that is open, neither trains, generates or is handed on without both."""

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from libitum.accounts.models import User
from libitum.catalog.models import Track
from libitum.rights.models import FoundBy, Holding, Match
from libitum.rights.selectors.matches import open_between

from .permissions import require_moderator

MOST_OPEN = 20


@transaction.atomic
def open_match(*, actor: User | None, track: Track, other: Track, note: str = "") -> Match:
    """`actor`: whose work one of the two is, or a moderator; None where the sound itself was compared.

    Raises PermissionDenied, ValidationError.
    """
    found_by = finder(actor, track, other)
    if track.artist.owner_id == other.artist.owner_id:
        raise ValidationError({"other": _("Both are under one account: nothing has to be settled between them.")})
    if actor is not None and not note.strip():
        raise ValidationError({"note": _("Say why, so that a moderator can decide.")})
    # Whoever reports the same pair at the same moment waits here.
    list(Track.objects.select_for_update().filter(pk__in=(track.pk, other.pk)).order_by("pk"))
    if open_between(track, other).exists():
        raise ValidationError(_("This is open already. A moderator will decide."))
    if found_by is FoundBy.PERSON and Match.objects.filter(reported_by=actor, closed_at=None).count() >= MOST_OPEN:
        raise ValidationError(_("Wait until some of what you have raised is decided."))
    return Match.objects.create(track=track, other=other, found_by=found_by, reported_by=actor, note=note.strip())


def finder(actor: User | None, track: Track, other: Track) -> FoundBy:
    if actor is None:
        return FoundBy.FINGERPRINT
    if actor.is_active and actor.pk in {track.artist.owner_id, other.artist.owner_id}:
        return FoundBy.PERSON
    require_moderator(actor)
    return FoundBy.OPERATOR


@transaction.atomic
def close_match(*, actor: User, match: Match, outcome: str) -> Match:
    """A moderator says that it is settled, and why: both sides read it. Raises PermissionDenied, ValidationError."""
    require_moderator(actor)
    match = still_open(match)
    if not outcome.strip():
        raise ValidationError({"outcome": _("Say how it ends, and why: both sides read it.")})
    if is_party_to(actor, match):
        raise PermissionDenied(_("Somebody else must decide about what is yours."))
    return end(match, actor, outcome.strip())


@transaction.atomic
def withdraw_match(*, actor: User, match: Match) -> Match:
    """Who reported it takes it back. Raises PermissionDenied, ValidationError."""
    if match.reported_by_id != actor.pk:
        raise PermissionDenied(_("Only who reported it can take it back."))
    return end(still_open(match), actor, "")


def still_open(match: Match) -> Match:
    found = Match.objects.select_for_update(of=("self",)).select_related("track__artist", "other__artist")
    match = found.get(pk=match.pk)
    if match.closed_at is not None:
        raise ValidationError(_("This has been decided already."))
    return match


def is_party_to(actor: User, match: Match) -> bool:
    if actor.pk in {match.track.artist.owner_id, match.other.artist.owner_id}:
        return True
    return Holding.objects.filter(track__in=(match.track_id, match.other_id), party__user=actor).exists()


def end(match: Match, actor: User, outcome: str) -> Match:
    match.closed_at, match.closed_by, match.outcome = timezone.now(), actor, outcome
    match.save(update_fields=["closed_at", "closed_by", "outcome"])
    return match
