import json
import logging

import pytest
from hypothesis import given
from hypothesis import strategies as st

from libitum.config.settings.observability import JSON_LINES
from libitum.ops.logs.formatter import Formatter
from libitum.ops.logs.redaction import redact, redact_value

SECRET = "kq3vR8sTn2wYp5zBc7dFg9hJ1mL4xV6a"
# As stores give them: with characters that no word has. In parts, as tests/test_secrets.py looks for such keys.
ACCESS, STORE_SECRET = "AKIA" + "IOSFODNN7EXAMPLE", "wJalrXUtnFEMI/K7MDENG+" + "bPxRfiCYEXAMPLEKEY"


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
        (f"no bucket at s3://minio:{STORE_SECRET[:8]}@store.example.org/music", STORE_SECRET[:8]),
        (f"no bucket at s3://{ACCESS}:{SECRET}@store.example.org/music", ACCESS),
        (f"could not connect to postgres://libitum:{SECRET[:8]}@db:5432/libitum", SECRET[:8]),
        (f"GET https://store.example.org/b/k?X-Amz-Credential={ACCESS}%2F20261128&X-Amz-Signature=0ab1", "0ab1"),
        (f"GET https://store.example.org/b/k?X-Amz-Credential={ACCESS}%2F20261128&X-Amz-Signature=0ab1", ACCESS),
        (f"AWS4-HMAC-SHA256 Credential={ACCESS}/20261128/eu/s3/aws4_request, Signature=9f8e7d", "9f8e7d"),
        ("<AWSAccessKeyId>minioadmin</AWSAccessKeyId>", "minioadmin"),
        (f"{{'aws_secret_access_key': '{STORE_SECRET}'}}", "K7MDENG"),
        (f"X-Amz-Security-Token: {STORE_SECRET}", "K7MDENG"),
        (f"the key {ACCESS} is unknown", ACCESS),
        ("LIBITUM_METRICS_TOKEN refused: Bearer tiny-but-secret", "tiny-but-secret"),
        ("otlp headers: Authorization=Basic dXNlcjpwYXNzd29yZA==", "dXNlcjpwYXNzd29yZA"),
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
        "401 at https://store.example.org/music: SignatureDoesNotMatch",
        "3 keys, none of them a secret",
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


@given(st.text("ABCDEFabcdef0123456789+/", min_size=20, max_size=60))
def test_no_key_of_a_store_survives_beside_its_name(key: str) -> None:
    for text in (f"AWS_SECRET_ACCESS_KEY={key}", f'"secret_key": "{key}"', f"s3://name:{key.replace('/', '')}@store/b"):
        assert key not in redact(text)
        assert key.replace("/", "") not in redact(text)


@given(st.text(min_size=1))
def test_one_line_stays_one_line_whatever_stands_in_it(text: str) -> None:
    record = logging.makeLogRecord({"msg": "%s", "args": (text,), "levelname": "INFO", "name": "n", "where": text})
    line = Formatter(**JSON_LINES).format(record)
    assert line.isascii()
    assert line.isprintable()
    assert json.loads(line)["level"] == "INFO"
