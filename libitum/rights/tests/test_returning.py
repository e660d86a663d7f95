"""A work's own setting taken away again, so that what is said for everything holds for it: never by a click alone
where that opens something.
"""

from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction

from libitum.accounts.models import User
from libitum.catalog.models import Release, Track
from libitum.catalog.services import create_release, set_release_tracks
from libitum.ledger.models import Entry
from libitum.rights.models import Ceremony, Statement, Word
from libitum.rights.selectors.deciding import decide_all
from libitum.rights.selectors.marks import mark_of
from libitum.rights.selectors.voices import own_settings, settings_of, voices
from libitum.rights.selectors.words import current_words
from libitum.rights.services.carrying import standing_refusals
from libitum.rights.services.ceremonies import propose
from libitum.rights.services.parties import party_of
from libitum.rights.services.signing import sign
from libitum.rights.services.statements import Draft, record_statement
from libitum_verify.canonical import parse
from libitum_verify.rights.facts import INSTANCE, Rule, Use

from .devices import Device, ready_key
from .saying import GENERATIVE, accept, give, publish_terms, refuse

NOW = 2_000_000_000


@pytest.fixture(autouse=True)
def terms(alice: User) -> None:
    accept(publish_terms(), alice)


@pytest.fixture
def record(song: Track) -> Release:
    release = create_release(actor=song.artist.owner, artist=song.artist, title="Studies", kind="album")
    set_release_tracks(actor=song.artist.owner, release=release, tracks=[song])
    return release


def as_for_all(user: User, purpose: str = GENERATIVE, **about: Any) -> Ceremony | Statement:
    draft = Draft(purpose, allowed=False, inherits=True, **about)
    return propose(actor=user, party=party_of(user), drafts=[draft], language="en")


def signed(user: User, waiting: Ceremony | Statement) -> Statement:
    assert isinstance(waiting, Ceremony)
    device = Device()
    ready_key(user, device)
    return sign(actor=user, ceremony=waiting, credential=device.sign(waiting))


def is_open(track: Track, purpose: str = GENERATIVE) -> bool:
    """As one work is decided, and as a million are."""
    alone = mark_of(track).answers[purpose].says_yes
    together = decide_all(Use(purpose, INSTANCE), NOW)[track.pk]
    assert alone == (together in {Rule.GRANTED, Rule.BY_TERMS})
    return alone


def test_a_no_where_everything_says_no_is_taken_away_without_a_key(alice: User, song: Track) -> None:
    refuse(alice, GENERATIVE, track=song)
    said = as_for_all(alice, track=song)
    assert isinstance(said, Statement)
    assert not is_open(song)
    assert voices(party_of(alice), track=song)[GENERATIVE].own is None
    give(alice, GENERATIVE)
    assert is_open(song), "what is signed for everything afterwards holds for it, too"


def test_a_no_where_everything_says_yes_is_taken_away_by_a_signature_alone(alice: User, song: Track) -> None:
    give(alice, GENERATIVE)
    refuse(alice, GENERATIVE, track=song)
    waiting = as_for_all(alice, track=song)
    assert isinstance(waiting, Ceremony)
    assert not is_open(song)
    statement = signed(alice, waiting)
    assert is_open(song)
    word = statement.words.get()
    assert (word.inherits, word.allowed, word.signed) == (True, False, True)


def test_a_yes_of_its_own_is_taken_away_without_a_key_where_nothing_is_given(alice: User, song: Track) -> None:
    give(alice, GENERATIVE, track=song)
    assert is_open(song)
    assert isinstance(as_for_all(alice, track=song), Statement)
    assert not is_open(song)


def test_an_unsigned_return_that_got_into_the_table_opens_nothing(alice: User, song: Track) -> None:
    """Whoever writes past the desk still can't open a work by it."""
    give(alice, GENERATIVE)
    refuse(alice, GENERATIVE, track=song)
    draft = Draft(GENERATIVE, allowed=False, inherits=True, track=song)
    record_statement(actor=alice, party=party_of(alice), drafts=[draft], body=b"{}")
    assert not is_open(song)
    assert decide_all(Use(GENERATIVE, INSTANCE), NOW)[song.pk] is Rule.UNSIGNED
    give(alice, GENERATIVE)
    assert is_open(song)


