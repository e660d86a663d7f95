"""What `check` finds when it looks at what stands in front of the instance."""

from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread

import pytest
from django.core.files.base import ContentFile
from django.db import Error as DatabaseError
from pytest_django import Settings

from libitum.catalog.models import Track
from libitum.crawlers.services import ensure_signals
from libitum.media.stores.folder import FolderStorage
from libitum.media.tests.recordings import record
from libitum.media.tests.s3 import S3
from libitum.ops import inspection, through
from libitum.ops.through import Answer, differences, findings, paths, sent
from libitum.policy import HEADERS

URL = "https://music.example.org/"
DISK, BUCKET = "libitum.media.stores.folder.FolderStorage", "libitum.media.stores.s3.ObjectStorage"
OURS = {
    "content-usage": "train-ai=n, search=y",
    "tdm-reservation": "1",
    "tdm-policy": "https://music.example.org/policies/tdm/1",
    "x-robots-tag": "noai, noimageai",
    "link": '<https://music.example.org/rsl.xml>; rel="license"',
    "cache-control": "no-store",
}


def found(**changes: str | None) -> list[str]:
    """With these headers on their way; None: dropped."""
    given = {name.replace("_", "-"): value for name, value in changes.items()}
    arrived = {name: value for name, value in {**OURS, **given}.items() if value is not None}
    return list(differences(URL, Answer(200, OURS), Answer(200, arrived)))


def test_what_arrives_whole_is_no_finding() -> None:
    assert found() == []
    assert found(age="3", via="1.1 somewhere", link=f"{OURS['link']}, </style.css>; rel=preload") == []


@pytest.mark.parametrize("name", list(OURS))
def test_what_is_dropped_is_named(name: str) -> None:
    (sentence,) = found(**{name: None})
    assert sentence == f"{URL} arrives without {name}: something in front of the instance drops them."


@pytest.mark.parametrize("name", [name.lower() for name in HEADERS])
def test_what_is_said_otherwise_is_named(name: str) -> None:
    (sentence,) = found(**{name: "all"})
    assert f"arrives with {name}: all, the instance itself says {OURS[name]}" in sentence


def test_a_policy_that_only_the_proxy_speaks_of_is_named() -> None:
    opened = {name: value for name, value in OURS.items() if name != "tdm-policy"}
    (sentence,) = differences(URL, Answer(200, opened), Answer(200, OURS))
    assert "the instance itself says nothing" in sentence


def test_another_answer_is_said_in_one_sentence() -> None:
    assert list(differences(URL, Answer(404, OURS), Answer(200, {}))) == [
        f"{URL} answers 200, the instance itself 404."
    ]


@pytest.mark.parametrize("address", ["music.example.org", "ftp://music.example.org", "https://", "/etc/passwd"])
def test_what_is_no_address_is_said(address: str) -> None:
    (sentence,) = findings(address)
    assert "is no address to ask" in sentence


@pytest.mark.django_db
def test_who_does_not_answer_is_said_once() -> None:
    (sentence,) = findings("http://127.0.0.1:1")
    assert "does not answer" in sentence


def test_without_tables_another_check_speaks(monkeypatch: pytest.MonkeyPatch) -> None:
    def lost() -> Iterator[str]:
        raise DatabaseError

    monkeypatch.setattr(through, "paths", lost)
    assert list(findings("http://127.0.0.1:1")) == []


@pytest.mark.django_db
def test_the_instance_is_asked_as_it_answers_outside(song: Track, settings: Settings) -> None:
    record(song)
    ensure_signals()
    settings.ALLOWED_HOSTS = ["music.example.org"]
    settings.BASE_URL = "https://music.example.org"
    answers = [sent(path) for path in paths()]
    assert [answer.status for answer in answers] == [200, 200, 404, 200]
    for answer in answers:
        assert {name.lower() for name in HEADERS} <= set(answer.headers)


@pytest.mark.parametrize(
    ("store", "place"),
    [
        ({"BACKEND": DISK, "OPTIONS": {"base_url": "https://cdn.example.org/"}}, "cdn.example.org"),
        ({"BACKEND": BUCKET, "OPTIONS": {"redirects": True}}, "the store"),
    ],
)
def test_media_that_can_be_fetched_past_us_are_a_finding(
    settings: Settings, store: dict[str, object], place: str
) -> None:
    assert inspection.files_come_through_us() is None
    settings.STORAGES = {**settings.STORAGES, "media": store}
    assert f"fetched from {place} directly" in str(inspection.files_come_through_us())


@pytest.mark.usefixtures("bucket")
def test_a_bucket_that_is_closed_and_holds_everything_is_none() -> None:
    assert inspection.files_come_through_us() is None
    assert inspection.bucket_is_closed() is None
    assert inspection.all_media_are_moved() is None
    assert inspection.storage_works() is None


def test_a_bucket_that_is_open_to_strangers_is_a_finding(settings: Settings, s3: S3) -> None:
    class Giving(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            self.send_response(200)
            self.send_header("Content-Length", "0")
            self.end_headers()

        do_HEAD = do_PUT = do_DELETE = do_GET  # noqa: N815 -- the names that the library looks for

        def log_message(self, *_arguments: object) -> None:
            """The tests' own output is enough."""

    with ThreadingHTTPServer(("127.0.0.1", 0), Giving) as server:
        Thread(target=server.serve_forever, daemon=True).start()
        options = {**s3.options, "endpoint_url": f"http://127.0.0.1:{server.server_address[1]}"}
        settings.STORAGES = {**settings.STORAGES, "media": {"BACKEND": BUCKET, "OPTIONS": options}}
        assert "open to strangers" in str(inspection.bucket_is_closed())
        server.shutdown()


def test_media_left_in_the_folder_are_a_finding(bucket: S3, settings: Settings) -> None:
    FolderStorage(location=settings.MEDIA_ROOT).save("originals/ab/abc", ContentFile(b"sound"))
    assert "still holds media" in str(inspection.all_media_are_moved())


def test_files_left_to_nobody_are_a_finding(settings: Settings) -> None:
    settings.X_ACCEL, settings.TRUSTED_PROXIES = "/.media/", ["127.0.0.1"]
    assert inspection.proxy_that_sends_files_is_known() is None
    settings.TRUSTED_PROXIES = []
    assert "empty files" in str(inspection.proxy_that_sends_files_is_known())
