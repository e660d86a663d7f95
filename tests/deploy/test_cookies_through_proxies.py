"""Over https every cookie is bound to this very host, and a browser never comes back without https."""

import re
from http.cookies import SimpleCookie
from urllib.parse import urlencode

import pytest

from .asking import Answer
from .conftest import Deployed

pytestmark = pytest.mark.own_database

PASSWORD = "a clear night in March"
MAKE_DORA = f"""
from libitum.accounts.models import User
from libitum.accounts.services import create_person
if not User.objects.filter(email="dora@example.org").exists():
    create_person(email="dora@example.org", password="{PASSWORD}", name="Dora", language="it")
"""


class Browser:
    """Keeps cookies, and every line in which one was given."""

    def __init__(self, deployed: Deployed) -> None:
        self.door, self.site = deployed.door, f"https://localhost:{deployed.proxy.port}"
        self.kept: dict[str, str] = {}
        self.lines: list[str] = []
        self.token = ""

    def ask(self, path: str, **form: str) -> Answer:
        headers = {"Cookie": "; ".join(f"{name}={value}" for name, value in self.kept.items()), "Referer": self.site}
        if not form:
            return self.keep(self.door.ask(path, headers))
        body = urlencode({"csrfmiddlewaretoken": self.token, **form}).encode()
        headers["Content-Type"] = "application/x-www-form-urlencoded"
        return self.keep(self.door.ask(path, headers, method="POST", body=body))

    def keep(self, answer: Answer) -> Answer:
        for line in answer.headers.get("set-cookie", []):
            self.lines.append(line)
            self.kept |= {name: morsel.value for name, morsel in SimpleCookie(line).items()}
        found = re.search(rb'name="csrfmiddlewaretoken" value="(\w+)"', answer.body)
        self.token = found[1].decode() if found else self.token
        return answer


def test_cookies_are_of_this_host_alone(deployed: Deployed) -> None:
    deployed.site.run("shell", "--command", MAKE_DORA)
    browser = Browser(deployed)
    browser.ask("/accounts/login/")
    assert browser.ask("/theme", theme="dark").status == 302
    assert browser.ask("/i18n/setlang/", language="fr").status == 302
    assert browser.ask("/accounts/login/", login="dora@example.org", password=PASSWORD).status == 302
    assert browser.ask("/settings").status == 200
    names = {line.partition("=")[0] for line in browser.lines}
    assert {"__Host-sessionid", "__Host-csrftoken", "__Host-language", "__Host-theme"} <= names
    for line in browser.lines:
        assert line.startswith("__Host-"), line
        parts = {part.strip().lower() for part in line.split(";")[1:]}
        assert {"secure", "httponly", "path=/", "samesite=lax"} <= parts, line
        assert not any(part.startswith("domain") for part in parts), line


def test_browsers_come_by_https_alone_from_then_on(deployed: Deployed) -> None:
    for path in ("/", "/nobody/nothing", "/static/web/css/tokens.css", "/api/v1/me"):
        assert deployed.door.ask(path)["Strict-Transport-Security"] == "max-age=31536000; includeSubDomains", path
