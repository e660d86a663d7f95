"""What belongs to no kind of work: what an address shows, what can be chosen, what machines are told."""

from django.http import HttpRequest
from ninja import Query, Router

from libitum.api.auth import anybody, viewer_of
from libitum.api.documents import choices as documents
from libitum.api.documents import signals
from libitum.api.found import seen_track
from libitum.api.problems import missing
from libitum.api.schemas.notices import About
from libitum.api.schemas.signals import OnADay, SiteSignals, TrackOnADay, TrackSignals
from libitum.api.schemas.site import Address, Choices
from libitum.api.talk import seen_subject
from libitum.community.addresses import about_at
from libitum.policy import declare

router = Router(tags=["site"])
of_tracks = Router(tags=["rights"])


@router.get("/lookup", auth=anybody(), response=About, url_name="lookup")
def look_up(request: HttpRequest, asked: Query[Address]) -> About:
    """What a page of this site is about, by its address; that of a secret link opens what the link does."""
    at = about_at(asked.url, viewer_of(request))
    if at is None:
        raise missing()
    subject = seen_subject(request, *at)
    return About(kind=subject.kind, id=subject.uid, label=subject.label, url=subject.address)


@router.get("/choices", auth=anybody(), response=Choices, url_name="choices")
def list_choices(request: HttpRequest) -> Choices:
    """Genres, languages and licences by code, with their names."""
    return documents.choices()


@router.get("/site/signals", auth=anybody(), response=SiteSignals, url_name="site-signals")
def site_signals(request: HttpRequest, asked: Query[OnADay]) -> SiteSignals:
    """What this instance tells machines about the use of its music, now or on a day, with its place in the log."""
    return signals.site_signals(asked.on)


@of_tracks.get("/{uid:uid}/signals", auth=anybody(), response=TrackSignals, url_name="track-signals")
def track_signals(request: HttpRequest, uid: str, asked: Query[TrackOnADay]) -> TrackSignals:
    """What machines are told of a work, now or on a day, when that changed, and what its licence has given anyway."""
    track = seen_track(request, uid, asked.key)
    declare(request, track.policy)
    return signals.track_signals(track, asked.on)
