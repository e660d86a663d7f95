"""Moderators decide, with reasons; both sides can answer; everything is recorded."""

from datetime import timedelta

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.utils import timezone

from libitum.accounts.models import User
from libitum.catalog.models import Artist, Track
from libitum.catalog.services import delete_track
from libitum.catalog.viewers import ANYBODY, Viewer
from libitum.community.models import Case, Comment, Decision, EventKind, ModerationEvent, Notice, RecordError
from libitum.community.selectors import decisions_about, dossier, standing_decision, waiting_cases
from libitum.community.services import appeal, complain, decide, delete_comment, open_case
from libitum.community.subjects import visible_subject

from .conftest import GiveNotice

TAKE_DOWN = {
    "outcome": "take-down",
    "facts": "The melody is Zoe's.",
    "ground": "law",
    "reference": "2001/29/EC, Art. 3",
}
NO_ACTION = {"outcome": "no-action", "facts": "The melody is in the public domain."}
RESTORE = {"outcome": "restore", "facts": "A licence was shown."}


@pytest.fixture
def notice(notify: GiveNotice) -> Notice:
    return notify()


def listed(song: Track) -> bool:
    return Track.objects.listed().filter(pk=song.pk).exists()


def counts(name: str) -> list[int]:
    """`notice_count` or `appeal_count` of each case that waits."""
    return [getattr(case, name) for case in waiting_cases()]


class TestTakingDown:
    def test_nobody_sees_it_any_more_but_owner_and_moderators(
        self, notice: Notice, song: Track, alice: User, bob: User, mona: User
    ) -> None:
        decide(actor=mona, case=notice.case, **TAKE_DOWN)
        for viewer, sees in (
            (ANYBODY, False),
            (Viewer.of(bob), False),
            (Viewer.of(alice), True),
            (Viewer.of(mona), True),
        ):
            assert Track.objects.visible_to(viewer).filter(pk=song.pk).exists() is sees

    def test_the_case_leaves_the_queue_and_the_notice_is_answered(self, notice: Notice, mona: User) -> None:
        assert list(waiting_cases()) == [notice.case]
        decision = decide(actor=mona, case=notice.case, **TAKE_DOWN)
        notice.refresh_from_db()
        assert notice.decision == decision
        assert not decision.own_initiative
        assert not waiting_cases().exists()

    def test_a_comment_is_hidden_and_comes_back(self, notify: GiveNotice, remark: Comment, mona: User) -> None:
        case = notify(f"comment:{remark.uid}").case
        decide(actor=mona, case=case, **TAKE_DOWN)
        assert not Comment.objects.visible_to(ANYBODY).exists()
        decide(actor=mona, case=case, **RESTORE)
        assert Comment.objects.visible_to(ANYBODY).get() == remark

    def test_an_artists_page_goes_with_its_works(
        self, notify: GiveNotice, ada: Artist, song: Track, mona: User
    ) -> None:
        case = notify(f"artist:{ada.uid}").case
        decide(actor=mona, case=case, **TAKE_DOWN)
        assert not Artist.objects.visible_to(ANYBODY).exists()
        assert not listed(song)
        decide(actor=mona, case=case, **RESTORE)
        assert listed(song)

    def test_reasons_are_needed(self, notice: Notice, song: Track, mona: User) -> None:
        with pytest.raises(ValidationError) as refusal:
            decide(actor=mona, case=notice.case, outcome="take-down", facts=" ", ground="", reference="")
        assert set(refusal.value.message_dict) == {"facts", "ground", "reference"}
        assert listed(song)
        assert not Decision.objects.exists()

    def test_the_owner_can_find_the_decision(
        self, notice: Notice, song: Track, alice: User, bob: User, mona: User
    ) -> None:
        assert standing_decision(song) is None
        decision = decide(actor=mona, case=notice.case, **TAKE_DOWN)
        song.refresh_from_db()
        assert list(decisions_about(alice)) == [decision]
        assert list(decisions_about(bob)) == []
        assert standing_decision(song) == decision


