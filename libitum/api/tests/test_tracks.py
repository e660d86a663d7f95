"""Works of an artist, from the draft to the day it is gone, by a program alone."""

from datetime import timedelta

import pytest
from django.utils import timezone

from libitum.accounts.models import User
from libitum.catalog.models import Artist, Track, Visibility
from libitum.catalog.services import create_track, mark_audio_ready
from libitum.media.tests.recordings import draw, record, stamp

from .programs import ANYBODYS, Program, fields_of, json_of, program_of


@pytest.fixture
def hers(alice: User) -> Program:
    return program_of(alice, "read", "works")


def test_a_work_from_draft_to_release_to_deletion(hers: Program, ada: Artist) -> None:
    made = hers.post("/tracks", artist=ada.uid, title="Für Elise")
    track = json_of(made)
    where = f"/tracks/{track['id']}"
    assert made.status_code == 201
    assert made["Location"] == f"/api/v1{where}"
    assert (track["url"], track["visibility"], track["published_at"]) == ("/ada-ferrante/fur-elise", "private", None)
    assert ANYBODYS.get(where).status_code == 404

    mark_audio_ready(track=Track.objects.get(uid=track["id"]), duration_ms=1000)
    out = hers.patch(where, visibility="public", rights_basis="holder")
    assert out.status_code == 200
    seen = ANYBODYS.get(where)
    assert json_of(seen)["published_at"] is not None
    assert [row["id"] for row in json_of(ANYBODYS.get("/tracks"))["items"]] == [track["id"]]

    assert hers.delete(where).status_code == 204
    assert hers.get(where).status_code == 404


def test_everything_that_can_be_said_of_a_work_can_be_written_and_read(
    hers: Program, ada: Artist, song: Track, charlie: User
) -> None:
    other = Artist.objects.create(owner=charlie, name="Charles", slug="charles")
    said = {
        "description": "Of a morning.\nAnd more.",
        "lyrics": "La la",
        "language": "it",
        "genre": "jazz",
        "tags": ["Night Drive", "piano"],
        "isrc": "ITABC2600001",
        "licence": "cc-by-4.0",
        "attribution": "Ada Ferrante",
        "source_url": "https://example.org/light",
        "explicit": True,
        "downloadable": True,
        "recorded_year": 1969,
    }
    ai = {"vocals": "none", "lyrics": "assisted"}
    credits_given = [{"role": "composer", "artist": other.uid}, {"role": "other", "name": "Bo", "detail": "comb"}]
    response = hers.patch(f"/tracks/{song.uid}", **said, ai=ai, credits=credits_given)
    assert response.status_code == 200, response.content
    document = json_of(ANYBODYS.get(f"/tracks/{song.uid}"))
    assert {name: document[name] for name in said} == said
    assert document["ai"] == {
        "vocals": "none", "lyrics": "assisted", "instrumentation": "", "composition": "", "postproduction": "",
    }  # fmt: skip
    reference = {"id": other.uid, "name": "Charles", "url": "/charles"}
    assert document["credits"] == [
        {"role": "composer", "name": "Charles", "detail": "", "artist": reference},
        {"role": "other", "name": "Bo", "detail": "comb", "artist": None},
    ]
    assert document["mine"] is False


def test_scheduled_works_appear_by_the_clock(hers: Program, song: Track) -> None:
    at = (timezone.now() + timedelta(days=1)).isoformat()
    assert hers.patch(f"/tracks/{song.uid}", publish_at=at).status_code == 200
    assert ANYBODYS.get(f"/tracks/{song.uid}").status_code == 404
    assert hers.get(f"/tracks/{song.uid}").status_code == 200
    Track.objects.update(publish_at=timezone.now() - timedelta(seconds=1))
    assert ANYBODYS.get(f"/tracks/{song.uid}").status_code == 200


@pytest.mark.parametrize(
    ("body", "field"),
    [
        ({"title": ""}, "title"),
        ({"title": " " * 10}, "title"),
        ({"title": "x" * 201}, "title"),
        ({"title": None}, "title"),
        ({"title": "a\x00b"}, "title"),
        ({"titel": "x"}, "titel"),
        ({"isrc": "no"}, "isrc"),
        ({"genre": "polka-core"}, "genre"),
        ({"licence": "mine"}, "licence"),
        ({"visibility": "secret"}, "visibility"),
        ({"publish_at": "tomorrow"}, "publish_at"),
        ({"publish_at": "2030-01-01T00:00:00"}, "publish_at"),
        ({"publish_at": "0001-01-01T00:00:00+14:00"}, "publish_at"),
        ({"tags": ["x"] * 31}, "tags"),
        ({"tags": "x"}, "tags"),
        ({"ai": {"drums": "none"}}, "ai.drums"),
        ({"credits": [{"role": "boss", "name": "Bo"}]}, "credits.0.role"),
        ({"credits": [{"role": "other"}]}, "credits"),
        ({"credits": [{"role": "other", "artist": "a" * 16}]}, "credits.0.artist"),
        ({"source_url": "javascript:alert(1)"}, "source_url"),
        ({"recorded_year": 12}, "recorded_year"),
        ({"downloadable": "perhaps"}, "downloadable"),
    ],
)
def test_what_cant_be_is_refused_field_by_field(
    hers: Program, song: Track, body: dict[str, object], field: str
) -> None:
    response = hers.patch(f"/tracks/{song.uid}", **body)
    assert response.status_code == 422
    assert fields_of(response) == {field}
    song.refresh_from_db()
    assert song.title == "First light"


def test_sentences_are_in_the_readers_language(alice: User, ada: Artist) -> None:
    raw = program_of(alice, "works")
    response = raw.client.post(
        "/api/v1/tracks", {"artist": ada.uid}, "application/json", headers={"Accept-Language": "fr"}
    )
    assert response["Content-Language"] == "fr"


