"""What every page has."""

from django.contrib.staticfiles import finders
from django.test import Client

from libitum.accounts.models import User

from .conftest import Publish
from .pages import read


def test_the_way_to_the_content_comes_first(client: Client, db: None) -> None:
    page = read(client, "/about")
    assert page.links[0]["href"] == "#main"
    assert page.find("main", id="main", tabindex="-1")


def test_where_one_is_is_marked(client: Client, db: None) -> None:
    current = [link["href"] for link in read(client, "/").links if link.get("aria-current") == "page"]
    assert set(current) == {"/"}


def test_every_page_of_the_artist_s_side_is_under_my_music(as_alice: Client) -> None:
    for address in ("/my/tracks", "/my/releases", "/my/artists/new"):
        current = {link["href"] for link in read(as_alice, address).links if link.get("aria-current")}
        assert "/my/tracks" in current, address


def test_the_menu_is_the_person_s(client: Client, as_bob: Client, as_mona: Client) -> None:
    assert "/accounts/login/" in read(client, "/").hrefs
    bobs = read(as_bob, "/")
    assert "Bob" in bobs.text
    assert "/accounts/login/" not in bobs.hrefs
    assert "/moderation" not in bobs.hrefs
    assert bobs.find("form", action="/accounts/logout/", method="post")
    assert "/moderation" in read(as_mona, "/").hrefs


def test_the_language_changes_without_scripts(client: Client, db: None) -> None:
    page = read(client, "/about")
    assert [given["value"] for given in page.find("button", name="language")] == ["en", "fr", "it"]
    client.post("/i18n/setlang/", {"language": "fr", "next": "/about"})
    assert read(client, "/about").find("html")[0]["lang"] == "fr"


def test_no_page_runs_or_styles_anything_inline(client: Client, publish: Publish) -> None:
    track = publish("Study", lyrics="La la", description="Words")
    for address in ("/", "/about", "/search?q=study", track.get_absolute_url(), "/ada-ferrante", f"/embed/{track.uid}"):
        page = read(client, address)
        assert not [name for _tag, given in page.elements for name in given if name == "style" or name.startswith("on")]
        assert not page.find("style")
        assert all("src" in each or each["type"] == "application/ld+json" for each in page.find("script")), address


def test_nobody_signed_in_means_no_session(client: Client, publish: Publish, alice: User) -> None:
    publish("Study")
    assert "sessionid" not in client.get("/").cookies


def test_the_icon_is_where_it_always_was_too(client: Client) -> None:
    answer = client.get("/favicon.ico")
    assert answer.status_code == 302
    assert finders.find(answer.headers["Location"].removeprefix("/static/"))
