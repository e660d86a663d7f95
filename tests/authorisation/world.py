"""One track with everything around it, in each state that it can be in, and the people who may come by."""

import time
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import timedelta

from django.core.cache import caches
from django.test import Client
from django.utils import timezone

from libitum.accounts.models import ApiToken, Scope, User
from libitum.accounts.sessions import NOTED
from libitum.accounts.tokens import create_token
from libitum.catalog.models import Artist, Release, SecretLink, Track, Visibility
from libitum.catalog.services import (
    create_artist,
    create_release,
    create_secret_link,
    create_track,
    take_down,
    update_track,
)
from libitum.catalog.viewers import Viewer
from libitum.community.models import Case, Comment, Notice
from libitum.community.services import add_comment, give_notice
from libitum.community.subjects import visible_subject
from libitum.media.grants import Grant
from libitum.media.grants import Scope as Bytes
from libitum.media.models import Artwork, Master, Upload, UploadState
from libitum.media.tests.recordings import draw, record
from libitum.rights.services.terms import ensure_first_version

# Words that stand nowhere else: who may not see the work must not read them in any answer.
TITLE, RELEASE, ABOUT = "Quixotryx Prelude", "Zwyndolar Album", "Mirovantic remarks"
SECRETS = (TITLE, RELEASE, ABOUT, "quixotryx", "zwyndolar")

ANYBODY, OWNER, MODERATOR, LINK = "anybody", "owner", "moderator", "link"
# Who sees the track, by state; the law of the house, written down a second time.
SEES: dict[str, set[str]] = {
    "public": {ANYBODY, OWNER, MODERATOR, LINK},
    "private": {OWNER, MODERATOR},
    "unlisted": {OWNER, MODERATOR, LINK},
    "scheduled": {OWNER, MODERATOR, LINK},
    "taken down": {OWNER, MODERATOR},
    "page taken down": {OWNER, MODERATOR},
    # Who is suspended can't sign in, and their keys open nothing.
    "owner suspended": {MODERATOR},
    "without audio": {ANYBODY, OWNER, MODERATOR, LINK},
}
SEES_ARTIST = {state: {ANYBODY, OWNER, MODERATOR, LINK} for state in SEES} | {
    "page taken down": {OWNER, MODERATOR},
    "owner suspended": {MODERATOR},
}
# Where everybody finds it in lists, and everybody may have its bytes.
LISTED = {"public"}
HEARD = set(SEES) - {"without audio"}


@dataclass(frozen=True)
class Caller:
    """`person`: who it is taken for. `key`: whose key it sends, instead of having a session; `lacking`: that key is
    good for all but what is asked. `link`: which secret link it came by.
    """

    name: str
    roles: frozenset[str] = frozenset()
    person: str = ""
    key: str = ""
    lacking: bool = False
    link: str = ""


PEOPLE = (
    Caller("anonymous"),
    Caller("listener", person="bob"),
    Caller("owner", frozenset({OWNER}), person="alice"),
    Caller("other artist", person="charlie"),
    Caller("moderator", frozenset({MODERATOR}), person="mona"),
    Caller("holder of a link", frozenset({LINK}), link="valid"),
    Caller("holder of an expired link", link="expired"),
    Caller("holder of a revoked link", link="revoked"),
)
# Pages know no keys: to them a program is anybody.
FOR_PAGES = (*PEOPLE, Caller("program of the owner", key="alice"))
FOR_THE_API = (
    *PEOPLE,
    Caller("program of the owner", frozenset({OWNER}), person="alice", key="alice"),
    Caller("program of the owner without the permission", person="alice", key="alice", lacking=True),
    Caller("program of a listener", person="bob", key="bob"),
    Caller("program of a moderator", frozenset({MODERATOR}), person="mona", key="mona"),
)
ENDED_LINKS = {"expired", "revoked"}