def test_a_work_goes_back_to_its_release_and_the_release_to_everything(
    alice: User, song: Track, record: Release
) -> None:
    give(alice, GENERATIVE)
    refuse(alice, GENERATIVE, release=record)
    give(alice, GENERATIVE, track=song)
    signed(alice, as_for_all(alice, track=song))
    assert not is_open(song), "the release says no"
    signed(alice, as_for_all(alice, release=record))
    assert is_open(song)


def test_what_is_on_by_the_terms_needs_no_key(alice: User, song: Track) -> None:
    refuse(alice, "disc.search", track=song)
    assert not is_open(song, "disc.search")
    assert isinstance(as_for_all(alice, "disc.search", track=song), Statement)
    assert is_open(song, "disc.search")
    refuse(alice, "disc.search")
    assert not is_open(song, "disc.search")


def test_it_stands_in_the_log_and_in_the_receipt(alice: User, song: Track) -> None:
    refuse(alice, GENERATIVE, track=song)
    said = as_for_all(alice, track=song)
    assert isinstance(said, Statement)
    entry = parse(bytes(Entry.objects.get(pk=said.entry or 0).body))
    assert (entry["v"], entry["grants"], entry["refusals"], entry["returns"]) == (2, 0, 0, 1)
    text = str(parse(bytes(said.body))["text"])
    assert "As for all my music" in text
    assert "“First light”" in text
    assert "I don't allow" not in text


def test_a_voice_is_asked_for_apart(alice: User, song: Track) -> None:
    give(alice, "gen.train.voice")
    refuse(alice, "gen.train.voice", track=song)
    waiting = as_for_all(alice, "gen.train.voice", track=song)
    assert isinstance(waiting, Ceremony)
    assert "My consent to the use of personal data" in str(parse(bytes(waiting.body))["text"])


def test_under_18_nothing_is_opened_by_it(alice: User, song: Track) -> None:
    give(alice, GENERATIVE)
    refuse(alice, GENERATIVE, track=song)
    User.objects.filter(pk=alice.pk).update(is_adult=False)
    alice.refresh_from_db()
    with pytest.raises(ValidationError, match="Under 18"):
        as_for_all(alice, track=song)


@pytest.mark.parametrize(
    "fields", [{}, {"allowed": True}, {"taker": "acme"}, {"until": NOW}, {"territories": ("FR",)}, {"share": 10}]
)
def test_it_comes_alone(alice: User, song: Track, fields: dict[str, Any]) -> None:
    about = {"track": song} if fields else {}
    draft = Draft(GENERATIVE, **{"allowed": False, "inherits": True, **about, **fields})
    with pytest.raises(ValidationError, match="follow what stands above"):
        propose(actor=alice, party=party_of(alice), drafts=[draft], language="en")
    assert not Word.objects.exists()


def test_the_database_keeps_it_from_saying_yes_as_well(alice: User, song: Track) -> None:
    word = refuse(alice, GENERATIVE, track=song).words.get()
    for wrong in ({"allowed": True, "track": song, "level": 2}, {"level": 0}):
        fields = {"party": word.party, "statement": word.statement, "purpose": GENERATIVE, "allowed": False, "at": 1}
        with pytest.raises(IntegrityError), transaction.atomic():
            Word.objects.create(**{**fields, "inherits": True, **wrong})
    with pytest.raises(IntegrityError, match="stays as it is"), transaction.atomic():
        Word.objects.filter(pk=word.pk).update(inherits=True)


def test_it_is_no_setting_any_more(alice: User, song: Track, record: Release) -> None:
    party = party_of(alice)
    refuse(alice, GENERATIVE, track=song)
    refuse(alice, GENERATIVE, release=record)
    assert own_settings(party)[GENERATIVE] == (1, 1)
    as_for_all(alice, track=song)
    as_for_all(alice, release=record)
    assert GENERATIVE not in own_settings(party)
    assert not settings_of(party).exists()
    assert not current_words(party).exists()
    assert standing_refusals(record) == {}, "nothing of it is carried along when a work leaves the release"
    refuse(alice, GENERATIVE, track=song)
    assert own_settings(party)[GENERATIVE] == (0, 1)
