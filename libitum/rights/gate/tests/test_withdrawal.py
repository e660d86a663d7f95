"""A word said during a run, or after it."""

import hashlib
from collections.abc import Sequence

import pytest

from libitum.catalog.models import Track
from libitum.ledger.models import Entry
from libitum.rights import gate
from libitum.rights.gate.registering import set_active
from libitum.rights.gate.stopping import stop
from libitum.rights.models import Engine, Output, Run, RunState, TermsVersion, UseRecord
from libitum_verify.canonical import parse

from . import world

ORGANISE = gate.Use("disc.organise")


def outcome() -> dict[str, object]:
    return dict(parse(bytes(Entry.objects.filter(type="output.create").latest("pk").body)))


def record_of(track: Track) -> UseRecord:
    return UseRecord.objects.get(track=track)


def test_a_refusal_during_a_run_stops_it_for_the_rest(
    songs: list[Track], terms: TermsVersion, listener: Engine
) -> None:
    heard = []
    with gate.request(ORGANISE, songs, engine="listener") as permit:
        for work, _audio in permit.audio():
            heard.append(work)
            world.say(songs[1], "disc.organise", allowed=False)
        assert heard == [songs[0], songs[2]]
        assert [(refusal.track, refusal.rule) for refusal in permit.refused] == [(songs[1], "refused")]
        assert record_of(songs[1]).handed_out_at is None


def test_what_was_made_of_a_work_refused_meanwhile_is_not_kept(
    songs: list[Track], terms: TermsVersion, listener: Engine
) -> None:
    stored: list[Track] = []

    def store(kept: Sequence[tuple[gate.Made, gate.Output]]) -> None:
        stored.extend(made.tracks[0] for made, _output in kept)

    with gate.request(ORGANISE, songs, engine="listener") as permit:
        made = [gate.Made([work], work.title.encode()) for work, _audio in permit.audio()]
        world.say(songs[2], "disc.organise", allowed=False)
        kept = permit.close(kind="counts", outputs=made, store=store)
    assert kept == made[:2]
    assert stored == songs[:2]
    assert set(Output.objects.values_list("track", flat=True)) == {songs[0].pk, songs[1].pk}
    assert (record_of(songs[0]).kept, record_of(songs[2]).kept) == (True, False)
    body = outcome()
    lines = "".join(f"{digest}\n" for digest in sorted(each.digest for each in kept))
    assert (body["handed_out"], body["kept"], body["dropped"]) == (3, 2, 1)
    assert body["sha256"] == hashlib.sha256(lines.encode()).hexdigest()
    assert Run.objects.get().state == RunState.CLOSED


def test_of_what_is_made_of_several_works_each_must_agree(
    songs: list[Track], terms: TermsVersion, listener: Engine
) -> None:
    with gate.request(ORGANISE, songs, engine="listener") as permit:
        works = [work for work, _audio in permit.audio()]
        world.say(songs[0], "disc.organise", allowed=False)
        whole, part = gate.Made(works, b"all"), gate.Made(works[1:], b"two")
        assert permit.close(kind="model", outputs=[whole, part]) == [part]


def test_nothing_can_be_made_of_a_work_that_was_not_handed_out(
    songs: list[Track], terms: TermsVersion, listener: Engine
) -> None:
    with gate.request(ORGANISE, songs, engine="listener") as permit, pytest.raises(ValueError, match="not handed out"):
        permit.close(kind="counts", outputs=[gate.Made(songs[:1], b"1")])
    assert not Output.objects.exists()


def test_results_and_record_stand_or_fall_together(songs: list[Track], terms: TermsVersion, listener: Engine) -> None:
    def store(kept: object) -> None:
        raise OSError("the room's disk is full")

    def run() -> None:
        with gate.request(ORGANISE, songs, engine="listener") as permit:
            made = [gate.Made([work], b"1") for work, _audio in permit.audio()]
            permit.close(kind="counts", outputs=made, store=store)

    with pytest.raises(OSError, match="full"):
        run()
    assert not Output.objects.exists()
    stopped = Run.objects.get()
    assert stopped.state == RunState.STOPPED
    assert "the room's disk is full" in stopped.note
    assert (outcome()["handed_out"], outcome()["kept"], outcome()["dropped"]) == (3, 0, 3)


