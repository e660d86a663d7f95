"""What a reader sees of the comments of a track."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.utils import timezone
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from libitum.accounts.models import User
from libitum.catalog.models import Artist, Track, Visibility
from libitum.catalog.services import create_secret_link, mark_audio_ready, update_track
from libitum.catalog.viewers import ANYBODY, Viewer
from libitum.community.models import Comment
from libitum.community.selectors import discussion, markers, page_of, thread_page
from libitum.community.services import add_comment, delete_comment, forget_person

CountQueries = Callable[[int], Any]


def said(track: Track, viewer: Viewer = ANYBODY, page: int = 1) -> list[list[str]]:
    """The words of each thread, `-` where a line says that something was there."""
    threads = thread_page(track, viewer, page=page).threads
    return [
        [each.body if each.is_standing else "-" for each in [thread.comment, *thread.replies]] for thread in threads
    ]


def hide(comment: Comment) -> None:
    Comment.objects.filter(pk=comment.pk).update(hidden_at=timezone.now())


def test_threads_stand_in_the_order_of_the_recording_and_then_of_time(bob: User, alice: User, song: Track) -> None:
    whole = add_comment(actor=bob, track=song, body="All of it")
    add_comment(actor=bob, track=song, body="The end", at_ms=170_000)
    start = add_comment(actor=bob, track=song, body="The start", at_ms=0)
    add_comment(actor=alice, track=song, body="Thanks", parent=start)
    add_comment(actor=bob, track=song, body="You are welcome", parent=start)
    add_comment(actor=alice, track=song, body="For all", parent=whole)
    assert said(song) == [["The start", "Thanks", "You are welcome"], ["The end"], ["All of it", "For all"]]
    assert thread_page(song, ANYBODY).count == 6


def test_what_is_gone_leaves_a_line_only_for_the_sake_of_its_answers(remark: Comment, alice: User, bob: User) -> None:
    answer = add_comment(actor=alice, track=remark.track, body="Thank you", parent=remark)
    delete_comment(actor=bob, comment=remark)
    assert said(remark.track) == [["-", "Thank you"]]
    assert thread_page(remark.track, ANYBODY).count == 1
    delete_comment(actor=alice, comment=answer)
    assert said(remark.track) == []


def test_a_removed_answer_leaves_nothing(remark: Comment, alice: User) -> None:
    answer = add_comment(actor=alice, track=remark.track, body="Hm", parent=remark)
    delete_comment(actor=alice, comment=answer)
    assert said(remark.track) == [["Here the light comes in."]]


def test_moderators_alone_see_what_is_hidden(remark: Comment, bob: User, mona: User) -> None:
    hide(remark)
    assert said(remark.track) == said(remark.track, Viewer.of(bob)) == []
    rows = thread_page(remark.track, Viewer.of(mona)).threads
    assert [thread.comment for thread in rows] == [remark]


def test_words_of_a_closed_or_inactive_account_are_not_shown(remark: Comment, bob: User, alice: User) -> None:
    add_comment(actor=alice, track=remark.track, body="Thank you", parent=remark)
    bob.is_active = False
    bob.save()
    assert said(remark.track) == [["-", "Thank you"]]
    forget_person(user=bob)
    bob.delete()
    assert said(remark.track) == [["-", "Thank you"]]
    remark.refresh_from_db()
    assert (remark.body, remark.author) == ("", None)


class TestMarkers:
    def test_every_first_comment_on_a_moment_is_a_note(self, remark: Comment, alice: User, bob: User) -> None:
        add_comment(actor=alice, track=remark.track, body="An answer", parent=remark)
        add_comment(actor=bob, track=remark.track, body="On the whole")
        early = add_comment(actor=alice, track=remark.track, body="Early\n\nwords", at_ms=1)
        notes = [(note.uid, note.at_ms, note.author, note.excerpt) for note in markers(remark.track)]
        assert notes == [
            (early.uid, 1, "Alice", "Early words"),
            (remark.uid, 60_000, "Bob", "Here the light comes in."),
        ]

    def test_a_moment_beyond_a_shorter_recording_has_no_note(self, remark: Comment) -> None:
        mark_audio_ready(track=remark.track, duration_ms=59_999)
        assert markers(remark.track) == []
        assert said(remark.track) == [[remark.body]]
        mark_audio_ready(track=remark.track, duration_ms=60_000)
        assert len(markers(remark.track)) == 1

    def test_nothing_gone_or_hidden_has_a_note(self, remark: Comment, bob: User) -> None:
        hide(remark)
        other = add_comment(actor=bob, track=remark.track, body="Other", at_ms=5)
        delete_comment(actor=bob, comment=other)
        assert markers(remark.track) == []

    def test_excerpts_are_short(self, bob: User, song: Track) -> None:
        add_comment(actor=bob, track=song, body="long " * 100, at_ms=5)
        assert len(markers(song)[0].excerpt) <= 140


class TestPages:
    @pytest.fixture(autouse=True)
    def small_pages(self, settings: Any) -> None:
        settings.COMMENTS_PER_PAGE = 3

    def test_pages_follow_each_other(self, bob: User, song: Track) -> None:
        for number in range(7):
            add_comment(actor=bob, track=song, body=str(number), at_ms=number * 1000)
        assert [said(song, page=page) for page in (1, 2, 3)] == [[["0"], ["1"], ["2"]], [["3"], ["4"], ["5"]], [["6"]]]
        assert thread_page(song, ANYBODY, page=2).pages == 3
        assert thread_page(song, ANYBODY, page=99).page == 1

    def test_the_waveform_has_the_notes_of_all_pages(self, bob: User, song: Track) -> None:
        for number in range(7):
            add_comment(actor=bob, track=song, body=str(number), at_ms=number * 1000)
        for page in (1, 3, 99):
            threads, notes = discussion(song, ANYBODY, page=page)
            assert [note.excerpt for note in notes] == list("0123456")
            assert len(threads.threads) == (1 if page == 3 else 3)

    def test_the_page_of_a_comment_is_found(self, bob: User, alice: User, song: Track) -> None:
        rows = [add_comment(actor=bob, track=song, body=str(n), at_ms=(9 - n) * 1000) for n in range(7)]
        answer = add_comment(actor=alice, track=song, body="Yes", parent=rows[0])
        assert [page_of(row, ANYBODY) for row in rows] == [3, 2, 2, 2, 1, 1, 1]
        assert page_of(answer, ANYBODY) == 3


def test_the_number_of_queries_does_not_grow(
    django_assert_num_queries: CountQueries, alice: User, bob: User, song: Track
) -> None:
    for number in range(3):
        add_comment(actor=bob, track=song, body=str(number), at_ms=number)
    with django_assert_num_queries(1):
        thread_page(song, ANYBODY)
    for number in range(30):
        first = add_comment(actor=bob, track=song, body=f"more {number}", at_ms=number, is_demo=True)
        add_comment(actor=alice, track=song, body="yes", parent=first, is_demo=True)
    with django_assert_num_queries(1):
        for thread in thread_page(song, ANYBODY).threads:
            assert thread.comment.author is not None
            assert [reply.author for reply in thread.replies] in ([], [alice])
    with django_assert_num_queries(1):
        page, notes = discussion(song, ANYBODY)
    assert (page.count, len(page.threads), len(notes)) == (63, 33, 33)
    with django_assert_num_queries(1):
        assert markers(song) == notes


STATES = ("standing", "deleted", "hidden")


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    visibility=st.sampled_from(Visibility.values),
    down=st.sampled_from(["", "track", "artist"]),
    state=st.sampled_from(STATES),
    late=st.booleans(),
)
def test_a_comment_is_seen_by_those_alone_who_see_its_track(
    visibility: str, down: str, state: str, *, late: bool, ada: Artist, alice: User, bob: User, mona: User
) -> None:
    """The law: visible means that the track is visible and that it stands; moderators see everything."""
    track = Track.objects.create(
        artist=ada,
        title="Law",
        slug=f"law-{Track.objects.count()}",
        visibility=visibility,
        publish_at=timezone.now() + timedelta(days=1 if late else -1),
        audio_ready_at=timezone.now(),
        taken_down_at=timezone.now() if down == "track" else None,
        rights_basis="holder",
    )
    Artist.objects.update(taken_down_at=timezone.now() if down == "artist" else None)
    times = {"deleted_at": timezone.now()} if state == "deleted" else {"hidden_at": timezone.now()}
    comment = Comment.objects.create(track=track, author=bob, body="x", **({} if state == "standing" else times))
    secret = create_secret_link(actor=alice, work=track).token
    for viewer in (ANYBODY, Viewer.of(bob), Viewer.of(alice), Viewer(secret=secret), Viewer(secret="wrong")):
        seen = Track.objects.visible_to(viewer).filter(pk=track.pk).exists()
        expected = seen and state == "standing"
        assert Comment.objects.visible_to(viewer).filter(pk=comment.pk).exists() is expected
    assert Comment.objects.visible_to(Viewer.of(mona)).filter(pk=comment.pk).exists()


def test_a_secret_link_shows_the_comments_too(remark: Comment, alice: User) -> None:
    update_track(actor=alice, track=remark.track, visibility=Visibility.UNLISTED)
    link = create_secret_link(actor=alice, work=remark.track)
    assert not Comment.objects.visible_to(ANYBODY).exists()
    assert Comment.objects.visible_to(Viewer(secret=link.token)).get() == remark