class TestWhoDecides:
    def test_moderators_alone(self, notice: Notice, alice: User, bob: User) -> None:
        for person in (alice, bob):
            with pytest.raises(PermissionDenied):
                decide(actor=person, case=notice.case, **NO_ACTION)

    def test_nobody_about_what_is_theirs(self, notice: Notice, alice: User) -> None:
        alice.is_staff = True
        alice.save()
        with pytest.raises(PermissionDenied, match="another moderator"):
            decide(actor=alice, case=notice.case, **NO_ACTION)

    def test_of_their_own_accord_and_it_is_recorded(self, song: Track, mona: User, bob: User) -> None:
        subject = visible_subject(f"track:{song.uid}", Viewer.of(mona))
        assert subject is not None
        with pytest.raises(PermissionDenied):
            open_case(actor=bob, subject=subject)
        case = open_case(actor=mona, subject=subject)
        assert open_case(actor=mona, subject=subject) == case
        assert decide(actor=mona, case=case, **TAKE_DOWN).own_initiative
        assert [event.kind for event in case.events.all()] == [EventKind.OPENED, EventKind.TAKEN_DOWN]

    def test_only_what_they_have_read(self, notice: Notice, notify: GiveNotice, mona: User) -> None:
        seen = dossier(notice.case).seen
        notify(explanation="One more thing")
        with pytest.raises(ValidationError, match="happened here meanwhile"):
            decide(actor=mona, case=notice.case, seen=seen, **NO_ACTION)
        decide(actor=mona, case=notice.case, seen=dossier(notice.case).seen, **NO_ACTION)


@pytest.mark.parametrize("reasons", [RESTORE, {**NO_ACTION, "outcome": "applause"}])
def test_only_what_can_be_done_can_be_decided(reasons: dict[str, str], notice: Notice, mona: User) -> None:
    with pytest.raises(ValidationError, match="as things are"):
        decide(actor=mona, case=notice.case, **reasons)


def test_nothing_is_done_to_what_its_owner_removed(notice: Notice, song: Track, alice: User, mona: User) -> None:
    delete_track(actor=alice, track=song)
    with pytest.raises(ValidationError, match="as things are"):
        decide(actor=mona, case=notice.case, **TAKE_DOWN)
    decide(actor=mona, case=notice.case, **{**NO_ACTION, "facts": "Its owner has deleted it."})
    assert not waiting_cases().exists()


def test_a_removed_comment_can_still_be_read_but_not_hidden(
    notify: GiveNotice, remark: Comment, bob: User, mona: User
) -> None:
    case = notify(f"comment:{remark.uid}").case
    delete_comment(actor=bob, comment=remark)
    with pytest.raises(ValidationError, match="as things are"):
        decide(actor=mona, case=case, **TAKE_DOWN)


class TestTheOwnersAppeal:
    @pytest.fixture
    def takedown(self, notice: Notice, mona: User) -> Decision:
        return decide(actor=mona, case=notice.case, **TAKE_DOWN)

    def test_it_puts_the_case_back_and_can_bring_the_work_back(
        self, takedown: Decision, notice: Notice, alice: User, mona: User, song: Track
    ) -> None:
        row = appeal(actor=alice, decision=takedown, text="Here is the licence.")
        assert counts("appeal_count") == [1]
        restored = decide(actor=mona, case=takedown.case, **RESTORE)
        row.refresh_from_db()
        notice.refresh_from_db()
        assert row.answer == notice.decision == restored
        assert listed(song)
        assert not waiting_cases().exists()

    def test_it_can_fail(self, takedown: Decision, notice: Notice, alice: User, mona: User, song: Track) -> None:
        row = appeal(actor=alice, decision=takedown, text="But I like it.")
        upheld = decide(actor=mona, case=takedown.case, **NO_ACTION)
        row.refresh_from_db()
        notice.refresh_from_db()
        assert (row.answer, notice.decision) == (upheld, takedown)
        assert not listed(song)

    def test_one_text_for_each_decision(self, takedown: Decision, alice: User, mona: User) -> None:
        appeal(actor=alice, decision=takedown, text="First")
        with pytest.raises(ValidationError, match="any more"):
            appeal(actor=alice, decision=takedown, text="Second")
        decide(actor=mona, case=takedown.case, **NO_ACTION)
        with pytest.raises(ValidationError, match="any more"):
            appeal(actor=alice, decision=takedown, text="Third")

    def test_nobody_elses(self, takedown: Decision, bob: User, mona: User) -> None:
        for person in (bob, mona):
            with pytest.raises(PermissionDenied):
                appeal(actor=person, decision=takedown, text="For Alice")

    def test_for_half_a_year(self, takedown: Decision, alice: User) -> None:
        Decision.objects.update(created_at=timezone.now() - timedelta(days=185))
        takedown.refresh_from_db()
        with pytest.raises(ValidationError, match="any more"):
            appeal(actor=alice, decision=takedown, text="Late")

    def test_only_against_what_still_holds(self, takedown: Decision, alice: User, mona: User) -> None:
        restored = decide(actor=mona, case=takedown.case, **RESTORE)
        for decision in (takedown, restored):
            with pytest.raises(ValidationError, match="any more"):
                appeal(actor=alice, decision=decision, text="Too late")

    def test_words_are_needed(self, takedown: Decision, alice: User) -> None:
        with pytest.raises(ValidationError, match="Say why"):
            appeal(actor=alice, decision=takedown, text=" ")


