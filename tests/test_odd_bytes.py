"""Zero bytes, halves of characters and texts nested without end are answered as what they are: nothing that is here."""

import pytest
from django.test import Client

from libitum.catalog.models import Track

# PostgreSQL takes no zero byte in a text, and neither database half a character.
ODD = ("%00", "a%00b", "%ed%a0%80", "%ff")
ADDRESSES = (
    "/{}", "/ada-ferrante/{}", "/{}/first-light", "/ada-ferrante/first-light/s/{}", "/?before={}", "/search?q={}",
    "/tags/{}", "/genres/{}", "/embed/{}", "/oembed?url=http://localhost:8000/{}/x", "/media/t/{}/1/audio.m4a",
    "/media/k/{}/t/a/b/aac.mp4", "/log/tile/0/{}", "/log/files/{}", "/policies/?day={}", "/notices/new?about=track:{}",
    "/notices/{}?key=x", "/my/tracks?q={}", "/my/artists/suggest?q={}", "/my/ai/uses?purpose={}", "/terms/{}",
    "/api/v1/tracks?artist={}", "/api/v1/tracks/{}", "/api/v1/search?q={}", "/api/v1/uploads?before={}",
    "/api/v1/uploads/{}", "/accounts/confirm-email/{}/", "/accounts/password/reset/key/{}/", "/accounts/login/?next={}",
)  # fmt: skip


@pytest.mark.parametrize("odd", ODD)
def test_no_address_is_a_fault(odd: str, as_alice: Client, song: Track) -> None:
    for address in ADDRESSES:
        with_it = as_alice.get(address.format(odd))
        assert with_it.status_code < 500, address


@pytest.mark.parametrize("text", ["[" * 100_000, '{"a":' * 100_000, "[" * 100_000 + "]" * 100_000, '{"name": NaN}'])
def test_no_body_is_a_fault(text: str, as_alice: Client) -> None:
    assert as_alice.post("/api/v1/artists", text, content_type="application/json").status_code in {400, 422}
