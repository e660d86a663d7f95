from datetime import datetime
from typing import Any

from libitum.analysis.selectors import PURPOSE, Fact, KeyFact, public_sounding_of
from libitum.api.schemas.tracks import AiInMaking, CreditDocument, MachineUse, Sounding, TrackDocument, TrackRow
from libitum.catalog.models import Credit, Release, Track, Visibility
from libitum.catalog.viewers import Viewer

from .artists import artist_reference
from .former import former
from .pictures import picture_of

ELEMENTS = ("vocals", "instrumentation", "composition", "lyrics", "postproduction")


def track_columns(track: Track, viewer: Viewer) -> dict[str, Any]:
    return {
        "id": track.uid,
        "title": track.title,
        "url": track.get_absolute_url(),
        "artist": artist_reference(track.artist),
        "artwork": picture_of(track, viewer),
        "duration_ms": track.duration_ms,
        "genre": track.genre,
        "licence": track.licence,
        "explicit": track.explicit,
        "downloadable": track.downloadable,
        "generated": bool(track.generated_elements),
        "visibility": track.visibility,
        "published_at": publication_of(track),
        "machine_use": MachineUse(**track.policy.document),
    }


def track_row(track: Track, viewer: Viewer) -> TrackRow:
    """The track must come with `artist` and `artwork`."""
    return TrackRow(**track_columns(track, viewer))


def publication_of(work: Track | Release) -> datetime | None:
    return work.publish_at if work.visibility == Visibility.PUBLIC else None


def track_document(track: Track, viewer: Viewer) -> TrackDocument:
    """The track must come with `artist`, `artwork`, `tags` and `credits` with artists and their owners."""
    return TrackDocument(
        **track_columns(track, viewer),
        slug=track.slug,
        description=track.description,
        lyrics=track.lyrics,
        language=track.language,
        tags=[tag.name for tag in track.tags.all()],
        isrc=track.isrc,
        rights_basis=track.rights_basis,
        attribution=track.attribution,
        source_url=track.source_url,
        recorded_year=track.recorded_year,
        ai=AiInMaking(**{element: getattr(track, f"ai_{element}") for element in ELEMENTS}),
        credits=[credit_document(credit) for credit in track.credits.all()],
        sounding=sounding_document(track),
        created_at=track.created_at,
        updated_at=track.updated_at,
        heard=track.audio_ready_at is not None,
        mine=track.artist.owner_id == viewer.user_id,
        taken_down=track.taken_down_at is not None,
        former=former(track, viewer),
    )


def sounding_document(track: Track) -> Sounding | None:
    found = public_sounding_of(track)
    if found is None:
        return None
    return Sounding(
        tempo=found.tempo.value if found.tempo else None,
        tempo_by=said_by(found.tempo),
        key=found.key.tonic.value if found.key else "",
        mode=found.key.mode.value if found.key else "",
        key_by=said_by(found.key),
        loudness_range=found.loudness_range,
        engine=found.engine,
        purpose=PURPOSE if found.engine else "",
        measured_at=found.made_at,
    )


def said_by(fact: Fact | KeyFact | None) -> str:
    return "" if fact is None else "artist" if fact.by_artist else "engine"


def credit_document(credit: Credit) -> CreditDocument:
    page = credit.artist
    shown = page is not None and page.taken_down_at is None and page.owner.is_active
    artist = artist_reference(page) if page and shown else None
    return CreditDocument(role=credit.role, name=credit.name, detail=credit.detail, artist=artist)