class TestTheNotifiersAnswer:
    def test_it_puts_the_case_back_and_can_take_the_work_down(self, notice: Notice, song: Track, mona: User) -> None:
        decide(actor=mona, case=notice.case, **NO_ACTION)
        row = complain(notice=notice, text="Not the melody: the recording.")
        assert counts("appeal_count") == [1]
        decision = decide(actor=mona, case=notice.case, **TAKE_DOWN)
        row.refresh_from_db()
        assert row.answer == decision
        assert not listed(song)

    def test_the_answer_to_it_is_the_last_word(self, notice: Notice, mona: User) -> None:
        decide(actor=mona, case=notice.case, **NO_ACTION)
        complain(notice=notice, text="No!")
        with pytest.raises(ValidationError, match="any more"):
            complain(notice=notice, text="No, no!")
        decide(actor=mona, case=notice.case, **NO_ACTION)
        with pytest.raises(ValidationError, match="any more"):
            complain(notice=notice, text="No, no, no!")

    def test_who_got_what_they_asked_for_has_nothing_to_answer(self, notice: Notice, mona: User) -> None:
        with pytest.raises(ValidationError, match="any more"):
            complain(notice=notice, text="Hurry up")
        decide(actor=mona, case=notice.case, **TAKE_DOWN)
        with pytest.raises(ValidationError, match="any more"):
            complain(notice=notice, text="And the artist, too")

    def test_a_restoration_can_be_answered(self, notice: Notice, mona: User) -> None:
        decide(actor=mona, case=notice.case, **TAKE_DOWN)
        decide(actor=mona, case=notice.case, **RESTORE)
        assert complain(notice=notice, text="The licence is forged.").decision.outcome == "restore"


class TestTheRecord:
    def test_every_act_is_in_it_with_its_reasons(self, notice: Notice, alice: User, mona: User) -> None:
        takedown = decide(actor=mona, case=notice.case, **TAKE_DOWN)
        appeal(actor=alice, decision=takedown, text="Why?")
        decide(actor=mona, case=notice.case, **RESTORE)
        complain(notice=notice, text="Why?")
        rows = [(event.kind, event.actor) for event in notice.case.events.all()]
        assert rows == [
            (EventKind.NOTICE, None),
            (EventKind.TAKEN_DOWN, mona),
            (EventKind.APPEAL, alice),
            (EventKind.RESTORED, mona),
            (EventKind.COMPLAINT, None),
        ]
        details = notice.case.events.all()[1].details
        assert (details["facts"], details["reference"]) == (TAKE_DOWN["facts"], TAKE_DOWN["reference"])

    def test_nothing_in_it_can_be_changed(self, notice: Notice) -> None:
        event = notice.case.events.get()
        for attempt in (event.save, event.delete, ModerationEvent.objects.all().delete):
            with pytest.raises(RecordError):
                attempt()
        with pytest.raises(RecordError):
            ModerationEvent.objects.update(kind=EventKind.RESTORED)
        assert ModerationEvent.objects.get().kind == EventKind.NOTICE

    def test_it_outlives_the_people_in_it(self, notice: Notice, alice: User, mona: User) -> None:
        decide(actor=mona, case=notice.case, **TAKE_DOWN)
        alice.delete()
        mona.delete()
        case = Case.objects.get()
        assert case.owner is None
        assert [event.actor for event in case.events.all()] == [None, None]


def test_urgent_cases_come_first_then_the_oldest(notify: GiveNotice, remark: Comment, ada: Artist, song: Track) -> None:
    oldest = notify().case
    newer = notify(f"artist:{ada.uid}").case
    urgent = notify(f"comment:{remark.uid}", category="hate").case
    assert list(waiting_cases()) == [urgent, oldest, newer]
    assert list(waiting_cases("hate")) == [urgent]
    assert list(waiting_cases("minors")) == []


def test_the_queue_costs_the_same_however_long_it_is(
    django_assert_num_queries: pytest.FixtureRequest, notify: GiveNotice, ada: Artist
) -> None:
    def read() -> list[list[str]]:
        return [[each.category for each in case.waiting_notices] for case in waiting_cases()]  # type: ignore[attr-defined]

    notify()
    with django_assert_num_queries(2):  # type: ignore[operator]
        assert read() == [["copyright"]]
    for number in range(10):
        track = Track.objects.create(artist=ada, title=f"{number}", slug=f"{number}")
        subject_viewer = Viewer.of(ada.owner)
        notify(f"track:{track.uid}", viewer=subject_viewer)
        notify(f"track:{track.uid}", viewer=subject_viewer, category="fraud")
    with django_assert_num_queries(2):  # type: ignore[operator]
        assert len(read()) == 11
    assert counts("notice_count") == [1] + [2] * 10
