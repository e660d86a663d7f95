"""Only the signed word for everybody opens a work's carriers, and only that work's."""

from collections.abc import Callable
from contextlib import AbstractContextManager

import pytest
from django.test import Client

from libitum.accounts.models import User
from libitum.catalog.models import Artist, Track, Visibility
from libitum.catalog.services import create_track, mark_audio_ready, update_track
from libitum.crawlers.models import WorkSignal
from libitum.crawlers.past import turns_of
from libitum.crawlers.services import ensure_signals
from libitum.ledger.models import Entry
from libitum.rights.tests.saying import accept, give, publish_terms, refuse
from libitum_verify.rights.facts import ANYBODY
from libitum_verify.rights.vocabulary import Subject, vocabulary

pytestmark = pytest.mark.django_db
Commit = Callable[..., AbstractContextManager[object]]
TO_EVERYBODY = "share.public"


@pytest.fixture(autouse=True)
def prepared(alice: User) -> None:
    accept(publish_terms(), alice)
    ensure_signals()


@pytest.fixture
def other(ada: Artist) -> Track:
    track = create_track(
        actor=ada.owner, artist=ada, title="First light again", visibility=Visibility.PUBLIC, rights_basis="holder"
    )
    mark_audio_ready(track=track, duration_ms=180_000)
    return track


@pytest.fixture
def committed(django_capture_on_commit_callbacks: Commit) -> Commit:
    return lambda: django_capture_on_commit_callbacks(execute=True)


def signals_of(client: Client, path: str) -> dict[str, str]:
    response = client.get(path)
    names = ("Content-Usage", "tdm-reservation", "tdm-policy", "X-Robots-Tag")
    return {name: response.headers[name] for name in names if name in response.headers}


RESERVED = {
    "Content-Usage": "train-ai=n, search=y",
    "tdm-reservation": "1",
    "tdm-policy": "http://localhost:8000/policies/tdm/1",
    "X-Robots-Tag": "noai, noimageai",
}
OPEN = {"Content-Usage": "train-ai=y, search=y", "tdm-reservation": "0"}


def test_the_word_for_everybody_opens_one_work(
    committed: Commit, client: Client, alice: User, song: Track, other: Track
) -> None:
    assert signals_of(client, song.get_absolute_url()) == RESERVED
    with committed():
        give(alice, TO_EVERYBODY, track=song, taker=ANYBODY)
    page = song.get_absolute_url()
    assert signals_of(client, page) == OPEN
    html = client.get(page).content.decode()
    assert '<meta name="tdm-reservation" content="0">' in html
    assert "noai" not in html
    assert signals_of(client, f"/api/v1/tracks/{song.uid}") == OPEN
    said = client.get(f"/api/v1/tracks/{song.uid}").json()["machine_use"]
    assert (said["content_usage"], said["tdm_reservation"], said["tdm_policy"]) == ("train-ai=y, search=y", 0, None)
    rules = client.get("/.well-known/tdmrep.json").json()
    assert {"location": f"{page}$", "tdm-reservation": 0} in rules
    assert rules[-1]["location"] == "/"
    assert rules[-1]["tdm-reservation"] == 1
    assert f'<content url="{page}$">' in client.get("/rsl.xml").content.decode()
    # Nothing else of hers.
    assert signals_of(client, other.get_absolute_url()) == RESERVED
    assert f"Allow: {other.get_absolute_url()}" not in client.get("/robots.txt").content.decode()
    assert other.uid not in client.get("/rsl.xml").content.decode()


def test_closed_again_at_once(committed: Commit, client: Client, alice: User, song: Track) -> None:
    with committed():
        give(alice, TO_EVERYBODY, track=song, taker=ANYBODY)
    with committed():
        refuse(alice, TO_EVERYBODY, track=song, taker=ANYBODY)
    assert signals_of(client, song.get_absolute_url()) == RESERVED
    assert song.uid not in client.get("/robots.txt").content.decode()
    assert [turn.is_open for turn in turns_of(song)] == [False, True, False]
    logged = [entry for entry in Entry.objects.all() if b"signals.work" in bytes(entry.body)]
    assert len(logged) == 2


def test_our_own_purposes_open_nothing(committed: Commit, client: Client, alice: User, song: Track) -> None:
    ours = [each.id for each in vocabulary().of(Subject.WORK) if each.id != TO_EVERYBODY and each.starts_as.name == "O"]
    with committed():
        give(alice, *ours, track=song)
    assert signals_of(client, song.get_absolute_url()) == RESERVED
    assert not WorkSignal.objects.exists()


def test_a_work_that_is_hidden_is_in_no_file(committed: Commit, client: Client, alice: User, song: Track) -> None:
    with committed():
        give(alice, TO_EVERYBODY, track=song, taker=ANYBODY)
    with committed():
        song.refresh_from_db()
        update_track(actor=alice, track=song, visibility=Visibility.PRIVATE)
    assert song.uid not in client.get("/robots.txt").content.decode()
    assert song.get_absolute_url() not in client.get("/.well-known/tdmrep.json").content.decode()
    client.force_login(alice)
    own = client.get(song.get_absolute_url())
    assert own.headers["Content-Usage"] == "train-ai=n, search=n"
    assert own.headers["tdm-reservation"] == "1"


def test_a_new_address_is_the_one_that_is_open(committed: Commit, client: Client, alice: User, song: Track) -> None:
    with committed():
        give(alice, TO_EVERYBODY, track=song, taker=ANYBODY)
    with committed():
        song.refresh_from_db()
        update_track(actor=alice, track=song, title="Second light")
    text = client.get("/robots.txt").content.decode()
    assert "Allow: /ada-ferrante/second-light$" in text
    assert "/ada-ferrante/first-light$" not in text
