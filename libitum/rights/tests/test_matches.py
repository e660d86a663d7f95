"""Two works that may be one recording: who may say so, who may end it, and what it bars meanwhile."""

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import IntegrityError, transaction

from libitum.accounts.models import User
from libitum.catalog.models import Artist, Track
from libitum.catalog.services import create_artist, create_track, delete_track
from libitum.rights.gate.signals import decisions_may_change
from libitum.rights.models import FoundBy, Match
from libitum.rights.selectors.deciding import decide_all
from libitum.rights.selectors.marks import mark_of
from libitum.rights.services import matches
from libitum.rights.services.matches import close_match, open_match, withdraw_match
from libitum.rights.tests.saying import give, refuse
from libitum_verify.rights.facts import ALLOWING, Use

pytestmark = pytest.mark.usefixtures("terms")
STYLE = "gen.train.style"


@pytest.fixture
def theirs(charlie: User) -> Track:
    artist = create_artist(actor=charlie, name="Charles")
    return create_track(actor=charlie, artist=artist, title="Mine", rights_basis="holder")


@pytest.fixture
def reported(song: Track, theirs: Track) -> Match:
    return open_match(actor=song.artist.owner, track=song, other=theirs, note="My recording.")


def answer(track: Track, purpose: str = STYLE) -> bool:
    """By both forms, which have to agree."""
    alone = mark_of(track).answers[purpose].says_yes
    together = decide_all(Use(purpose, "instance", commercial=False), NOW)[track.pk] in ALLOWING
    assert alone == together
    return alone


NOW = 4_000_000_000


def test_while_it_is_open_each_needs_the_others_yes(song: Track, theirs: Track, charlie: User, mona: User) -> None:
    alice = song.artist.owner
    give(alice, STYLE)
    assert answer(song)
    match = open_match(actor=alice, track=song, other=theirs, note="My recording.")
    assert not answer(song)
    assert answer(song, "disc.search"), "being found is not barred"
    give(charlie, STYLE)
    assert answer(song)
    assert answer(theirs)
    refuse(alice, STYLE)
    assert not answer(theirs)
    close_match(actor=mona, match=match, outcome="They differ.")
    assert answer(theirs)


def test_where_the_other_is_down_nobody_there_can_agree(song: Track, theirs: Track, charlie: User) -> None:
    give(song.artist.owner, STYLE)
    give(charlie, STYLE)
    open_match(actor=None, track=theirs, other=song)
    assert answer(song)
    User.objects.filter(pk=charlie.pk).update(is_active=False)
    assert not answer(song)


def test_who_may_say_so_is_written_down(song: Track, theirs: Track, charlie: User, mona: User, bob: User) -> None:
    found: list[tuple[User | None, FoundBy]] = [
        (song.artist.owner, FoundBy.PERSON),
        (charlie, FoundBy.PERSON),
        (mona, FoundBy.OPERATOR),
        (None, FoundBy.FINGERPRINT),
    ]
    for actor, found_by in found:
        match = open_match(actor=actor, track=song, other=theirs, note="Why.")
        assert (match.found_by, match.reported_by) == (found_by, actor)
        close_match(actor=mona, match=match, outcome="No.")
    with pytest.raises(PermissionDenied):
        open_match(actor=bob, track=song, other=theirs, note="Why.")


def test_what_can_not_be_said(song: Track, ada: Artist, theirs: Track, monkeypatch: pytest.MonkeyPatch) -> None:
    alice = song.artist.owner
    second = create_track(actor=alice, artist=ada, title="Second", rights_basis="holder")
    for other, note in ((second, "Why."), (song, "Why."), (theirs, "  ")):
        with pytest.raises(ValidationError):
            open_match(actor=alice, track=song, other=other, note=note)
    open_match(actor=alice, track=song, other=theirs, note="Why.")
    with pytest.raises(ValidationError, match="open already"):
        open_match(actor=theirs.artist.owner, track=theirs, other=song, note="I too.")
    monkeypatch.setattr(matches, "MOST_OPEN", 1)
    with pytest.raises(ValidationError, match="Wait"):
        open_match(actor=alice, track=second, other=theirs, note="Why.")
    assert Match.objects.count() == 1


def test_the_database_itself_knows_a_pair_once(song: Track, reported: Match, theirs: Track) -> None:
    for track, other in ((theirs, song), (song, theirs), (song, song)):
        with pytest.raises(IntegrityError), transaction.atomic():
            Match.objects.create(track=track, other=other, found_by=FoundBy.FINGERPRINT)


def test_who_may_end_it(song: Track, reported: Match, charlie: User, bob: User, mona: User) -> None:
    alice = song.artist.owner
    for actor in (alice, charlie, bob):
        with pytest.raises(PermissionDenied):
            close_match(actor=actor, match=reported, outcome="So.")
    for actor in (charlie, bob, mona):
        with pytest.raises(PermissionDenied):
            withdraw_match(actor=actor, match=reported)
    User.objects.filter(pk=charlie.pk).update(is_staff=True)
    charlie.refresh_from_db()
    with pytest.raises(PermissionDenied, match="Somebody else"):
        close_match(actor=charlie, match=reported, outcome="So.")
    with pytest.raises(ValidationError):
        close_match(actor=mona, match=reported, outcome=" ")
    ended = withdraw_match(actor=alice, match=reported)
    assert (ended.closed_by, ended.outcome) == (alice, "")
    with pytest.raises(ValidationError, match="already"):
        withdraw_match(actor=alice, match=reported)
    with pytest.raises(ValidationError, match="already"):
        close_match(actor=mona, match=reported, outcome="So.")
    assert open_match(actor=alice, track=song, other=reported.other, note="Again.").closed_at is None


def test_whoever_keeps_something_made_of_either_is_told(song: Track, theirs: Track, mona: User) -> None:
    told: list[set[int]] = []

    def hear(works: object, **kwargs: object) -> None:
        told.append(set(works.values_list("pk", flat=True)))  # type: ignore[attr-defined]

    decisions_may_change.connect(hear)
    try:
        match = open_match(actor=None, track=song, other=theirs)
        close_match(actor=mona, match=match, outcome="No.")
    finally:
        decisions_may_change.disconnect(hear)
    assert told == [{song.pk, theirs.pk}] * 2


def test_a_deleted_work_takes_it_along(song: Track, reported: Match, theirs: Track, charlie: User) -> None:
    give(song.artist.owner, STYLE)
    assert not answer(song)
    delete_track(actor=charlie, track=theirs)
    assert not Match.objects.exists()
    assert answer(song)
