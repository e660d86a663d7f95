"""The list of one's tracks."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from libitum.accounts.models import User
from libitum.catalog.models import Artist, Track
from libitum.catalog.selectors.desk import tracks_in
from libitum.catalog.services import create_release, create_track, mark_audio_ready, publish, take_down, unlist
from libitum.media.models import JobState, ProcessingJob, Upload, UploadState

MINE = "/my/tracks"


@pytest.fixture
def draft(ada: Artist) -> Track:
    return create_track(actor=ada.owner, artist=ada, title="Draft")


def text(client: Client, address: str = MINE) -> str:
    response = client.get(address)
    assert response.status_code == 200
    return " ".join(response.content.decode().split())


def upload_for(track: Track, state: UploadState, **more: object) -> Upload:
    return Upload.objects.create(owner=track.artist.owner, track=track, length=100, offset=60, state=state, **more)


def test_who_has_no_page_yet_is_told_to_make_one(as_bob: Client) -> None:
    assert "First, a name" in text(as_bob)


@pytest.mark.usefixtures("ada")
def test_who_has_no_track_yet_is_told_to_upload(as_alice: Client) -> None:
    assert "Nothing is here yet" in text(as_alice)


@pytest.mark.usefixtures("song")
def test_nobody_sees_the_tracks_of_somebody_else(as_charlie: Client) -> None:
    assert "First light" not in text(as_charlie)


class TestStates:
    @pytest.mark.usefixtures("draft")
    def test_a_draft(self, as_alice: Client) -> None:
        assert "There is no recording yet" in text(as_alice)

    def test_an_upload_under_way(self, as_alice: Client, draft: Track) -> None:
        expires = timezone.now() + timedelta(days=1)
        upload_for(draft, UploadState.RECEIVING, expires_at=expires)
        assert "Being uploaded" in text(as_alice)

    def test_being_prepared_with_its_stage(self, as_alice: Client, draft: Track) -> None:
        upload = upload_for(draft, UploadState.CHECKING)
        ProcessingJob.objects.create(upload=upload, state=JobState.RUNNING, stage="encoding", progress=40)
        page = text(as_alice)
        assert "Being prepared" in page
        assert "making it ready for every player" in page
        assert f'data-url="/my/uploads/{upload.uid}/progress"' in page

    def test_refused_with_its_sentence(self, as_alice: Client, draft: Track) -> None:
        upload_for(draft, UploadState.REFUSED, reason="not_audio")
        page = text(as_alice)
        assert "Refused" in page
        assert "This is no sound file that we know" in page

    def test_public_unlisted_scheduled_private_taken_down(self, as_alice: Client, song: Track) -> None:
        owner = song.artist.owner
        assert ">Public<" in text(as_alice)
        unlist(actor=owner, work=song)
        assert ">Unlisted<" in text(as_alice)
        publish(actor=owner, work=song, at=timezone.now() + timedelta(days=1))
        assert ">Scheduled<" in text(as_alice)
        take_down(work=song)
        assert ">Taken down<" in text(as_alice)


def test_a_page_costs_the_same_however_long_the_list(as_alice: Client, ada: Artist, song: Track) -> None:
    def cost() -> int:
        with CaptureQueriesContext(connection) as queries:
            text(as_alice)
        return len(queries)

    text(as_alice)
    few = cost()
    for number in range(30):
        track = create_track(actor=ada.owner, artist=ada, title=f"No. {number}")
        upload_for(track, UploadState.CHECKING)
    assert cost() == few
    assert few <= 8


def test_long_lists_have_pages_and_titles_can_be_looked_for(as_alice: Client, ada: Artist) -> None:
    for number in range(51):
        create_track(actor=ada.owner, artist=ada, title=f"No. {number}")
    first = text(as_alice)
    assert "No. 50<" in first
    assert "No. 0<" not in first
    assert "?before=" in first
    assert "No. 0<" in text(as_alice, f"{MINE}?q=no. 0")
    assert "None of your titles has" in text(as_alice, f"{MINE}?q=zzz")
    assert as_alice.get(f"{MINE}?before=nonsense").status_code == 400


class TestBulk:
    def do(self, client: Client, *tracks: Track, **more: str) -> str:
        sent = {"track": [track.uid for track in tracks], **more}
        return " ".join(client.post("/my/tracks/bulk", sent, follow=True).content.decode().split())

    def test_publishing_asks_first_and_says_who_will_hear_it(self, as_alice: Client, song: Track, draft: Track) -> None:
        unlist(actor=song.artist.owner, work=song)
        asked = self.do(as_alice, song, draft, act="publish")
        assert "Publish 2 tracks?" in asked
        assert "everybody can hear them" in asked
        song.refresh_from_db()
        assert song.visibility == "unlisted"

    def test_each_is_published_by_itself(self, as_alice: Client, song: Track, draft: Track) -> None:
        unlist(actor=song.artist.owner, work=song)
        told = self.do(as_alice, song, draft, act="publish", sure="1")
        assert "Published: 1." in told
        assert "Draft: Say by what right you publish this" in told
        song.refresh_from_db()
        draft.refresh_from_db()
        assert (song.visibility, draft.visibility) == ("public", "private")
        self.do(as_alice, draft, act="publish", sure="1", is_holder="on")
        draft.refresh_from_db()
        assert draft.visibility == "public"

    def test_unlisting(self, as_alice: Client, song: Track) -> None:
        assert "Unlisted: 1." in self.do(as_alice, song, act="unlist")

    def test_adding_to_a_release_keeps_what_is_there(self, as_alice: Client, song: Track, draft: Track) -> None:
        album = create_release(actor=song.artist.owner, artist=song.artist, title="Rooms", tracks=[song])
        self.do(as_alice, draft, song, act="add", release=album.uid)
        assert tracks_in(album) == [song, draft]

    def test_nothing_chosen(self, as_alice: Client) -> None:
        assert "First choose tracks" in self.do(as_alice, act="publish")

    def test_tracks_and_releases_of_others_are_not_found(self, as_charlie: Client, song: Track, charlie: User) -> None:
        assert "First choose tracks" in self.do(as_charlie, song, act="unlist")
        page = Artist.objects.create(owner=charlie, name="C", slug="c")
        own = create_track(actor=charlie, artist=page, title="Own")
        mark_audio_ready(track=own, duration_ms=1)
        theirs = create_release(actor=song.artist.owner, artist=song.artist, title="Rooms")
        sent = {"track": [own.uid], "act": "add", "release": theirs.uid}
        assert as_charlie.post("/my/tracks/bulk", sent).status_code == 404
        assert as_charlie.post("/my/tracks/bulk", {**sent, "act": "burn"}).status_code == 400
