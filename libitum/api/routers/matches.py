"""Two works that may be one recording, by a program: reported by an artist, opened and closed by moderators."""

from django.http import HttpRequest
from ninja import Router

from libitum.accounts.models import Scope, User
from libitum.api.auth import actor_of, person
from libitum.api.documents.matches import match_document
from libitum.api.found import as_writer, found, to_change
from libitum.api.schemas.matches import MatchDecision, MatchDocument, Matches, NewMatch, NewMatchOfTwo
from libitum.api.talk import moderator_of
from libitum.api.wrong import wrong
from libitum.catalog.models import Track
from libitum.catalog.selectors.by_uid import track_by_uid
from libitum.catalog.viewers import Viewer
from libitum.rights.models import Match
from libitum.rights.selectors.matches import match_by, matches_about, open_matches, told
from libitum.rights.services.matches import close_match, open_match, withdraw_match

from .holders import MOST, concerned

of_tracks = Router(tags=["matches"])
router = Router(tags=["matches"])
moderation = Router(tags=["moderation"])


def named(field: str, uid: str, viewer: Viewer) -> Track:
    track = track_by_uid(uid, viewer)
    if track is None:
        raise wrong(field)
    return track


def for_moderators(row: Match, actor: User) -> MatchDocument:
    return match_document(told(row, row.track, actor), is_moderator=True)


@of_tracks.get("/{uid:uid}/matches", auth=person(Scope.WORKS), response=Matches, url_name="matches")
def list_matches(request: HttpRequest, uid: str) -> Matches:
    """Whether the same recording may lie under another account; which one, only who reported it is told."""
    return Matches(items=[match_document(row) for row in matches_about(concerned(request, uid), actor_of(request))])


@of_tracks.post("/{uid:uid}/matches", auth=person(Scope.WORKS), response={201: MatchDocument}, url_name="matches")
def report_match(request: HttpRequest, uid: str, body: NewMatch) -> MatchDocument:
    """My recording lies under another account: until it is settled, neither of the two trains, generates or is handed
    on unless both accounts have agreed."""
    track, actor = to_change(request, uid, track_by_uid), actor_of(request)
    row = open_match(actor=actor, track=track, other=named("other", body.other, as_writer(request)), note=body.note)
    return match_document(told(row, track, actor))


@router.post("/{uid:uid}/withdrawal", auth=person(Scope.WORKS), response=MatchDocument, url_name="match-withdrawal")
def withdraw(request: HttpRequest, uid: str) -> MatchDocument:
    """What I reported I take back."""
    actor = actor_of(request)
    row = withdraw_match(actor=actor, match=found(match_by(actor, uid)))
    return match_document(told(row, row.track if row.track.artist.owner_id == actor.pk else row.other, actor))


@moderation.get("/matches", auth=person(Scope.MODERATE), response=Matches, url_name="open-matches")
def waiting_matches(request: HttpRequest) -> Matches:
    actor = moderator_of(request)
    return Matches(items=[for_moderators(row, actor) for row in open_matches()[:MOST]])


@moderation.post("/matches", auth=person(Scope.MODERATE), response={201: MatchDocument}, url_name="open-matches")
def open_one(request: HttpRequest, body: NewMatchOfTwo) -> MatchDocument:
    actor = moderator_of(request)
    viewer = Viewer.of(actor)
    track, other = named("track", body.track, viewer), named("other", body.other, viewer)
    return for_moderators(open_match(actor=actor, track=track, other=other, note=body.note), actor)


@moderation.post(
    "/matches/{uid:uid}/decision", auth=person(Scope.MODERATE), response=MatchDocument, url_name="match-decision"
)
def decide_match(request: HttpRequest, uid: str, body: MatchDecision) -> MatchDocument:
    actor, row = moderator_of(request), found(Match.objects.filter(uid=uid).first())
    return for_moderators(close_match(actor=actor, match=row, outcome=body.outcome), actor)
