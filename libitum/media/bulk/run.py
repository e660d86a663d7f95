"""Doing what was planned. A row that fails is told and leaves nothing; the others go on."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Protocol

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction

from libitum.accounts.models import User
from libitum.catalog.models import Artist, Release, ReleaseTrack, Track, Visibility
from libitum.catalog.services import create_release, create_track, delete_track, set_release_tracks, update_track
from libitum.media.models import Upload, UploadState
from libitum.media.services.uploads import UploadProblem, receive_file, terminate

from .plan import Action, Plan, Planned

LAST = 10_000


class Take(Protocol):
    """How a recording on this machine becomes an upload: copied or moved."""

    def __call__(self, *, actor: User, path: Path, filename: str, track: Track) -> Upload: ...


@dataclass(frozen=True)
class Outcome:
    """`track` is None where `sentence` says what went wrong; `upload`, where its bytes are still to come."""

    planned: Planned
    track: Track | None = None
    upload: Upload | None = None
    sentence: str = ""

    @property
    def failed(self) -> bool:
        """Though the plan was that it should go."""
        return self.planned.is_good and self.track is None

    @property
    def problems(self) -> list[str]:
        return self.planned.problems or ([self.sentence] if self.sentence else [])

    @property
    def waits(self) -> bool:
        """The track is there, and its recording still has to be sent."""
        return self.planned.is_good and self.track is not None and self.upload is None


def import_rows(
    *, actor: User, plan: Plan, take: Take = receive_file, on_row: Callable[[Outcome], None] = lambda _outcome: None
) -> list[Outcome]:
    """All good rows with their recordings, which lie on this machine. `on_row` hears of each when it is done."""
    outcomes = []
    for planned in plan.rows:
        outcome = import_row(actor, planned, take)
        outcomes.append(outcome)
        on_row(outcome)
    gather_releases(actor, outcomes)
    return outcomes


def prepare_rows(*, actor: User, plan: Plan) -> list[Outcome]:
    """The tracks alone; their recordings come by tus, each for its track."""
    outcomes = [prepare_row(actor, planned) for planned in plan.rows]
    gather_releases(actor, outcomes)
    return outcomes


def import_row(actor: User, planned: Planned, take: Take) -> Outcome:
    prepared = prepare_row(actor, planned)
    recording = planned.recording
    if not planned.is_good or prepared.track is None or recording is None or recording.path is None:
        return prepared
    try:
        give_up_former(prepared.track)
        upload = take(actor=actor, path=recording.path, filename=recording.name, track=prepared.track)
    except (UploadProblem, OSError) as problem:
        if planned.action == Action.IMPORT:
            delete_track(actor=actor, track=prepared.track)
        return Outcome(planned, sentence=str(problem))
    return Outcome(planned, prepared.track, upload)


def prepare_row(actor: User, planned: Planned) -> Outcome:
    if planned.action == Action.SKIP:
        return Outcome(planned, planned.track)
    if planned.artist is None or not planned.is_good:
        return Outcome(planned, sentence=" ".join(planned.problems))
    try:
        return Outcome(planned, write_track(actor, planned, planned.artist))
    except (ValidationError, PermissionDenied) as error:
        return Outcome(planned, sentence=" ".join(error.messages) if isinstance(error, ValidationError) else str(error))


@transaction.atomic
def write_track(actor: User, planned: Planned, artist: Artist) -> Track:
    """What the row says, and nothing about what it doesn't."""
    fields = planned.fields
    given = fields.track
    track = planned.track or create_track(actor=actor, artist=artist, title=fields.title, **given)
    return update_track(actor=actor, track=track, credits=fields.credits or None, tags=fields.tags or None, **given)


def give_up_former(track: Track) -> None:
    """An import cut off while it copied has left half a recording."""
    for upload in track.uploads.filter(state=UploadState.RECEIVING):
        terminate(upload=upload)


def gather_releases(actor: User, outcomes: Sequence[Outcome]) -> None:
    groups: dict[tuple[int, str], list[Outcome]] = {}
    for outcome in outcomes:
        if outcome.track is not None and outcome.planned.fields.release:
            groups.setdefault((outcome.track.artist_id, outcome.planned.fields.release), []).append(outcome)
    for (_artist, title), group in groups.items():
        gather(actor, title, group)


@transaction.atomic
def gather(actor: User, title: str, group: Sequence[Outcome]) -> None:
    """The release of this title, with these tracks at their numbers among those it has."""
    tracks = [outcome.track for outcome in group if outcome.track]
    release = Release.objects.filter(artist=tracks[0].artist, title=title).first() or create_release(
        actor=actor,
        artist=tracks[0].artist,
        title=title,
        kind=group[0].planned.fields.kind,
        visibility=common_visibility(tracks),
        publish_at=first_moment(tracks),
    )
    numbers = {entry.track: entry.position for entry in entries_of(release)}
    for outcome in group:
        if outcome.track is not None:
            numbers[outcome.track] = outcome.planned.fields.position or numbers.get(outcome.track, LAST)
    wanted = sorted(numbers, key=lambda track: numbers[track])
    if wanted != [entry.track for entry in entries_of(release)]:
        set_release_tracks(actor=actor, release=release, tracks=wanted)


def entries_of(release: Release) -> list[ReleaseTrack]:
    return list(release.release_tracks.select_related("track__artist").order_by("position"))


def common_visibility(tracks: Iterable[Track]) -> str:
    """That of its tracks where they agree; otherwise its artist decides."""
    found = {track.visibility for track in tracks}
    return found.pop() if len(found) == 1 else Visibility.PRIVATE


def first_moment(tracks: Iterable[Track]) -> datetime | None:
    return min((track.publish_at for track in tracks if track.publish_at), default=None)
