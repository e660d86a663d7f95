"""Who hears a work: one act, that says it; secret links beside it."""

from datetime import UTC, datetime, timedelta

import pytest
from django.test import Client
from django.utils import timezone

from libitum.catalog.models import Artist, Release, SecretLink, Track
from libitum.catalog.services import create_release, create_secret_link, create_track, publish, withdraw

from .pages import form_in, send


@pytest.fixture
def draft(ada: Artist) -> Track:
    return create_track(actor=ada.owner, artist=ada, title="Draft")


@pytest.fixture
def album(song: Track, draft: Track) -> Release:
    return create_release(actor=song.artist.owner, artist=song.artist, title="Rooms", tracks=[song, draft])


def page_of(work: Track | Release) -> str:
    return f"/my/{'tracks' if isinstance(work, Track) else 'releases'}/{work.uid}/publish"


def text(client: Client, address: str) -> str:
    return " ".join(client.get(address).content.decode().replace("&#x27;", "'").split())


def test_publishing_takes_a_right_and_says_who_hears_it(as_alice: Client, draft: Track) -> None:
    answer = send(as_alice, page_of(draft), "who", who="public")
    assert answer.status_code == 422
    assert "Say by what right" in answer.content.decode()
    answer = send(as_alice, page_of(draft), "who", who="public", is_holder="on")
    assert "Everybody can hear it as soon as it is ready" in text(as_alice, answer.headers["Location"])
    draft.refresh_from_db()
    assert draft.visibility == "public"


def test_the_choice_that_holds_is_marked(as_alice: Client, song: Track) -> None:
    assert form_in(as_alice.get(page_of(song)), "who").fields["who"] == ["public"]
    withdraw(actor=song.artist.owner, work=song)
    assert form_in(as_alice.get(page_of(song)), "who").fields["who"] == ["private"]


@pytest.mark.parametrize(("offset", "hours"), [("", 0), ("0", 0), ("120", 2), ("-300", -5), ("345", 5.75)])
def test_a_time_is_taken_by_the_clock_of_the_person(as_alice: Client, song: Track, offset: str, hours: float) -> None:
    local = datetime(2030, 3, 21, 18, 30, tzinfo=UTC)
    sent = {"who": "scheduled", "at_at": "2030-03-21T18:30", "at_offset": offset}
    assert send(as_alice, page_of(song), "who", **sent).status_code == 302
    song.refresh_from_db()
    assert song.publish_at == local - timedelta(hours=hours)
    assert "scheduled" in str(form_in(as_alice.get(page_of(song)), "who").fields["who"])


@pytest.mark.parametrize(
    ("sent", "sentence"),
    [
        ({}, "Choose the day and time"),
        ({"at_at": "2001-01-01T00:00"}, "Choose a time to come"),
        ({"at_at": "soon"}, "Write the day and time as"),
        ({"at_at": "0001-01-01T00:00", "at_offset": "840"}, "within this age"),
        ({"at_at": "2030-01-01T00:00", "at_offset": "9999"}, "less than or equal to 840"),
    ],
)
def test_a_time_that_can_not_be(as_alice: Client, song: Track, sent: dict[str, str], sentence: str) -> None:
    answer = send(as_alice, page_of(song), "who", who="scheduled", **sent)
    assert answer.status_code == 422
    assert sentence in answer.content.decode()
    fields = form_in(answer, "who").fields
    assert fields["at_at"] == [sent.get("at_at", "")]
    song.refresh_from_db()
    assert song.is_public


def test_hiding(as_alice: Client, song: Track) -> None:
    send(as_alice, page_of(song), "who", who="unlisted")
    song.refresh_from_db()
    assert song.visibility == "unlisted"
    answer = send(as_alice, page_of(song), "who", who="private")
    assert "Nobody but you can hear it" in text(as_alice, answer.headers["Location"])


def test_an_invented_choice_is_refused(as_alice: Client, song: Track) -> None:
    assert send(as_alice, page_of(song), "who", who="friends").status_code == 422