def test_a_page_of_somebody_elses_is_no_place_to_publish(hers: Program, charlie: User) -> None:
    other = Artist.objects.create(owner=charlie, name="Charles", slug="charles")
    assert fields_of(hers.post("/tracks", artist=other.uid, title="Mine")) == {"artist"}


def test_only_the_artist_changes_and_deletes(song: Track, charlie: User) -> None:
    his = program_of(charlie, "read", "works")
    where = f"/tracks/{song.uid}"
    assert his.patch(where, title="Stolen").status_code == 403
    assert his.delete(where).status_code == 403
    Track.objects.update(visibility=Visibility.PRIVATE)
    assert his.patch(where, title="Stolen").status_code == 404
    assert his.delete(where).status_code == 404


def test_my_own_list_shows_drafts_and_no_one_elses_does(hers: Program, song: Track, bob: User) -> None:
    draft = create_track(actor=song.artist.owner, artist=song.artist, title="Draft")
    assert [row["id"] for row in json_of(hers.get("/tracks", mine=True))["items"]] == [draft.uid, song.uid]
    assert [row["id"] for row in json_of(hers.get("/tracks"))["items"]] == [song.uid]
    assert json_of(program_of(bob, "read").get("/tracks", mine=True))["items"] == []
    assert ANYBODYS.get("/tracks", mine=True).status_code == 401
    assert program_of(bob, "upload").get("/tracks", mine=True).status_code == 403


def test_ones_own_are_found_by_a_part_of_the_title(hers: Program, song: Track) -> None:
    create_track(actor=song.artist.owner, artist=song.artist, title="Draft")
    for words, titles in [("LIGHT", ["First light"]), ("raf", ["Draft"]), ("x", []), ("%", [])]:
        assert [row["title"] for row in json_of(hers.get("/tracks", mine=True, title=words))["items"]] == titles
    assert fields_of(ANYBODYS.get("/tracks", title="light")) == {"title"}


def test_a_former_address_is_told_to_the_artist_alone(hers: Program, song: Track) -> None:
    renamed = hers.patch(f"/tracks/{song.uid}", title="Last light")
    assert json_of(renamed)["former"] == ["/ada-ferrante/first-light"]
    assert json_of(ANYBODYS.get(f"/tracks/{song.uid}"))["former"] == []


def test_lists_are_narrowed_by_artist_tag_and_genre(hers: Program, song: Track, ada: Artist) -> None:
    hers.patch(f"/tracks/{song.uid}", genre="jazz", tags=["Night"])
    for query, count in [
        ({"artist": ada.uid}, 1),
        ({"artist": "a" * 16}, 0),
        ({"tag": "night"}, 1),
        ({"tag": "day"}, 0),
        ({"genre": "jazz", "tag": "night"}, 1),
        ({"genre": "rock"}, 0),
    ]:
        assert len(json_of(ANYBODYS.get("/tracks", **query))["items"]) == count, query


def test_the_pages_of_a_list_join_without_a_gap(alice: User, ada: Artist) -> None:
    # Before 1970 too, and several at the same moment.
    moments = [timezone.now() - timedelta(days=days) for days in (1, 1, 1, 5, 25_000, 25_000, 30_000)]
    for number, moment in enumerate(moments):
        track = create_track(
            actor=alice,
            artist=ada,
            title=f"No. {number}",
            visibility="public",
            rights_basis="holder",
            publish_at=moment,
        )
        mark_audio_ready(track=track, duration_ms=1)
    titles: list[str] = []
    cursor: str | None = ""
    for _page in range(4):
        page = json_of(ANYBODYS.get("/tracks", limit=2, cursor=cursor))
        titles += [row["title"] for row in page["items"]]
        cursor = page["next"]
    assert cursor is None
    assert sorted(titles) == [f"No. {number}" for number in range(7)]
    assert [titles.index(f"No. {number}") // 3 for number in range(3)] == [0, 0, 0]


@pytest.mark.parametrize("query", [{"limit": 0}, {"limit": 101}, {"limit": "x"}, {"cursor": "x"}, {"page": 2}])
def test_questions_about_a_list_that_make_no_sense(db: None, query: dict[str, object]) -> None:
    response = ANYBODYS.get("/tracks", **query)
    assert response.status_code == 422
    assert fields_of(response) == set(query)


def test_the_original_is_the_artists_and_whose_it_is_offered_to(hers: Program, song: Track, bob: User) -> None:
    where = f"/tracks/{song.uid}/original"
    assert hers.get(where).status_code == 409
    master = record(song)
    his = program_of(bob, "read")
    assert his.get(where).status_code == ANYBODYS.get(where).status_code == 404
    told = json_of(hers.get(where))
    assert told["media_type"] == "audio/flac"
    assert ANYBODYS.client.get(told["url"]).status_code == 200
    hers.patch(f"/tracks/{song.uid}", downloadable=True)
    waits = his.get(where)
    assert (waits.status_code, waits["Retry-After"]) == (503, "30")
    assert b'"code": "not-ready"' in waits.content
    content = stamp(master)
    for told in (json_of(his.get(where)), json_of(ANYBODYS.get(where))):
        assert told["size"] == len(content)
        assert ANYBODYS.client.get(told["url"]).getvalue() == content


def test_a_list_shows_the_sizes_of_its_pictures(song: Track) -> None:
    picture = draw(song)
    row = json_of(ANYBODYS.get("/tracks"))["items"][0]
    assert row["artwork"] == {
        "alt": "", "width": 320, "height": 320, "images": {"320": f"/media/a/{picture.uid}/320.webp"},
    }  # fmt: skip
