"""Who may say what where, and change it."""

from datetime import timedelta

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.utils import timezone

from libitum.accounts.models import User
from libitum.catalog.models import Track, Visibility
from libitum.catalog.services import create_secret_link, mark_audio_ready, take_down, update_track
from libitum.community.models import Comment
from libitum.community.services import TooMany, add_comment, delete_comment, edit_comment


def test_a_comment_stands_at_its_moment(remark: Comment, bob: User, song: Track) -> None:
    assert (remark.author, remark.track, remark.at_ms, remark.parent) == (bob, song, 60_000, None)


@pytest.mark.parametrize("at_ms", [0, 180_000])
def test_the_first_and_the_last_moment_belong_to_the_recording(at_ms: int, bob: User, song: Track) -> None:
    assert add_comment(actor=bob, track=song, body="Here", at_ms=at_ms).at_ms == at_ms


@pytest.mark.parametrize("at_ms", [-1, 180_001])
def test_there_are_no_moments_outside_the_recording(at_ms: int, bob: User, song: Track) -> None:
    with pytest.raises(ValidationError, match="from 0:00 to 3:00"):
        add_comment(actor=bob, track=song, body="Where?", at_ms=at_ms)


def test_without_a_recording_one_comments_on_the_whole(alice: User, song: Track) -> None:
    Track.objects.update(duration_ms=None, audio_ready_at=None)
    song.refresh_from_db()
    with pytest.raises(ValidationError, match="no recording yet"):
        add_comment(actor=alice, track=song, body="Soon", at_ms=0)
    assert add_comment(actor=alice, track=song, body="Soon").at_ms is None


@pytest.mark.parametrize("body", ["", "  \n", "\u200b"])
def test_nothing_is_no_comment(body: str, bob: User, song: Track) -> None:
    with pytest.raises(ValidationError, match="Write something"):
        add_comment(actor=bob, track=song, body=body)


def test_two_thousand_characters_fit(bob: User, song: Track) -> None:
    assert len(add_comment(actor=bob, track=song, body="x" * 2000).body) == 2000
    with pytest.raises(ValidationError, match="2001"):
        add_comment(actor=bob, track=song, body="x" * 2001)


class TestWhere:
    def test_a_private_work_takes_the_artists_own_words_alone(self, alice: User, bob: User, song: Track) -> None:
        update_track(actor=alice, track=song, visibility=Visibility.PRIVATE)
        add_comment(actor=alice, track=song, body="A note to myself")
        with pytest.raises(PermissionDenied):
            add_comment(actor=bob, track=song, body="I guessed the address")

    def test_whoever_came_by_a_secret_link_may_comment(self, alice: User, bob: User, song: Track) -> None:
        update_track(actor=alice, track=song, visibility=Visibility.UNLISTED)
        link = create_secret_link(actor=alice, work=song)
        with pytest.raises(PermissionDenied):
            add_comment(actor=bob, track=song, body="Without it")
        assert add_comment(actor=bob, track=song, body="With it", secret=link.token).author == bob

    def test_what_is_taken_down_takes_no_comments(self, alice: User, mona: User, song: Track) -> None:
        take_down(work=song)
        for person in (alice, mona):
            with pytest.raises(PermissionDenied, match="taken down"):
                add_comment(actor=person, track=song, body="Why?")

    def test_an_inactive_account_says_nothing(self, bob: User, song: Track) -> None:
        bob.is_active = False
        bob.save()
        with pytest.raises(PermissionDenied):
            add_comment(actor=bob, track=song, body="Still here")


class TestThreads:
    def test_answers_to_answers_belong_to_the_same_thread(self, remark: Comment, alice: User, song: Track) -> None:
        first = add_comment(actor=alice, track=song, body="It was the window", parent=remark)
        second = add_comment(actor=alice, track=song, body="And the snow", parent=first)
        assert first.parent == second.parent == remark

    def test_an_answer_has_the_moment_of_what_it_answers(self, remark: Comment, alice: User, song: Track) -> None:
        with pytest.raises(ValidationError, match="belongs to the moment"):
            add_comment(actor=alice, track=song, body="Later", parent=remark, at_ms=61_000)

    def test_nobody_answers_what_is_gone(self, remark: Comment, alice: User, bob: User, song: Track) -> None:
        delete_comment(actor=bob, comment=remark)
        with pytest.raises(ValidationError, match="no longer there"):
            add_comment(actor=alice, track=song, body="Wait", parent=remark)

    def test_an_answer_stays_on_its_track(self, remark: Comment, alice: User) -> None:
        elsewhere = Track.objects.create(artist=remark.track.artist, title="Dusk", slug="dusk")
        with pytest.raises(ValidationError, match="no longer there"):
            add_comment(actor=alice, track=elsewhere, body="Wrong place", parent=remark)


