"""A store whose keys hold for minutes: without any set, they come from where Amazon's programs find them."""

import json
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread
from urllib.parse import parse_qs, urlsplit

import pytest

from libitum.media.stores.s3 import ObjectStorage, client_of

# From here on before their end botocore asks for new ones.
MINUTES = 5


class Role(BaseHTTPRequestHandler):
    """What gives a container the keys of its role, new ones each time."""

    given = 0

    def do_GET(self) -> None:
        type(self).given += 1
        ends = datetime.now(UTC) + timedelta(minutes=MINUTES)
        keys = {"AccessKeyId": "ROLE", "SecretAccessKey": "secret", "Token": f"token-{self.given}"}
        body = json.dumps({**keys, "Expiration": f"{ends:%Y-%m-%dT%H:%M:%SZ}"}).encode()
        self.send_response(200)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_: object) -> None:
        pass


@pytest.fixture
def role() -> Iterator[str]:
    with ThreadingHTTPServer(("127.0.0.1", 0), Role) as server:
        serving = Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05})
        serving.start()
        yield f"http://127.0.0.1:{server.server_port}/keys"
        server.shutdown()
        serving.join()


def test_keys_of_a_role_are_used_and_fetched_anew(role: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("AWS_CONTAINER_CREDENTIALS_FULL_URI", role)
    client_of.cache_clear()
    store = ObjectStorage(bucket_name="music", endpoint_url="https://s3.example.org", region_name="us-east-1")
    signed = [parse_qs(urlsplit(store.url("a")).query) for _ in range(2)]
    client_of.cache_clear()
    assert [each["X-Amz-Credential"][0].partition("/")[0] for each in signed] == ["ROLE", "ROLE"]
    first, second = (each["X-Amz-Security-Token"][0] for each in signed)
    assert first.startswith("token-")
    assert first != second
