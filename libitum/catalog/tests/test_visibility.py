"""The law of who sees what, for every state of a work and everybody who may look."""

from dataclasses import dataclass
from datetime import timedelta
from itertools import product

import pytest
from django.utils import timezone
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from libitum.accounts.models import User
from libitum.catalog.models import Artist, Release, SecretLink, Track, Visibility
from libitum.catalog.services import (
    create_release,
    create_secret_link,
    restore,
    revoke_secret_link,
    take_down,
    update_release,
    update_track,
)
from libitum.catalog.viewers import ANYBODY, Viewer

DAY = timedelta(days=1)
visibilities = st.sampled_from(list(Visibility))
moments = st.one_of(st.none(), st.integers(-300, 300).map(lambda hours: timedelta(hours=hours)))
looks = st.sampled_from(["anybody", "bob", "owner", "moderator"])
links = st.sampled_from(["none", "own", "revoked", "expired", "of another", "invented"])


def viewer(look: str, people: dict[str, User], secret: str) -> Viewer:
    if look == "anybody":
        return Viewer(secret=secret)
    return Viewer.of(people[look], secret)


def secret_for(kind: str, work: Track | Release, other: Track) -> str:
    if kind in ("none", "invented"):
        return "" if kind == "none" else "x" * 32
    owner = work.artist.owner
    link = create_secret_link(actor=owner, work=other if kind == "of another" else work)
    if kind == "revoked":
        revoke_secret_link(actor=owner, link=link)
    if kind == "expired":
        SecretLink.objects.filter(pk=link.pk).update(expires_at=timezone.now() - timedelta(seconds=1))
    return link.token


@pytest.fixture
def people(alice: User, bob: User, mona: User) -> dict[str, User]:
    return {"owner": alice, "bob": bob, "moderator": mona}


@pytest.fixture
def other(ada: Artist) -> Track:
    return Track.objects.create(artist=ada, title="Other", slug="other")


@dataclass(frozen=True, slots=True)
class Case:
    """A work, who looks at it, and with which key. `from_now`: its time of release."""

    visibility: Visibility
    from_now: timedelta | None
    look: str
    link: str
    is_down: bool
    artist_is_down: bool
    owner_is_active: bool
    is_release: bool

    @property
    def is_standing(self) -> bool:
        return not self.is_down and not self.artist_is_down and self.owner_is_active

    @property
    def is_out(self) -> bool:
        return (
            self.is_standing
            and self.visibility == Visibility.PUBLIC
            and self.from_now is not None
            and self.from_now <= timedelta()
        )

    @property
    def is_opened(self) -> bool:
        """By the key that the owner made for this work and that still holds; never a private one."""
        return self.is_standing and self.link == "own" and self.visibility != Visibility.PRIVATE

    @property
    def is_seen(self) -> bool:
        belongs = self.look == "owner" and self.owner_is_active
        return self.look == "moderator" or belongs or self.is_out or self.is_opened


cases = st.builds(Case, visibilities, moments, looks, links, *[st.booleans()] * 4)


def arrange(case: Case, work: Track | Release) -> None:
    now = timezone.now()
    type(work).objects.filter(pk=work.pk).update(
        visibility=case.visibility,
        publish_at=None if case.from_now is None else now + case.from_now,
        taken_down_at=now if case.is_down else None,
    )
    Artist.objects.filter(pk=work.artist_id).update(taken_down_at=now if case.artist_is_down else None)
    User.objects.filter(artists=work.artist_id).update(is_active=case.owner_is_active)


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None, max_examples=120)
@given(cases)
def test_the_law(song: Track, other: Track, people: dict[str, User], case: Case) -> None:
    User.objects.update(is_active=True)
    song = Track.objects.select_related("artist__owner").get(pk=song.pk)
    album = create_release(actor=song.artist.owner, artist=song.artist, title="Rooms")
    work: Track | Release = album if case.is_release else song
    secret = secret_for(case.link, work, other)
    arrange(case, work)
    people["owner"].refresh_from_db()
    seen = type(work).objects.visible_to(viewer(case.look, people, secret)).filter(pk=work.pk).exists()
    assert seen is case.is_seen
    assert type(work).objects.listed().filter(pk=work.pk).exists() is case.is_out
    album.delete()


def test_what_lists_show_everybody_sees(song: Track) -> None:
    assert set(Track.objects.listed()) == set(Track.objects.visible_to(ANYBODY))


@pytest.mark.parametrize(("visibility", "link"), list(product(Visibility, ["release", "track"])))
def test_a_link_to_a_release_opens_its_tracks_that_are_not_private(
    song: Track, visibility: Visibility, link: str
) -> None:
    album = create_release(
        actor=song.artist.owner, artist=song.artist, title="Rooms", tracks=[song], visibility=Visibility.UNLISTED
    )
    update_track(actor=song.artist.owner, track=song, visibility=visibility, publish_at=timezone.now() + DAY)
    work: Track | Release = album if link == "release" else song
    secret = create_secret_link(actor=song.artist.owner, work=work).token
    seen = Track.objects.visible_to(Viewer(secret=secret)).filter(pk=song.pk).exists()
    assert seen is (visibility != Visibility.PRIVATE)
    release_seen = Release.objects.visible_to(Viewer(secret=secret)).exists()
    assert release_seen is (link == "release")


def test_taking_down_and_restoring_leave_the_rest_as_it_was(song: Track) -> None:
    before = Track.objects.filter(pk=song.pk).values().get()
    take_down(work=song)
    assert not Track.objects.visible_to(ANYBODY).exists()
    restore(work=song)
    after = Track.objects.filter(pk=song.pk).values().get()
    assert {**before, "updated_at": None} == {**after, "updated_at": None}


def test_a_track_leaves_the_release_when_it_is_hidden_but_the_release_stays(song: Track) -> None:
    album = create_release(
        actor=song.artist.owner, artist=song.artist, title="Rooms", tracks=[song], visibility=Visibility.PUBLIC
    )
    update_track(actor=song.artist.owner, track=song, visibility=Visibility.PRIVATE)
    update_release(actor=song.artist.owner, release=album, description="x")
    assert Release.objects.visible_to(ANYBODY).filter(pk=album.pk).exists()
    assert not Track.objects.visible_to(ANYBODY).filter(releases=album).exists()
