"""All that the instance keeps of what a person gave it, to take along. The recordings are fetched one by one."""

from collections.abc import Iterable, Mapping
from typing import Any

from django.db.models import Model

from libitum.accounts.models import User
from libitum.catalog.models import Artist, Release, Track
from libitum.catalog.selectors.desk import my_artists, my_releases, my_tracks
from libitum.community.selectors import notices_by
from libitum.media.models import Master, Upload
from libitum.rights.models import Statement
from libitum.rights.selectors.receipts import statement_value, statements_of

from .rights import commitment_entry, names_in_the_log, rights_of

INNER = frozenset({"id", "owner", "artist", "track", "release"})


def columns(row: Model, *, but: Iterable[str] = ()) -> dict[str, Any]:
    """The row's own columns by name; links to other rows are told elsewhere."""
    hidden = INNER | set(but)
    fields = [field for field in row._meta.concrete_fields if field.name not in hidden and not field.is_relation]  # noqa: SLF001 - Django's documented way
    return {field.name: getattr(row, field.name) for field in fields}


def everything_of(user: User) -> dict[str, Any]:
    tracks = (
        my_tracks(user)
        .select_related("commitment")
        .prefetch_related("tags", "credits", "masters__original", "secret_links")
    )
    names = names_in_the_log(tracks)
    releases = my_releases(user).prefetch_related("release_tracks__track", "secret_links")
    return {
        "account": columns(user, but=["password", "is_superuser", "is_staff", "is_demo"]),
        "artists": [artist_entry(artist) for artist in my_artists(user).prefetch_related("links")],
        "releases": [release_entry(release) for release in releases],
        "tracks": [track_entry(track, names) for track in tracks],
        "uploads": [columns(upload) for upload in Upload.objects.filter(owner=user).order_by("created_at")],
        "comments": [{**columns(each), "track": each.track.uid} for each in user.comments.select_related("track")],
        "decisions": [decision_entry(statement) for statement in statements_of(user)],
        "notices": [{**columns(each, but=["sender_key"]), "about": each.case.address} for each in notices_by(user)],
        "keys": [columns(token, but=["digest"]) for token in user.api_tokens.order_by("created_at")],
        **rights_of(user),
    }


def decision_entry(statement: Statement) -> dict[str, Any]:
    """The receipts themselves, with their place in the log, are fetched one by one."""
    return {
        **columns(statement, but=["body", "entry", "salt"]),
        "statement": statement_value(statement),
        "key": statement.key.public_key if statement.key else None,
    }


def artist_entry(artist: Artist) -> dict[str, Any]:
    return {**columns(artist), "links": [columns(link) for link in artist.links.all()]}


def release_entry(release: Release) -> dict[str, Any]:
    rows = release.release_tracks.all()
    return {
        **columns(release),
        "artist": release.artist.uid,
        "tracks": [row.track.uid for row in rows],
        "links": links_entry(release),
    }


def track_entry(track: Track, names: Mapping[str, str]) -> dict[str, Any]:
    return {
        **columns(track),
        "artist": track.artist.uid,
        "tags": [tag.name for tag in track.tags.all()],
        "credits": [columns(credit) for credit in track.credits.all()],
        "links": links_entry(track),
        "recordings": [master_entry(master) for master in track.masters.all()],
        "in_the_log": commitment_entry(track, names),
    }


def links_entry(work: Track | Release) -> list[dict[str, Any]]:
    """Whom they were made for, without what opens."""
    return [columns(link, but=["token"]) for link in work.secret_links.all()]


def master_entry(master: Master) -> dict[str, Any]:
    kept = columns(master, but=["prefix", "renditions", "says"])
    return {**kept, "sha256": master.original.sha256, "bytes": master.original.size}
