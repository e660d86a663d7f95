from django.test import Client

from libitum.catalog.models import Visibility
from libitum.catalog.services import set_tags

from .conftest import Publish
from .pages import read


def test_a_tag_gathers_what_carries_it(client: Client, publish: Publish) -> None:
    carried, other = publish("Carried"), publish("Other")
    set_tags(carried, ["Flûte à bec"])
    page = read(client, "/tags/flûte-à-bec")
    assert "Flûte à bec" in page.text
    assert carried.get_absolute_url() in page.hrefs
    assert other.get_absolute_url() not in page.hrefs


def test_a_tag_of_hidden_works_alone_does_not_exist(client: Client, publish: Publish) -> None:
    set_tags(publish("Hidden", visibility=Visibility.PRIVATE), ["secret plan"])
    assert client.get("/tags/secret-plan").status_code == 404


def test_a_genre_without_music_is_calm_and_an_unknown_one_is_none(client: Client, publish: Publish) -> None:
    publish("Study", genre="jazz")
    assert "Study" in read(client, "/genres/jazz").text
    assert "Nothing to hear yet." in read(client, "/genres/opera").text
    assert client.get("/genres/nothing").status_code == 404
