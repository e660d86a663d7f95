"""What leaves, in which form, and how soon it stops leaving."""

from contextlib import closing
from datetime import timedelta
from unicodedata import normalize

import pytest
from django.core.files.storage import storages
from django.test import Client
from django.utils.http import http_date
from pytest_django import DjangoAssertNumQueries

from libitum.accounts.models import User
from libitum.catalog.models import Artist, Track, Visibility
from libitum.catalog.services import create_secret_link, revoke_secret_link, take_down, update_track
from libitum.catalog.viewers import ANYBODY, Viewer
from libitum.media.addresses import artwork_url, download_address, original_address, track_media
from libitum.media.models import Master

from .clock import Clock, clock
from .recordings import FILES, SOUND, draw, record, stamp

__all__ = ["clock"]  # a fixture
# Of files and what is said of them: the database makes no difference.
pytestmark = [pytest.mark.of_sqlite, pytest.mark.usefixtures("either_store")]


@pytest.fixture
def master(song: Track) -> Master:
    return record(song)


@pytest.fixture
def url(song: Track, master: Master) -> str:
    return address(song, ANYBODY, "aac.mp4")


def address(track: Track, viewer: Viewer, file: str = "aac.mp4") -> str:
    media = track_media(track, viewer)
    assert media is not None
    return media.file(file)


def hidden(track: Track) -> Track:
    return update_track(actor=track.artist.owner, track=track, visibility=Visibility.UNLISTED)


@pytest.mark.parametrize(
    ("file", "kind"),
    [
        ("aac.mp4", "audio/mp4"),
        ("progressive.mp3", "audio/mpeg"),
        ("index.m3u8", "application/vnd.apple.mpegurl"),
        ("waveform.json", "application/json"),
    ],
)
def test_a_listed_track_is_everybodys_and_every_caches(
    client: Client, song: Track, master: Master, file: str, kind: str
) -> None:
    response = client.get(address(song, ANYBODY, file))
    assert (response.status_code, response.getvalue()) == (200, FILES[file])
    assert response["Content-Type"] == kind
    assert response["Content-Length"] == str(len(FILES[file]))
    assert response["Cache-Control"] == "public, max-age=300"
    assert response["Access-Control-Allow-Origin"] == "*"
    assert response["X-Content-Type-Options"] == "nosniff"
    assert "Vary" not in response
    assert "Set-Cookie" not in response


def test_a_range_is_that_part(client: Client, url: str) -> None:
    response = client.get(url, headers={"Range": "bytes=256-511"})
    assert response.status_code == 206
    assert response["Content-Range"] == f"bytes 256-511/{len(SOUND)}"
    assert response["Content-Length"] == "256"
    assert response.getvalue() == SOUND[256:512]


def test_past_the_end_the_length_is_told(client: Client, url: str) -> None:
    response = client.get(url, headers={"Range": "bytes=999999-"})
    assert response.status_code == 416
    assert response["Content-Range"] == f"bytes */{len(SOUND)}"


def test_head_says_what_get_would_and_ignores_ranges(client: Client, url: str) -> None:
    get, head = client.get(url), client.head(url, headers={"Range": "bytes=0-9"})
    assert head.status_code == 200
    assert head.content == b""
    assert {**head.headers, "X-Request-ID": ""} == {**get.headers, "X-Request-ID": ""}


def test_what_the_client_has_is_not_sent_again(client: Client, url: str) -> None:
    first = client.get(url)
    for condition in ({"If-None-Match": first["ETag"]}, {"If-Modified-Since": first["Last-Modified"]}):
        response = client.get(url, headers=condition)
        assert response.status_code == 304
        assert response["ETag"] == first["ETag"]
        assert response["Cache-Control"] == first["Cache-Control"]
    assert client.get(url, headers={"If-None-Match": '"other"'}).status_code == 200
    assert client.get(url, headers={"If-Match": '"other"'}).status_code == 412


def test_a_part_of_another_version_is_never_joined_on(client: Client, url: str, master: Master) -> None:
    first = client.get(url)
    for condition, status in [
        (first["ETag"], 206),
        (first["Last-Modified"], 206),
        ('"other"', 200),
        (f"W/{first['ETag']}", 200),
        (http_date(0), 200),
        ("yesterday", 200),
    ]:
        response = client.get(url, headers={"Range": "bytes=0-9", "If-Range": condition})
        assert (response.status_code, condition) == (status, condition)
    assert master.ready_at is None


