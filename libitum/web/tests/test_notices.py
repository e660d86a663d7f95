"""Anybody gives notice of anything they see, and follows it."""

import re
from typing import Any

import pytest
from django.test import Client
from django.utils.html import escape

from libitum.accounts.models import User
from libitum.catalog.models import Track, Visibility
from libitum.catalog.services import create_secret_link, update_track
from libitum.community.models import Notice
from libitum.community.services import decide

pytestmark = pytest.mark.django_db
TYPED = {"category": "copyright", "explanation": "The melody is mine.", "good_faith": "on"}
NO_ACTION = {"outcome": "no-action", "facts": "It is in the public domain."}


def give(client: Client, about: str, **changes: str) -> Any:
    return client.post("/notices/new", {"about": about, **TYPED, **changes})


@pytest.fixture
def notice(client: Client, song: Track) -> Notice:
    give(client, f"track:{song.uid}", email="zoe@example.net")
    return Notice.objects.get()


class TestGiving:
    def test_a_receipt_with_number_and_a_secret_address(self, client: Client, song: Track) -> None:
        answer = give(client, f"track:{song.uid}")
        notice = Notice.objects.get()
        assert answer["Location"] == f"/notices/{notice.uid}?key={notice.key}"
        receipt = client.get(answer["Location"])
        page = receipt.content.decode()
        assert notice.uid in page
        assert f"http://localhost:8000/notices/{notice.uid}?key={notice.key}" in page
        assert "The melody is mine." in page
        assert "no-store" in receipt["Cache-Control"]
        assert "noindex" in receipt["X-Robots-Tag"]
        assert receipt["Referrer-Policy"] == "no-referrer"

    def test_the_form_names_what_it_is_about_and_whom_to_write_to(self, client: Client, song: Track) -> None:
        page = client.get(f"/notices/new?about=track:{song.uid}").content.decode()
        assert "First light · Ada Ferrante" in page
        assert "mailto:contact@localhost" in page
        assert "365 days after the decision" in page

    def test_without_a_subject_it_asks_for_the_address(self, client: Client, song: Track) -> None:
        assert 'name="address"' in client.get("/notices/new").content.decode()
        give(client, "", address="http://localhost:8000/ada-ferrante/first-light")
        assert Notice.objects.get().case.subject_uid == song.uid

    @pytest.mark.parametrize("address", ["", "https://elsewhere.example/x", "/nobody/nothing"])
    def test_an_address_that_shows_nothing_keeps_the_words(self, address: str, client: Client) -> None:
        answer = give(client, "", address=address)
        page = answer.content.decode()
        assert (answer.status_code, "The melody is mine." in page) == (422, True)
        assert "Nothing that you can see is there" in page

    @pytest.mark.parametrize(
        ("changes", "sentence"),
        [
            ({"category": ""}, "Choose what is wrong."),
            ({"category": "boredom"}, "is not one of the available choices"),
            ({"explanation": " "}, "Explain why"),
            ({"email": "nowhere"}, "e-mail address"),
            ({"good_faith": ""}, "Confirm that you believe"),
        ],
    )
    def test_what_is_wrong_is_said_and_nothing_typed_is_lost(
        self, changes: dict[str, str], sentence: str, client: Client, song: Track
    ) -> None:
        answer = give(client, f"track:{song.uid}", name="Zoë", **changes)
        page = answer.content.decode()
        assert (answer.status_code, sentence in page, "Zoë" in page) == (422, True, True)
        assert f'name="about" value="track:{song.uid}"' in page
        assert not Notice.objects.exists()

    def test_programs_are_asked_once_more_and_people_lose_nothing(self, client: Client, song: Track) -> None:
        answer = give(client, f"track:{song.uid}", website="http://pills.example")
        page = answer.content.decode()
        assert answer.status_code == 422
        assert "Nothing is lost" in page
        assert "The melody is mine." in page
        assert "pills" not in page
        assert not Notice.objects.exists()

    def test_too_many_are_put_off_with_everything_typed(self, client: Client, song: Track) -> None:
        for number in range(5):
            give(client, f"track:{song.uid}", explanation=f"Number {number}")
        answer = give(client, f"track:{song.uid}", explanation="The sixth")
        page = answer.content.decode()
        assert (answer.status_code, "The sixth" in page, "Nothing is lost" in page) == (429, True, True)
        assert Notice.objects.count() == 5
        other = Client(REMOTE_ADDR="192.0.2.7")
        assert give(other, f"track:{song.uid}").status_code == 302

    def test_no_network_address_is_kept(self, song: Track) -> None:
        give(Client(REMOTE_ADDR="192.0.2.7"), f"track:{song.uid}")
        assert "192.0.2.7" not in str(Notice.objects.values().get())
        assert Notice.objects.get().sender_key


