"""Which passwords are refused, and that looking for stolen ones asks nobody outside."""

import hashlib
import re
from pathlib import Path

import pytest
from django.conf import LazySettings
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.test import Client
from hypothesis import given
from hypothesis import strategies as st

from libitum.accounts.models import User
from libitum.accounts.passwords import stands_in
from libitum.accounts.services import create_person

DORA = User(email="dora@example.org", name="Dora Maar")


def sha1(password: str) -> str:
    return hashlib.sha1(password.encode(), usedforsecurity=False).hexdigest().upper()


def write(path: Path, passwords: set[str], end: str = "\r\n") -> Path:
    path.write_text("".join(f"{line}{end}" for line in sorted(f"{sha1(each)}:7" for each in passwords)), newline="")
    return path


@pytest.mark.parametrize(
    "password", ["eleven-char", "password1234", "qwertyuiop123", "dora@example.org", "Libitum-Music1", "LibitumLibitum"]
)
def test_what_is_short_common_or_about_the_site_is_refused(password: str, settings: LazySettings) -> None:
    settings.SITE_NAME = "Libitum"
    with pytest.raises(ValidationError):
        validate_password(password, DORA)


def test_words_of_this_instance_don_t_count(settings: LazySettings) -> None:
    settings.SITE_NAME, settings.ALLOWED_HOSTS = "Zanzibar Sounds", ["zanzibar.example.org"]
    with pytest.raises(ValidationError, match="little more than the name"):
        validate_password("zanzibar-2026", DORA)
    settings.SITE_NAME, settings.ALLOWED_HOSTS = "Other", ["example.net"]
    validate_password("zanzibar-2026", DORA)


@pytest.mark.parametrize("password", ["a clear night in March", "ÿ" * 12, "x9 " * 40, "四個字加上另外八個字一共"])
def test_any_characters_and_any_length_from_twelve_on_will_do(password: str) -> None:
    validate_password(password, DORA)
    user = User()
    user.set_password(password)
    assert user.check_password(password)
    assert not user.check_password(password.strip() + "?")


@pytest.mark.parametrize("address", ["/accounts/login/", "/accounts/signup/"])
def test_it_is_masked_and_managers_may_fill_it_in(address: str, client: Client, db: None) -> None:
    inputs = [tag for tag in re.findall(r"<input[^>]+>", client.get(address).content.decode()) if "password" in tag]
    assert inputs
    for tag in inputs:
        assert 'type="password"' in tag
        assert re.search(r'autocomplete="(current|new)-password"', tag)
        assert "onpaste" not in tag


def test_it_is_taken_as_it_was_typed(client: Client, db: None) -> None:
    """Not trimmed, not folded."""
    create_person(email="dora@example.org", password=" Spaces at both Ends ", name="Dora", is_adult=True)
    for typed, status in (("Spaces at both Ends", 200), (" spaces at both ends ", 200), (" Spaces at both Ends ", 302)):
        answer = client.post("/accounts/login/", {"login": "dora@example.org", "password": typed})
        assert answer.status_code == status, typed


def test_a_stolen_password_is_refused_where_the_operator_has_the_list(settings: LazySettings, tmp_path: Path) -> None:
    settings.BREACHED_PASSWORDS = write(tmp_path / "pwned.txt", {"a clear night in March"})
    with pytest.raises(ValidationError, match="stolen"):
        validate_password("a clear night in March", DORA)
    validate_password("a clear night in April", DORA)


@given(kept=st.sets(st.text(st.characters(codec="utf-8"), max_size=6), max_size=40), asked=st.text(max_size=6))
def test_it_is_found_exactly_where_it_stands(
    kept: set[str], asked: str, tmp_path_factory: pytest.TempPathFactory
) -> None:
    path = write(tmp_path_factory.getbasetemp() / "some.txt", kept, end="\n")
    asked = asked.encode("utf-8", "replace").decode()
    assert stands_in(path, asked) == (asked in kept)
    assert all(stands_in(path, each) for each in kept)
