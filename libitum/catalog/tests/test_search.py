import pytest

from libitum.accounts.models import User
from libitum.catalog.models import Artist, Track, Visibility
from libitum.catalog.search import search
from libitum.catalog.search.postgres import is_one_letter
from libitum.catalog.services import create_track, mark_audio_ready, update_artist, update_track


def found(query: str) -> list[Track]:
    return search(query).tracks


@pytest.mark.parametrize(
    "query", ["first light", "FIRST", "l", "li", "lig", "ferrante first", "  light,  ", "first_light"]
)
def test_words_and_beginnings_find_a_track(song: Track, query: str) -> None:
    assert found(query) == [song]


@pytest.mark.parametrize("query", ["", "second", "ight", '" OR 1', "NEAR(", "title:first", "' & !", "*"])
def test_other_words_and_operators_find_nothing(song: Track, query: str) -> None:
    assert found(query) == []


def test_accents_do_not_matter(alice: User, song: Track) -> None:
    update_track(actor=alice, track=song, title="Éléphant à Bœuf")
    assert found("elephant boeuf") == [song]
    assert found("first") == []


def test_what_is_not_listed_is_not_found(alice: User, ada: Artist, song: Track) -> None:
    silent = create_track(
        actor=alice, artist=ada, title="First sketch", visibility=Visibility.PUBLIC, rights_basis="holder"
    )
    update_track(actor=alice, track=song, visibility=Visibility.UNLISTED)
    assert found("first") == []
    mark_audio_ready(track=silent, duration_ms=1000)
    assert found("first") == [silent]


def test_a_new_name_of_the_artist_is_found(alice: User, ada: Artist, song: Track) -> None:
    update_artist(actor=alice, artist=ada, name="Zora Neri")
    assert found("zora") == [song]
    assert search("neri").artists == [ada]


def test_six_queries_whatever_the_number(song: Track, django_assert_max_num_queries: object) -> None:
    with django_assert_max_num_queries(6):  # type: ignore[operator]
        search("first")


@pytest.mark.parametrize(("word", "is_one"), [("d", True), ("1", True), ("da", False), ("夜", False), ("가", False)])
def test_a_single_letter_is_completed_among_the_newest_alone(word: str, is_one: bool) -> None:
    assert is_one_letter(word) is is_one