class TestWithAnAccount:
    def test_it_is_kept_with_the_account_if_wanted(self, as_bob: Client, bob: User, song: Track) -> None:
        page = as_bob.get(f"/notices/new?about=track:{song.uid}").content.decode()
        assert 'value="bob@example.org"' in page
        give(as_bob, f"track:{song.uid}", in_my_name="on")
        assert Notice.objects.get().notifier == bob
        assert Notice.objects.get().key in as_bob.get("/my/notices").content.decode()

    def test_and_not_otherwise(self, as_bob: Client, song: Track) -> None:
        give(as_bob, f"track:{song.uid}")
        assert Notice.objects.get().notifier is None
        assert "None are kept with your account" in as_bob.get("/my/notices").content.decode()

    def test_nobody_else_can_claim_an_account(self, client: Client, song: Track) -> None:
        give(client, f"track:{song.uid}", in_my_name="on")
        assert Notice.objects.get().notifier is None


class TestWhatIsSeen:
    def test_unknown_and_invisible_look_the_same(self, client: Client, song: Track, alice: User) -> None:
        update_track(actor=alice, track=song, visibility=Visibility.PRIVATE)
        pages = []
        for about in (f"track:{song.uid}", "track:aaaaaaaaaaaaaaaa", "comment:aaaaaaaaaaaaaaaa", "user:1", "x\x00y"):
            answer = client.get("/notices/new", {"about": about})
            assert answer.status_code == 404
            pages.append(re.sub(r'value="[^"]*"', "", answer.content.decode()))
        assert len(set(pages)) == 1
        assert "Nothing that you can see" in pages[0]
        assert "First light" not in pages[0]

    def test_a_notice_about_something_gone_meanwhile_keeps_the_words(
        self, client: Client, song: Track, alice: User
    ) -> None:
        update_track(actor=alice, track=song, visibility=Visibility.PRIVATE)
        answer = give(client, f"track:{song.uid}")
        assert (answer.status_code, "The melody is mine." in answer.content.decode()) == (422, True)

    def test_whoever_came_by_a_secret_link_can_give_notice(self, client: Client, song: Track, alice: User) -> None:
        update_track(actor=alice, track=song, visibility=Visibility.UNLISTED)
        secret = create_secret_link(actor=alice, work=song).token
        page = client.get(f"/notices/new?about=track:{song.uid}&key={secret}").content.decode()
        assert f'value="{secret}"' in page
        give(client, f"track:{song.uid}", key=secret)
        assert Notice.objects.count() == 1


class TestFollowing:
    def test_only_the_key_opens_it(self, notice: Notice, client: Client, as_mona: Client) -> None:
        for visitor in (client, as_mona):
            for key in ("", "x", notice.key[::-1]):
                assert visitor.get(f"/notices/{notice.uid}?key={key}").status_code == 404
                assert visitor.post(f"/notices/{notice.uid}/answer", {"key": key, "text": "x"}).status_code == 404

    def test_the_decision_is_there_with_its_reasons_and_can_be_answered(
        self, notice: Notice, client: Client, mona: User
    ) -> None:
        decide(actor=mona, case=notice.case, **NO_ACTION)
        address = f"/notices/{notice.uid}?key={notice.key}"
        page = client.get(address).content.decode()
        assert "It is in the public domain." in page
        assert "No automated means" in page
        assert 'name="text"' in page
        empty = client.post(f"/notices/{notice.uid}/answer", {"key": notice.key, "text": " "})
        assert (empty.status_code, "Say why you disagree" in empty.content.decode()) == (422, True)
        answer = client.post(f"/notices/{notice.uid}/answer", {"key": notice.key, "text": "Not the recording."})
        assert answer["Location"] == address
        page = client.get(address).content.decode()
        assert "Not the recording." in page
        assert "It waits for a moderator." in page
        assert 'name="text"' not in page
        again = client.post(f"/notices/{notice.uid}/answer", {"key": notice.key, "text": "And another thing"})
        assert (again.status_code, "any more" in again.content.decode()) == (422, True)


@pytest.mark.parametrize("attack", ["<script>alert(1)</script>", '"><svg onload=alert(1)>', "{% debug %}"])
def test_words_are_words(attack: str, client: Client, as_mona: Client, song: Track) -> None:
    Track.objects.update(title=attack)
    give(client, f"track:{song.uid}", explanation=attack, name=attack)
    notice = Notice.objects.get()
    addresses = {
        f"/notices/new?about=track:{song.uid}": client,
        f"/notices/{notice.uid}?key={notice.key}": client,
        "/moderation": as_mona,
        f"/moderation/{notice.case.uid}": as_mona,
    }
    for address, visitor in addresses.items():
        page = visitor.get(address).content.decode()
        assert "<script>alert" not in page
        assert "<svg onload" not in page
        assert escape(attack) in page
