import pytest
from hypothesis import given
from hypothesis import strategies as st

from libitum.ops.logs.redaction import redact, redact_value

SECRET = "kq3vR8sTn2wYp5zBc7dFg9hJ1mL4xV6a"


@pytest.mark.parametrize(
    ("text", "gone"),
    [
        ("no user bob@example.org", "bob"),
        ("from 203.0.113.9, twice", "203.0.113.9"),
        ("from 203.0.113.9:4711", "203.0.113.9"),
        ("from [2001:db8::7]:443", "2001:db8"),
        (f"GET /ada/first-light/s/{SECRET}", SECRET),
        (f"GET /media/k/{SECRET}/t/abc/def/audio.m4a", SECRET),
        ("GET /search?q=my+illness", "illness"),
        ("Authorization: Bearer short-key", "short-key"),
        (f"token {SECRET} refused", SECRET),
        ("Key (email)=(bob@example.org) already exists", "bob@example.org"),
    ],
)
def test_what_is_personal_or_secret_goes(text: str, gone: str) -> None:
    assert gone not in redact(text)


@pytest.mark.parametrize(
    "text",
    [
        "ffmpeg ended with code 1 after 12.345 s",
        "at 03:31:08 version 5.2.19 of 1.2.3",
        "track mzxw6ytboi3gq5lt, stage loudness",
        "https://localhost:8000/ada/first-light",
        "libitum.media.services.processing",
    ],
)
def test_what_an_operator_needs_stays(text: str) -> None:
    assert redact(text) == text


@given(st.ip_addresses(v=4))
def test_no_network_address_survives(address: object) -> None:
    assert str(address) not in redact(f"from {address} port 80")


@given(st.ip_addresses(v=6).filter(lambda a: len(str(a)) > 4))
def test_no_ipv6_address_survives(address: object) -> None:
    assert str(address) not in redact(f"from {address} port 80").replace("[address]", "")


@given(st.emails())
def test_no_email_address_survives(address: str) -> None:
    assert address not in redact(f"to {address} now")


def test_only_plain_data_is_written_out() -> None:
    assert redact_value({"who": ["bob@example.org", 3, None, True], "what": object()}) == {
        "who": ["[e-mail]", 3, None, True],
        "what": "<object>",
    }
