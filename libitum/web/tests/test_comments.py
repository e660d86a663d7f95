"""Comments on the pages: seen, said, changed, removed, without scripts."""

from typing import Any

import pytest
from django.test import Client
from django.utils.html import escape

from libitum.accounts.models import User
from libitum.catalog.models import Track, Visibility
from libitum.catalog.services import create_secret_link, mark_audio_ready, take_down, update_track
from libitum.community.models import Comment
from libitum.community.services import add_comment, decide, open_case
from libitum.community.subjects import subject

pytestmark = pytest.mark.django_db
PAGE = "/ada-ferrante/first-light"


@pytest.fixture
def remark(bob: User, song: Track) -> Comment:
    return add_comment(actor=bob, track=song, body="Here the light comes in.", at_ms=60_000)


def say(client: Client, track: Track, **typed: str) -> Any:
    return client.post(f"/tracks/{track.uid}/comments", {"body": "Here!", **typed})


class TestSaying:
    def test_a_comment_leads_back_to_itself(self, as_bob: Client, song: Track) -> None:
        answer = say(as_bob, song, at="1:02.5")
        comment = Comment.objects.get()
        assert (comment.body, comment.at_ms) == ("Here!", 62_500)
        assert (answer.status_code, answer["Location"]) == (302, f"{PAGE}?comment={comment.uid}#comment-{comment.uid}")
        page = as_bob.get(answer["Location"]).content.decode()
        assert f'id="comment-{comment.uid}"' in page
        assert "Here!" in page

    def test_left_empty_it_is_about_the_whole(self, as_bob: Client, song: Track) -> None:
        say(as_bob, song, at=" ")
        assert Comment.objects.get().at_ms is None

    def test_an_answer_joins_its_thread(self, as_alice: Client, remark: Comment) -> None:
        say(as_alice, remark.track, parent=remark.uid)
        assert remark.replies.get().body == "Here!"

    @pytest.mark.parametrize(
        ("typed", "status", "sentence"),
        [
            ({"at": "soon"}, 422, "minutes and seconds, like 1:23"),
            ({"at": "3:01"}, 422, "from 0:00 to 3:00"),
            ({"body": "  "}, 422, "Write something first"),
            ({"body": "x" * 2001}, 422, "at most 2000 fit"),
        ],
    )
    def test_what_is_wrong_is_said_and_nothing_typed_is_lost(
        self, typed: dict[str, str], status: int, sentence: str, as_bob: Client, song: Track
    ) -> None:
        answer = say(as_bob, song, **typed)
        page = answer.content.decode()
        assert (answer.status_code, sentence in page) == (status, True)
        assert 'aria-invalid="true"' in page
        for text in ({"body": "Here!"} | typed).values():
            assert text in page
        assert not Comment.objects.exists()

    def test_too_much_at_once_keeps_the_words(self, as_bob: Client, song: Track) -> None:
        for number in range(10):
            say(as_bob, song, body=str(number))
        answer = say(as_bob, song, body="The eleventh")
        assert answer.status_code == 429
        assert "The eleventh" in answer.content.decode()
        assert "Nothing is lost" in answer.content.decode()

    def test_whoever_is_not_signed_in_finds_their_words_again(self, client: Client, bob: User, song: Track) -> None:
        answer = say(client, song, at="0:30")
        assert answer["Location"] == f"/accounts/login/?next={PAGE}%23comments"
        assert not Comment.objects.exists()
        client.force_login(bob)
        page = client.get(PAGE).content.decode()
        assert ">Here!</textarea>" in page
        assert 'value="0:30"' in page
        say(client, song, at="0:30")
        assert ">Here!</textarea>" not in client.get(PAGE).content.decode()

    def test_a_reload_after_a_refusal_leads_to_the_track(self, as_bob: Client, song: Track) -> None:
        assert as_bob.get(f"/tracks/{song.uid}/comments")["Location"] == f"{PAGE}#comments"


