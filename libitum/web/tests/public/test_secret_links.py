from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from libitum.accounts.models import User
from libitum.catalog.models import Artist, Release, SecretLink, Track, Visibility
from libitum.catalog.services import create_release, create_secret_link, revoke_secret_link, update_track
from libitum.media.tests.recordings import draw

from .conftest import Publish
from .pages import read


@pytest.fixture
def hidden(publish: Publish) -> Track:
    return publish("Demo tape", visibility=Visibility.UNLISTED, publish_at=None)


@pytest.fixture
def link(hidden: Track, alice: User) -> SecretLink:
    return create_secret_link(actor=alice, work=hidden)


def at(work: Track | Release, link: SecretLink) -> str:
    return f"{work.get_absolute_url()}/s/{link.token}"


def test_it_opens_the_page_and_says_so(client: Client, hidden: Track, link: SecretLink) -> None:
    draw(hidden)
    response = client.get(at(hidden, link))
    page = read(client, at(hidden, link))
    assert "You see this through a secret link." in page.text
    assert response.headers["X-Robots-Tag"] == "noindex, nofollow, noai, noimageai"
    assert page.meta("robots") == "noai, noimageai, noindex, nofollow"
    assert page.meta("og:title") is None
    assert page.find("button", data_play=hidden.uid)[0]["data-key"] == link.token
    pictures = [each["src"] for each in page.find("img")]
    sounds = [each["src"] for each in page.find("audio")]
    assert all(src.startswith("/media/k/") for src in [*pictures, *sounds])
    assert [client.get(src).status_code for src in [*pictures, *sounds]] == [200, 200]
    assert client.get(hidden.get_absolute_url()).status_code == 404


def test_a_revoked_link_is_over_at_once(client: Client, hidden: Track, link: SecretLink, alice: User) -> None:
    revoke_secret_link(actor=alice, link=link)
    assert client.get(at(hidden, link)).status_code == 404


def test_an_expired_link_is_over(client: Client, hidden: Track, link: SecretLink) -> None:
    SecretLink.objects.update(expires_at=timezone.now() - timedelta(seconds=1))
    assert client.get(at(hidden, link)).status_code == 404


def test_a_private_work_shuts_its_links(client: Client, hidden: Track, link: SecretLink, alice: User) -> None:
    update_track(actor=alice, track=hidden, visibility=Visibility.PRIVATE)
    assert client.get(at(hidden, link)).status_code == 404


def test_the_key_of_one_work_opens_no_other(client: Client, publish: Publish, link: SecretLink) -> None:
    other = publish("Other tape", visibility=Visibility.UNLISTED, publish_at=None)
    assert client.get(at(other, link)).status_code == 404


def test_what_came_out_meanwhile_is_at_its_plain_address(
    client: Client, hidden: Track, link: SecretLink, alice: User
) -> None:
    update_track(actor=alice, track=hidden, visibility=Visibility.PUBLIC)
    response = client.get(at(hidden, link))
    assert (response.status_code, response.headers["Location"]) == (302, hidden.get_absolute_url())


def test_its_owner_with_a_dead_link_comes_to_the_plain_page(
    as_alice: Client, hidden: Track, link: SecretLink, alice: User
) -> None:
    revoke_secret_link(actor=alice, link=link)
    response = as_alice.get(at(hidden, link))
    assert (response.status_code, response.headers["Location"]) == (302, hidden.get_absolute_url())


def test_after_a_rename_the_key_goes_along(client: Client, hidden: Track, link: SecretLink, alice: User) -> None:
    former = at(hidden, link)
    update_track(actor=alice, track=hidden, title="Second tape")
    response = client.get(former)
    assert (response.status_code, response.headers["Location"]) == (301, at(hidden, link))
    assert "second-tape" in at(hidden, link)


def test_a_release_opens_with_all_its_tracks(client: Client, hidden: Track, ada: Artist, alice: User) -> None:
    release = create_release(actor=alice, artist=ada, title="Tapes", tracks=[hidden], visibility=Visibility.UNLISTED)
    link = create_secret_link(actor=alice, work=release)
    page = read(client, at(release, link))
    assert "You see this through a secret link." in page.text
    assert at(hidden, link) in page.hrefs
    assert client.get(release.get_absolute_url()).status_code == 404
    track_page = read(client, at(hidden, link))
    assert "Demo tape" in track_page.text
