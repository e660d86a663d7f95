"""What an import would do, row by row, before anything is done."""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from enum import StrEnum

from django.conf import settings
from django.core.exceptions import NON_FIELD_ERRORS, ValidationError
from django.utils.translation import gettext as _

from libitum.accounts.models import User
from libitum.catalog.models import AiMusicRule, Artist, Track
from libitum.catalog.selectors.ai_music import ai_music_rule
from libitum.catalog.services.ai_music import check_ai_music
from libitum.catalog.services.tracks import settle_publication
from libitum.catalog.services.validation import validate_track
from libitum.media.models import Upload, UploadState
from libitum.media.selectors.uploads import quota_of
from libitum.media.services.uploads.problems import EmptyFile, OverQuota, TooLarge

from .fields import Fields, read_fields
from .files import Recording, Recordings
from .table import Row

GONE = (UploadState.REFUSED, UploadState.TERMINATED, UploadState.EXPIRED)


class Action(StrEnum):
    IMPORT = "import"
    FILL = "fill"  # a track of this title waits for its recording
    SKIP = "skip"  # imported before
    ERROR = "error"


@dataclass
class Planned:
    """One row. `track`: the one that is there already, to fill or to skip."""

    row: Row
    fields: Fields
    artist: Artist | None = None
    recording: Recording | None = None
    track: Track | None = None
    action: Action = Action.IMPORT
    problems: list[str] = field(default_factory=list)

    @property
    def is_good(self) -> bool:
        return self.action in (Action.IMPORT, Action.FILL)


@dataclass(frozen=True)
class Plan:
    """`problem`: what stands against the whole, such as the room."""

    rows: list[Planned]
    problem: str = ""

    def of(self, action: Action) -> list[Planned]:
        return [planned for planned in self.rows if planned.action == action]

    @property
    def good(self) -> list[Planned]:
        return [planned for planned in self.rows if planned.is_good]

    @property
    def bytes(self) -> int:
        return sum(planned.recording.size for planned in self.good if planned.recording)


def make_plan(*, actor: User, artist: Artist | None, rows: Sequence[Row], recordings: Recordings) -> Plan:
    """Reads; writes nothing. `artist`: for rows that name none."""
    pages, rule = list(actor.artists.all()), ai_music_rule()
    planned = [Planned(row, read_fields(row)) for row in rows]
    for each in planned:
        each.problems += each.fields.problems
        each.artist = page_of(each, pages, artist)
        each.recording = recording_of(each, recordings)
        if each.artist is not None:
            each.problems += faults_of(each, each.artist, rule)
    refuse_twins(planned)
    refuse_mixed_kinds(planned)
    decide(actor, planned)
    plan = Plan(planned)
    return Plan(planned, room_problem(actor, plan))


def page_of(planned: Planned, pages: Iterable[Artist], chosen: Artist | None) -> Artist | None:
    named = planned.row.values.get("artist", "").casefold()
    found = [page for page in pages if named in {page.slug.casefold(), page.name.casefold()}] if named else []
    if found:
        return found[0]
    if named:
        planned.problems.append(_("artist: You have no page as “%(name)s”.") % {"name": planned.row.values["artist"]})
    elif chosen is None:
        planned.problems.append(_("artist: Say under which name this goes."))
    return None if named else chosen


def recording_of(planned: Planned, recordings: Recordings) -> Recording | None:
    name = planned.row.values["file"]
    if not name:
        planned.problems.append(_("file: The row names no recording."))
        return None
    found = recordings.find(name)
    if found is None:
        planned.problems.append(_("file: “%(name)s” is not among the recordings.") % {"name": name})
    elif found.size == 0:
        planned.problems.append(f"file: {EmptyFile().sentence}")
    elif found.size > settings.UPLOAD_MAX_BYTES:
        planned.problems.append(f"file: {TooLarge(found.size, settings.UPLOAD_MAX_BYTES).sentence}")
    return found