class TestWhoSees:
    def test_what_cannot_be_seen_cannot_be_found(
        self, as_bob: Client, as_alice: Client, song: Track, alice: User
    ) -> None:
        update_track(actor=alice, track=song, visibility=Visibility.PRIVATE)
        assert say(as_bob, song).status_code == 404
        assert say(as_bob, song, key="x").status_code == 404
        assert say(as_alice, song).status_code == 302

    def test_the_key_of_a_secret_link_goes_along(self, as_bob: Client, song: Track, alice: User) -> None:
        update_track(actor=alice, track=song, visibility=Visibility.UNLISTED)
        secret = create_secret_link(actor=alice, work=song).token
        page = as_bob.get(f"{PAGE}/s/{secret}").content.decode()
        assert f'<input type="hidden" name="key" value="{secret}">' in page
        answer = say(as_bob, song, key=secret)
        comment = Comment.objects.get()
        assert answer["Location"] == f"{PAGE}/s/{secret}?comment={comment.uid}#comment-{comment.uid}"
        page = as_bob.get(answer["Location"]).content.decode()
        assert f"/comments/{comment.uid}/edit?key={secret}" in page
        edited = as_bob.post(f"/comments/{comment.uid}/edit", {"body": "There!", "key": secret})
        assert edited["Location"].startswith(f"{PAGE}/s/{secret}?")

    def test_hidden_comments_are_seen_by_moderators_alone(
        self, client: Client, as_mona: Client, remark: Comment, mona: User
    ) -> None:
        case = open_case(actor=mona, subject=subject(remark))
        decide(actor=mona, case=case, outcome="take-down", facts="Spam", ground="terms", reference="Rule 1")
        assert "Here the light" not in client.get(PAGE).content.decode()
        page = as_mona.get(PAGE).content.decode()
        assert "Hidden by a moderator." in page
        assert f"/moderation/open?about=comment:{remark.uid}" in page

    def test_taken_down_works_take_no_comments(self, as_alice: Client, song: Track) -> None:
        take_down(work=song)
        answer = say(as_alice, song)
        assert (answer.status_code, "taken down" in answer.content.decode()) == (403, True)
        assert "Here!" in answer.content.decode()


class TestChanging:
    def test_authors_edit(self, as_bob: Client, remark: Comment) -> None:
        assert "Here the light comes in." in as_bob.get(f"/comments/{remark.uid}/edit").content.decode()
        answer = as_bob.post(f"/comments/{remark.uid}/edit", {"body": "Better words."})
        assert answer["Location"].endswith(f"#comment-{remark.uid}")
        page = as_bob.get(PAGE).content.decode()
        assert "Better words." in page
        assert ">edited</span>" in page

    def test_a_refused_edit_keeps_the_words(self, as_bob: Client, remark: Comment) -> None:
        answer = as_bob.post(f"/comments/{remark.uid}/edit", {"body": "y" * 2001})
        assert (answer.status_code, "y" * 2001 in answer.content.decode()) == (422, True)

    def test_whoever_was_signed_out_meanwhile_finds_the_words_again(
        self, client: Client, bob: User, remark: Comment
    ) -> None:
        address = f"/comments/{remark.uid}/edit"
        assert client.post(address, {"body": "Long thought out"})["Location"] == f"/accounts/login/?next={address}"
        client.force_login(bob)
        assert "Long thought out" in client.get(address).content.decode()

    def test_others_cannot(self, as_alice: Client, as_charlie: Client, as_mona: Client, remark: Comment) -> None:
        for client in (as_alice, as_charlie, as_mona):
            assert client.get(f"/comments/{remark.uid}/edit").status_code == 404
            assert client.post(f"/comments/{remark.uid}/edit", {"body": "Mine"}).status_code == 404
        for client in (as_charlie, as_mona):
            assert client.post(f"/comments/{remark.uid}/delete").status_code == 404
        remark.refresh_from_db()
        assert remark.is_standing

    def test_removing_asks_first(self, as_bob: Client, remark: Comment) -> None:
        assert "Remove this comment?" in as_bob.get(f"/comments/{remark.uid}/delete").content.decode()
        remark.refresh_from_db()
        assert remark.is_standing
        answer = as_bob.post(f"/comments/{remark.uid}/delete")
        assert answer["Location"] == f"{PAGE}#comments"
        assert "Here the light" not in as_bob.get(PAGE).content.decode()

    def test_artists_remove_what_stands_under_their_works(
        self, as_alice: Client, as_bob: Client, remark: Comment
    ) -> None:
        say(as_bob, remark.track, parent=remark.uid)
        as_alice.post(f"/comments/{remark.uid}/delete")
        page = as_bob.get(PAGE).content.decode()
        assert "Removed by the artist." in page
        assert "Here!" in page

    def test_back_is_where_the_reader_may_be(self, as_bob: Client, remark: Comment, alice: User) -> None:
        update_track(actor=alice, track=remark.track, visibility=Visibility.PRIVATE)
        assert as_bob.post(f"/comments/{remark.uid}/delete")["Location"] == "/"