@dataclass
class World:
    state: str
    people: dict[str, User]
    artist: Artist
    track: Track
    release: Release
    links: dict[str, SecretLink]
    release_links: dict[str, SecretLink]
    comment: Comment
    notice: Notice
    case: Case
    upload: Upload
    pictures: dict[str, Artwork]
    master: Master | None
    # Made when first asked for.
    keys: dict[tuple[str, str], str] = field(default_factory=dict)
    clients: dict[tuple[str, str], Client] = field(default_factory=dict)

    def sees(self, caller: Caller, table: dict[str, set[str]] = SEES) -> bool:
        allowed = table[self.state]
        return ANYBODY in allowed or bool(caller.roles & allowed)

    def is_signed_in(self, caller: Caller) -> bool:
        return bool(caller.person) and not (caller.person == "alice" and self.state == "owner suspended")

    def secret(self, caller: Caller, links: str = "track") -> str:
        """The key of the link that the caller holds; nobody else comes with one."""
        table = self.links if links == "track" else self.release_links
        return table[caller.link].token if caller.link else ""

    def grant(self, caller: Caller, scope: Bytes, subject: str) -> str:
        """What the caller was given when everything was still open to them."""
        person = self.people[caller.person].pk if caller.person else None
        viewer = Viewer(person, secret=self.secret(caller))
        return Grant.to(viewer, timedelta()).text(scope, subject)

    def key(self, person: str, but: str) -> str:
        """A program's key with all permissions but one. Made before anybody is suspended."""
        if (person, but) not in self.keys:
            scopes = [scope for scope in Scope.values if scope != but]
            user = self.people[person]
            token, raw = create_token(user=user, name=f"without {but}", scopes=[s for s in scopes if may(user, s)])
            ApiToken.objects.filter(pk=token.pk).update(last_used_at=timezone.now())
            self.keys[person, but] = raw
        return self.keys[person, but]

    def client(self, caller: Caller, needed: str) -> Client:
        """`needed`: the permission that the operation asks of a key."""
        known = (caller.name, needed if caller.lacking else "")
        if known not in self.clients:
            self.clients[known] = self.new_client(caller, known[1])
        return self.clients[known]

    def new_client(self, caller: Caller, but: str) -> Client:
        if caller.key:
            raw = self.key(caller.key, but)
            return Client(headers={"Authorization": f"Bearer {raw}"}, raise_request_exception=False)
        client = Client(raise_request_exception=False)
        if caller.person:
            client.force_login(self.people[caller.person])
            # Otherwise each request would write down anew, and in vain, when somebody was seen.
            session = client.session
            session[NOTED] = int(time.time())
            session.save()
        return client


def may(user: User, scope: str) -> bool:
    return user.is_staff or scope != Scope.MODERATE


def build(state: str, people: dict[str, User]) -> World:
    """Everything is made while it is public; then the state falls upon it."""
    alice, bob, charlie = people["alice"], people["bob"], people["charlie"]
    caches["limits"].clear()
    ensure_first_version()
    artist = create_artist(actor=alice, name="Ada Ferrante")
    create_artist(actor=charlie, name="Charles")
    track = create_track(
        actor=alice,
        artist=artist,
        title=TITLE,
        description=ABOUT,
        visibility=Visibility.PUBLIC,
        rights_basis="holder",
        genre="jazz",
    )
    update_track(actor=alice, track=track, tags=["nocturnal"])
    release = create_release(
        actor=alice, artist=artist, title=RELEASE, description=ABOUT, tracks=[track], visibility=Visibility.PUBLIC
    )
    master = record(track) if state in HEARD else None
    comment = add_comment(actor=bob, track=track, body="Lovely.")
    subject = visible_subject(f"track:{track.uid}", Viewer())
    assert subject is not None
    notice = give_notice(
        subject=subject, category="copyright", explanation="Mine.", good_faith=True, language="en", name="N.",
        email="n@example.org",
    )  # fmt: skip
    upload = Upload.objects.create(
        owner=alice, track=track, filename="a.flac", length=4, state=UploadState.ACCEPTED, received_at=timezone.now()
    )
    pictures = {"track": draw(track), "release": draw(release), "artist": draw(artist)}
    world = World(
        state, people, artist, track, release, links_to(alice, track), links_to(alice, release), comment, notice,
        notice.case, upload, pictures, master,
    )  # fmt: skip
    world.key("alice", "")
    STATES[state](world)
    for work in (artist, track, release):
        work.refresh_from_db()
    return world


def links_to(owner: User, work: Track | Release) -> dict[str, SecretLink]:
    links = {name: create_secret_link(actor=owner, work=work, label=name) for name in ("valid", "expired", "revoked")}
    past = timezone.now() - timedelta(minutes=1)
    SecretLink.objects.filter(pk=links["expired"].pk).update(expires_at=past)
    SecretLink.objects.filter(pk=links["revoked"].pk).update(revoked_at=past)
    return links


def hidden(visibility: str) -> Callable[[World], None]:
    def change(world: World) -> None:
        for work in (world.track, world.release):
            type(work).objects.filter(pk=work.pk).update(visibility=visibility)

    return change


def schedule(world: World) -> None:
    for work in (world.track, world.release):
        type(work).objects.filter(pk=work.pk).update(publish_at=timezone.now() + timedelta(days=1))


def take_down_works(world: World) -> None:
    take_down(work=world.track)
    take_down(work=world.release)


def suspend(world: World) -> None:
    User.objects.filter(pk=world.people["alice"].pk).update(is_active=False)


STATES: dict[str, Callable[[World], None]] = {
    "public": lambda _world: None,
    "private": hidden(Visibility.PRIVATE),
    "unlisted": hidden(Visibility.UNLISTED),
    "scheduled": schedule,
    "taken down": take_down_works,
    "page taken down": lambda world: take_down(work=world.artist),
    "owner suspended": suspend,
    "without audio": lambda _world: None,
}
