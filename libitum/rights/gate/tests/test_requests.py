"""Who may ask, what is decided and recorded before anything is handed out."""

import hashlib

import pytest

from libitum.catalog.models import Track
from libitum.ledger.manifests import manifest_tree
from libitum.ledger.models import Entry
from libitum.ledger.selectors import is_published
from libitum.rights import gate
from libitum.rights.gate import records
from libitum.rights.gate.problems import Why
from libitum.rights.gate.registering import set_active
from libitum.rights.models import Commitment, Engine, Run, RunState, TermsVersion, TurnedAway
from libitum_verify.canonical import parse

from . import world
from .conftest import Make

ORGANISE = gate.Use("disc.organise")
REMIX = gate.Use("gen.input.remix")


def last_entry(kind: str) -> dict[str, object]:
    return dict(parse(bytes(Entry.objects.filter(type=kind).latest("pk").body)))


def turned_away(use: gate.Use, tracks: list[Track], engine: str) -> Why:
    with pytest.raises(gate.GateClosed) as closed:
        gate.request(use, tracks, engine=engine)
    assert str(closed.value).endswith(".")
    assert TurnedAway.objects.latest("pk").why == closed.value.why
    assert not Run.objects.exclude(state=RunState.STOPPED).exists()
    return closed.value.why


def test_an_engine_nobody_registered_gets_nothing(songs: list[Track], terms: TermsVersion) -> None:
    assert turned_away(ORGANISE, songs, "stranger") is Why.UNKNOWN_ENGINE


def test_an_engine_switched_off_gets_nothing(songs: list[Track], terms: TermsVersion, listener: Engine) -> None:
    set_active(listener, active=False)
    assert turned_away(ORGANISE, songs, "listener") is Why.INACTIVE


@pytest.mark.parametrize(
    ("purpose", "why"),
    [
        ("gen.train.voice", Why.ABOVE_CEILING),
        ("disc.search", Why.ABOVE_CEILING),
        ("disc.nonsense", Why.UNKNOWN_PURPOSE),
        ("", Why.UNKNOWN_PURPOSE),
    ],
)
def test_no_grant_lifts_an_engine_above_its_ceiling(
    purpose: str, why: Why, songs: list[Track], terms: TermsVersion, listener: Engine
) -> None:
    for song in songs:
        world.say(song, "gen.train.voice", allowed=True)
    assert turned_away(gate.Use(purpose), songs, "listener") is why


def test_an_engine_asks_for_its_own_master_alone(songs: list[Track], terms: TermsVersion, listener: Engine) -> None:
    assert turned_away(ORGANISE._replace(taker="Acme"), songs, "listener") is Why.OTHER_TAKER


def test_what_is_on_by_the_terms_is_on_for_this_site_alone(
    songs: list[Track], terms: TermsVersion, make_engine: Make
) -> None:
    make_engine(taker="Acme")
    with gate.request(ORGANISE, songs, engine="listener") as permit:
        assert list(permit.audio()) == []
        assert {refusal.rule for refusal in permit.refused} == {"not-given"}


def test_every_decision_stands_written_and_the_list_of_those_allowed_is_published(
    songs: list[Track], terms: TermsVersion, listener: Engine
) -> None:
    world.say(songs[1], "disc.organise", allowed=False)
    with gate.request(ORGANISE, [*songs, songs[0]], engine="listener") as permit:
        run = Run.objects.get(uid=permit.uid)
        assert (run.allowed, run.refused, run.state) == (2, 1, RunState.OPEN)
        (refusal,) = permit.refused
        assert (refusal.track, refusal.rule, refusal.sentence) == (songs[1], "refused", "It was refused.")
    body = last_entry("use.batch")
    assert (body["purpose"], body["engine"], body["allowed"], body["refused"]) == ("disc.organise", "listener", 2, 1)
    assert run.entry == Entry.objects.get(type="use.batch").pk
    assert body["manifest"]["sha256"] == run.manifest  # type: ignore[index]
    listed = manifest_tree(run.manifest)
    values = Commitment.objects.filter(track__in=[songs[0], songs[2]]).values_list("value", flat=True)
    assert listed.commitments == sorted(bytes.fromhex(value) for value in values)


