import pytest
from django.test import Client

from libitum.accounts.models import User
from libitum.catalog.models import Artist, Track, Visibility
from libitum.catalog.services import (
    create_artist,
    create_release,
    take_down,
    update_artist,
    update_release,
    update_track,
)

from .conftest import Publish


def leads_to(client: Client, address: str) -> tuple[int, str]:
    response = client.get(address)
    return response.status_code, response.headers.get("Location", "")


def test_a_renamed_track_is_found_at_its_former_address(client: Client, publish: Publish, alice: User) -> None:
    track = publish("Sketch")
    update_track(actor=alice, track=track, title="Study")
    assert leads_to(client, "/ada-ferrante/sketch") == (301, "/ada-ferrante/study")
    assert leads_to(client, "/ada-ferrante/sketch?comments=2") == (301, "/ada-ferrante/study?comments=2")


def test_a_renamed_artist_takes_every_page_along(client: Client, publish: Publish, ada: Artist, alice: User) -> None:
    track = publish("Study")
    create_release(actor=alice, artist=ada, title="Album", tracks=[track], visibility=Visibility.PUBLIC)
    update_artist(actor=alice, artist=ada, name="Ada Ferrante Trio")
    for rest in ("", "/study", "/releases/album", "/feed.xml"):
        assert leads_to(client, f"/ada-ferrante{rest}") == (301, f"/ada-ferrante-trio{rest}"), rest
        assert client.get(f"/ada-ferrante-trio{rest}").status_code == 200


def test_both_renamed_lead_on_in_two_steps(client: Client, publish: Publish, ada: Artist, alice: User) -> None:
    track = publish("Sketch")
    update_track(actor=alice, track=track, title="Study")
    update_artist(actor=alice, artist=ada, name="Trio")
    response = client.get("/ada-ferrante/sketch", follow=True)
    assert response.redirect_chain == [("/trio/sketch", 301), ("/trio/study", 301)]
    assert response.status_code == 200


def test_a_renamed_release_is_found(client: Client, publish: Publish, ada: Artist, alice: User) -> None:
    release = create_release(
        actor=alice, artist=ada, title="Album", tracks=[publish("One")], visibility=Visibility.PUBLIC
    )
    update_release(actor=alice, release=release, title="First album")
    assert leads_to(client, "/ada-ferrante/releases/album") == (301, "/ada-ferrante/releases/first-album")


def test_a_rename_of_what_is_private_tells_nobody(
    client: Client, as_bob: Client, publish: Publish, alice: User
) -> None:
    track = publish("Sketch", visibility=Visibility.PRIVATE)
    update_track(actor=alice, track=track, title="Study")
    assert client.get("/ada-ferrante/sketch").status_code == 404
    assert as_bob.get("/ada-ferrante/sketch").status_code == 404


@pytest.mark.parametrize(("visibility", "status"), [(Visibility.PUBLIC, 200), (Visibility.PRIVATE, 404)])
def test_whoever_has_the_address_now_comes_before_whoever_had_it(
    client: Client, publish: Publish, alice: User, visibility: str, status: int
) -> None:
    former, later = publish("Sketch"), publish("Other", visibility=visibility)
    update_track(actor=alice, track=former, title="Study")
    Track.objects.filter(pk=later.pk).update(slug="sketch")
    assert client.get("/ada-ferrante/sketch").status_code == status


def test_the_same_holds_of_artists(client: Client, publish: Publish, ada: Artist, alice: User, charlie: User) -> None:
    publish("Study")
    update_artist(actor=alice, artist=ada, name="Trio")
    newcomer = create_artist(actor=charlie, name="Newcomer")
    Artist.objects.filter(pk=newcomer.pk).update(slug="ada-ferrante")
    assert client.get("/ada-ferrante").status_code == 200
    assert client.get("/ada-ferrante/study").status_code == 404
    take_down(work=newcomer)
    assert client.get("/ada-ferrante").status_code == 404
