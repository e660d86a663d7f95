from libitum.api.schemas.matches import MatchDocument
from libitum.rights.selectors.matches import Told


def match_document(told: Told, *, is_moderator: bool = False) -> MatchDocument:
    row, may_know = told.match, is_moderator or told.is_mine
    return MatchDocument(
        id=row.uid,
        track=told.track.uid,
        other=told.other.uid if may_know else "",
        found_by=row.found_by if may_know else "",
        note=row.note if may_know else "",
        mine=told.is_mine,
        opened_at=row.opened_at,
        closed_at=row.closed_at,
        outcome=row.outcome,
    )