class TestHowOften:
    def test_the_same_words_sent_twice_are_one_comment(self, remark: Comment, bob: User, song: Track) -> None:
        again = add_comment(actor=bob, track=song, body=" Here the light comes in. ", at_ms=60_000)
        assert again == remark
        assert Comment.objects.count() == 1

    def test_the_same_words_elsewhere_or_later_are_another(self, remark: Comment, bob: User, song: Track) -> None:
        assert add_comment(actor=bob, track=song, body=remark.body, at_ms=90_000) != remark
        Comment.objects.update(created_at=timezone.now() - timedelta(minutes=1))
        assert add_comment(actor=bob, track=song, body=remark.body, at_ms=60_000) != remark

    def test_a_removed_comment_may_be_said_again(self, remark: Comment, bob: User, song: Track) -> None:
        delete_comment(actor=bob, comment=remark)
        assert add_comment(actor=bob, track=song, body=remark.body, at_ms=60_000) != remark

    def test_too_many_in_a_minute_are_put_off(self, bob: User, alice: User, song: Track) -> None:
        for number in range(10):
            add_comment(actor=bob, track=song, body=f"{number}")
        with pytest.raises(TooMany, match="Nothing is lost") as refusal:
            add_comment(actor=bob, track=song, body="10")
        assert 0 < refusal.value.retry_after <= 60
        add_comment(actor=alice, track=song, body="Somebody else")
        Comment.objects.filter(author=bob).update(created_at=timezone.now() - timedelta(seconds=61))
        add_comment(actor=bob, track=song, body="10")

    def test_the_demo_writes_as_it_likes(self, bob: User, song: Track) -> None:
        for number in range(12):
            assert add_comment(actor=bob, track=song, body=f"{number}", is_demo=True).is_demo


class TestChanging:
    def test_authors_change_their_words_and_it_shows(self, remark: Comment, bob: User) -> None:
        changed = edit_comment(actor=bob, comment=remark, body="Here the light goes out.")
        assert changed.body == "Here the light goes out."
        assert changed.edited_at is not None

    def test_saving_the_same_words_is_no_change(self, remark: Comment, bob: User) -> None:
        assert edit_comment(actor=bob, comment=remark, body=remark.body).edited_at is None

    def test_nobody_else_changes_them(self, remark: Comment, alice: User, charlie: User, mona: User) -> None:
        for person in (alice, charlie, mona):
            with pytest.raises(PermissionDenied):
                edit_comment(actor=person, comment=remark, body="I love it")

    def test_removed_words_stay_removed(self, remark: Comment, bob: User) -> None:
        delete_comment(actor=bob, comment=remark)
        with pytest.raises(PermissionDenied):
            edit_comment(actor=bob, comment=remark, body="Back again")

    def test_author_and_artist_may_remove_it(self, remark: Comment, alice: User, bob: User, song: Track) -> None:
        delete_comment(actor=bob, comment=remark)
        assert not remark.deleted_by_artist
        other = add_comment(actor=bob, track=song, body="Another")
        delete_comment(actor=alice, comment=other)
        assert other.deleted_by_artist
        assert not Comment.objects.standing().exists()

    def test_nobody_else_may_and_moderators_need_reasons(self, remark: Comment, charlie: User, mona: User) -> None:
        for person in (charlie, mona):
            with pytest.raises(PermissionDenied):
                delete_comment(actor=person, comment=remark)


def test_a_new_master_keeps_the_comments(remark: Comment, song: Track) -> None:
    mark_audio_ready(track=song, duration_ms=30_000)
    remark.refresh_from_db()
    assert remark.at_ms == 60_000
    assert remark.is_standing