class TestReleases:
    def test_with_its_tracks_or_not_at_all(self, as_alice: Client, album: Release, draft: Track) -> None:
        assert "Publish its tracks with it" in text(as_alice, page_of(album))
        answer = send(as_alice, page_of(album), "who", who="public")
        assert answer.status_code == 422
        assert "Draft: Say by what right" in answer.content.decode()
        send(as_alice, page_of(album), "who", who="public", is_holder="on")
        draft.refresh_from_db()
        album.refresh_from_db()
        assert (album.visibility, draft.visibility) == ("public", "public")

    def test_without_them(self, as_alice: Client, album: Release, draft: Track) -> None:
        send(as_alice, page_of(album), "who", who="public", with_tracks=[])
        draft.refresh_from_db()
        album.refresh_from_db()
        assert (album.visibility, draft.visibility) == ("public", "private")


class TestLinks:
    def test_a_link_is_made_for_somebody_until_a_time(self, as_alice: Client, song: Track) -> None:
        sent = {"link-label": "The press", "link-expires_at_at": "2030-01-01T12:00", "link-expires_at_offset": "60"}
        answer = send(as_alice, page_of(song), "link-label", **sent)
        link = SecretLink.objects.get(track=song)
        assert (link.label, link.expires_at) == ("The press", datetime(2030, 1, 1, 11, tzinfo=UTC))
        page = text(as_alice, answer.headers["Location"])
        assert f"http://localhost:8000/ada-ferrante/first-light/s/{link.token}" in page

    def test_a_time_that_is_over(self, as_alice: Client, song: Track) -> None:
        sent = {"link-label": "The press", "link-expires_at_at": "2001-01-01T12:00"}
        answer = send(as_alice, page_of(song), "link-label", **sent)
        assert answer.status_code == 422
        assert "Choose a time to come" in answer.content.decode()
        assert form_in(answer, "link-label").fields["link-label"] == ["The press"]
        assert not SecretLink.objects.exists()

    def test_revoking_takes_it_from_the_page(self, as_alice: Client, song: Track, album: Release) -> None:
        for work in (song, album):
            link = create_secret_link(actor=song.artist.owner, work=work, label="The press")
            assert "The press" in text(as_alice, page_of(work))
            as_alice.post(f"/my/links/{link.uid}/revoke")
            assert "The press" not in text(as_alice, page_of(work))
            link.refresh_from_db()
            assert link.revoked_at is not None

    def test_one_that_has_run_out_says_so(self, as_alice: Client, song: Track) -> None:
        link = create_secret_link(actor=song.artist.owner, work=song)
        SecretLink.objects.update(expires_at=timezone.now() - timedelta(hours=1))
        page = text(as_alice, page_of(song))
        assert "It has run out" in page
        assert link.token not in page

    @pytest.mark.parametrize("who", ["as_bob", "as_charlie", "as_mona"])
    def test_others_make_and_revoke_none(self, request: pytest.FixtureRequest, song: Track, who: str) -> None:
        client: Client = request.getfixturevalue(who)
        link = create_secret_link(actor=song.artist.owner, work=song)
        assert client.post(f"/my/links/{link.uid}/revoke").status_code == 404
        assert client.post(f"/my/links/tracks/{song.uid}", {"link-label": "x"}).status_code == 404
        assert client.get(page_of(song)).status_code == 404
        assert SecretLink.objects.active().get() == link


def test_what_is_taken_down_stays_down(as_alice: Client, song: Track) -> None:
    Track.objects.update(taken_down_at=timezone.now())
    send(as_alice, page_of(song), "who", who="public")
    assert not Track.objects.listed().exists()
    assert "Taken down" in text(as_alice, page_of(song))


def test_republishing_keeps_the_date(as_alice: Client, song: Track) -> None:
    before = song.publish_at
    publish(actor=song.artist.owner, work=song)
    send(as_alice, page_of(song), "who", who="public")
    song.refresh_from_db()
    assert song.publish_at == before
