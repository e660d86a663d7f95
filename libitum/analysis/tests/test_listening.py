"""From a recording to a fact, and back again when it is refused."""

import pytest
from pytest_django import DjangoCaptureOnCommitCallbacks

from libitum.accounts.models import User
from libitum.analysis.models import Hearing, State
from libitum.analysis.selectors import public_sounding_of
from libitum.analysis.services.listening import MOST_FAILURES, work_on_next
from libitum.analysis.services.queue import listen_anew
from libitum.catalog.models import Track
from libitum.catalog.services import create_track
from libitum.catalog.services.moderation import take_down
from libitum.ledger.models import Entry
from libitum.rights.gate import Audio, EngineFailed
from libitum.rights.gate.registering import set_active
from libitum.rights.gate.tests import world
from libitum.rights.models import Engine, Output, Run, TermsVersion


def work() -> None:
    while work_on_next():
        pass


def heard(track: Track) -> Hearing:
    return Hearing.objects.get(track=track)


def test_tempo_key_and_loudness_range_are_measured_when_the_recording_is_ready(piece: Track) -> None:
    assert heard(piece).state == State.WAITING
    work()
    found = heard(piece)
    assert found.state == State.DONE
    assert found.tempo == pytest.approx(120, rel=0.02)
    assert (found.key, found.mode) == ("A", "major")
    assert found.loudness_range is not None
    assert found.seconds == pytest.approx(20, abs=0.1)
    assert found.engine.startswith("Tempo and key 1 (essentia 2.1")
    run = Run.objects.get(uid=found.run)
    assert (run.purpose, run.taker, run.allowed) == ("disc.organise", "instance", 1)
    assert Output.objects.get(uid=found.output).track == piece


def test_a_work_that_refuses_is_skipped_and_says_why(piece: Track) -> None:
    world.say(piece, "disc.organise", allowed=False)
    work()
    found = heard(piece)
    assert (found.state, found.rule, found.tempo) == (State.REFUSED, "refused", None)
    assert not Run.objects.get().uses.filter(handed_out_at__isnull=False).exists()


@pytest.mark.of_sqlite
def test_what_was_heard_is_removed_when_it_is_refused_and_made_again_when_allowed(piece: Track) -> None:
    work()
    first = heard(piece)
    world.say(piece, "disc.organise", allowed=False)
    work()
    found = heard(piece)
    assert (found.state, found.tempo, found.key, found.engine, found.run) == (State.REFUSED, None, "", "", "")
    assert Output.objects.get(uid=first.output).removed_at is not None
    assert public_sounding_of(Track.objects.get(pk=piece.pk)) is None
    world.say(piece, "disc.organise", allowed=True)
    work()
    again = heard(piece)
    assert (again.state, again.key, again.rule) == (State.DONE, "A", "")
    assert again.output != first.output


def test_who_never_accepted_terms_is_not_listened_to(song: Track, engines: None) -> None:
    world.sound(song)
    work()
    assert heard(song).rule == "not-in-terms"


@pytest.mark.of_sqlite
def test_a_takedown_removes_it(piece: Track, mona: User) -> None:
    work()
    take_down(work=piece)
    work()
    assert heard(piece).rule == "taken-down"


@pytest.mark.of_sqlite
def test_another_recording_is_heard_anew(piece: Track) -> None:
    work()
    former = heard(piece).output
    world.sound(piece, data=world.music(tempo=96))
    assert heard(piece).tempo is None
    assert Output.objects.get(uid=former).removed_at is not None
    work()
    assert heard(piece).tempo == pytest.approx(96, rel=0.02)


@pytest.mark.of_sqlite
def test_silence_and_noises_have_neither_tempo_nor_key(piece: Track) -> None:
    world.sound(piece, seconds=3)
    work()
    found = heard(piece)
    assert (found.state, found.tempo, found.key) == (State.DONE, None, "")


def test_an_engine_that_fails_is_tried_again_and_then_left(piece: Track, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(self: Audio) -> None:
        raise EngineFailed("The engine took longer than it may.")

    monkeypatch.setattr(Audio, "listen", fail)
    for _ in range(MOST_FAILURES):
        Hearing.objects.update(due_at=world.at(0))
        work()
    found = heard(piece)
    assert (found.state, found.failures, found.reason) == (
        State.FAILED,
        MOST_FAILURES,
        "The engine took longer than it may.",
    )


@pytest.mark.parametrize(
    "answer",
    [
        {"seconds": "20"},
        {"seconds": 20, "tempo": 9000.0},
        {"seconds": 20, "tempo": True},
        {"seconds": 20, "key": "H", "mode": "major"},
        {"seconds": 20, "key": "A"},
        {"seconds": 20, "key": ["A"], "mode": "major"},
        {},
    ],
)
def test_an_answer_that_makes_no_sense_is_not_believed(
    answer: dict[str, object], piece: Track, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(Audio, "listen", lambda _self: answer)
    work()
    assert (heard(piece).state, heard(piece).tempo) == (State.FAILED, None)


def test_while_the_gate_is_shut_it_waits(piece: Track) -> None:
    set_active(Engine.objects.get(slug="tempo-and-key"), active=False)
    work()
    assert heard(piece).state == State.WAITING
    assert not Run.objects.exists()


@pytest.mark.of_sqlite
def test_a_recording_replaced_while_it_is_heard_is_heard_anew(piece: Track, monkeypatch: pytest.MonkeyPatch) -> None:
    listen = Audio.listen

    def replaced(self: Audio) -> dict[str, object]:
        answer = listen(self)
        listen_anew(track=piece)
        return answer

    with monkeypatch.context() as patch:
        patch.setattr(Audio, "listen", replaced)
        work_on_next()
    assert heard(piece).state == State.WAITING
    assert Output.objects.get().removed_at is not None
    work()
    assert heard(piece).state == State.DONE


def test_several_works_are_one_run(piece: Track, terms: TermsVersion) -> None:
    for title in ("Noon", "Evening"):
        other = create_track(actor=piece.artist.owner, artist=piece.artist, title=title, rights_basis="holder")
        world.sound(other)
    work()
    assert Run.objects.get().allowed == 3
    assert Entry.objects.filter(type__in=["use.batch", "output.create"]).count() == 2


def test_a_worker_is_called_when_something_is_due(
    piece: Track, django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks
) -> None:
    from django_tasks_db.models import DBTaskResult  # noqa: PLC0415

    with django_capture_on_commit_callbacks(execute=True):
        world.say(piece, "disc.organise", allowed=False)
    assert DBTaskResult.objects.filter(task_path="libitum.analysis.tasks.listen", queue_name="analysis").exists()