def test_of_many_works_in_a_query_the_database_decides_and_all_stands_written_alike(
    songs: list[Track], terms: TermsVersion, listener: Engine, monkeypatch: pytest.MonkeyPatch
) -> None:
    world.say(songs[1], "disc.organise", allowed=False)
    with gate.request(ORGANISE, songs, engine="listener") as permit:
        alone = Run.objects.get(uid=permit.uid)
    body = last_entry("use.batch")
    # Of a work that isn't in the log yet the list names what is registered now.
    Commitment.objects.filter(track=songs[2]).delete()
    monkeypatch.setattr(records, "AT_ONCE", 2)
    monkeypatch.setattr(records, "log_size", lambda: 41)
    monkeypatch.delattr(records, "decide")
    with gate.request(ORGANISE, Track.objects.order_by("-pk"), engine="listener") as permit:
        together = Run.objects.get(uid=permit.uid)
        assert [refusal.track for refusal in permit.refused] == [songs[1]]
        assert [work for work, _audio in permit.audio()] == [songs[0], songs[2]]
    rules = [dict(run.uses.values_list("track", "rule")) for run in (alone, together)]
    assert rules[0] == rules[1]
    counted = ("purpose", "taker", "allowed", "refused", "commercial")
    assert [last_entry("use.batch")[key] for key in counted] == [body[key] for key in counted]
    assert together.log_size == last_entry("use.batch")["log_size"] == 41
    values = Commitment.objects.filter(track__in=[songs[0], songs[2]]).values_list("value", flat=True)
    assert manifest_tree(together.manifest).commitments == sorted(bytes.fromhex(value) for value in values)


def test_each_work_can_be_heard_and_nothing_else_is_known_of_it(
    songs: list[Track], terms: TermsVersion, listener: Engine
) -> None:
    with gate.request(ORGANISE, songs, engine="listener") as permit:
        answers = [(work, audio.listen()) for work, audio in permit.audio()]
    assert [work for work, _answer in answers] == songs
    assert all(answer == {"frames": 44_100, "rate": 44_100, "channels": 2} for _work, answer in answers)
    assert Run.objects.get().uses.filter(handed_out_at__isnull=False).count() == 3


def test_what_generates_stands_in_a_published_checkpoint_before_it_is_handed_out(
    songs: list[Track], terms: TermsVersion, log_key: None, make_engine: Make
) -> None:
    make_engine(ceiling=["gen.input.remix"])
    world.say(songs[0], "gen.input.remix", allowed=True)
    with gate.request(REMIX, songs, engine="listener") as permit:
        assert is_published(Entry.objects.get(type="use.batch"))
        assert [work for work, _audio in permit.audio()] == songs[:1]


def test_training_is_a_manifest_that_names_the_program(
    songs: list[Track], terms: TermsVersion, log_key: None, make_engine: Make
) -> None:
    engine = make_engine(ceiling=["train.analysis"])
    world.say(songs[0], "train.analysis", allowed=True)
    with gate.request(gate.Use("train.analysis", model="moods", version="1"), songs, engine="listener"):
        pass
    body = last_entry("model.manifest")
    assert (body["model"], body["model_version"], body["code"]) == ("moods", "1", engine.code)


def test_without_a_running_log_nothing_trains_or_generates(
    songs: list[Track], terms: TermsVersion, make_engine: Make
) -> None:
    make_engine(ceiling=["gen.input.remix"])
    world.say(songs[0], "gen.input.remix", allowed=True)
    assert turned_away(REMIX, songs, "listener") is Why.LOG


def test_a_log_that_stops_meanwhile_stops_the_rest(
    songs: list[Track], terms: TermsVersion, log_key: None, make_engine: Make, settings: pytest.FixtureRequest
) -> None:
    make_engine(ceiling=["gen.input.remix"])
    for song in songs:
        world.say(song, "gen.input.remix", allowed=True)
    with gate.request(REMIX, songs, engine="listener") as permit:
        works = permit.audio()
        next(works)
        settings.LEDGER_KEY_FILE.unlink()  # type: ignore[attr-defined]
        with pytest.raises(gate.GateClosed) as closed:
            next(works)
    assert closed.value.why is Why.LOG
    assert Run.objects.get().uses.filter(handed_out_at__isnull=False).count() == 1


def test_a_closed_log_may_lack_withdrawals_so_nothing_at_all_is_handed_out(
    songs: list[Track], terms: TermsVersion, log_key: None, listener: Engine, settings: pytest.FixtureRequest
) -> None:
    root = settings.LEDGER_ROOT  # type: ignore[attr-defined]
    root.mkdir(parents=True, exist_ok=True)
    (root / ".closed").write_text("A backup was restored.")
    assert turned_away(ORGANISE, songs, "listener") is Why.LOG_CLOSED


def test_a_program_that_was_changed_on_the_disk_is_not_run(
    songs: list[Track], terms: TermsVersion, listener: Engine, settings: pytest.FixtureRequest
) -> None:
    program = settings.ENGINES_ROOT / listener.folder / "engine.py"  # type: ignore[attr-defined]
    program.write_text("print('{}')")
    with gate.request(ORGANISE, songs, engine="listener") as permit, pytest.raises(gate.GateClosed) as closed:
        next(permit.audio())
    assert closed.value.why is Why.CODE_CHANGED
    assert not Run.objects.get().uses.filter(handed_out_at__isnull=False).exists()


def test_an_engine_stands_in_the_log_as_it_is_registered(listener: Engine) -> None:
    body = last_entry("actor.register")
    assert (body["engine"], body["version"], body["ceiling"]) == ("listener", "1", ["disc.organise"])
    assert len(str(body["sha256"])) == hashlib.sha256().digest_size * 2
