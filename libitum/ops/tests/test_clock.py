"""Work that comes round by the clock."""

from datetime import timedelta

import pytest
from django.core.cache import cache
from django.utils import timezone

from libitum.common.sweeps import Sweep, all_sweeps, forget_turns, removals_rest, take_turn
from libitum.ops.models import Worker
from libitum.ops.pulse import worker_seen
from libitum.ops.serving.clock import run_if_due, tick

from .conftest import Lines

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def fresh_marks(db: None) -> None:
    cache.clear()


def counted(*, every: int = 60, removes: bool = False) -> tuple[Sweep, list[int]]:
    runs: list[int] = []
    return Sweep("counted", every, lambda: runs.append(1), removes=removes), runs


def test_of_many_workers_one_runs_it() -> None:
    sweep, runs = counted()
    assert [run_if_due(sweep) for _ in range(5)] == [True, False, False, False, False]
    assert len(runs) == 1


def test_when_its_time_has_come_it_runs_again() -> None:
    sweep, runs = counted(every=0)
    assert run_if_due(sweep)
    assert run_if_due(sweep)
    assert len(runs) == 2


def test_what_removes_bytes_rests_while_a_backup_runs() -> None:
    removing, removed = counted(removes=True)
    harmless, runs = counted()
    with removals_rest():
        assert not run_if_due(removing)
        assert removed == []
        assert run_if_due(harmless)
    cache.clear()
    assert run_if_due(removing)
    assert (removed, runs) == ([1], [1])


def test_one_that_fails_is_logged_and_stops_nobody(log_lines: Lines) -> None:
    def fails() -> None:
        raise OSError("disk of bob@example.org is full")

    assert run_if_due(Sweep("failing", 60, fails, removes=False))
    sweep, runs = counted()
    assert run_if_due(sweep)
    assert runs == [1]
    (line,) = [line for line in log_lines() if line["message"] == "sweep failed"]
    assert line["sweep"] == "failing"
    assert "bob" not in str(line)


def test_every_room_is_asked() -> None:
    rooms = {sweep.name.split(".")[1] for sweep in all_sweeps()}
    assert {"accounts", "media", "community"} <= rooms


def test_removing_stored_bytes_is_declared() -> None:
    removing = {sweep.name for sweep in all_sweeps() if sweep.removes}
    assert {"libitum.media.sweeps.tidy_storage", "libitum.media.sweeps.tidy_uploads"} <= removing


def beaten_by_another_clock() -> None:
    """An hour before ours, as a clock that was set back finds it."""
    Worker.objects.create(name="another", seen_at=timezone.now() + timedelta(hours=1))


def test_a_clock_that_was_set_back_is_told_once_and_stops_no_sweep(log_lines: Lines) -> None:
    (first, *_others) = all_sweeps()
    assert take_turn(first)
    assert not take_turn(first)
    forget_turns()
    assert take_turn(first)
    beaten_by_another_clock()
    tick()
    tick()
    assert len([line for line in log_lines() if "set back" in str(line["message"])]) == 1
    assert worker_seen()


def test_a_beat_of_another_clock_is_no_sign_of_life() -> None:
    beaten_by_another_clock()
    assert not worker_seen()


def test_a_tick_shows_that_a_worker_lives() -> None:
    assert not worker_seen()
    tick()
    assert worker_seen()