def test_what_is_not_closed_is_stopped(songs: list[Track], terms: TermsVersion, listener: Engine) -> None:
    with gate.request(ORGANISE, songs, engine="listener") as permit:
        next(permit.audio())
    assert Run.objects.get().state == RunState.STOPPED
    assert record_of(songs[0]).kept is False


def test_a_run_that_was_stopped_hands_out_and_keeps_nothing(
    songs: list[Track], terms: TermsVersion, listener: Engine
) -> None:
    with gate.request(ORGANISE, songs, engine="listener") as permit:
        works = permit.audio()
        work, _audio = next(works)
        assert stop(permit.run, note="Enough.")
        with pytest.raises(gate.PermitOver):
            next(works)
        with pytest.raises(gate.PermitOver):
            permit.close(kind="counts", outputs=[gate.Made([work], b"1")])
    assert Run.objects.get().note == "Enough."
    assert Entry.objects.filter(type="output.create").count() == 1


def test_an_engine_switched_off_hears_nothing_more(songs: list[Track], terms: TermsVersion, listener: Engine) -> None:
    with gate.request(ORGANISE, songs, engine="listener") as permit:
        works = permit.audio()
        next(works)
        set_active(listener, active=False)
        with pytest.raises(gate.PermitOver, match="switched off"):
            next(works)


def test_a_work_deleted_meanwhile_is_passed_over(songs: list[Track], terms: TermsVersion, listener: Engine) -> None:
    with gate.request(ORGANISE, songs, engine="listener") as permit:
        works = permit.audio()
        next(works)
        songs[1].delete()
        assert [work for work, _audio in works] == [songs[2]]


def test_what_is_kept_can_be_decided_again_at_any_time(
    songs: list[Track], terms: TermsVersion, listener: Engine
) -> None:
    assert gate.refusals(ORGANISE, songs, engine="listener") == {}
    world.say(songs[1], "disc.organise", allowed=False)
    refused = gate.refusals(ORGANISE, songs, engine="listener")
    assert {key: refusal.rule for key, refusal in refused.items()} == {songs[1].pk: "refused"}


def test_an_audio_kept_for_later_can_not_be_heard_after_a_refusal(
    songs: list[Track], terms: TermsVersion, listener: Engine
) -> None:
    with gate.request(ORGANISE, songs, engine="listener") as permit:
        kept = dict(permit.audio())
        assert kept[songs[0]].listen()["rate"] == 44_100
        world.say(songs[0], "disc.organise", allowed=False)
        with pytest.raises(gate.Withdrawn, match="It was refused"):
            kept[songs[0]].listen()
        assert [refusal.track for refusal in permit.refused] == [songs[0]]
        assert kept[songs[1]].listen()


def test_an_audio_is_worth_nothing_after_its_permit(songs: list[Track], terms: TermsVersion, listener: Engine) -> None:
    with gate.request(ORGANISE, songs, engine="listener") as permit:
        _work, audio = next(permit.audio())
    with pytest.raises(gate.PermitOver):
        audio.listen()


def test_of_a_work_deleted_meanwhile_nothing_is_heard_or_kept(
    songs: list[Track], terms: TermsVersion, listener: Engine
) -> None:
    with gate.request(ORGANISE, songs, engine="listener") as permit:
        kept = dict(permit.audio())
        Track.objects.filter(pk=songs[0].pk).delete()
        with pytest.raises(gate.Withdrawn):
            kept[songs[0]].listen()
        assert permit.close(kind="counts", outputs=[gate.Made([songs[1]], b"1")])
    assert gate.refusals(ORGANISE, songs, engine="listener") == {}
