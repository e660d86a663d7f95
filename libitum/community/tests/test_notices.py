"""Who may tell us what, and what becomes of it at once."""

from datetime import timedelta

import pytest
from django.core.exceptions import ValidationError
from django.utils import timezone

from libitum.accounts.models import User
from libitum.catalog.models import Artist, Track, Visibility
from libitum.catalog.services import create_release, create_secret_link, update_artist, update_track
from libitum.catalog.viewers import ANYBODY, Viewer
from libitum.community.addresses import about_at
from libitum.community.models import Case, Category, Comment, EventKind, Letter, Notice
from libitum.community.services import TooMany
from libitum.community.subjects import visible_subject

from .conftest import GiveNotice


def test_a_notice_opens_a_case_that_waits(notify: GiveNotice, song: Track, alice: User) -> None:
    notice = notify()
    case = notice.case
    assert (case.kind, case.subject_uid, case.label) == ("track", song.uid, "First light · Ada Ferrante")
    assert (case.owner, case.address) == (alice, "/ada-ferrante/first-light")
    assert case.waiting_since is not None
    assert not case.urgent
    event = case.events.get()
    assert (event.kind, event.actor) == (EventKind.NOTICE, None)
    assert "zoe" not in str(event.details).lower()


def test_everything_about_one_thing_is_one_case(notify: GiveNotice) -> None:
    first = notify()
    second = notify(explanation="And the drums are my brother's.", category="likeness")
    assert first.case == second.case
    assert first.case.notices.count() == 2


def test_every_kind_of_content(notify: GiveNotice, remark: Comment, ada: Artist, song: Track, alice: User) -> None:
    release = create_release(actor=alice, artist=ada, title="Mornings", tracks=[song], visibility=Visibility.PUBLIC)
    abouts = [f"artist:{ada.uid}", f"release:{release.uid}", f"comment:{remark.uid}"]
    cases = [notify(about).case for about in abouts]
    assert [case.about for case in cases] == abouts
    assert [case.label for case in cases] == ["Ada Ferrante", "Mornings · Ada Ferrante", "Bob · First light"]


@pytest.mark.parametrize("category", ["minors", "hate"])
def test_what_cannot_wait_is_urgent(category: str, notify: GiveNotice) -> None:
    notify()
    assert notify(category=category).case.urgent


def test_neither_name_nor_address_is_needed(notify: GiveNotice) -> None:
    notice = notify(name="", email="")
    assert (notice.name, notice.email) == ("", "")
    assert not Letter.objects.exists()


def test_a_receipt_is_on_its_way_to_whoever_gave_an_address(notify: GiveNotice) -> None:
    notice = notify()
    assert (Letter.objects.get().notice, Letter.objects.get().decision) == (notice, None)


def test_everything_that_is_wrong_is_said_at_once(notify: GiveNotice) -> None:
    with pytest.raises(ValidationError) as refusal:
        notify(category="boredom", explanation=" ", name="x" * 121, email="nowhere", good_faith=False)
    assert set(refusal.value.message_dict) == {"category", "explanation", "name", "email", "good_faith"}
    assert not Case.objects.exists()


def test_the_name_is_for_the_owner_only_in_matters_of_copyright_and_if_allowed(notify: GiveNotice) -> None:
    assert notify(share_identity=True).shown_name == "Zoe Notifier"
    assert notify(share_identity=True, category="likeness").shown_name == ""
    assert notify(explanation="Once more").shown_name == ""


class TestTheKey:
    def test_it_opens_its_own_notice_alone(self, notify: GiveNotice) -> None:
        first, second = notify(), notify(explanation="Something else")
        assert first.opens_with(first.key)
        assert first.key != second.key
        for key in (second.key, "", "x" * 43, first.key[:-1], f"{first.key}\n", "é"):
            assert not first.opens_with(key)

    def test_it_survives_a_change_of_the_secret(self, notify: GiveNotice, settings: pytest.FixtureRequest) -> None:
        notice = notify()
        key = notice.key
        old, settings.SECRET_KEY = settings.SECRET_KEY, "another secret"  # type: ignore[attr-defined]
        assert not notice.opens_with(key)
        settings.SECRET_KEY_FALLBACKS = [old]  # type: ignore[attr-defined]
        assert notice.opens_with(key)


