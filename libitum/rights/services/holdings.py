"""Who holds what in a work: from the artist's one statement, from credits, and from what people answer."""

from collections.abc import Iterable, Sequence
from typing import NamedTuple

from django.db import transaction
from django.utils import timezone

from libitum.accounts.models import User
from libitum.catalog.data import INSTRUMENTAL
from libitum.catalog.models import Artist, Credit, CreditRole, RightsBasis, Track
from libitum.ledger.services import append
from libitum.rights.models import Holding, Party
from libitum.rights.models.holding import Role, Standing
from libitum.rights.names import name_of_holder, name_of_work
from libitum.rights.signals import holders_added
from libitum_verify.canonical import Json

from .parties import named_party, party_of
from .permissions import require_party

# Which right somebody has by what they did. Who only mixed or produced holds none of the four.
RIGHTS_BY_CREDIT = {
    CreditRole.PERFORMER: Role.PERFORMER,
    CreditRole.VOCALS: Role.PERFORMER,
    CreditRole.FEATURED: Role.PERFORMER,
    CreditRole.COMPOSER: Role.COMPOSITION,
    CreditRole.ARRANGER: Role.COMPOSITION,
    CreditRole.LYRICIST: Role.LYRICS,
}
# Whoever stands here did it all: the artist is not one of them unless named, too.
MAIN_CREDITS = {CreditRole.PERFORMER, CreditRole.COMPOSER, CreditRole.LYRICIST}


# What an artist says of themselves; whoever else is named answers for themselves.
OWN_STANDINGS = (Standing.CONFIRMED, Standing.CURATOR)
MAY_GO = (Standing.INVITED, Standing.DECLINED)


class Claim(NamedTuple):
    party: Party
    role: Role
    standing: Standing
    from_credits: bool


@transaction.atomic
def settle_holdings(*, track: Track) -> None:
    """Bring the holdings in line with what the artist states and credits; a no that somebody gave is never undone.

    Somebody once named who has confirmed stays a holder, whatever becomes of the credit: nobody gets rid of a
    refusal by a correction.
    """
    wanted = {(claim.party.pk, claim.role): claim for claim in claims_of(track)}
    present = {(holding.party_id, Role(holding.role)): holding for holding in track.holdings.select_related("party")}
    for key, holding in present.items():
        if key not in wanted and may_go(holding, track):
            record(holding, "removed")
            holding.delete()
    add_holdings(track, [claim for key, claim in wanted.items() if key not in present])
    for key, claim in wanted.items():
        if key in present and claim.standing in OWN_STANDINGS and present[key].standing != claim.standing:
            set_standing(present[key], claim.standing)


def may_go(holding: Holding, track: Track) -> bool:
    """Who has not answered, or says that it is not theirs, stands there by the credit alone."""
    return holding.standing in MAY_GO or holding.party.user_id == track.artist.owner_id


def claims_of(track: Track) -> list[Claim]:
    owner = party_of(track.artist.owner)
    if track.rights_basis != RightsBasis.HOLDER:
        # Somebody else's music under its free licence, or a draft of which nothing is stated yet.
        return [Claim(owner, Role.RECORDING, Standing.CURATOR, from_credits=False)]
    credits_ = list(track.credits.select_related("artist__owner"))
    roles = [Role.PERFORMER, Role.COMPOSITION, *([] if track.language == INSTRUMENTAL else [Role.LYRICS])]
    claims = [Claim(owner, Role.RECORDING, Standing.CONFIRMED, from_credits=False)]
    for role in roles:
        rows = [credit for credit in credits_ if RIGHTS_BY_CREDIT.get(CreditRole(credit.role)) == role]
        claims += claims_by_role(track, owner, role, rows)
    return claims


def claims_by_role(track: Track, owner: Party, role: Role, rows: list[Credit]) -> Iterable[Claim]:
    others = [credit for credit in rows if not is_owner(credit, track.artist)]
    did_it_all = any(credit.role in MAIN_CREDITS for credit in others)
    if not did_it_all or len(others) < len(rows):
        yield Claim(owner, role, Standing.CONFIRMED, from_credits=False)
    for credit in others:
        party = party_of(credit.artist.owner) if credit.artist else named_party(name=credit.name, by=track.artist.owner)
        yield Claim(party, role, Standing.INVITED, from_credits=True)


def is_owner(credit: Credit, artist: Artist) -> bool:
    if credit.artist is not None:
        return credit.artist.owner_id == artist.owner_id
    return credit.name.casefold() == artist.name.casefold()


def add_holdings(track: Track, claims: Iterable[Claim]) -> None:
    """All at once, as every work has several from the start."""
    now = timezone.now()
    holdings = [
        Holding(
            track=track,
            party=claim.party,
            role=claim.role,
            standing=claim.standing,
            from_credits=claim.from_credits,
            answered_at=None if claim.standing == Standing.INVITED else now,
        )
        for claim in claims
    ]
    if holdings:
        Holding.objects.bulk_create(holdings)
        append(type="holder.set", bodies=entries_of(holdings))
        holders_added.send(sender=Holding, track=track)


def set_standing(holding: Holding, standing: Standing) -> None:
    holding.standing = standing
    holding.answered_at = timezone.now()
    holding.save(update_fields=["standing", "answered_at"])
    record(holding, standing)


def entries_of(holdings: Sequence[Holding]) -> list[dict[str, Json]]:
    """Of holdings in one work, what the log says of each."""
    work = name_of_work(holdings[0].track)
    names = {party: name_of_holder(party) for party in {holding.party for holding in holdings}}
    return [
        {
            "work": work,
            "holder": names[holding.party],
            "role": str(holding.role),
            "standing": str(holding.standing),
            "society": bool(holding.society),
            "mandate": holding.mandate_at is not None,
        }
        for holding in holdings
    ]


def record(holding: Holding, standing: str) -> None:
    (entry,) = entries_of([holding])
    append(type="holder.set", bodies=[{**entry, "standing": str(standing)}])


@transaction.atomic
def answer_holding(*, actor: User, holding: Holding, confirmed: bool) -> Holding:
    """The person named says whether it is theirs. Raises PermissionDenied."""

    require_party(actor, holding.party)
    set_standing(holding, Standing.CONFIRMED if confirmed else Standing.DECLINED)
    return holding
