"""What is written down of a run before anything is handed out, and when it is over. In the caller's transaction."""

from collections.abc import Iterable, Iterator
from itertools import islice

from django.db.models import QuerySet
from django.utils import timezone

from libitum.catalog.models import Track
from libitum.ledger.selectors import log_size
from libitum.ledger.services import append_one, pseudonym_of, publish_manifest
from libitum.rights.models import Commitment, Engine, Run, RunState, UseRecord
from libitum.rights.receivers import original_of
from libitum.rights.rules import NUMBERS, REFUSING_FROM
from libitum.rights.selectors.outcomes import counted
from libitum.rights.selectors.resolving import decide
from libitum.rights.services.commitments import register_work
from libitum.rights.services.uses import record_decisions
from libitum_verify.canonical import Json
from libitum_verify.rights.facts import Use
from libitum_verify.rights.vocabulary import vocabulary

from .lease import lease_fields

AT_ONCE = 500
TRAINING = ("train.", "gen.train.")
NOTE_LENGTH = 10_000


def is_guarded(purpose: str) -> bool:
    """Whether it must stand in a published checkpoint before use."""
    return vocabulary().purposes[purpose].guarded


def write_run(*, engine: Engine, use: Use, tracks: Iterable[Track], at: int) -> Run:
    """Every decision, the published list of the works allowed, and the entry that names it."""
    run = Run.objects.create(
        engine=engine,
        purpose=use.purpose,
        taker=use.taker,
        model=use.model,
        version=use.version,
        territory=use.territory,
        commercial=use.commercial,
        at=at,
        **lease_fields(),
    )
    commitments = decided(run, use, tracks, at)
    manifest = publish_manifest(commitments) if commitments else None
    run.manifest = str(manifest["sha256"]) if manifest else ""
    run.allowed = len(commitments)
    run.refused = run.uses.count() - run.allowed
    training = use.purpose.startswith(TRAINING)
    body: dict[str, Json] = {**entry_of(run), "manifest": {**manifest} if manifest else None}
    if training:
        body["code"] = engine.code
    run.entry = append_one(type="model.manifest" if training else "use.batch", body=body).pk
    run.save()
    return run


def decided(run: Run, use: Use, tracks: Iterable[Track], at: int) -> list[bytes]:
    """The commitments of the works that are allowed; of many in a query, the database decides by itself."""
    if isinstance(tracks, QuerySet) and tracks.count() > AT_ONCE:
        run.log_size = log_size()
        record_decisions(run=run, use=use, tracks=tracks)
        return commitments_of(run)
    return [value for chunk in chunks(tracks) for value in write_decisions(run, use, chunk, at)]


def commitments_of(run: Run) -> list[bytes]:
    allowed = Track.objects.filter(uses__run=run, uses__rule__lt=REFUSING_FROM)
    for track in list(allowed.filter(commitment=None)):
        registered(track)
    values = allowed.order_by("pk").values_list("commitment__value", flat=True)
    return [bytes.fromhex(value) for value in values.iterator(AT_ONCE)]


def chunks(tracks: Iterable[Track]) -> Iterator[list[Track]]:
    """A work named twice counts once."""
    seen: set[int] = set()
    rest = iter(tracks)
    while several := list(islice(rest, AT_ONCE)):
        fresh = {track.pk: track for track in several if track.pk not in seen}
        seen |= fresh.keys()
        yield list(fresh.values())


def write_decisions(run: Run, use: Use, tracks: list[Track], at: int) -> list[bytes]:
    """The commitments of those that are allowed."""
    decisions = decide(tracks, use, at)
    UseRecord.objects.bulk_create(
        [UseRecord(run=run, track=track, rule=NUMBERS[decisions[track.pk].rule]) for track in tracks]
    )
    run.log_size = max((decision.log_size for decision in decisions.values()), default=run.log_size)
    allowed = [track for track in tracks if decisions[track.pk].allowed]
    known = dict(Commitment.objects.filter(track__in=allowed).values_list("track", "value"))
    values = [known.get(track.pk) or registered(track) for track in allowed]
    return [bytes.fromhex(value) for value in values]


def registered(track: Track) -> str:
    """Manifests take only commitments that stand in the log before them."""
    return register_work(track=track, original_sha256=original_of(track)).value


def entry_of(run: Run) -> dict[str, Json]:
    return {
        "run": name_of_run(run),
        "engine": run.engine.slug,
        "engine_version": run.engine.version,
        "purpose": run.purpose,
        "taker": run.taker,
        "model": run.model,
        "model_version": run.version,
        "territory": run.territory,
        "commercial": run.commercial,
        "log_size": run.log_size,
        "allowed": run.allowed,
        "refused": run.refused,
    }


def name_of_run(run: Run) -> str:
    return pseudonym_of(kind="run", subject=run.uid)


def finish(run: Run, *, state: RunState, kind: str, kept: int, dropped: int, sha256: str, note: str = "") -> None:
    """`dropped`: results that were made and may not be kept; of a run that was stopped, all that was handed out."""
    outcome = counted([run])[run.pk]
    append_one(
        type="output.create",
        body={
            "run": name_of_run(run),
            "kind": kind,
            "handed_out": outcome.handed_out,
            "kept": kept,
            "dropped": dropped if state is RunState.CLOSED else outcome.handed_out,
            "sha256": sha256,
        },
    )
    run.state, run.closed_at, run.outcome = state, timezone.now(), outcome.written()
    run.lease_owner, run.lease_expires_at = "", None
    add_note(run, note)
    run.save()


def add_note(run: Run, sentence: str) -> None:
    run.note = f"{run.note}\n{sentence}".strip()[-NOTE_LENGTH:]


def refused_records(run: Run) -> "Iterable[UseRecord]":
    return run.uses.filter(rule__gte=REFUSING_FROM).select_related("track__artist").order_by("pk")
