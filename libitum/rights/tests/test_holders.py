"""Who holds what in a work, from the artist's statement and credits."""

import pytest
from django.db import IntegrityError, transaction

from libitum.accounts.models import User
from libitum.catalog.models import Artist, Track
from libitum.catalog.services import create_artist, update_track
from libitum.rights.models import Holding, Word
from libitum.rights.selectors.facts import work
from libitum.rights.services.holdings import answer_holding
from libitum.rights.services.parties import party_of
from libitum.rights.services.statements import Draft, record_statement
from libitum_verify.rights.vocabulary import Role


def standing(track: Track) -> set[tuple[str, str, str]]:
    return {(h.party.name, h.role, h.standing) for h in track.holdings.select_related("party")}


def test_the_usual_case_is_one_statement(song: Track) -> None:
    assert {role for _name, role, state in standing(song) if state == "confirmed"} == set(Role)


def test_somebody_elses_free_music_gives_its_curator_no_right_to_give(ada: Artist, song: Track) -> None:
    update_track(
        actor=ada.owner, track=song, rights_basis="licensed", licence="cc-by-4.0", source_url="https://example.org/a"
    )
    assert standing(song) == {("Alice", "recording", "curator")}


def test_crediting_somebody_makes_them_a_holder_who_has_not_agreed(song: Track, bob: User) -> None:
    theirs = create_artist(actor=bob, name="Bob Brass")
    rows: list[dict[str, object]] = [
        {"role": "composer", "name": "Clara"},
        {"role": "vocals", "name": "Bob Brass", "artist": theirs},
    ]
    update_track(actor=song.artist.owner, track=song, credits=rows)
    assert standing(song) == {
        ("Alice", "recording", "confirmed"),
        ("Alice", "performer", "confirmed"),
        ("Bob", "performer", "invited"),
        ("Clara", "composition", "invited"),
        ("Alice", "lyrics", "confirmed"),
    }


def test_who_has_answered_stays_whatever_becomes_of_the_credit(song: Track, bob: User) -> None:
    theirs = create_artist(actor=bob, name="Bob Brass")
    update_track(
        actor=song.artist.owner, track=song, credits=[{"role": "vocals", "name": "Bob Brass", "artist": theirs}]
    )
    answer_holding(actor=bob, holding=Holding.objects.get(party__user=bob), confirmed=True)
    update_track(actor=song.artist.owner, track=song, credits=[])
    assert ("Bob", "performer", "confirmed") in standing(song)


def test_an_instrumental_has_no_lyrics_to_agree_to(song: Track) -> None:
    update_track(actor=song.artist.owner, track=song, language="zxx")
    assert work(song).without == {Role.LYRICS}
    assert Role.LYRICS not in work(song).holdings


def test_words_are_written_once(alice: User) -> None:
    record_statement(actor=alice, party=party_of(alice), drafts=[Draft("disc.recommend", False)], body=b"{}")
    word = Word.objects.get()
    with pytest.raises(TypeError, match="stays as it is"):
        word.save()
    with pytest.raises(IntegrityError, match="stays as it is"), transaction.atomic():
        Word.objects.update(allowed=True)
