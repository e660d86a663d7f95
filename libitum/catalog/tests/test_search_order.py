"""What stands first, and that it costs no more when much is found: the same on both databases."""

from importlib import import_module
from types import SimpleNamespace

import pytest
from django.db import connection

from libitum.accounts.models import User
from libitum.catalog.models import Artist, Release, SearchDocument, Track, Visibility
from libitum.catalog.search import backend, search
from libitum.catalog.services import create_release, update_artist, update_track

DAWN = ["dawn"]


def document(number: int, title: str, names: str = "", words: str = "", kind: str = "track") -> SearchDocument:
    return SearchDocument(kind=kind, object_id=number, title=title, names=names, words=words)


def written(*documents: SearchDocument) -> None:
    SearchDocument.objects.bulk_create(documents)


@pytest.mark.django_db
def test_titles_come_first_then_names_then_the_rest_and_the_newest_within() -> None:
    written(
        document(1, "dawn"),
        document(2, "a long dawn"),
        document(3, "dawning"),
        document(4, "river", names="dawn ferrante"),
        document(5, "river", words="written at dawn"),
        document(6, "river", words="of dawning days"),
        document(7, "dawn"),
        document(8, "dawn again"),
        document(9, "river", words="a dawn"),
        document(10, "river", names="dawnland"),
        document(11, "glass", words="nothing of it"),
    )
    assert backend().match(DAWN, "track", 400) == [7, 1, 8, 2, 3, 10, 4, 9, 5, 6]


@pytest.mark.django_db
def test_words_may_stand_in_several_places() -> None:
    written(
        document(1, "dawn", names="ferrante", words="slow"),
        document(2, "dawn", words="by ferrante, slow"),
        document(3, "slow dawn"),
    )
    assert backend().match(["dawn", "ferrante"], "track", 400) == [1, 2]
    assert backend().match(["slow", "dawn"], "track", 400) == [3, 2, 1]
    assert backend().match(["dawn", "slow", "ferr"], "track", 400) == [2, 1]


@pytest.mark.django_db
def test_an_old_work_is_found_by_its_title_among_any_number_of_newer_ones() -> None:
    written(document(1, "dawn"), *(document(number, f"dawn {number}") for number in range(2, 3000)))
    assert backend().match(DAWN, "track", 3) == [1, 2999, 2998]


@pytest.mark.django_db
def test_titles_come_first_among_any_number_of_newer_texts() -> None:
    texts = [document(number, "river", words="about dawn and what comes then") for number in range(3, 3000)]
    written(document(1, "the dawn"), document(2, "river", names="dawn"), *texts)
    assert backend().match(DAWN, "track", 4) == [1, 2, 2999, 2998]


@pytest.mark.django_db
def test_no_kind_stands_in_another_ones_way() -> None:
    tracks = [document(number, "dawn") for number in range(2, 600)]
    written(document(1, "dawn", kind="artist"), *tracks)
    assert backend().match(DAWN, "artist", 400) == [1]
    assert backend().match(DAWN, "release", 400) == []


def released(artist: Artist, title: str) -> Release:
    return create_release(actor=artist.owner, artist=artist, title=title, visibility=Visibility.PUBLIC, tracks=[])


def test_a_title_is_the_same_without_its_punctuation(ada: Artist) -> None:
    exact = released(ada, "St. Louis: Blues!")
    released(ada, "St. Louis Blues again")
    assert search("st louis blues").releases[0] == exact
    assert search("st-louis/blues").releases[0] == exact


@pytest.mark.parametrize("text", ["and/or", "example.org", "a_b", "vol.2"])
def test_what_looks_like_an_address_is_words(alice: User, song: Track, text: str) -> None:
    update_track(actor=alice, track=song, title=text)
    last = text.replace("_", " ").replace("/", " ").replace(".", " ").split()[-1]
    assert search(last).tracks == [song]


def test_what_is_listed_is_shown_though_much_before_it_is_not(song: Track) -> None:
    # Documents of works that nobody may see come first.
    written(*(document(10_000 + number, "first") for number in range(300)))
    assert search("first", limit=1).tracks == [song]


@pytest.mark.parametrize(
    "query",
    [
        "l",
        "_",
        "*",
        '"',
        "first\x00light",
        "\x00",
        "first " * 100,
        "x" * 5000,
        "\u3300" * 200,
        "'first':A | light",
        "\\",
        "%s %(limit)s {kind}",
    ],
)
def test_odd_questions_are_words_or_nothing(song: Track, query: str) -> None:
    assert search(query).tracks in ([], [song])


@pytest.mark.of_sqlite
def test_the_former_index_becomes_the_new_one_and_back(song: Track) -> None:
    migration = import_module("libitum.catalog.migrations.0008_search_by_kind")
    with connection.cursor() as cursor:
        editor = SimpleNamespace(connection=connection, execute=cursor.execute)
        migration.one_for_all(None, editor)
        SearchDocument.objects.filter(kind="track").update(title="and/or: first-light")
        cursor.execute("SELECT count(*) FROM catalog_search WHERE catalog_search MATCH 'light'")
        assert cursor.fetchone() == (1,)
        migration.one_for_each_kind(None, editor)
    assert search("and or first light").tracks == [song]
    assert SearchDocument.objects.get(kind="track").title == "and or first light"


@pytest.mark.of_sqlite
def test_the_indexes_follow_what_is_written_and_forgotten(alice: User, ada: Artist, song: Track) -> None:
    update_track(actor=alice, track=song, title="Second light", description="of evenings")
    released(ada, "Lights").delete()
    SearchDocument.objects.filter(kind="release").delete()
    update_artist(actor=alice, artist=ada, name="Zora Neri")
    with connection.cursor() as cursor:
        for kind in ("track", "release", "artist"):
            for table in (f"catalog_search_{kind}_heads", f"catalog_search_{kind}_texts"):
                # Raises where index and documents differ.
                cursor.execute(f"INSERT INTO {table}({table}, rank) VALUES ('integrity-check', 1)")  # noqa: S608
    assert search("second evenings").tracks == [song]
