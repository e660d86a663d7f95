"""How what lies in a store reaches its listeners, the ways a folder has none of."""

import urllib.error
import urllib.request
from collections.abc import Callable
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest
from django.core.files.storage import storages
from django.test import Client
from pytest_django import Settings

from libitum.catalog.models import Track
from libitum.catalog.services import update_track
from libitum.catalog.viewers import ANYBODY
from libitum.config.environment import Environment
from libitum.media.addresses import download_address, track_media
from libitum.media.models import Master

from .recordings import SOUND, record, stamp
from .s3 import BUCKET, S3

# Of files and what is said of them: the database makes no difference.
pytestmark = pytest.mark.of_sqlite


@pytest.fixture
def master(bucket: S3, song: Track) -> Master:
    return record(song)


@pytest.fixture
def address(song: Track, master: Master) -> Callable[[str], str]:
    media = track_media(song, ANYBODY)
    assert media is not None
    return media.file


Address = Callable[[str], str]


@pytest.fixture
def options(settings: Settings, bucket: S3) -> Callable[..., None]:
    def choose(**more: object) -> None:
        media = {**settings.STORAGES["media"], "OPTIONS": {**bucket.options, **more}}
        settings.STORAGES = {**settings.STORAGES, "media": media}

    return choose


Options = Callable[..., None]


def fetched(url: str, **headers: str) -> tuple[int, bytes, dict[str, str]]:
    with urllib.request.urlopen(urllib.request.Request(url, headers=headers)) as response:  # noqa: S310 -- of our store
        return response.status, response.read(), {name.lower(): value for name, value in response.headers.items()}


class TestSentToTheStore:
    def test_who_may_hear_it_gets_it_there(self, client: Client, address: Address, options: Options) -> None:
        options(redirects=True)
        response = client.get(address("aac.mp4"))
        assert (response.status_code, response["Cache-Control"]) == (302, "no-store")
        status, body, headers = fetched(response["Location"], Range="bytes=10-19")
        assert (status, body) == (206, SOUND[10:20])
        assert headers["content-range"] == f"bytes 10-19/{len(SOUND)}"

    def test_who_asks_for_headers_alone_is_told_here(self, client: Client, address: Address, options: Options) -> None:
        options(redirects=True)
        response = client.head(address("aac.mp4"))
        assert (response.status_code, response["Content-Length"]) == (200, str(len(SOUND)))

    def test_players_of_other_sites_may_follow(self, client: Client, address: Address, options: Options) -> None:
        options(redirects=True)
        assert client.get(address("aac.mp4"))["Access-Control-Allow-Origin"] == "*"

    def test_the_address_can_not_be_turned_into_another(
        self, client: Client, address: Address, master: Master, options: Options
    ) -> None:
        options(redirects=True)
        signed = client.get(address("aac.mp4"))["Location"]
        other = signed.replace(f"{master.prefix}/aac.mp4", master.original.storage_name)
        with pytest.raises(urllib.error.HTTPError, match="403"):
            fetched(other)

    def test_it_ends(self, client: Client, address: Address, options: Options) -> None:
        options(redirects=True)
        query = parse_qs(urlsplit(client.get(address("aac.mp4"))["Location"]).query)
        assert query["X-Amz-Expires"] == ["3600"]

    @pytest.mark.parametrize("file", ["index.m3u8", "aac.m3u8", "waveform.json"])
    def test_what_counts_from_its_own_address_stays_with_us(
        self, client: Client, address: Address, options: Options, file: str
    ) -> None:
        options(redirects=True)
        assert client.get(address(file)).status_code == 200

    def test_a_download_keeps_its_name(self, client: Client, song: Track, master: Master, options: Options) -> None:
        update_track(actor=song.artist.owner, track=song, downloadable=True)
        content = stamp(master)
        options(redirects=True)
        signed = client.get(download_address(song, master, ANYBODY).url)["Location"]
        assert parse_qs(urlsplit(signed).query)["response-content-disposition"][0].startswith("attachment; filename=")
        assert fetched(signed)[1] == content

    def test_browsers_may_know_the_store_by_another_name(
        self, client: Client, address: Address, options: Options
    ) -> None:
        options(redirects=True, public_endpoint="https://media.example.org")
        place = urlsplit(client.get(address("aac.mp4"))["Location"])
        assert (place.scheme, place.netloc) == ("https", "media.example.org")
        assert place.path.startswith(f"/{BUCKET}/masters/")

    def test_pages_let_browsers_go_there(self) -> None:
        there: dict[str, Any] = {"s3_bucket": "music", "s3_endpoint": "https://s3.example.org"}
        assert Environment(**there).store_origin == ""
        assert Environment(**there, s3_redirects=True).store_origin == "https://s3.example.org"
        virtual = Environment(**there, s3_redirects=True, s3_addressing="virtual")
        assert virtual.store_origin == "https://music.s3.example.org"


class TestAProxyInFront:
    def test_is_told_what_to_ask_the_store_for(
        self, client: Client, address: Address, bucket: S3, settings: Settings
    ) -> None:
        settings.X_ACCEL = "/.media/"
        response = client.get(address("aac.mp4"), headers={"Range": "bytes=0-4"})
        told = response["X-Accel-Redirect"]
        assert told.startswith(f"/.media/{BUCKET}/masters/")
        status, body, _headers = fetched(f"{bucket.endpoint}/{told.removeprefix('/.media/')}", Range="bytes=0-4")
        assert (status, body) == (206, SOUND[:5])


class TestAStoreInTrouble:
    def test_that_does_not_answer_is_said_in_a_sentence(
        self, client: Client, address: Address, options: Options
    ) -> None:
        options(endpoint_url="http://127.0.0.1:9")
        response = client.get(address("aac.mp4"), headers={"Accept-Language": "en"})
        assert (response.status_code, response["Retry-After"]) == (503, "30")
        assert "Nothing is lost" in response.content.decode()
        assert "127.0.0.1" not in response.content.decode()

    def test_that_has_lost_a_file_is_said_too(self, client: Client, address: Address, master: Master) -> None:
        assert client.head(address("aac.mp4")).status_code == 200
        storages["media"].delete(f"{master.prefix}/aac.mp4")
        assert client.get(address("aac.mp4")).status_code == 503
