"""What everybody reads of what AI may do: the mark, its sentence, and the page with the whole."""

from html import unescape

import pytest
from django.test import Client
from django.utils import timezone

from libitum.accounts.models import User
from libitum.catalog.models import Artist, Track, Visibility
from libitum.catalog.services import (
    create_artist,
    create_release,
    create_secret_link,
    create_track,
    unlist,
    update_track,
)
from libitum.media.tests.recordings import record
from libitum.rights.models import Engine, Run, UseRecord
from libitum.rights.tests.saying import give, refuse
from libitum.web.tests.public.pages import read
from libitum_verify.rights.vocabulary import LANGUAGES, Subject, public_names, texts_of, vocabulary

pytestmark = pytest.mark.usefixtures("terms")


@pytest.fixture
def heard(song: Track) -> Track:
    record(song)
    return song


def use(track: Track, purpose: str, times: int = 1) -> None:
    engine, _made = Engine.objects.get_or_create(
        slug="listen", version="1.2", defaults={"name": "Listen", "ceiling": []}
    )
    for _ in range(times):
        run = Run.objects.create(engine=engine, purpose=purpose, taker="instance", at=0)
        UseRecord.objects.create(run=run, track=track, rule=2, handed_out_at=timezone.now())


def test_the_track_page_shows_the_mark_and_leads_to_the_whole(client: Client, heard: Track) -> None:
    page = read(client, heard.get_absolute_url())
    assert "Closed to generative AI. AI may help people to find it, and nothing else. No use recorded." in page.text
    assert f"{heard.get_absolute_url()}/ai" in page.hrefs


def test_what_was_opened_is_marked_open_everywhere(client: Client, heard: Track, alice: User) -> None:
    give(alice, "gen.input.remix", commercial=False)
    use(heard, "disc.organise", times=3)
    page = read(client, heard.get_absolute_url())
    assert "ad libitum" in page.text
    assert "Open to some generative AI: it may make new things with it. Used 3 times." in page.text
    assert "Open to some generative AI." in read(client, f"/embed/{heard.uid}").text
    assert "ad libitum: open to some generative AI" in read(client, "/").text


def test_each_purpose_has_its_answer(client: Client, heard: Track, alice: User) -> None:
    give(alice, "gen.input.remix", commercial=False)
    give(alice, "gen.train.style")
    refuse(alice, "disc.search")
    use(heard, "disc.organise")
    text = read(client, f"{heard.get_absolute_url()}/ai").text
    assert "Needed to play it" in text
    assert "1 time, on" in text
    assert "by Listen 1.2" in text
    assert text.count("Allowed within limits") == 1


def test_who_refused_and_why_stands_nowhere(client: Client, heard: Track, alice: User, bob: User) -> None:
    theirs = create_artist(actor=bob, name="Bob Brass")
    update_track(actor=alice, track=heard, credits=[{"role": "vocals", "name": "Bob Brass", "artist": theirs}])
    give(alice, "gen.train.style")
    waiting = read(client, f"{heard.get_absolute_url()}/ai").text
    refuse(bob, "gen.train.style")
    refused = read(client, f"{heard.get_absolute_url()}/ai").text
    assert "Bob" not in refused
    assert waiting == refused


def test_a_secret_link_opens_the_whole_too(client: Client, heard: Track, alice: User) -> None:
    unlist(actor=alice, work=heard)
    token = create_secret_link(actor=alice, work=heard).token
    assert client.get(f"{heard.get_absolute_url()}/ai").status_code == 404
    page = read(client, f"{heard.get_absolute_url()}/s/{token}")
    assert f"{heard.get_absolute_url()}/ai?key={token}" in page.hrefs
    whole = client.get(f"{heard.get_absolute_url()}/ai?key={token}")
    assert whole.status_code == 200
    assert whole["X-Robots-Tag"] == "noindex, nofollow, noai, noimageai"


def test_a_track_called_ai_has_both_pages(client: Client, ada: Artist) -> None:
    track = create_track(actor=ada.owner, artist=ada, title="AI", visibility=Visibility.PUBLIC, rights_basis="holder")
    assert client.get(track.get_absolute_url()).status_code == 200
    assert "What AI may do" in read(client, f"{track.get_absolute_url()}/ai").text


def test_a_renamed_work_is_found_again(client: Client, heard: Track, alice: User) -> None:
    before = heard.get_absolute_url()
    update_track(actor=alice, track=heard, title="Second light", slug="second-light")
    moved = client.get(f"{before}/ai")
    assert (moved.status_code, moved["Location"]) == (301, "/ada-ferrante/second-light/ai")


@pytest.mark.parametrize("language", LANGUAGES)
def test_in_the_readers_language(client: Client, heard: Track, language: str) -> None:
    page = client.get(f"{heard.get_absolute_url()}/ai", headers={"Accept-Language": language}).content.decode()
    main = unescape(page).split("<main")[1].split("</main>")[0]
    for purpose in vocabulary().of(Subject.WORK):
        assert public_names(language)[purpose.id] in main
    assert texts_of(language)["gen.train.voice"]["name"] not in main, "nobody reads “my” of somebody else's music"


def test_the_page_of_a_release_counts_what_is_open(client: Client, heard: Track, alice: User, ada: Artist) -> None:
    release = create_release(actor=alice, artist=ada, title="Rooms", tracks=[heard], visibility=Visibility.PUBLIC)
    assert "All of it is closed to generative AI." in read(client, release.get_absolute_url()).text
    give(alice, "gen.train.style", track=heard)
    assert "1 track of it is open to some generative AI." in read(client, release.get_absolute_url()).text
