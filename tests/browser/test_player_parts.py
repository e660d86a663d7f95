"""The laws of the player's parts, each module asked by itself in the browser that runs it."""

import random
from collections.abc import Callable
from typing import Any

import m3u8
import pytest
from playwright.sync_api import Page

from .conftest import Publish
from .sounds import sine

Ask = Callable[[str, str, Any], Any]


@pytest.fixture
def ask(page: Page) -> Ask:
    """Calls `code`, a function of a module's exports and a value, in a page of the site."""
    page.goto("/about")

    def asked(module: str, code: str, value: object) -> object:
        source = f"async ([module, value]) => ({code})(await import(module), value)"
        return page.evaluate(source, [f"/static/web/js/player/{module}.js", value])

    return asked


def test_no_track_is_pushed_above_the_ceiling_nor_beyond_the_target(ask: Ask) -> None:
    chance = random.Random(14)
    tracks = [{"integrated_lufs": chance.uniform(-70, 0), "true_peak_dbtp": chance.uniform(-60, 3)} for _ in range(500)]
    gains = ask("loudness", "({ gainFor }, tracks) => tracks.map((track) => 20 * Math.log10(gainFor(track)))", tracks)
    for track, gain in zip(tracks, gains, strict=True):
        assert track["true_peak_dbtp"] + gain <= -1 + 1e-9
        assert track["integrated_lufs"] + gain <= -14 + 1e-9
        at_target = track["integrated_lufs"] + gain == pytest.approx(-14, abs=1e-6)
        assert at_target or track["true_peak_dbtp"] + gain == pytest.approx(-1, abs=1e-6) or gain == pytest.approx(12)


@pytest.mark.parametrize("unknown", [None, {}, {"integrated_lufs": None, "true_peak_dbtp": None}])
def test_what_has_no_loudness_is_left_alone(ask: Ask, unknown: object) -> None:
    assert ask("loudness", "({ gainFor }, track) => gainFor(track)", unknown) == 1


def test_a_playlist_reads_as_an_independent_parser_reads_it(ask: Ask, publish: Publish, page: Page) -> None:
    track = publish("Parts", sine(20))
    answer = page.request.get(f"/api/v1/tracks/{track.uid}/playback").json()
    for stream in answer["streams"]:
        text = page.request.get(stream["playlist"]).text()
        ours = ask("playlist", "({ parsePlaylist }, text) => parsePlaylist(text)", text)
        theirs = m3u8.loads(text)  # type: ignore[no-untyped-call]
        spans = [segment.byterange.partition("@")[::2] for segment in theirs.segments]
        assert [(segment["length"], segment["duration"]) for segment in ours["segments"]] == [
            (int(length), segment.duration) for (length, _), segment in zip(spans, theirs.segments, strict=True)
        ]
        last = ours["segments"][-1]
        assert ours["init"]["start"] == 0
        assert last["start"] + last["length"] == int(page.request.head(stream["url"]).headers["content-length"])


@pytest.mark.parametrize("text", ["", "#EXTM3U", "#EXTM3U\n#EXTINF:4,\nseg.mp4", "<html>", "#EXT-X-MAP:URI=1"])
def test_what_is_no_playlist_of_ranges_is_refused(ask: Ask, text: str) -> None:
    code = """({ parsePlaylist }, text) => {
      try { parsePlaylist(text); return "read"; } catch (error) { return error.message; }
    }"""
    assert ask("playlist", code, text) == "not a playlist of byte ranges"


QUEUE = """({ Queue }, { count, acts }) => {
  const queue = new Queue();
  queue.replace(Array.from({ length: count }, (_, i) => ({ uid: `t${i}`, title: `T${i}` })), 0);
  return acts.map(([act, a, b]) => {
    const before = queue.current?.uid;
    const entry = queue.entries[a % (queue.entries.length || 1)];
    if (act === "move" && entry) queue.move(entry, b % queue.entries.length);
    if (act === "shuffle") queue.shuffle(!queue.shuffled);
    if (act === "repeat") queue.cycleRepeat();
    if (act === "select" && entry) queue.select(entry);
    if (act === "remove" && entry && queue.entries.length > 1) queue.remove(entry);
    const copy = new Queue();
    copy.restore(JSON.parse(JSON.stringify(queue)));
    return {
      act, before, entry: entry?.uid, now: queue.current?.uid, uids: queue.entries.map(({ uid }) => uid),
      shuffled: queue.shuffled, repeat: queue.repeat, after: queue.after(queue.current)?.uid ?? null,
      same: JSON.stringify(copy) === JSON.stringify(queue),
    };
  });
}"""


def test_the_queue_keeps_its_entries_and_its_place_whatever_is_done(ask: Ask) -> None:
    chance = random.Random(88)
    for _ in range(40):
        count = chance.randint(1, 8)
        acts = [
            (chance.choice(["move", "shuffle", "repeat", "select", "remove"]), chance.randrange(8), chance.randrange(8))
            for _ in range(25)
        ]
        left = {f"t{i}" for i in range(count)}
        for step in ask("queue", QUEUE, {"count": count, "acts": acts}):
            if step["act"] == "remove" and len(left) > 1:
                left.discard(step["entry"])
            assert sorted(step["uids"]) == sorted(left)
            if step["act"] in ("move", "shuffle", "repeat"):
                assert step["now"] == step["before"]
            if step["act"] == "select":
                assert step["now"] == step["entry"]
            assert step["after"] == follower(step)
            assert step["same"]


def follower(step: dict[str, Any]) -> str | None:
    """What plays by itself after the current entry."""
    uids, place = step["uids"], step["uids"].index(step["now"])
    if step["repeat"] == "one":
        return str(step["now"])
    if place + 1 < len(uids):
        return str(uids[place + 1])
    return str(uids[0]) if step["repeat"] == "all" else None


def test_shuffling_back_gives_the_order_from_before(ask: Ask) -> None:
    acts = [("move", 0, 3), ("shuffle", 0, 0), ("shuffle", 0, 0)]
    moved, shuffled, back = ask("queue", QUEUE, {"count": 6, "acts": acts})
    assert shuffled["uids"][0] == shuffled["now"]
    assert back["uids"] == moved["uids"] == ["t1", "t2", "t3", "t0", "t4", "t5"]
