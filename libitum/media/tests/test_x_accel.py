"""What is left to a proxy that sends files itself, and what isn't."""

import pytest
from django.core.files.storage import storages
from django.test import Client
from pytest_django import Settings

from libitum.catalog.models import Track, Visibility
from libitum.catalog.services import update_track
from libitum.catalog.viewers import ANYBODY, Viewer
from libitum.config.environment import Environment
from libitum.media.addresses import track_media
from libitum.media.models import Master

from .recordings import SOUND, record


@pytest.fixture
def master(song: Track) -> Master:
    return record(song)


@pytest.fixture
def url(song: Track, master: Master, settings: Settings) -> str:
    settings.X_ACCEL = "/.media/"
    media = track_media(song, ANYBODY)
    assert media is not None
    return media.file("aac.mp4")


def test_the_file_is_named_and_every_header_is_that_of_our_own_answer(
    client: Client, url: str, master: Master, settings: Settings
) -> None:
    handed = client.get(url)
    assert handed["X-Accel-Redirect"] == f"/.media/{master.prefix}/aac.mp4"
    assert (handed.status_code, handed.content) == (200, b"")
    settings.X_ACCEL = ""
    ours = client.get(url)
    assert "X-Accel-Redirect" not in ours
    changed = {"X-Request-ID", "Content-Length", "X-Accel-Redirect", "Accept-Ranges"}
    assert {k: v for k, v in handed.headers.items() if k not in changed} == {
        k: v for k, v in ours.headers.items() if k not in changed
    }


@pytest.mark.parametrize("value", ["bytes=0-9", "bytes=-5", "bytes=100-"])
def test_a_range_is_left_to_the_proxy(client: Client, url: str, value: str) -> None:
    etag = client.head(url)["ETag"]
    for condition in ({}, {"If-Range": etag}, {"If-None-Match": '"other"'}):
        response = client.get(url, headers={"Range": value, **condition})
        assert (response.status_code, response.content) == (200, b"")
        assert "X-Accel-Redirect" in response
        assert "Content-Range" not in response


def test_what_a_proxy_would_answer_otherwise_we_answer(client: Client, url: str) -> None:
    first = client.head(url)
    assert (first.status_code, first["Content-Length"]) == (200, str(len(SOUND)))
    for headers, status in [
        ({"If-None-Match": first["ETag"]}, 304),
        ({"If-Modified-Since": first["Last-Modified"]}, 304),
        ({"If-Match": '"other"'}, 412),
        ({"If-Match": first["ETag"]}, 200),
        ({"If-Unmodified-Since": first["Last-Modified"]}, 200),
        ({"Range": "bytes=0-9", "If-Range": '"other"'}, 200),
        ({"Range": "bytes=0-1,5-6"}, 200),
        ({"Range": "lines=1-2"}, 200),
        ({"Range": "bytes=999999-"}, 416),
    ]:
        response = client.get(url, headers=headers)
        assert (response.status_code, headers) == (status, headers)
        assert "X-Accel-Redirect" not in response
        assert response.getvalue() == (SOUND if status == 200 else b""), headers


def test_nothing_is_handed_over_before_the_view_has_decided(client: Client, song: Track, url: str) -> None:
    update_track(actor=song.artist.owner, track=song, visibility=Visibility.UNLISTED)
    response = client.get(url)
    assert response.status_code == 404
    assert "X-Accel-Redirect" not in response
    granted = track_media(song, Viewer(user_id=song.artist.owner_id))
    assert granted is not None
    assert client.get(granted.file("aac.mp4"))["X-Accel-Redirect"].startswith("/.media/masters/")


def test_a_lost_file_is_said_by_us(client: Client, url: str, master: Master) -> None:
    storages["media"].delete(f"{master.prefix}/aac.mp4")
    response = client.get(url)
    assert response.status_code == 503
    assert "X-Accel-Redirect" not in response


@pytest.mark.parametrize("value", ["protected", "/a", "a/", "/a b/", "/a/../", "/../", "https://example.org/"])
def test_an_address_that_no_proxy_has_is_refused(value: str) -> None:
    with pytest.raises(ValueError, match="x_accel"):
        Environment(x_accel=value)
    assert Environment(x_accel="/.media/").x_accel == "/.media/"
