import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from hypothesis import given, settings
from hypothesis import strategies as st

from libitum_verify.ed25519 import L, verify, verify_plain

pytestmark = pytest.mark.own_database

# RFC 8032, section 7.1, tests 1 to 3.
VECTORS = [
    (
        "d75a980182b10ab7d54bfed3c964073a0ee172f3daa62325af021a68f707511a",
        "",
        "e5564300c360ac729086e2cc806e828a84877f1eb8e5d974d873e065224901555fb8821590a33bacc61e39701cf9b46bd25bf5f0595bbe24655141438e7a100b",
    ),
    (
        "3d4017c3e843895a92b70aa74d1b7ebc9c982ccf2ec4968cc0cd55f12af4660c",
        "72",
        "92a009a9f0d4cab8720e820b5f642540a2b27b5416503f8fb3762223ebdb69da085ac1e43e15996e458f3613d0f11d8c387b2eaeb4302aeeb00d291612bb0c00",
    ),
    (
        "fc51cd8e6218a1a38da47ed00230f0580816ed13ba3303ac5deb911548908025",
        "af82",
        "6291d657deec24024827e69c3abe01a30ce548a284743a445e3680d7db5ac3ac18ff9b538d16f290ae67f760984dc6594a7c15e9716ed28dc027beceea1ec40a",
    ),
]


def test_vectors_of_the_rfc() -> None:
    for public, message, signature in VECTORS:
        parts = [bytes.fromhex(part) for part in (public, message, signature)]
        assert verify_plain(*parts)
        assert verify(*parts)
        assert not verify_plain(parts[0], parts[1] + b"!", parts[2])


@settings(max_examples=30, deadline=None)
@given(st.binary(max_size=200), st.integers(0, 511))
def test_agrees_with_cryptography(message: bytes, bit: int) -> None:
    key = Ed25519PrivateKey.generate()
    public, signature = key.public_key().public_bytes_raw(), key.sign(message)
    assert verify_plain(public, message, signature)
    flipped = (int.from_bytes(signature, "big") ^ 1 << bit).to_bytes(64, "big")
    assert not verify_plain(public, message, flipped)
    assert verify(public, message, flipped) is False


def test_a_second_way_to_write_a_signature_is_refused() -> None:
    key = Ed25519PrivateKey.generate()
    signature = key.sign(b"x")
    larger = (int.from_bytes(signature[32:], "little") + L).to_bytes(32, "little")
    assert not verify_plain(key.public_key().public_bytes_raw(), b"x", signature[:32] + larger)


def test_sizes_are_checked() -> None:
    assert not verify_plain(b"", b"", b"")
    assert not verify(b"short", b"", b"\0" * 64)
