from collections.abc import Iterable, Mapping

from libitum.api.schemas.uses import (
    AiMusic,
    DecidedUse,
    DeclaredUse,
    EngineDocument,
    Engines,
    PurposeAnswer,
    TrackUses,
    TrainingRow,
    UsedWorks,
    Verdict,
    Verdicts,
)
from libitum.catalog.models import AiMusicChoice, AiMusicRule
from libitum.rights.selectors.marks import Mark
from libitum.rights.selectors.may_use import Told
from libitum.rights.selectors.uses import Declared, Registered, Use


def track_uses(mark: Mark, declared: Iterable[Declared], decided: Iterable[Use] | None, older: str | None) -> TrackUses:
    return TrackUses(
        open=mark.is_open,
        mark=str(mark.sentence),
        answers=[PurposeAnswer(purpose=purpose, answer=answer.value) for purpose, answer in mark.answers.items()],
        uses=[
            DeclaredUse(purpose=row.purpose, taker=row.taker, engine=row.engine, times=row.times, last=row.last)
            for row in declared
        ],
        decisions=None if decided is None else [decided_use(use) for use in decided],
        next=older,
    )


def decided_use(use: Use) -> DecidedUse:
    record, run = use.record, use.record.run
    return DecidedUse(
        run=run.uid,
        time=run.opened_at,
        purpose=run.purpose,
        taker=run.taker,
        engine=str(run.engine),
        model=f"{run.model} {run.version}".strip(),
        allowed=use.allowed,
        rule=use.rule.value,
        reason=str(use.sentence),
        handed_out_at=record.handed_out_at,
        kept=record.kept,
        came_of_it=[output.kind for output in use.outputs if output.removed_at is None],
        entry=use.index,
        manifest=run.manifest,
    )


def verdicts(purpose: str, log_size: int, rows: Iterable[Told], unknown: list[str]) -> Verdicts:
    items = [
        Verdict(
            track=row.track.uid,
            allowed=row.allowed,
            sentence=str(row.sentence),
            rule=row.decision.rule.value if row.decision else None,
        )
        for row in rows
    ]
    return Verdicts(purpose=purpose, log_size=log_size, items=items, unknown=unknown)


def engines(
    rows: Iterable[Registered], used: Mapping[str, int], rule: AiMusicRule, history: list[AiMusicChoice]
) -> Engines:
    return Engines(
        items=[engine_document(row) for row in rows],
        used=[UsedWorks(purpose=purpose, works=works) for purpose, works in sorted(used.items())],
        ai_music=AiMusic(rule=rule.value, sentence=str(rule.label), since=history[0].chosen_at if history else None),
    )


def engine_document(row: Registered) -> EngineDocument:
    engine = row.engine
    return EngineDocument(
        name=engine.name,
        version=engine.version,
        description=engine.description,
        maker=engine.maker,
        licence=engine.licence,
        homepage=engine.homepage,
        taker=engine.taker,
        ceiling=engine.ceiling,
        training=[TrainingRow(**{name: str(data.get(name) or "") for name in TRAINING}) for data in engine.training],
        active=engine.is_active,
        registered_at=engine.registered_at,
        entry=row.index,
    )


TRAINING = ("name", "url", "licence", "opted_in", "note")
