"""A catalogue brought in by a program: a dry run, the tracks, and each recording by tus."""

import hashlib
from collections.abc import Mapping
from typing import Any

import pytest
from django.http import HttpResponse
from pytest_django import DjangoAssertNumQueries

from libitum.accounts.models import User
from libitum.catalog.models import Artist, Release, Track
from libitum.catalog.services import create_artist
from libitum.media.bulk.columns import COLUMNS
from libitum.media.models import Upload
from libitum.media.services import processing
from libitum.media.tests.corpus import sounds

from .programs import ANYBODYS, Program, fields_of, json_of, program_of
from .test_uploads import send

FOLDER = {"dusk.wav": sounds.wav(0.3), "cd1/dawn.wav": sounds.wav(0.4), "cd1/noon.wav": sounds.wav(0.5)}
TABLE = """file;title;release;position;genre;visibility;rights_basis
dusk.wav;Dusk;Evening Songs;2;folk;public;holder
cd1/dawn.wav;Dawn;Evening Songs;1;;public;holder
noon.wav;Noon;;;polka;;
night.wav;;;;;;
"""


@pytest.fixture
def hers(alice: User) -> Program:
    return program_of(alice, "read", "works", "upload")


def described(folder: Mapping[str, bytes]) -> list[dict[str, Any]]:
    return [
        {"name": f"masters/{name}", "size": len(data), "sha256": hashlib.sha256(data).hexdigest()}
        for name, data in folder.items()
    ]


def ask(program: Program, page: Artist, **more: Any) -> HttpResponse:
    asked = {"artist": page.uid, "table": TABLE, "recordings": described(FOLDER)}
    return program.post("/imports", **asked | more)


def test_a_dry_run_says_what_would_happen_row_by_row_and_does_nothing(hers: Program, ada: Artist) -> None:
    said = json_of(ask(hers, ada, dry_run=True))
    assert (said["dry_run"], said["good"], said["skipped"], said["errors"], said["problem"]) == (True, 2, 0, 2, "")
    assert said["rows"][0] == {
        "row": 2, "file": "dusk.wav", "title": "Dusk", "action": "import", "problems": [],
        "recording": "masters/dusk.wav", "track": None, "waits": False,
    }  # fmt: skip
    assert [(row["row"], row["problems"]) for row in said["rows"][2:]] == [
        (4, ["genre: “polka” isn't among what can be chosen."]),
        (5, ["title: The track needs a title.", "file: “night.wav” is not among the recordings."]),
    ]
    assert not Track.objects.exists()


@pytest.mark.parametrize("count", [1, 300])
def test_a_dry_run_costs_the_same_queries_however_long_the_table_is(
    count: int, hers: Program, ada: Artist, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    rows = "".join(f"{number}.wav,No. {number},Songs\n" for number in range(count))
    folder = [{"name": f"{number}.wav", "size": 4, "sha256": f"{number:064x}"} for number in range(count)]
    with django_assert_max_num_queries(10):
        said = json_of(ask(hers, ada, table=f"file,title,release\n{rows}", recordings=folder, dry_run=True))
    assert said["good"] == count


def test_from_a_folder_to_music_one_can_hear_and_nothing_twice(hers: Program, ada: Artist) -> None:
    said = json_of(ask(hers, ada))
    assert (said["good"], said["errors"], Track.objects.count()) == (2, 2, 2)
    waiting = [row for row in said["rows"] if row["waits"]]
    for row in waiting:
        send(hers, FOLDER[row["recording"].removeprefix("masters/")], track=row["track"])
    processing.process_all()
    for row, length in zip(waiting, (300, 400), strict=True):
        assert json_of(ANYBODYS.get(f"/tracks/{row['track']}/playback"))["duration_ms"] == length
    release = json_of(ANYBODYS.get(f"/releases/{Release.objects.get().uid}"))
    assert (release["title"], [track["title"] for track in release["tracks"]]) == ("Evening Songs", ["Dawn", "Dusk"])

    again = json_of(ask(hers, ada))
    assert [row["action"] for row in again["rows"]] == ["skip", "skip", "error", "error"]
    assert [row["track"] for row in again["rows"][:2]] == [row["track"] for row in waiting]
    assert (Track.objects.count(), Upload.objects.count()) == (2, 2)


def test_an_import_that_was_cut_off_goes_on(hers: Program, ada: Artist) -> None:
    first = json_of(ask(hers, ada))["rows"]
    again = json_of(ask(hers, ada))["rows"]
    assert [row["action"] for row in again[:2]] == ["fill", "fill"]
    assert [row["track"] for row in again] == [row["track"] for row in first]
    assert again[0]["waits"] is True


def test_what_doesnt_fit_is_said_and_nothing_is_begun(hers: Program, alice: User, ada: Artist) -> None:
    alice.quota_bytes = 1500
    alice.save()
    assert "Delete works" in json_of(ask(hers, ada, dry_run=True))["problem"]
    refused = ask(hers, ada)
    assert (refused.status_code, json_of(refused)["code"]) == (413, "over-quota")
    assert not Track.objects.exists()


@pytest.mark.parametrize(
    ("body", "field"),
    [
        ({"table": "colour\nred\n"}, "table"),
        ({"table": ""}, "table"),
        ({"table": None}, "table"),
        ({"table": "file,title\na,b\0"}, "table"),
        ({"recordings": [{"name": "a"}]}, "recordings.0.size"),
        ({"recordings": [{"name": "a", "size": -1, "sha256": "0" * 64}]}, "recordings.0.size"),
        ({"recordings": [{"name": "a", "size": 1, "sha256": "x"}]}, "recordings.0.sha256"),
        ({"recordings": [{"name": "a", "size": 1, "sha256": "0" * 64}] * 5001}, "recordings"),
        ({"artist": "a" * 16}, "artist"),
        ({"dry": True}, "dry"),
    ],
)
def test_what_cant_be_is_refused_field_by_field(
    hers: Program, ada: Artist, body: dict[str, object], field: str
) -> None:
    fields = fields_of(ask(hers, ada, **body))
    assert field in fields
    assert all(name.startswith(field.partition(".")[0]) for name in fields)
    assert not Track.objects.exists()


def test_a_page_of_somebody_elses_takes_nothing(hers: Program, ada: Artist, charlie: User) -> None:
    create_artist(actor=charlie, name="Carlo")
    his = program_of(charlie, "works")
    assert fields_of(ask(his, ada)) == {"artist"}
    named = his.post("/imports", table="file,title,artist\ndusk.wav,Dusk,ada-ferrante\n", recordings=described(FOLDER))
    assert json_of(named)["rows"][0]["problems"] == ["artist: You have no page as “ada-ferrante”."]
    assert not Track.objects.exists()


def test_it_takes_the_permission(alice: User, ada: Artist) -> None:
    assert ask(program_of(alice, "read", "upload"), ada).status_code == 403
    assert ask(ANYBODYS, ada).status_code == 401


def test_what_a_table_may_say_is_told(db: None) -> None:
    columns = json_of(ANYBODYS.get("/imports/columns"))["items"]
    assert [column["name"] for column in columns] == [column.name for column in COLUMNS]
    assert {column["name"] for column in columns if column["required"]} == {"file", "title"}
    assert next(column for column in columns if column["name"] == "licence")["also"] == ["license"]