class TestWhatIsSeen:
    def test_what_the_notifier_does_not_see_does_not_exist(self, song: Track, alice: User, mona: User) -> None:
        about = f"track:{song.uid}"
        assert visible_subject(about, ANYBODY)
        update_track(actor=alice, track=song, visibility=Visibility.PRIVATE)
        assert visible_subject(about, ANYBODY) is None
        assert visible_subject(about, Viewer.of(alice)) is not None
        assert visible_subject(about, Viewer.of(mona)) is not None

    def test_a_secret_link_is_enough(self, song: Track, alice: User, notify: GiveNotice) -> None:
        update_track(actor=alice, track=song, visibility=Visibility.UNLISTED)
        secret = create_secret_link(actor=alice, work=song).token
        assert notify(viewer=Viewer(secret=secret)).case.subject_uid == song.uid

    @pytest.mark.parametrize(
        "about", ["", "track", "track:", "user:aaaaaaaaaaaaaaaa", "track:aaaaaaaaaaaaaaaa", "track:\x00", "track:'; --"]
    )
    @pytest.mark.django_db
    def test_nonsense_is_nothing(self, about: str) -> None:
        assert visible_subject(about, ANYBODY) is None


class TestAddresses:
    def test_pages_are_found_by_their_address(self, song: Track, ada: Artist, remark: Comment, alice: User) -> None:
        release = create_release(actor=alice, artist=ada, title="Mornings", visibility=Visibility.PUBLIC)
        for address, about in {
            "/ada-ferrante": f"artist:{ada.uid}",
            "http://localhost:8000/ada-ferrante/first-light": f"track:{song.uid}",
            " /ada-ferrante/first-light/?x=1 ": f"track:{song.uid}",
            "/ada-ferrante/releases/mornings": f"release:{release.uid}",
            f"/ada-ferrante/first-light#comment-{remark.uid}": f"comment:{remark.uid}",
            f"/embed/{song.uid}": f"track:{song.uid}",
        }.items():
            assert about_at(address, ANYBODY) == (about, "")

    def test_former_addresses_go_on_leading_there(self, song: Track, ada: Artist, alice: User) -> None:
        update_track(actor=alice, track=song, title="Second light")
        update_artist(actor=alice, artist=ada, name="Ada F.")
        assert about_at("/ada-f/first-light", ANYBODY) == (f"track:{song.uid}", "")
        assert about_at("/ada-ferrante", ANYBODY) == (f"artist:{ada.uid}", "")

    def test_a_secret_link_brings_its_key(self, song: Track, alice: User) -> None:
        update_track(actor=alice, track=song, visibility=Visibility.UNLISTED)
        secret = create_secret_link(actor=alice, work=song).token
        assert about_at("/ada-ferrante/first-light", ANYBODY) is None
        assert about_at(f"/ada-ferrante/first-light/s/{secret}", ANYBODY) == (f"track:{song.uid}", secret)

    @pytest.mark.parametrize(
        "address",
        [
            "",
            "/",
            "https://elsewhere.example/ada-ferrante",
            "//[",
            "/a/b/c/d/e",
            "/ada-ferrante/%00",
            "javascript:alert(1)",
        ],
    )
    @pytest.mark.usefixtures("ada")
    def test_other_addresses_show_nothing_of_ours(self, address: str) -> None:
        assert about_at(address, ANYBODY) is None


class TestHowOften:
    def test_the_same_notice_sent_twice_is_one(self, notify: GiveNotice) -> None:
        assert notify(sender_key="fd00::1") == notify(sender_key="fd00::1")
        assert notify(sender_key="fd00::1") != notify(sender_key="fd00::2")

    def test_too_many_from_one_address_are_put_off(self, notify: GiveNotice) -> None:
        for number in range(5):
            notify(sender_key="fd00::1", explanation=f"{number}")
        with pytest.raises(TooMany) as refusal:
            notify(sender_key="fd00::1", explanation="5")
        assert 0 < refusal.value.retry_after <= 600
        notify(sender_key="fd00::2", explanation="5")
        Notice.objects.update(created_at=timezone.now() - timedelta(seconds=601))
        notify(sender_key="fd00::1", explanation="5")


def test_every_category_has_words() -> None:
    assert all(str(label) for label in Category.labels)
