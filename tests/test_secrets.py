"""No key, token or password is in the repository. What looks like one and is public stands in PUBLIC, with why."""

import re
from collections.abc import Iterator

import pytest

from libitum.config.environment import Environment

from .test_house import ROOT, tracked

NO_TEXT = {".mo", ".ogg", ".png", ".woff2"}
# In parts, or this file would find itself.
BEGIN = "-----" + "BEGIN "
SHAPES = {
    "private key": re.compile(BEGIN + r"(?:[A-Z ]+ )?PRIVATE KEY"),
    "key of the ledger": re.compile("PRIVATE" + r"\+KEY\+[^\s+]+\+[0-9a-f]{8}\+[A-Za-z0-9+/=]{40,}"),
    "Amazon access key": re.compile(r"\b(?:AKIA|ASIA)[0-9A-Z]{16}\b"),
    "secret beside an access key": re.compile(r"(?i)secret_?access_?key['\"]?\s*[:=]\s*['\"]?[A-Za-z0-9/+]{40}\b"),
    "token of GitHub": re.compile(r"\bgh[pousr]_[A-Za-z0-9]{36}\b|\bgithub_pat_\w{50,}"),
    "token of GitLab": re.compile(r"\bglpat-[\w-]{20}\b"),
    "token of PyPI": re.compile(r"\bpypi-AgE[\w-]{50,}"),
    "token of Slack": re.compile(r"\bxox[abprs]-[\w-]{10,}"),
    "token of Stripe": re.compile(r"\b[rs]k_live_[A-Za-z0-9]{20,}"),
    "key of Google": re.compile(r"\bAIza[\w-]{35}\b"),
    "JSON web token": re.compile(r"\beyJ[\w-]{10,}\.eyJ[\w-]{10,}\.[\w-]{10,}"),
    "key for our own API": re.compile(r"\blibitum_[a-z2-7]{16}_[\w-]{43}\b"),
    "Django's secret": re.compile(r"SECRET_KEY['\"]?\s*[:=]\s*['\"][^'\"\s]{32,}['\"]"),
    "password in an address": re.compile(r"\b[a-z][a-z0-9+.-]*://[^\s/:@'\"`{}$<>]+:([^\s/@'\"`{}$<>]+)@[\w.-]+"),
}
# (file, what stands there) and why it may.
PUBLIC: dict[tuple[str, str], str] = {}
# What documents and tests write where a password would stand.
STANDS_FOR_ONE = {"password", "secret", "hunter2", "passw0rd", "pass", "pw", "s3cret"}


def texts() -> Iterator[tuple[str, str]]:
    for path in tracked():
        if path.suffix not in NO_TEXT:
            yield path.relative_to(ROOT).as_posix(), path.read_text(encoding="utf-8", errors="replace")


def found_in(text: str) -> list[tuple[str, str]]:
    found = [(kind, match) for kind, shape in SHAPES.items() for match in shape.finditer(text)]
    return [(kind, match[0]) for kind, match in found if not (match.groups() and match[1] in STANDS_FOR_ONE)]


def test_no_secret_is_in_the_repository() -> None:
    found = {(name, text): kind for name, whole in texts() for kind, text in found_in(whole)}
    assert {place: kind for place, kind in found.items() if place not in PUBLIC} == {}
    assert set(PUBLIC) <= set(found)  # what is listed is there


@pytest.mark.parametrize(
    "text",
    [
        BEGIN + "PRIVATE KEY-----",
        BEGIN + "OPENSSH PRIVATE KEY-----",
        "AKIA" + "IOSFODNN7EXAMPLE",
        "aws_secret_access_key = " + "a1/B" * 10,
        "ghp_" + "a1" * 18,
        "glpat-" + "a1" * 10,
        "xoxb-" + "1234567890",
        "eyJ" + "hbGciOiJIUzI1NiJ9" + ".eyJ" + "zdWIiOiIxMjM0In0" + ".abcdefghijklm",
        "libitum_" + "a" * 16 + "_" + "b" * 43,
        'SECRET_KEY = "' + "k3" * 20 + '"',
        "postgres://libitum:" + "tr0ub4dor" + "@db.example.org/libitum",
        "s3://AKEY:" + "x9y8z7" + "@store.example.org/bucket",
    ],
)
def test_the_look_finds_what_it_is_there_to_find(text: str) -> None:
    assert found_in(text)


@pytest.mark.parametrize(
    "text", ["postgres://user:password@host:port/name", "https://example.org:8000/a@b", "SECRET_KEY"]
)
def test_and_nothing_else(text: str) -> None:
    assert not found_in(text)


# Settings that hold a secret, or an address in which a password can stand.
HOLDS_ONE = re.compile(r"secret|token|password$|credential|access_key|headers$|^(?!base_url).*_url$")


def test_what_an_operator_sets_in_secret_is_shown_nowhere() -> None:
    secret = {name for name in Environment.model_fields if HOLDS_ONE.search(name)}
    assert {"secret_key", "former_secret_keys", "database_url", "email_url"} <= secret
    for name in secret:
        assert "SecretStr" in str(Environment.model_fields[name].annotation), f"{name} must be a SecretStr"
    word = "swordfish"
    told = Environment(database_url=f"postgres://u:{word}@db/x", former_secret_keys=word)
    assert word not in f"{told!r}{told}{told.model_dump()}"
