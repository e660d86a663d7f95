"""A work's one value in the log: there before publication, opened by its owner alone."""

import hashlib

from libitum.catalog.models import Track
from libitum.catalog.services import update_track
from libitum.ledger.models import Entry
from libitum.rights.models import Commitment
from libitum.rights.services.commitments import register_work
from libitum_verify.canonical import parse

ORIGINAL = "ab" * 32


def registered() -> list[dict[str, object]]:
    rows = Entry.objects.filter(type="work.register").order_by("pk").values_list("body", flat=True)
    return [dict(parse(bytes(body))) for body in rows]


def test_a_work_is_registered_as_it_is_made(song: Track) -> None:
    (entry,) = registered()
    commitment = Commitment.objects.get(track=song)
    assert entry["commitment"] == commitment.value
    opened = hashlib.sha256(bytes.fromhex(commitment.key) + str(entry["work"]).encode()).hexdigest()
    assert opened == commitment.value


def test_the_value_stays_when_the_recording_comes_and_what_is_said_twice_is_logged_once(song: Track) -> None:
    before = Commitment.objects.get(track=song).value
    for _ in range(2):
        register_work(track=song, original_sha256=ORIGINAL)
    assert Commitment.objects.get(track=song).value == before
    first, second = registered()
    assert first["original"] == ""
    key = bytes.fromhex(Commitment.objects.get(track=song).key)
    assert second["original"] == hashlib.sha256(key + ORIGINAL.encode()).hexdigest()


def test_a_new_title_changes_nothing(song: Track) -> None:
    update_track(actor=song.artist.owner, track=song, title="Second light")
    assert len(registered()) == 1