ATTACKS = [
    "<script>alert(1)</script>",
    '"><img src=x onerror=alert(1)>',
    "javascript:alert(1)",
    "{{ settings.SECRET_KEY }}{% debug %}",
    "</textarea><svg onload=alert(1)>",
]


@pytest.mark.parametrize("attack", ATTACKS)
def test_words_are_words(attack: str, as_bob: Client, bob: User, song: Track) -> None:
    bob.name = attack[:80]
    bob.save()
    say(as_bob, song, body=attack, at="0:10")
    uid = Comment.objects.get().uid
    for address in (PAGE, f"/comments/{uid}/edit", f"/comments/{uid}/delete", f"/notices/new?about=comment:{uid}"):
        page = as_bob.get(address).content.decode()
        for tag in ("<script>alert", "<img src=x", "<svg onload"):
            assert tag not in page
        assert escape(attack) in page


def test_the_page_shows_moments_notes_and_demo_content(client: Client, bob: User, song: Track) -> None:
    comment = add_comment(actor=bob, track=song, body="A note", at_ms=61_500, is_demo=True)
    page = client.get(PAGE).content.decode()
    assert f'data-seek="61.5" data-track="{song.uid}"' in page
    assert ">1:01</button>" in page
    assert "demo content" in page
    assert f'href="/notices/new?about=comment:{comment.uid}"' in page
    assert f"/accounts/login/?next={PAGE}%23comments" in page
    assert "<textarea" not in page
    mark_audio_ready(track=song, duration_ms=30_000)
    page = client.get(PAGE).content.decode()
    assert "data-seek" not in page
    assert "Beyond the end of the recording" in page


def test_an_address_of_a_comment_opens_its_page(client: Client, bob: User, song: Track, settings: Any) -> None:
    settings.COMMENTS_PER_PAGE = 2
    rows = [add_comment(actor=bob, track=song, body=f"Words {n}", at_ms=n * 1000) for n in range(5)]
    page = client.get(f"{PAGE}?comment={rows[4].uid}").content.decode()
    assert "Words 4" in page
    assert "Words 0" not in page
    assert "3 of 3" in page
    assert "Words 2" in client.get(f"{PAGE}?comments=2").content.decode()
    for nonsense in ("comments=x", "comments=-1", "comments=99999999999", "comments=²", "comment=%00", "comment=x"):
        assert "Words 0" in client.get(f"{PAGE}?{nonsense}").content.decode()


@pytest.mark.parametrize("address", ["/tracks/{0}/comments", "/comments/{0}/edit", "/comments/{0}/delete"])
def test_nonsense_is_not_found(address: str, as_bob: Client) -> None:
    for uid in ("aaaaaaaaaaaaaaaa", "x", "-"):
        assert as_bob.post(address.format(uid), {"body": "x"}).status_code == 404


def test_a_key_that_is_none_does_no_harm(as_bob: Client, song: Track) -> None:
    for key in ("\x00", "' OR 1", "x" * 5000, "../../etc"):
        answer = say(as_bob, song, key=key)
        assert answer.status_code in (302, 422)
        assert as_bob.get("/notices/new", {"about": f"track:{song.uid}", "key": key}).status_code == 200
