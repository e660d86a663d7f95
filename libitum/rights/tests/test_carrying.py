"""A no to a release outlives the release."""

import time

import pytest
from django.core.exceptions import ValidationError

from libitum.accounts.models import User
from libitum.catalog.models import Release, Track
from libitum.catalog.services import create_release, delete_release, update_release
from libitum.rights.models import Statement, TermsVersion, Word
from libitum.rights.selectors.resolving import decide
from libitum.rights.services.ceremonies import propose
from libitum.rights.services.parties import party_of
from libitum.rights.services.statements import Draft, record_statement
from libitum_verify.rights.facts import INSTANCE, Use

ORGANISE = Use("disc.organise", INSTANCE)


@pytest.fixture
def record(song: Track, alice: User, terms: TermsVersion) -> Release:
    """On which sorting is refused."""
    release = create_release(actor=alice, artist=song.artist, title="Morning", tracks=[song])
    propose(actor=alice, party=party_of(alice), drafts=[Draft("disc.organise", False, release=release)], language="en")
    return release


def allowed(track: Track) -> bool:
    return decide([track], ORGANISE, int(time.time()))[track.pk].allowed


def test_it_holds_when_the_release_is_deleted(record: Release, song: Track, alice: User) -> None:
    assert not allowed(song)
    delete_release(actor=alice, release=record)
    assert not allowed(song)


def test_it_holds_when_the_work_is_taken_off(record: Release, song: Track, alice: User) -> None:
    update_release(actor=alice, release=record, tracks=[])
    assert not allowed(song)


def test_another_order_says_nothing_new(record: Release, song: Track, alice: User) -> None:
    update_release(actor=alice, release=record, tracks=[song])
    assert Statement.objects.count() == 1


def test_what_was_taken_back_is_not_carried(record: Release, song: Track, alice: User) -> None:
    for taker in ("", INSTANCE):
        yes = [Draft("disc.organise", bool(taker), release=record, taker=taker)]
        propose(actor=alice, party=party_of(alice), drafts=yes, language="en")
    update_release(actor=alice, release=record, tracks=[])
    carried = Word.objects.filter(track=song)
    assert set(carried.values_list("taker", flat=True)) <= {""}


def test_who_is_under_18_can_record_no_opt_in(alice: User) -> None:
    alice.is_adult = False
    alice.save()
    with pytest.raises(ValidationError, match="under 18"):
        record_statement(actor=alice, party=party_of(alice), drafts=[Draft("gen.train.style", True)], body=b"{}")
