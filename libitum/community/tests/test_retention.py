"""What is forgotten, when, and what isn't."""

from datetime import timedelta

import pytest
from django.utils import timezone

from libitum.accounts.models import User
from libitum.accounts.services import close_account
from libitum.common.sweeps import all_sweeps
from libitum.community.models import Appeal, Case, Comment, Decision, EventKind, Letter, ModerationEvent, Notice
from libitum.community.services import add_comment, appeal, complain, decide, delete_comment, sweep

from .conftest import GiveNotice
from .test_decisions import NO_ACTION, TAKE_DOWN


def long_ago(days: int) -> None:
    Comment.objects.exclude(deleted_at=None).update(deleted_at=timezone.now() - timedelta(days=days))
    Decision.objects.update(created_at=timezone.now() - timedelta(days=days))
    Letter.objects.update(created_at=timezone.now() - timedelta(days=days))


class TestRemovedComments:
    def test_words_are_kept_for_a_month(self, remark: Comment, bob: User) -> None:
        delete_comment(actor=bob, comment=remark)
        long_ago(29)
        assert sweep()["comments"] == 0
        long_ago(31)
        assert sweep()["comments"] == 1
        assert not Comment.objects.exists()

    def test_the_row_stays_where_somebody_answered(self, remark: Comment, alice: User, bob: User) -> None:
        add_comment(actor=alice, track=remark.track, body="Thanks", parent=remark)
        delete_comment(actor=bob, comment=remark)
        long_ago(31)
        sweep()
        remark.refresh_from_db()
        assert remark.body == ""
        assert sweep()["comments"] == 0

    def test_what_moderators_have_to_judge_is_kept(
        self, remark: Comment, bob: User, mona: User, notify: GiveNotice
    ) -> None:
        case = notify(f"comment:{remark.uid}").case
        delete_comment(actor=bob, comment=remark)
        long_ago(400)
        sweep()
        remark.refresh_from_db()
        assert remark.body != ""
        decide(actor=mona, case=case, **NO_ACTION)
        sweep()
        assert not Comment.objects.exists()


class TestNotices:
    @pytest.fixture
    def decided(self, notify: GiveNotice, alice: User, mona: User) -> Notice:
        notice = notify(sender_key="fd00::1")
        takedown = decide(actor=mona, case=notice.case, **TAKE_DOWN)
        appeal(actor=alice, decision=takedown, text="No")
        decide(actor=mona, case=notice.case, outcome="restore", facts="True")
        complain(notice=notice, text="No")
        decide(actor=mona, case=notice.case, **NO_ACTION)
        return notice

    @pytest.mark.usefixtures("decided")
    def test_they_are_deleted_a_year_after_the_decision(self) -> None:
        long_ago(364)
        assert sweep()["notices"] == 0
        long_ago(366)
        assert sweep()["notices"] == 1
        assert not Notice.objects.exists()
        assert not Appeal.objects.exists()
        assert not Letter.objects.exists()
        assert Decision.objects.count() == 3
        event = ModerationEvent.objects.last()
        assert event is not None
        assert (event.kind, event.details) == (EventKind.FORGOTTEN, {"notices": 1})
        assert sweep()["notices"] == 0

    @pytest.mark.usefixtures("decided")
    def test_not_while_anything_about_the_thing_waits(self, notify: GiveNotice) -> None:
        notify(explanation="Something new")
        long_ago(400)
        assert sweep()["notices"] == 0

    def test_not_before_they_are_decided(self, notify: GiveNotice) -> None:
        notify()
        Notice.objects.update(created_at=timezone.now() - timedelta(days=4000))
        assert sweep()["notices"] == 0

    @pytest.mark.usefixtures("decided")
    def test_the_hash_of_the_address_is_kept_for_a_day(self) -> None:
        assert sweep()["senders"] == 0
        Notice.objects.update(created_at=timezone.now() - timedelta(days=1, seconds=1))
        assert sweep()["senders"] == 1
        assert Notice.objects.get().sender_key == ""


def test_a_closed_account_takes_its_words_and_name_along(
    remark: Comment, alice: User, bob: User, mona: User, notify: GiveNotice
) -> None:
    decide(actor=mona, case=notify(f"comment:{remark.uid}").case, **NO_ACTION)
    answer = add_comment(actor=alice, track=remark.track, body="Thanks", parent=remark)
    close_account(user=bob)
    remark.refresh_from_db()
    assert (remark.author, remark.body) == (None, "")
    assert Case.objects.get().label == "—"
    sweep()
    answer.refresh_from_db()
    assert answer.is_standing
    assert answer.parent == remark


def test_the_workers_run_the_sweep() -> None:
    names = {each.name for each in all_sweeps()}
    assert {"libitum.community.sweeps.letters", "libitum.community.sweeps.retention"} <= names
