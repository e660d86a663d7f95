"""Who asks what of a world: the pages, answers and rounds of workers that are measured."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.test import Client

from libitum.accounts.models import User
from libitum.accounts.tokens import create_token
from libitum.catalog.models import Artist, Release, Track
from libitum.catalog.selectors.pages import cursor_of


@dataclass(frozen=True)
class Asked:
    name: str
    do: Callable[[], Any]


def asked() -> list[Asked]:
    return [*rounds(), *pages()]


def page(name: str, path: str, who: User | None = None, key: str = "") -> Asked:
    client = Client(SERVER_NAME="localhost")
    if who is not None:
        client.force_login(who)

    def get() -> None:
        answer = client.get(path, headers={"authorization": f"Bearer {key}"} if key else {})
        body = answer.getvalue()
        if answer.status_code != 200:
            raise SystemExit(f"{name}: {path} answered {answer.status_code} {body[:300]!r}")

    return Asked(name, get)


def pages() -> list[Asked]:
    """Of the artist with the newest public work, whom nothing distinguishes from the others."""
    track = Track.objects.listed().select_related("artist__owner").latest("publish_at")
    artist: Artist = track.artist
    alice, mona = artist.owner, User.objects.get(pk=3)
    bob = User.objects.filter(artists=None).earliest("pk")
    release = Release.objects.listed().filter(artist=artist).earliest("pk")
    address, uid = f"/{artist.slug}/{track.slug}", track.uid
    middle = Track.objects.listed().order_by("-publish_at")[Track.objects.count() // 2]
    cursor = cursor_of(middle, "publish_at")
    _, mine = create_token(user=alice, name="bench", scopes=["read", "works", "profile", "consent", "upload"])
    _, hers = create_token(user=mona, name="bench", scopes=["moderate"])
    return [
        page("home", "/"),
        page("home, page in the middle", f"/?cursor={cursor}"),
        page("home, without generated", "/", bob),
        page("tag", "/tags/tag-7"),
        page("genre", "/genres/jazz"),
        page("search, a common word", "/search?q=dawn"),
        page("search, rare words", f"/search?q={track.title.replace(' ', '+')}"),
        page("search, nothing", "/search?q=zzzz"),
        page("artist", f"/{artist.slug}"),
        page("track", address),
        page("track, its owner", address, alice),
        page("release", f"/{artist.slug}/releases/{release.slug}"),
        page("uses of a work", f"{address}/uses"),
        page("feed of the site", "/feed.xml"),
        page("feed of an artist", f"/{artist.slug}/feed.xml"),
        page("what AI did", "/ai"),
        page("log", "/log/"),
        page("policies of a work", f"/policies/works/{uid}"),
        page("robots.txt", "/robots.txt"),
        page("API tracks", "/api/v1/tracks?limit=50"),
        page("API tracks, in the middle", f"/api/v1/tracks?limit=50&cursor={cursor}"),
        page("API tracks of an artist", f"/api/v1/tracks?artist={artist.uid}"),
        page("API track", f"/api/v1/tracks/{uid}"),
        page("API comments", f"/api/v1/tracks/{uid}/comments"),
        page("API releases", "/api/v1/releases"),
        page("API artists", "/api/v1/artists"),
        page("API search", "/api/v1/search?q=river"),
        page("API my holdings", "/api/v1/holdings", key=mine),
        page("API cases", "/api/v1/moderation/cases", key=hers),
        page("my tracks", "/my/tracks", alice),
        page("my releases", "/my/releases", alice),
        page("my artists", "/my/artists", alice),
        page("my uploads", "/my/uploads", alice),
        page("change a track", f"/my/tracks/{uid}", alice),
        page("my notices", "/my/notices", alice),
        page("the desk", "/my/ai", alice),
        page("the desk, work by work", "/my/ai/tracks", alice),
        page("the desk, exceptions", "/my/ai/exceptions", alice),
        page("the desk, one purpose", "/my/ai/purposes/disc.organise", alice),
        page("the desk, holdings", "/my/ai/holdings", alice),
        page("the ledger of uses", "/my/ai/uses", alice),
        page("settings", "/settings", alice),
        page("settings, sessions", "/settings/sessions", alice),
        page("settings, data", "/settings/data", alice),
        page("moderators' queue", "/moderation", mona),
        page("moderators' queue, decided", "/moderation?show=decided", mona),
        page("moderators, rights", "/moderation/rights", mona),
        page("operator, gate", "/operator/gate", mona),
    ]


def rounds() -> list[Asked]:
    """What workers do again and again whether there is anything to do or not; the log has a benchmark of its own."""
    from libitum.common.sweeps import all_sweeps  # noqa: PLC0415

    return [
        Asked(f"sweep {sweep.name.removeprefix('libitum.')}", sweep.run)
        for sweep in all_sweeps()
        if ".ledger." not in sweep.name
    ] + [
        Asked("job pick-up", pick_up_a_job),
        Asked("task pick-up", pick_up_a_task),
    ]


def pick_up_a_job() -> None:
    from libitum.media.services.processing.attempt import claim  # noqa: PLC0415

    claim()


def pick_up_a_task() -> None:
    from django.db import transaction  # noqa: PLC0415
    from django_tasks_db.models import DBTaskResult  # noqa: PLC0415

    with transaction.atomic():
        DBTaskResult.objects.ready().filter(backend_name="default").get_locked()