def faults_of(planned: Planned, artist: Artist, rule: AiMusicRule) -> list[str]:
    """What the catalogue would say of such a track. Its address is found when it is made, so any will do."""
    fields = planned.fields
    title = fields.title or "?"  # said already
    track = Track(artist=artist, title=title, slug="planned", **fields.track)
    settle_publication(track)
    try:
        validate_track(track, alone=True)
        check_ai_music(track, rule=rule)
    except ValidationError as error:
        known = {problem.partition(":")[0] for problem in planned.problems}
        rows = [(name, sentence) for name, sentences in error.message_dict.items() for sentence in sentences]
        return [
            sentence if name == NON_FIELD_ERRORS else f"{name}: {sentence}"
            for name, sentence in rows
            if name not in known
        ]
    return []


def refuse_twins(rows: Iterable[Planned]) -> None:
    first: dict[tuple[object, ...], int] = {}
    for each in rows:
        if each.recording is None or each.artist is None:
            continue
        key = (each.artist.pk, each.fields.title, each.recording.sha256)
        if key in first:
            each.problems.append(_("The same recording under the same title is in row %(row)d.") % {"row": first[key]})
        first.setdefault(key, each.row.number)


def refuse_mixed_kinds(rows: Sequence[Planned]) -> None:
    kinds: dict[tuple[object, str], Counter[str]] = {}
    for each in rows:
        if each.fields.release and each.artist and each.row.values.get("kind"):
            kinds.setdefault((each.artist.pk, each.fields.release), Counter())[each.fields.kind] += 1
    for each in rows:
        if len(kinds.get((each.artist.pk if each.artist else None, each.fields.release), ())) > 1:
            each.problems.append(
                _("kind: The rows of “%(release)s” say different kinds.") % {"release": each.fields.release}
            )


def decide(actor: User, rows: Sequence[Planned]) -> None:
    imported = imported_before(actor, rows)
    waiting = waiting_for_sound(actor, rows)
    for each in rows:
        key = (each.artist.pk if each.artist else 0, each.fields.title)
        sha256 = each.recording.sha256 if each.recording else ""
        if each.problems:
            each.action = Action.ERROR
        elif (*key, sha256) in imported:
            each.action, each.track = Action.SKIP, imported[(*key, sha256)]
        elif waiting.get(key):
            each.action, each.track = Action.FILL, waiting[key].pop(0)


def imported_before(actor: User, rows: Sequence[Planned]) -> dict[tuple[int, str, str], Track]:
    """By page, title and the hash of the original."""
    hashes = {each.recording.sha256 for each in rows if each.recording}
    uploads = Upload.objects.filter(owner=actor, sha256__in=hashes, track__isnull=False).exclude(state__in=GONE)
    found: dict[tuple[int, str, str], Track] = {}
    for upload in uploads.select_related("track__artist"):
        if upload.track is not None and upload.state != UploadState.RECEIVING:
            found[(upload.track.artist_id, upload.track.title, upload.sha256)] = upload.track
    return found


def waiting_for_sound(actor: User, rows: Sequence[Planned]) -> dict[tuple[int, str], list[Track]]:
    """Tracks of these titles without a recording, such as an import that was cut off leaves."""
    tracks = (
        Track.objects.owned_by(actor.pk)
        .filter(title__in={each.fields.title for each in rows}, masters=None)
        .exclude(uploads__state__in=(UploadState.RECEIVED, UploadState.CHECKING))
        .select_related("artist")
        .order_by("pk")
    )
    found: dict[tuple[int, str], list[Track]] = {}
    for track in tracks:
        found.setdefault((track.artist_id, track.title), []).append(track)
    return found


def room_problem(actor: User, plan: Plan) -> str:
    quota = quota_of(actor)
    return OverQuota(plan.bytes, quota.free, quota.limit).sentence if plan.bytes > quota.free else ""
