"""An auditor makes the decisions again from what was disclosed: the same ones, or the first that differs."""

import json
import stat
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.core.management import call_command
from django.core.management.base import CommandError

from libitum.accounts.models import User
from libitum.catalog.models import Track
from libitum.catalog.services import create_artist, update_track
from libitum.export.disclosure import disclose
from libitum.rights.models import Holding, Run, UseRecord
from libitum.rights.services.erasure import forget_statements
from libitum.rights.services.holdings import answer_holding
from libitum.rights.services.parties import party_of
from libitum.rights.services.statements import Draft
from libitum_verify.canonical import canonical
from libitum_verify.cli import main
from libitum_verify.rights.disclosure import audit_decisions
from libitum_verify.source import from_folder
from libitum_verify.verdict import Reason, Refused

from .story import Story, another, decide


@pytest.fixture
def told(story: Story, song: Track, alice: User, bob: User) -> dict[str, Any]:
    """A song with a singer who opts in, changes his mind and opts out again, with a run after each."""
    theirs = create_artist(actor=bob, name="Bob Brass")
    update_track(actor=alice, track=song, credits=[{"role": "vocals", "name": "Bob Brass", "artist": theirs}])
    tacet = another(song.artist, "Tacet")
    works = [song, tacet]
    story.run(works, "gen.train.style")
    decide(alice, Draft("gen.train.style", True))
    story.run(works, "gen.train.style")
    answer_holding(actor=bob, holding=Holding.objects.get(party__user=bob, track=song), confirmed=True)
    story.run(works, "gen.train.style")
    decide(bob, Draft("gen.train.style", True, track=song))
    story.run(works, "gen.train.style")
    decide(bob, Draft("gen.train.style", False, track=song))
    decide(alice, Draft("disc.organise", False, track=tacet))
    story.run(works, "gen.train.style")
    story.run(works, "disc.organise")
    story.publish()
    return dict(json.loads(disclose(Run.objects.all())))


def audit(value: dict[str, Any], *, log: bool = False) -> Any:
    return audit_decisions(canonical(value), fetch=from_folder(settings.LEDGER_ROOT) if log else None)


def test_the_decisions_are_what_the_story_says(told: dict[str, Any]) -> None:
    rules = [[row["rule"] for row in run["decisions"]] for run in told["runs"]]
    assert rules == [
        ["unconfirmed", "not-given"],
        ["unconfirmed", "granted"],
        ["not-given", "granted"],
        ["granted", "granted"],
        ["refused", "granted"],
        ["by-terms", "refused"],
    ]


@pytest.mark.parametrize("log", [True, False])
def test_they_are_made_again_the_same(told: dict[str, Any], log: bool) -> None:
    report = audit(told, log=log)
    assert (report.runs, report.decisions, report.allowed, report.later) == (6, 12, 6, 0)
    assert (report.statements, report.signatures) == (4, 2)
    assert report.unproved == ["version 1 of the terms"]


Change = Callable[[dict[str, Any]], None]


def forged_rule(told: dict[str, Any]) -> None:
    told["runs"][4]["decisions"][0]["rule"] = "not-given"


def hidden_refusal(told: dict[str, Any]) -> None:
    told["statements"] = [row for row in told["statements"] if row["signed"]]


def hidden_holder(told: dict[str, Any]) -> None:
    for work in told["works"]:
        work["holdings"] = [row for row in work["holdings"] if row["from"] == min(r["from"] for r in work["holdings"])]


def forged_word(told: dict[str, Any]) -> None:
    refusal = next(row for row in told["statements"] if not row["signed"])
    refusal["body"]["decisions"][0]["purpose"] = "disc.search"


def forged_time(told: dict[str, Any]) -> None:
    told["runs"][0]["index"] += 1


def widened_use(told: dict[str, Any]) -> None:
    told["runs"][5]["use"]["taker"] = "somebody"


def forged_signature(told: dict[str, Any]) -> None:
    signed = [row for row in told["statements"] if row["signed"]]
    signed[0]["signature"], signed[1]["signature"] = signed[1]["signature"], signed[0]["signature"]


def moved_statement(told: dict[str, Any]) -> None:
    refusal = next(row for row in told["statements"] if not row["signed"])
    refusal["index"] += 500


def forged_clause(told: dict[str, Any]) -> None:
    told["terms"][0]["clause"]["disc.organise"] = "O"


@pytest.mark.parametrize(
    ("change", "reason"),
    [
        (forged_rule, Reason.OTHER_DECISION),
        (hidden_refusal, Reason.OTHER_DECISION),
        (hidden_holder, Reason.OTHER_DECISION),
        (forged_word, Reason.OTHER_ENTRY),
        (forged_time, Reason.OTHER_ENTRY),
        (widened_use, Reason.OTHER_ENTRY),
        (forged_signature, Reason.ALTERED),
        (moved_statement, Reason.OTHER_ENTRY),
        (forged_clause, Reason.OTHER_DECISION),
    ],
)
def test_what_is_forged_or_left_out_is_found(told: dict[str, Any], change: Change, reason: Reason) -> None:
    change(told)
    with pytest.raises(Refused) as refused:
        audit(told)
    assert refused.value.reason == reason


@pytest.mark.parametrize("part", ["runs", "works", "holders", "statements", "vocabulary", "terms"])
def test_what_is_no_disclosure_is_refused(told: dict[str, Any], part: str) -> None:
    told[part] = 7
    with pytest.raises(Refused) as refused:
        audit(told)
    assert refused.value.reason == Reason.BAD_DISCLOSURE


def test_a_work_refused_before_it_was_handed_out_is_counted_apart(told: dict[str, Any]) -> None:
    record = UseRecord.objects.filter(rule=3).first()
    assert record is not None
    UseRecord.objects.filter(pk=record.pk).update(rule=11, handed_out_at=None)
    report = audit(json.loads(disclose(Run.objects.all())), log=True)
    assert (report.allowed, report.later) == (6, 1)


def test_only_some_works_of_some_runs(told: dict[str, Any], song: Track) -> None:
    runs = Run.objects.filter(pk=Run.objects.latest("pk").pk)
    value = json.loads(disclose(runs, Track.objects.filter(pk=song.pk)))
    assert [len(run["decisions"]) for run in value["runs"]] == [1]
    assert audit(value, log=True).decisions == 1


def test_of_an_erased_text_the_words_are_left_and_said_to_be_unproved(told: dict[str, Any], bob: User) -> None:
    forget_statements(party=party_of(bob))
    report = audit(json.loads(disclose(Run.objects.all())))
    assert report.decisions == 12
    assert sum("whose text was erased" in line for line in report.unproved) == 2


def test_from_the_command_line(
    told: dict[str, Any], song: Track, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / "disclosure.json"
    call_command("audit_export", "--all", "--track", song.uid, "--output", path)
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert main(["audit", "--disclosure", str(path), "--mirror", str(settings.LEDGER_ROOT)]) == 0
    assert "decisions: 6" in capsys.readouterr().out
    with pytest.raises(CommandError, match="There is no run"):
        call_command("audit_export", "--run", "nothing")
