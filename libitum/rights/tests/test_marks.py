"""One mark and one sentence for a work, as the resolver decides."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from libitum.accounts.models import User
from libitum.catalog.models import Artist, Track
from libitum.catalog.services import create_artist, create_track, update_track
from libitum.rights.models import Holding, TermsVersion
from libitum.rights.selectors.marks import Answer, mark_of, marks, with_marks
from libitum.rights.services.holdings import answer_holding

from .saying import give, refuse

pytestmark = pytest.mark.usefixtures("terms")
STUDIO = ("gen.input.stems", "gen.input.remix", "gen.input.sample", "gen.input.prompt")
FINDING = ("disc.search", "disc.recommend", "disc.playlist", "disc.organise")


def test_from_the_start_it_may_be_found_and_nothing_else(song: Track) -> None:
    mark = mark_of(song)
    assert not mark.is_open
    assert mark.sentence == "Closed to generative AI. AI may help people to find it, and nothing else."
    assert {p for p, answer in mark.answers.items() if answer.says_yes and p.startswith(("disc", "ana"))} == {
        *FINDING,
        "ana.stats",
    }


def test_who_never_accepted_terms_has_nothing_on(song: Track, terms: TermsVersion) -> None:
    terms.acceptances.all().delete()
    assert mark_of(song).sentence == "Closed to AI: it is played to people, and nothing else."


@pytest.mark.parametrize(
    ("given", "sentence"),
    [
        (("gen.train.style",), "Open to some generative AI: it may learn from it."),
        (STUDIO[:1], "Open to some generative AI: it may make new things with it."),
        (
            ("gen.train.style", *STUDIO),
            "Open to some generative AI: it may learn from it and make new things with it.",
        ),
        (("train.analysis",), "Closed to generative AI. AI may help people to find it, and learn to listen from it."),
    ],
)
def test_the_sentence_follows_what_was_given(song: Track, alice: User, given: tuple[str, ...], sentence: str) -> None:
    give(alice, *given)
    assert mark_of(song).sentence == sentence


def test_what_anybody_may_use_is_said_first(song: Track, alice: User) -> None:
    give(alice, "share.public", taker="*")
    assert mark_of(song).sentence == "Open to everybody who wants to train on it, for good."


@pytest.mark.parametrize(
    "limits",
    [
        {"commercial": False},
        {"territories": ("IT", "FR"), "commercial": False},
        {"model": "libitum-sing", "version": "2"},
        {"taker": "Somebody Ltd"},
    ],
)
def test_what_was_given_within_limits_is_not_passed_over(song: Track, alice: User, limits: dict[str, object]) -> None:
    """A mark that says tacet while somebody may use it would be a lie."""
    give(alice, "gen.train.style", **limits)
    mark = mark_of(song)
    assert mark.is_open
    assert mark.answers["gen.train.style"] is Answer.LIMITED
    refuse(alice, "gen.train.style")
    assert not mark_of(song).is_open


def test_two_whose_limits_never_meet_have_given_nothing(song: Track, alice: User, bob: User) -> None:
    theirs = create_artist(actor=bob, name="Bob Brass")
    update_track(actor=alice, track=song, credits=[{"role": "vocals", "name": "Bob Brass", "artist": theirs}])
    answer_holding(actor=bob, holding=Holding.objects.get(party__user=bob), confirmed=True)
    give(alice, "gen.train.style", territories=("IT",))
    give(bob, "gen.train.style", territories=("FR",))
    assert not mark_of(song).is_open
    give(bob, "gen.train.style", territories=("FR", "IT"))
    assert mark_of(song).answers["gen.train.style"] is Answer.LIMITED


def test_a_list_is_marked_as_each_work_is(song: Track, ada: Artist, alice: User) -> None:
    tracks = [song, *(create_track(actor=alice, artist=ada, title=f"T{n}", rights_basis="holder") for n in range(4))]
    give(alice, "gen.train.style", track=tracks[2])
    refuse(alice, "gen.train.style", track=tracks[3])
    give(alice, "disc.search")
    one_by_one = {track.pk: mark.is_open for track, mark in zip(tracks, marks(tracks).values(), strict=True)}
    in_a_list = {track.pk: track.is_open_to_ai for track in with_marks(tracks)}  # type: ignore[attr-defined]
    assert in_a_list == one_by_one
    assert list(in_a_list.values()).count(True) == 1


def test_a_list_costs_the_same_however_long(song: Track, ada: Artist, alice: User) -> None:
    def cost(tracks: list[Track]) -> int:
        with CaptureQueriesContext(connection) as queries:
            with_marks(tracks)
        return len(queries)

    assert cost([song]) == 1
    give(alice, "gen.train.style")
    few = cost([song])
    many = [song, *(create_track(actor=alice, artist=ada, title=f"T{n}", rights_basis="holder") for n in range(30))]
    assert cost(many) == few
