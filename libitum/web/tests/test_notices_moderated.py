"""The moderators' side, and what the other side reads of it."""

from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client

from conftest import becomes_moderator
from libitum.accounts.models import User
from libitum.catalog.models import Track
from libitum.catalog.viewers import ANYBODY
from libitum.community.models import Case, Comment, Notice
from libitum.community.services import add_comment, decide, give_notice
from libitum.community.subjects import visible_subject

pytestmark = pytest.mark.django_db
TAKE_DOWN = {
    "outcome": "take-down",
    "facts": "The melody is Zoe's.",
    "ground": "law",
    "reference": "2001/29/EC, Art. 3",
}
CountQueries = Callable[[int], Any]


def notify(about: str, **changes: str) -> Notice:
    subject = visible_subject(about, ANYBODY)
    assert subject is not None
    typed = {"category": "copyright", "explanation": "The melody is mine.", "name": "Zoe", "email": "zoe@example.net"}
    return give_notice(subject=subject, good_faith=True, language="en", **(typed | changes))  # type: ignore[arg-type]


@pytest.fixture
def notice(song: Track) -> Notice:
    return notify(f"track:{song.uid}")


def send(client: Client, case: Case, **decision: str) -> Any:
    seen = case.events.order_by("-pk")[0].uid
    return client.post(f"/moderation/{case.uid}", {"seen": seen, **decision})


class TestWhoComesIn:
    def test_for_everybody_else_it_is_not_there(
        self, notice: Notice, client: Client, as_alice: Client, as_bob: Client
    ) -> None:
        addresses = ["/moderation", f"/moderation/{notice.case.uid}", f"/moderation/open?about={notice.case.about}"]
        for visitor in (client, as_alice, as_bob):
            for address in addresses:
                assert visitor.get(address).status_code == 404
                assert visitor.post(address).status_code == 404

    def test_a_moderator_whose_account_is_off_is_out(self, mona: User, as_mona: Client) -> None:
        mona.is_active = False
        mona.save()
        assert as_mona.get("/moderation").status_code == 404


class TestTheQueue:
    @pytest.mark.usefixtures("notice")
    def test_it_shows_what_waits_by_category(self, as_mona: Client, song: Track, bob: User) -> None:
        comment = add_comment(actor=bob, track=song, body="Hm", at_ms=1)
        notify(f"comment:{comment.uid}", category="hate")
        page = as_mona.get("/moderation").content.decode()
        assert page.index("Bob · First light") < page.index("First light · Ada Ferrante")
        assert "urgent" in page
        assert "Bob · First light" not in as_mona.get("/moderation?category=copyright").content.decode()
        assert "Nothing waits" in as_mona.get("/moderation?category=minors").content.decode()
        assert "Bob · First light" in as_mona.get("/moderation?category=nonsense&page=x").content.decode()

    def test_what_is_decided_moves_on(self, as_mona: Client, mona: User, notice: Notice) -> None:
        decide(actor=mona, case=notice.case, **TAKE_DOWN)
        assert "Nothing waits" in as_mona.get("/moderation").content.decode()
        assert "1 decision" in as_mona.get("/moderation?state=decided").content.decode()

    def test_it_costs_the_same_however_long_it_is(
        self, as_mona: Client, song: Track, bob: User, django_assert_max_num_queries: CountQueries
    ) -> None:
        as_mona.get("/moderation")
        for number in range(20):
            comment = Comment.objects.create(track=song, author=bob, body=str(number))
            notify(f"comment:{comment.uid}", email="")
            notify(f"comment:{comment.uid}", email="", category="fraud")
        with django_assert_max_num_queries(7):
            assert as_mona.get("/moderation").status_code == 200


