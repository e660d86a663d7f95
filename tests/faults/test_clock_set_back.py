"""The clock of a machine is set back by an hour: nothing waits for the hour to come round again."""

import base64
from pathlib import Path

import pytest

from libitum_verify.checkpoint import Checkpoint
from libitum_verify.note import split_note
from libitum_verify.pin import check_continues
from libitum_verify.source import from_folder
from tests.uploads.sender import Sender
from tests.uploads.site import Site

from .clocks import set_back_by
from .conftest import Mover
from .walking import all_done, digest, eventually, finish, get, look, patch, recording

pytestmark = [pytest.mark.own_database, pytest.mark.xdist_group("faults")]

# Far less than the hour, and more than a lease or a look at the clock takes.
SOON_SECONDS = 60


def checkpoint_of(site: Site) -> Checkpoint:
    return Checkpoint.parse(split_note((site.home / "log/checkpoint").read_bytes())[0])


def track_of(site: Site, sender: Sender) -> str:
    rows = site.query("SELECT u.uid, t.uid FROM media_upload u JOIN catalog_track t ON u.track_id = t.id")
    return str(dict(rows)[sender.address.rpartition("/")[2]])


def replacement(site: Site, track: str, data: bytes) -> Sender:
    """A newer recording of the same work."""
    sender = Sender(site, data)
    about = f"track {base64.b64encode(track.encode()).decode()}"
    headers = {"Upload-Length": str(len(data)), "Upload-Metadata": about}
    sender.address = sender.ask("POST", "/api/v1/uploads", headers)["Location"]
    return sender


def test_everything_goes_on_at_once(moved_into: Mover, tmp_path: Path) -> None:
    home = tmp_path / "home"
    site = moved_into(home)
    site.start()
    first, half = Sender(site, recording(3)), Sender(site, recording(5))
    finish(first)
    assert patch(site, half, 0, half.data[:9000]).status == 204
    eventually(lambda: all_done(site), "the first one was never made ready")
    eventually((home / "log/checkpoint").exists, "the log was never published")
    before, track = checkpoint_of(site), track_of(site, first)
    site.kill()
    site.environment |= set_back_by("1h")
    site.start()
    second = replacement(site, track, recording(4))
    finish(second)
    finish(half)
    eventually(lambda: all_done(site), f"something waits for the hour: {site.jobs()}", SOON_SECONDS)
    eventually(lambda: checkpoint_of(site).size > before.size, "the log waits for the hour", SOON_SECONDS)
    check_continues(before, checkpoint_of(site), from_folder(site.home / "log"))
    assert get(site, "/readyz").status == 200
    site.kill()
    seen = look(site, "tidy")
    assert seen["wrong"] == []
    assert seen["failures"] == 0
    heard = {seen["uploads"][uid]["sha256"] for uid in seen["current"].values()}
    assert heard == {digest(second.data), digest(half.data)}
