"""What a program reads of its uploads."""

import pytest
from pytest_django import DjangoAssertNumQueries

from libitum.accounts.models import User
from libitum.catalog.models import Track
from libitum.media.models import Upload, UploadState
from libitum.media.parts import Part

from .tus import COLLECTION, Tus


def test_one_says_all_that_its_receipt_says(tus: Tus) -> None:
    where = tus.create(10, {"filename": "dusk.wav"}).where
    tus.patch(where, b"abc", 0)
    said = tus.ask("GET", where, version=None).json
    track = Track.objects.get()
    assert said["filename"] == "dusk.wav"
    assert (said["size"], said["received"], said["state"]) == (10, 3, "receiving")
    assert said["track"] == {"uid": track.uid, "title": "dusk", "url": "/ada-ferrante/dusk"}
    assert said["expires_at"]
    assert said["received_at"] is None
    tus.patch(where, b"defghij", 3)
    said = tus.ask("GET", where, version=None).json
    assert (said["received"], said["state"], said["expires_at"]) == (10, "received", None)
    assert said["received_at"]


def test_one_counts_what_is_on_the_disk(tus: Tus) -> None:
    where = tus.create(10).where
    with Part(Upload.objects.get().uid).write() as writer:
        writer.append(b"abcd")
    assert tus.ask("GET", where).json["received"] == 4


def test_a_list_is_in_pages_that_miss_nothing(tus: Tus) -> None:
    made = [tus.create(10, {"filename": f"{number}.wav"}).where for number in range(5)]
    seen, cursor = [], ""
    while True:
        page = tus.ask("GET", f"{COLLECTION}?limit=2&before={cursor}", version=None).json
        seen += [row["url"] for row in page["uploads"]]
        cursor = page["next"]
        if not cursor:
            break
    assert seen == made[::-1]


WRONG = [
    "limit=0",
    "limit=101",
    "limit=x",
    "limit=-1",
    "limit=",
    "before=nonsense",
    "limit=00999999",
    "limit=" + "1" * 5000,
]


@pytest.mark.parametrize("query", WRONG)
def test_a_page_that_is_none_is_refused(tus: Tus, query: str) -> None:
    assert tus.ask("GET", f"{COLLECTION}?{query}").status == 400


def test_a_list_says_what_is_left_of_the_quota(tus: Tus, alice: User) -> None:
    alice.quota_bytes = 100
    alice.save()
    tus.create(30)
    assert tus.ask("GET", COLLECTION).json["quota"] == {"limit": 100, "used": 30, "free": 70}


@pytest.mark.parametrize("number", [1, 12])
def test_a_list_costs_the_same_whatever_its_length(
    tus: Tus, number: int, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    for _ in range(number):
        tus.create(10)
    with django_assert_max_num_queries(8):
        assert len(tus.ask("GET", COLLECTION).json["uploads"]) == number


def test_what_was_given_up_stays_in_the_list(tus: Tus) -> None:
    tus.ask("DELETE", tus.create(10).where)
    row = tus.ask("GET", COLLECTION).json["uploads"][0]
    assert (row["state"], row["track"]) == (UploadState.TERMINATED, None)