class TestDeciding:
    def test_a_case_shows_everything(self, as_mona: Client, notice: Notice) -> None:
        page = as_mona.get(f"/moderation/{notice.case.uid}").content.decode()
        for words in ("First light", "The melody is mine.", "Zoe", "zoe@example.net", "Notice given", "Take it down"):
            assert words in page
        assert "Bring it back" not in page

    def test_a_decision_is_carried_out_and_leads_back_to_the_queue(
        self, as_mona: Client, client: Client, notice: Notice
    ) -> None:
        answer = send(as_mona, notice.case, **TAKE_DOWN)
        assert answer["Location"] == "/moderation"
        assert client.get("/ada-ferrante/first-light").status_code == 404
        page = as_mona.get(f"/moderation/{notice.case.uid}").content.decode()
        assert "2001/29/EC" in page
        assert "Bring it back" in page
        send(as_mona, notice.case, outcome="restore", facts="A licence was shown.")
        assert client.get("/ada-ferrante/first-light").status_code == 200

    def test_an_incomplete_decision_keeps_the_words(self, as_mona: Client, notice: Notice, song: Track) -> None:
        answer = send(as_mona, notice.case, **{**TAKE_DOWN, "ground": "", "reference": ""})
        page = answer.content.decode()
        assert answer.status_code == 422
        assert "Name the law or the rule." in page
        assert "The melody is Zoe&#x27;s." in page
        song.refresh_from_db()
        assert song.taken_down_at is None

    def test_two_moderators_at_once(self, as_mona: Client, notice: Notice, song: Track) -> None:
        stale = notice.case.events.order_by("-pk")[0].uid
        notify(f"track:{song.uid}", explanation="Something new")
        answer = as_mona.post(f"/moderation/{notice.case.uid}", {"seen": stale, **TAKE_DOWN})
        page = answer.content.decode()
        assert (answer.status_code, "happened here meanwhile" in page, "Something new" in page) == (422, True, True)
        assert "The melody is Zoe&#x27;s." in page

    def test_nobody_decides_about_their_own(self, as_alice: Client, alice: User, notice: Notice) -> None:
        becomes_moderator(alice)
        assert "another moderator must decide" in as_alice.get(f"/moderation/{notice.case.uid}").content.decode()
        assert send(as_alice, notice.case, **TAKE_DOWN).status_code == 403

    def test_of_their_own_accord(self, as_mona: Client, song: Track) -> None:
        address = f"/moderation/open?about=track:{song.uid}"
        assert "Nobody has given notice" in as_mona.get(address).content.decode()
        assert not Case.objects.exists()
        answer = as_mona.post("/moderation/open", {"about": f"track:{song.uid}"})
        case = Case.objects.get()
        assert answer["Location"] == as_mona.get(address)["Location"] == f"/moderation/{case.uid}"
        assert as_mona.get("/moderation/open?about=track:x").status_code == 404

    def test_what_is_gone_can_be_closed(self, as_mona: Client, notice: Notice, song: Track) -> None:
        song.delete()
        page = as_mona.get(f"/moderation/{notice.case.uid}").content.decode()
        assert "removed by who published it" in page
        assert "Take it down" not in page
        assert send(as_mona, notice.case, outcome="no-action", facts="It is gone.").status_code == 302


class TestTheOwnersSide:
    @pytest.fixture
    def down(self, notice: Notice, mona: User) -> Notice:
        decide(actor=mona, case=notice.case, **TAKE_DOWN)
        notice.refresh_from_db()
        return notice

    def test_the_statement_names_reasons_and_not_the_notifier(self, as_alice: Client, down: Notice) -> None:
        page = as_alice.get("/my/notices").content.decode()
        for words in ("taken down", "Zoe&#x27;s", "2001/29/EC", "No automated means", "you can appeal"):
            assert words in page
        assert "zoe@example.net" not in page
        assert down.key not in page

    def test_the_appeal_and_the_restoration(
        self, as_alice: Client, as_mona: Client, client: Client, down: Notice
    ) -> None:
        assert down.decision is not None
        address = f"/my/notices/{down.decision.uid}/appeal"
        assert address in as_alice.get("/my/notices").content.decode()
        assert "The melody is Zoe" in as_alice.get(address).content.decode()
        empty = as_alice.post(address, {"text": ""})
        assert (empty.status_code, "Say why you disagree" in empty.content.decode()) == (422, True)
        assert as_alice.post(address, {"text": "Here is the licence."})["Location"] == "/my/notices"
        page = as_alice.get("/my/notices").content.decode()
        assert "Here is the licence." in page
        assert address not in page
        late = as_alice.post(address, {"text": "And another thing"})
        assert (late.status_code, "And another thing" in late.content.decode()) == (422, True)
        case = as_mona.get(f"/moderation/{down.case.uid}").content.decode()
        assert "Here is the licence." in case
        assert "against a decision of yours" in case
        send(as_mona, down.case, outcome="restore", facts="The licence holds.")
        assert client.get("/ada-ferrante/first-light").status_code == 200
        assert "The licence holds." in as_alice.get("/my/notices").content.decode()
        assert "The licence holds." in client.get(f"/notices/{down.uid}?key={down.key}").content.decode()

    def test_nobody_elses_decisions(self, client: Client, as_bob: Client, as_mona: Client, down: Notice) -> None:
        assert down.decision is not None
        address = f"/my/notices/{down.decision.uid}/appeal"
        for visitor in (as_bob, as_mona):
            assert visitor.get(address).status_code == 404
            assert visitor.post(address, {"text": "For Alice"}).status_code == 404
            assert "2001/29/EC" not in visitor.get("/my/notices").content.decode()
        assert client.get("/my/notices")["Location"].startswith("/accounts/login/")

    def test_it_costs_the_same_however_long_it_is(
        self, as_alice: Client, alice: User, mona: User, song: Track, django_assert_max_num_queries: CountQueries
    ) -> None:
        as_alice.get("/my/notices")
        for number in range(15):
            comment = Comment.objects.create(track=song, author=alice, body=str(number))
            decide(actor=mona, case=notify(f"comment:{comment.uid}").case, **TAKE_DOWN)
        with django_assert_max_num_queries(9):
            assert as_alice.get("/my/notices").content.decode().count("2001/29/EC") == 15
