"""Who holds what, as those concerned may know it."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import Q, QuerySet

from libitum.accounts.models import User
from libitum.catalog.models import Track
from libitum.rights.models import Dispute, Holding, Invitation, Mandate, Party, Successor
from libitum.rights.models.holding import Role, Standing

from .receipts import parties_of


@dataclass(frozen=True, slots=True)
class Held:
    """One right of a work and everybody who stands for it. `is_open`: somebody has not answered yet."""

    role: Role
    rows: list[Holding]

    @property
    def is_open(self) -> bool:
        return any(row.standing in (Standing.INVITED, Standing.DECLINED) for row in self.rows)


def holders_of(track: Track) -> list[Held]:
    rows = list(track.holdings.select_related("party__user").prefetch_related("mandates").order_by("pk"))
    return [Held(role, [row for row in rows if row.role == role]) for role in Role]


def track_with_holders(user: User, uid: str) -> Track | None:
    """For its artist, and for everybody who holds something in it or is asked whether they do."""
    concerned = Q(artist__owner=user) | Q(holdings__party__user=user)
    return Track.objects.filter(concerned, uid=uid).select_related("artist__owner").distinct().first()


def open_invitations(track: Track, user: User) -> dict[int, Invitation]:
    """By party: the links that this artist has made and nobody has answered."""
    parties = track.holdings.values("party")
    rows = Invitation.objects.filter(party__in=parties, invited_by=user, answered_at=None)
    return {row.party_id: row for row in rows}


def invitation_at(token: str) -> Invitation | None:
    return Invitation.objects.filter(token=token).select_related("party", "invited_by").first()


def holdings_of(party: Party) -> "QuerySet[Holding]":
    return party.holdings.select_related("track__artist", "party").order_by("-created_at", "-pk")


def waiting_for(user: User) -> "QuerySet[Holding]":
    rows = Holding.objects.filter(party__user=user, standing=Standing.INVITED)
    return rows.select_related("track__artist", "party").order_by("-created_at", "-pk")


def answered_in_others_works(user: User) -> "QuerySet[Holding]":
    rows = Holding.objects.filter(party__user=user, standing__in=(Standing.CONFIRMED, Standing.DECLINED))
    return rows.exclude(track__artist__owner=user).select_related("track__artist", "party").order_by("-answered_at")


def holding_of(user: User, uid: str) -> Holding | None:
    return Holding.objects.filter(uid=uid, party__user=user).select_related("party", "track__artist").first()


def open_disputes() -> "QuerySet[Dispute]":
    rows = Dispute.objects.filter(closed_at=None).select_related("track__artist", "raised_by__user")
    return rows.prefetch_related("answers__party").order_by("opened_at")


def people_concerned(dispute: Dispute) -> "QuerySet[User]":
    """With accounts: who raised it, the artist, and everybody who holds a right in the work or may.

    For somebody who has died, their successor.
    """
    holdings = Holding.objects.filter(track=dispute.track).exclude(standing=Standing.DECLINED)
    parties = Party.objects.filter(Q(pk__in=holdings.values("party")) | Q(pk=dispute.raised_by_id))
    alive, dead = parties.filter(died_at=None), parties.exclude(died_at=None)
    owner = Q(pk=dispute.track.artist.owner_id, party__died_at=None)
    return User.objects.filter(owner | Q(party__in=alive) | Q(successions__party__in=dead)).distinct()


def disputes_concerning(user: User) -> "QuerySet[Dispute]":
    """Raised by this person, or about a work of theirs or one in which they hold a right; newest first."""
    parties = parties_of(user)
    held = Holding.objects.filter(party__in=parties).exclude(standing=Standing.DECLINED).values("track")
    owners = parties.exclude(user=None).values("user")
    mine = Q(raised_by__in=parties) | Q(track__artist__owner__in=owners) | Q(track__in=held)
    return Dispute.objects.filter(mine).select_related("track__artist", "raised_by").order_by("-opened_at", "-pk")


def speaking_in(dispute: Dispute, user: User) -> Party | None:
    """As whom somebody speaks to it: themselves, or somebody who has died and whose successor they are."""
    held = Holding.objects.filter(track=dispute.track).exclude(standing=Standing.DECLINED).values("party")
    parties = parties_of(user).filter(Q(pk__in=held) | Q(user=dispute.track.artist.owner_id))
    return parties.exclude(pk=dispute.raised_by_id).order_by("died_at", "pk").first()


def disputes_about(tracks: Iterable[Track]) -> "QuerySet[Dispute]":
    return Dispute.objects.filter(track__in=list(tracks)).select_related("raised_by").order_by("-opened_at")


def open_mandates() -> "QuerySet[Mandate]":
    rows = Mandate.objects.filter(decided_at=None).select_related("holding__track__artist", "holding__party")
    return rows.order_by("offered_at")


def those_who_died() -> "QuerySet[Party]":
    return Party.objects.exclude(died_at=None).select_related("user", "succession__user").order_by("-died_at", "-pk")


def spoken_for_by(user: User) -> "QuerySet[Successor]":
    return Successor.objects.filter(user=user, party__died_at__isnull=False).select_related("party")
