"""Two works that may be one recording, by programs."""

import pytest
from django.utils import timezone

from libitum.accounts.models import User
from libitum.catalog.models import Track
from libitum.catalog.services import create_artist, create_track

from .programs import fields_of, json_of, program_of


@pytest.fixture
def theirs(charlie: User) -> Track:
    artist = create_artist(actor=charlie, name="Charles")
    return create_track(actor=charlie, artist=artist, title="Mine", rights_basis="holder")


def publish(*tracks: Track) -> None:
    Track.objects.filter(pk__in=[track.pk for track in tracks]).update(visibility="public", publish_at=timezone.now())


def test_from_reporting_to_taking_back(song: Track, theirs: Track, alice: User, charlie: User) -> None:
    hers, his = program_of(alice, "works"), program_of(charlie, "works")
    body = {"other": theirs.uid, "note": "My recording."}
    assert fields_of(hers.post(f"/tracks/{song.uid}/matches", **body)) == {"other"}, "what she doesn't see isn't there"
    publish(song, theirs)
    assert his.post(f"/tracks/{song.uid}/matches", **body).status_code == 403
    made = hers.post(f"/tracks/{song.uid}/matches", **body)
    assert made.status_code == 201
    mine = json_of(made)
    assert (mine["track"], mine["other"], mine["mine"]) == (song.uid, theirs.uid, True)
    (told,) = json_of(his.get(f"/tracks/{theirs.uid}/matches"))["items"]
    assert (told["track"], told["other"], told["note"], told["found_by"]) == (theirs.uid, "", "", "")
    assert his.get(f"/tracks/{song.uid}/matches").status_code == 404
    assert his.post(f"/matches/{told['id']}/withdrawal").status_code == 404
    assert json_of(hers.post(f"/matches/{told['id']}/withdrawal"))["closed_at"]
    assert hers.post(f"/matches/{told['id']}/withdrawal").status_code == 422


def test_moderators_open_list_and_close(song: Track, theirs: Track, alice: User, mona: User) -> None:
    publish(song, theirs)
    moderators = program_of(mona, "moderate")
    body = {"track": song.uid, "other": theirs.uid, "note": "One sound."}
    assert program_of(alice, "works").post("/moderation/matches", **body).status_code == 403
    opened = json_of(moderators.post("/moderation/matches", **body))
    assert opened["found_by"] == "operator"
    (waiting,) = json_of(moderators.get("/moderation/matches"))["items"]
    assert (waiting["id"], waiting["other"], waiting["note"]) == (opened["id"], theirs.uid, "One sound.")
    address = f"/moderation/matches/{opened['id']}/decision"
    assert fields_of(moderators.post(address, outcome="")) == {"outcome"}
    assert json_of(moderators.post(address, outcome="Two takes."))["outcome"] == "Two takes."
    assert json_of(moderators.get("/moderation/matches"))["items"] == []
    (told,) = json_of(program_of(alice, "works").get(f"/tracks/{song.uid}/matches"))["items"]
    assert told["outcome"] == "Two takes."
