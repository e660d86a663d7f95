"""The disk takes nothing more: in the middle of an upload, of making renditions, of a commit, of writing the log."""

from pathlib import Path

import pytest

from tests.uploads.sender import Sender
from tests.uploads.site import Site

from .conftest import Mover
from .small_disk import MIB, small_disk
from .walking import all_done, digest, eventually, finish, get, kept, look, patch, reads_as_a_sentence, recording

pytestmark = [pytest.mark.own_database, pytest.mark.xdist_group("faults")]

SIZE = 48 * MIB


def as_if_two_minutes_had_passed(site: Site) -> None:
    """A job that found no room is tried again then."""
    site.query("UPDATE media_processingjob SET run_after = created_at WHERE reason = 'disk_full'")


def is_refused_in_words(site: Site, sender: Sender, offset: int) -> None:
    """By the upload itself, or by the database that can't note it."""
    answer = patch(site, sender, offset, sender.data[offset:])
    assert (answer.status, answer.problem["code"]) in {(507, "disk-full"), (503, "unavailable")}
    assert int(answer.headers["Retry-After"]) > 0
    assert reads_as_a_sentence(answer.problem["detail"])


def test_everything_goes_on_when_there_is_room_again(moved_into: Mover, tmp_path: Path) -> None:
    with small_disk(tmp_path / "disk", SIZE) as disk:
        no_reserve = {"LIBITUM_DISK_RESERVE_BYTES": "0"}
        site = moved_into(disk.path, within=disk.within, seen_at=disk.seen_at, settings=no_reserve)
        site.output = tmp_path / "output"
        site.start()
        whole, half = Sender(site, recording(40)), Sender(site, recording(12))
        finish(whole)
        assert patch(site, half, 0, half.data[:300_000]).status == 204
        eventually(lambda: site.jobs()["running"], "nobody took up the work")
        disk.fill(leave=100_000)
        is_refused_in_words(site, half, 300_000)
        disk.fill()
        is_refused_in_words(site, half, half.offset())
        assert get(site, "/").status == 200
        eventually(lambda: "is full" in site.output.read_text(), "the worker never ran out of room")
        disk.empty()
        as_if_two_minutes_had_passed(site)
        finish(half)
        assert half.offsets[0] >= 300_000
        eventually(lambda: all_done(site), f"it did not go on: {site.jobs()}")
        site.kill()
        seen = look(site, "tidy")
        assert seen["wrong"] == []
        assert kept(seen) == {digest(whole.data), digest(half.data)}
