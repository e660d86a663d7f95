import pytest
from django.test import Client

from .pages import read


def shown(client: Client) -> str:
    return read(client, "/about").find("html")[0].get("data-theme", "auto")


def test_a_choice_is_there_from_the_first_byte_on(client: Client, db: None) -> None:
    assert shown(client) == "auto"
    response = client.post("/theme", {"theme": "dark", "next": "/about?x=1"})
    assert (response.status_code, response.headers["Location"]) == (302, "/about?x=1")
    assert shown(client) == "dark"
    client.post("/theme", {"theme": "auto"})
    assert shown(client) == "auto"


@pytest.mark.parametrize("following", ["https://elsewhere.example/", "//elsewhere.example", "javascript:alert(1)", ""])
def test_it_leads_to_no_other_site(client: Client, db: None, following: str) -> None:
    assert client.post("/theme", {"theme": "dark", "next": following}).headers["Location"] == "/"


def test_a_colour_that_is_none_changes_nothing(client: Client, db: None) -> None:
    client.post("/theme", {"theme": '"><script>'})
    assert shown(client) == "auto"
    client.cookies["theme"] = "purple"
    assert shown(client) == "auto"
