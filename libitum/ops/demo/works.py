"""The demo's tracks, each made once, and sent the way anybody's recording goes."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

from libitum.accounts.models import User
from libitum.catalog.models import Artist, Track, Visibility
from libitum.catalog.services import create_artist, create_release, create_track, update_track
from libitum.media.models import Upload, UploadState
from libitum.media.services.uploads import receive_file

from .accounts import demo_person
from .covers import ensure_cover
from .data import MUSIC, cast, tracks
from .pieces import rendered_pieces

UNSENT = (UploadState.RECEIVING, UploadState.TERMINATED, UploadState.EXPIRED)


def ensure_tracks() -> Iterator[tuple[str, Track]]:
    """File and track, one after the other as they are sent: real recordings, then the invented artist's pieces."""
    curator = demo_person("curator")
    for row in tracks():
        yield row["file"], ensure_recording(curator, row)
    yield from ensure_pieces()


def ensure_recording(curator: User, row: dict[str, str]) -> Track:
    """Somebody's freely licensed music: nothing is said in their name but who they are and what they licensed."""
    artist = ensure_artist(curator, row["artist"], curated_note=cast()["curator"]["note"])
    return ensure_track(
        artist,
        MUSIC / row["file"],
        title=row["title"],
        credits=[dict(zip(("role", "name"), pair.split("="), strict=True)) for pair in split(row["credits"])],
        tags=split(row["tags"]),
        genre=row["genre"],
        licence=row["licence"],
        attribution=row["attribution"],
        source_url=row["source_url"],
        recorded_year=int(row["year"]) if row["year"] else None,
        rights_basis="licensed",
        downloadable=True,
    )


def split(cell: str) -> list[str]:
    return [part for part in cell.split(";") if part]


def ensure_pieces() -> Iterator[tuple[str, Track]]:
    texts, owner = cast(), demo_person("artist")
    about = texts["artist"]
    artist = ensure_artist(owner, about["name"], bio=about["bio"], place=about["place"])
    made = [(path.name, ensure_piece(artist, path, title)) for path, title in rendered_pieces()]
    about_release = texts["release"]
    release = artist.releases.filter(title=about_release["title"]).first() or create_release(
        actor=owner, artist=artist, tracks=[track for _, track in made], visibility=Visibility.PUBLIC, **about_release
    )
    for key, work in [("artist", artist), ("release", release), *made]:
        ensure_cover(work, **texts["covers"][key])
    yield from made


def ensure_piece(artist: Artist, path: Path, title: str) -> Track:
    texts = cast()["pieces"][path.name]
    general = dict(cast()["piece"])
    return ensure_track(
        artist,
        path,
        title=title,
        credits=[{"role": role, "name": name, "detail": detail} for role, name, detail in texts["credits"]],
        tags=general.pop("tags"),
        description=texts["description"],
        rights_basis="holder",
        downloadable=True,
        # Computed from a score by a program that people wrote; no vocals, no words.
        ai_instrumentation="none",
        ai_composition="none",
        ai_postproduction="none",
        **general,
    )


def ensure_artist(owner: User, name: str, **fields: object) -> Artist:
    found = Artist.objects.filter(owner=owner, name=name).first()
    return found or create_artist(actor=owner, name=name, **fields)


def ensure_track(artist: Artist, path: Path, *, title: str, **fields: Any) -> Track:
    """A demo cut off at any point goes on from there: what has been sent is not sent again."""
    owner, extra = artist.owner, {key: fields.pop(key) for key in ("credits", "tags")}
    track = Track.objects.filter(artist=artist, title=title).first()
    if track is None:
        track = create_track(actor=owner, artist=artist, title=title, visibility=Visibility.PUBLIC, **fields)
        update_track(actor=owner, track=track, **extra)
    if not Upload.objects.filter(track=track).exclude(state__in=UNSENT).exists():
        receive_file(actor=owner, artist=artist, path=path, track=track)
    return track