def test_only_reading_is_possible(client: Client, url: str) -> None:
    for method in ("post", "put", "patch", "delete"):
        response = getattr(client, method)(url)
        assert (response.status_code, response["Allow"]) == (405, "GET, HEAD")
    assert client.options(url).status_code == 204


def test_files_that_are_not_of_the_set_are_not_found(client: Client, song: Track, master: Master) -> None:
    base = address(song, ANYBODY, "")
    for name in ("..%2f..%2foriginals", ".hidden", "aac.mp4%00", "320.webp", "no.mp4x", "AAC.MP4", "a" * 300 + ".mp4"):
        assert client.get(base + name).status_code == 404


def test_a_file_lost_by_the_storage_is_not_blamed_on_the_listener(client: Client, url: str, master: Master) -> None:
    storages["media"].delete(f"{master.prefix}/aac.mp4")
    response = client.get(url)
    assert response.status_code == 503
    assert b"not at its place" in response.content


def test_what_is_hidden_has_no_plain_address(client: Client, song: Track, url: str) -> None:
    hidden(song)
    assert client.get(url).status_code == 404
    assert client.get(url)["Cache-Control"] == "no-store"
    assert address(song, Viewer(user_id=song.artist.owner_id)).startswith("/media/k/")


def test_a_grant_opens_for_whom_it_was_given_and_says_nothing_to_caches(
    client: Client, song: Track, master: Master, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    link = create_secret_link(actor=song.artist.owner, work=hidden(song))
    granted = address(song, Viewer(secret=link.token))
    assert link.token not in granted
    with django_assert_max_num_queries(3):
        response = client.get(granted)
    assert (response.status_code, response.getvalue()) == (200, SOUND)
    assert response["Cache-Control"] == "private, max-age=300"
    assert "Access-Control-Allow-Origin" not in response


def test_the_browsers_session_costs_nothing_here(
    as_bob: Client, song: Track, url: str, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    with django_assert_max_num_queries(1):
        assert as_bob.get(url).status_code == 200
    hidden(song)
    granted = address(song, Viewer(user_id=song.artist.owner_id))
    with django_assert_max_num_queries(2), closing(as_bob.get(granted)) as heard:
        assert heard.status_code == 200


def test_a_grant_ends_with_what_it_was_given_for(client: Client, song: Track, master: Master) -> None:
    owner = song.artist.owner
    link = create_secret_link(actor=owner, work=hidden(song))
    by_link, by_owner = address(song, Viewer(secret=link.token)), address(song, Viewer(user_id=owner.pk))
    assert client.get(by_link).status_code == client.get(by_owner).status_code == 200
    revoke_secret_link(actor=owner, link=link)
    assert client.get(by_link).status_code == 404
    again = address(song, Viewer(secret=create_secret_link(actor=owner, work=song).token))
    assert client.get(again).status_code == 200
    take_down(work=song)
    assert client.get(again).status_code == 404
    assert client.get(by_owner).status_code == 200
    User.objects.filter(pk=owner.pk).update(is_active=False)
    assert client.get(by_owner).status_code == 404


def test_a_deleted_track_is_gone_for_every_grant(client: Client, song: Track, master: Master) -> None:
    granted = address(hidden(song), Viewer(user_id=song.artist.owner_id))
    song.delete()
    assert client.get(granted).status_code == 404


def test_a_replaced_recording_is_gone(client: Client, song: Track, url: str) -> None:
    record(song, sound=b"another take")
    assert client.get(url).status_code == 404
    assert client.get(address(song, ANYBODY)).status_code == 200


@pytest.mark.parametrize(("minutes", "hours"), [(3, 4), (120, 5)])
def test_a_grant_lasts_for_hearing_it_twice_and_a_pause(
    client: Client, song: Track, clock: Clock, minutes: int, hours: int
) -> None:
    record(song, duration_ms=minutes * 60_000)
    media = track_media(hidden(song), Viewer(user_id=song.artist.owner_id))
    assert media is not None
    assert media.expires_at is not None
    assert media.expires_at - clock.now >= timedelta(hours=hours)
    clock.pass_by(hours=hours, minutes=-1)
    assert client.get(media.hls).status_code == 200
    clock.pass_by(minutes=12)
    assert client.get(media.hls).status_code == 404


def test_a_grant_holds_for_nothing_else(client: Client, song: Track, ada: Artist, master: Master) -> None:
    owner = song.artist.owner
    other = Track.objects.create(artist=ada, title="Other", slug="other", visibility=Visibility.PRIVATE)
    there = record(other)
    key = address(hidden(song), Viewer(user_id=owner.pk)).split("/")[3]
    picture = draw(song)
    for path in (
        f"/media/k/{key}/t/{other.uid}/{there.uid}/aac.mp4",
        f"/media/k/{key}/o/{song.uid}/{master.uid}",
        f"/media/k/{key}/d/{song.uid}/{master.uid}",
        f"/media/k/{key}/a/{picture.uid}/320.webp",
        f"/media/k/{key[:-1]}{'A' if key[-1] != 'A' else 'B'}/t/{song.uid}/{master.uid}/aac.mp4",
        f"/media/k/{key.replace('.', '..', 1)}/t/{song.uid}/{master.uid}/aac.mp4",
        f"/media/k/x/t/{song.uid}/{master.uid}/aac.mp4",
    ):
        assert client.get(path).status_code == 404, path
    assert client.get(f"/media/k/{key}/t/{song.uid}/{master.uid}/aac.mp4").status_code == 200


def test_addresses_stay_the_same_for_a_while(song: Track, master: Master, clock: Clock) -> None:
    viewer = Viewer(user_id=song.artist.owner_id)
    clock.set("2030-01-01T10:00:01+00:00")
    first = address(hidden(song), viewer)
    clock.pass_by(minutes=9)
    assert address(song, viewer) == first
    clock.pass_by(minutes=2)
    assert address(song, viewer) != first


def test_the_original_is_its_owners_alone(client: Client, song: Track, master: Master, bob: User) -> None:
    owner, listener = Viewer(user_id=song.artist.owner_id), Viewer(user_id=bob.pk)
    mine = client.get(original_address(song, master, owner).url)
    assert (mine.status_code, mine.getvalue()) == (200, SOUND)
    assert mine["Content-Type"] == "audio/flac"
    for offered in (False, True):
        update_track(actor=song.artist.owner, track=song, downloadable=offered)
        for viewer in (listener, ANYBODY):
            assert client.get(original_address(song, master, viewer).url).status_code == 404


def test_listeners_get_the_stamped_file_where_it_is_offered(
    client: Client, song: Track, master: Master, bob: User
) -> None:
    for viewer in (Viewer(user_id=bob.pk), ANYBODY):
        assert client.get(download_address(song, master, viewer).url).status_code == 404
    update_track(actor=song.artist.owner, track=song, downloadable=True)
    content = stamp(master)
    for viewer in (Viewer(user_id=bob.pk), ANYBODY):
        granted = download_address(song, master, viewer).url
        response = client.get(granted, headers={"Range": "bytes=5-9"})
        assert (response.status_code, response.getvalue()) == (206, content[5:10])
        assert response["Content-Type"] == "audio/flac"
    hidden(song)
    assert client.get(granted).status_code == 404


def test_a_download_has_a_name_that_does_no_harm(client: Client, song: Track, master: Master) -> None:
    title = normalize("NFC", 'Für "Elise"/../\r\nSet-Cookie: a=b')
    update_track(actor=song.artist.owner, track=song, title=title)
    response = client.get(original_address(song, master, Viewer(user_id=song.artist.owner_id)).url)
    disposition = response["Content-Disposition"]
    assert disposition.startswith("attachment; filename*=utf-8''Ada%20Ferrante%20-%20F%C3%BCr%20Elise")
    assert disposition.endswith(".flac")
    assert not set('\r\n"/') & set(disposition.removeprefix("attachment; filename*=utf-8''"))


def test_artwork_follows_what_it_belongs_to(client: Client, song: Track, master: Master, ada: Artist) -> None:
    owner = Viewer(user_id=ada.owner_id)
    cover, portrait = draw(song), draw(ada)
    plain = artwork_url(cover, 100, ANYBODY)
    response = client.get(plain)
    assert (response.status_code, response["Content-Type"]) == (200, "image/webp")
    assert client.get(artwork_url(portrait, 2000, ANYBODY)).status_code == 200
    hidden(song)
    assert client.get(plain).status_code == 404
    assert client.get(artwork_url(cover, 100, owner)).status_code == 200
    assert client.get(artwork_url(portrait, 100, ANYBODY).replace("320.webp", "640.webp")).status_code == 404
    take_down(work=ada)
    assert client.get(artwork_url(portrait, 100, ANYBODY)).status_code == 404
    assert client.get(artwork_url(portrait, 100, owner)).status_code == 200
