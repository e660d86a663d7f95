"""What a caller of the gate holds while its run is open."""

import time
from collections.abc import Iterator, Sequence
from contextlib import ExitStack
from types import TracebackType
from typing import NamedTuple, Self

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from libitum.catalog.models import Track
from libitum.ledger.services import make_commits_durable
from libitum.rights.models import Run, RunState, UseRecord
from libitum.rights.rules import BY_NUMBER, NUMBERS, REFUSING_FROM, SENTENCES
from libitum.rights.selectors.resolving import decide
from libitum_verify.rights.facts import Rule, Use

from .audio import Audio
from .lease import Lease
from .log import require_log
from .outputs import Made, Store, digest_of, keep
from .problems import EngineFailed, PermitOver
from .programs import fresh_copy
from .records import add_note, finish, refused_records
from .stopping import stop


class Refusal(NamedTuple):
    """`rule`: its name, as in `libitum_verify.rights.facts.Rule`; `sentence`: in the reader's language."""

    track: Track
    rule: str
    sentence: str


class Permit:
    """As a context it is stopped at the end unless it was closed. Made by `request` alone."""

    def __init__(self, run: Run, use: Use) -> None:
        self.run, self.use = run, use
        self.engine = run.engine
        self.lease = Lease(run.pk)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.lease.end()
        stop(self.run, note=f"{kind.__name__}: {error}" if kind else _("It ended without a result."))

    @property
    def uid(self) -> str:
        return self.run.uid

    @property
    def refused(self) -> list[Refusal]:
        """What was not handed out, or not kept, and why; those of the decision at the start first."""
        rules = [(record.track, BY_NUMBER[record.rule]) for record in refused_records(self.run)]
        return [Refusal(track, rule.value, str(SENTENCES[rule])) for track, rule in rules]

    def audio(self) -> Iterator[tuple[Track, Audio]]:
        """Works that are allowed, one by one, each decided and recorded again the moment before it is handed out.

        Raises PermitOver when the run was stopped, GateClosed when the log has stopped or the engine's program is
        another one than registered.
        """
        allowed = UseRecord.objects.filter(run=self.run, rule__lt=REFUSING_FROM, handed_out_at=None)
        with ExitStack() as stack:
            program = None
            for key in list(allowed.order_by("pk").values_list("track", flat=True)):
                program = program or stack.enter_context(fresh_copy(self.engine))
                track = self.hand_out(key)
                if track is not None:
                    yield track, Audio(self.engine, program, track, self.note_failure)

    def hand_out(self, key: int) -> Track | None:
        """None where it is refused by now, gone, or was handed out before."""
        require_log(self.use.purpose)
        make_commits_durable()
        with transaction.atomic(durable=True):
            self.require_open()
            track = Track.objects.select_related("artist__owner").filter(pk=key).first()
            if track is None:
                return None
            record = self.run.uses.filter(track=track, rule__lt=REFUSING_FROM, handed_out_at=None)
            decision = decide([track], self.use, int(time.time()))[key]
            if not decision.allowed:
                record.update(rule=NUMBERS[decision.rule])
                return None
            return track if record.update(handed_out_at=timezone.now()) else None

    def require_open(self) -> Run:
        """Within a transaction, the run held until its end."""
        run = self.lease.mine.filter(state=RunState.OPEN).select_related("engine").select_for_update(of=("self",))
        found = run.first()
        if found is None:
            raise PermitOver(_("This run was ended meanwhile."))
        if not found.engine.is_active:
            raise PermitOver(_("The engine was switched off meanwhile."))
        return found

    def note_failure(self, track: Track, failure: EngineFailed) -> None:
        with transaction.atomic():
            run = self.lease.mine.select_for_update().first()
            if run is not None:
                add_note(run, f"{track.uid}: {failure}")
                run.save(update_fields=["note"])

    def close(self, *, kind: str, outputs: Sequence[Made], store: Store | None = None) -> list[Made]:
        """Decide once more, and keep what still may be; those kept are the answer.

        `store` receives what is kept with its record, in the transaction that closes the run: results and record stand
        or fall together. Raises PermitOver.
        """
        make_commits_durable()
        with transaction.atomic(durable=True):
            run = self.require_open()
            refused = self.refuse_again({track.pk: track for made in outputs for track in made.tracks})
            kept = [made for made in outputs if not any(track.pk in refused for track in made.tracks)]
            pairs = keep(run, kind, kept)
            if store is not None:
                store(pairs)
            dropped = len(outputs) - len(kept)
            finish(run, state=RunState.CLOSED, kind=kind, kept=len(kept), dropped=dropped, sha256=digest_of(kept))
        self.lease.end()
        return kept

    def refuse_again(self, tracks: dict[int, Track]) -> set[int]:
        """Keys of works that were handed out and whose results may not be kept."""
        handed_out = set(self.run.uses.filter(handed_out_at__isnull=False).values_list("track", flat=True))
        if strange := tracks.keys() - handed_out:
            raise ValueError(f"results of works that were not handed out: {sorted(strange)}")
        present = list(Track.objects.filter(pk__in=tracks))
        decisions = decide(present, self.use, int(time.time()))
        rules = {key: decisions[key].rule if key in decisions else Rule.NO_HOLDER for key in tracks}
        refused = {key for key, rule in rules.items() if NUMBERS[rule] >= REFUSING_FROM}
        for key in refused:
            self.run.uses.filter(track=key).update(rule=NUMBERS[rules[key]], kept=False)
        self.run.uses.filter(track__in=tracks.keys() - refused).update(kept=True)
        return refused
