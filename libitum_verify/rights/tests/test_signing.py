"""A passkey's signature over a statement: three algorithms, with `cryptography` and in plain integers."""

import hashlib
from collections.abc import Mapping

import pytest
from cryptography.hazmat.primitives.asymmetric import ec, rsa
from fido2 import cbor
from hypothesis import given, settings
from hypothesis import strategies as st

from libitum_verify import ed25519, p256
from libitum_verify import rsa as plain_rsa
from libitum_verify.rights.cose import ALGORITHMS, parse_key
from libitum_verify.rights.signing import Assertion, check_assertion, decode64
from libitum_verify.verdict import Reason, Refused

from .passkeys import ORIGIN, Passkey

pytestmark = pytest.mark.own_database

BODY = b'{"a":1}'
KEYS = {algorithm: Passkey(algorithm) for algorithm in ALGORITHMS}
SIGNED = {algorithm: key.assertion(BODY) for algorithm, key in KEYS.items()}


def reason(key: Passkey, assertion: Assertion, body: bytes = BODY, origin: str = ORIGIN) -> Reason | None:
    try:
        check_assertion(assertion, body=body, public_key=key.cose, origin=origin)
    except Refused as refused:
        return refused.reason
    return None


def parts_of(key: Passkey) -> dict[int, object]:
    decoded = cbor.decode(key.cose)
    assert isinstance(decoded, Mapping)
    return dict(decoded)


@pytest.mark.parametrize("algorithm", ALGORITHMS)
def test_what_was_signed_is_proved(algorithm: int) -> None:
    key = KEYS[algorithm]
    assert reason(key, key.assertion(BODY)) is None


@pytest.mark.parametrize("algorithm", ALGORITHMS)
@settings(max_examples=40, deadline=None)
@given(data=st.data())
def test_any_flipped_bit_is_noticed(algorithm: int, data: st.DataObject) -> None:
    key = KEYS[algorithm]
    good = SIGNED[algorithm]
    parts = [good.authenticator_data, good.client_data, good.signature]
    which = data.draw(st.integers(0, 2))
    bit = data.draw(st.integers(0, len(parts[which]) * 8 - 1))
    changed = bytearray(parts[which])
    changed[bit // 8] ^= 1 << bit % 8
    parts[which] = bytes(changed)
    assert reason(key, Assertion(*parts)) is not None


@pytest.mark.parametrize("algorithm", ALGORITHMS)
def test_another_keys_signature_is_none(algorithm: int) -> None:
    assert reason(KEYS[algorithm], Passkey(algorithm).assertion(BODY)) is Reason.BAD_SIGNATURE


@pytest.mark.parametrize(
    ("changes", "expected"),
    [
        ({"type": "webauthn.create"}, Reason.BAD_SIGNATURE),
        ({"challenge": "AAAA"}, Reason.ALTERED),
        ({"origin": "https://evil.example"}, Reason.WRONG_SITE),
        ({"origin": "https://sub.music.example"}, Reason.WRONG_SITE),
        ({"origin": "https://music.example:444"}, Reason.WRONG_SITE),
        ({"crossOrigin": True}, Reason.WRONG_SITE),
        ({"topOrigin": "https://evil.example"}, Reason.WRONG_SITE),
        ({"host": "evil.example"}, Reason.WRONG_SITE),
        ({"flags": 0x01}, Reason.PERSON_NOT_VERIFIED),
        ({"flags": 0x04}, Reason.PERSON_NOT_VERIFIED),
        ({"flags": 0x00}, Reason.PERSON_NOT_VERIFIED),
    ],
)
def test_truly_signed_but_not_what_is_asked(changes: dict[str, object], expected: Reason) -> None:
    key = KEYS[-7]
    assert reason(key, key.assertion(BODY, **changes)) is expected  # type: ignore[arg-type]


def test_another_statement_is_not_what_was_signed() -> None:
    key = KEYS[-7]
    assert reason(key, key.assertion(BODY), body=b'{"a":2}') is Reason.ALTERED


def test_flags_of_synchronised_passkeys_are_welcome() -> None:
    key = KEYS[-7]
    assert reason(key, key.assertion(BODY, flags=0x1D)) is None


@pytest.mark.parametrize("noise", [b"", b"null", b"[]", b"\xff", b"{" * 5000])
def test_client_data_that_is_none(noise: bytes) -> None:
    key = KEYS[-7]
    good = key.assertion(BODY)
    assert reason(key, Assertion(good.authenticator_data, noise, good.signature)) is Reason.BAD_SIGNATURE


@pytest.mark.parametrize("size", [0, 36, 38])
def test_authenticator_data_of_another_length(size: int) -> None:
    key = KEYS[-7]
    good = key.assertion(BODY)
    noted = good.authenticator_data.ljust(size, b"\0")[:size]
    signature = key.sign(noted + hashlib.sha256(good.client_data).digest())
    assert reason(key, Assertion(noted, good.client_data, signature)) is Reason.BAD_SIGNATURE


class TestKeys:
    @settings(max_examples=150, deadline=None)
    @given(st.binary(max_size=120))
    def test_noise_is_no_key(self, noise: bytes) -> None:
        with pytest.raises(Refused):
            parse_key(noise)

    @pytest.mark.parametrize("algorithm", ALGORITHMS)
    def test_cut_or_lengthened_it_is_none(self, algorithm: int) -> None:
        data = KEYS[algorithm].cose
        for wrong in (data[:-1], data + b"\0", data[1:]):
            with pytest.raises(Refused):
                parse_key(wrong)

    @pytest.mark.parametrize("algorithm", [-35, -37, -47, -65535, -9])
    def test_other_algorithms_are_refused(self, algorithm: int) -> None:
        key = {**parts_of(KEYS[-7]), 3: algorithm}
        with pytest.raises(Refused, match="of a kind"):
            parse_key(cbor.encode(key))

    def test_a_point_beside_the_curve_is_none(self) -> None:
        key = parts_of(KEYS[-7])
        with pytest.raises(Refused, match="no point"):
            parse_key(cbor.encode({**key, -2: b"\1" * 32}))

    def test_short_rsa_keys_sign_nothing(self) -> None:
        key = Passkey(-257, rsa.generate_private_key(65537, 1024))  # noqa: S505 - that is what is refused
        assert reason(key, key.assertion(BODY)) is Reason.BAD_SIGNATURE

    def test_numbers_in_a_longer_form_are_refused(self) -> None:
        data = KEYS[-7].cose
        assert data[1] == 0x01
        with pytest.raises(Refused, match="shortest"):
            parse_key(data[:1] + b"\x18\x01" + data[2:])


class TestP256:
    @settings(max_examples=15, deadline=None)
    @given(st.binary(max_size=100), st.integers(0, 560))
    def test_plain_integers_agree_with_cryptography(self, message: bytes, bit: int) -> None:
        private = ec.generate_private_key(ec.SECP256R1())
        numbers = private.public_key().public_numbers()
        signature = Passkey(-7, private).sign(message)
        assert p256.verify_plain(numbers.x, numbers.y, message, signature)
        changed = bytearray(signature)
        changed[bit // 8 % len(changed)] ^= 1 << bit % 8
        assert not p256.verify_plain(numbers.x, numbers.y, message, bytes(changed))
        assert not p256.verify(numbers.x, numbers.y, message, bytes(changed))
        assert not p256.verify_plain(numbers.x, numbers.y, message + b"!", signature)

    def test_a_vector_of_rfc_6979(self) -> None:
        """A.2.5, P-256 with SHA-256, message "sample"."""
        x = 0x60FED4BA255A9D31C961EB74C6356D68C049B8923B61FA6CE669622E60F29FB6
        y = 0x7903FE1008B8BC99A41AE9E95628BC64F2F1B20C2D7E9F5177A3C294D4462299
        r = "EFD48B2AACB6A8FD1140DD9CD45E81D69D2C877B56AAF991C34D0EA84EAF3716"
        s = "F7CB1C942D657C41D436C7A1B6E29F65F3E900DBB9AFF4064DC4AB2F843ACDA8"
        signature = bytes.fromhex(f"3046022100{r}022100{s}")
        assert p256.verify_plain(x, y, b"sample", signature)
        assert not p256.verify_plain(x, y, b"simple", signature)

    def test_numbers_outside_the_group_are_refused(self) -> None:
        for r, s in ((0, 1), (1, 0), (p256.N, 1), (1, p256.N)):
            parts = [value.to_bytes(33, "big").lstrip(b"\0") or b"\0" for value in (r, s)]
            parts = [b"\0" + part if part[0] & 0x80 else part for part in parts]
            inner = b"".join(b"\2" + bytes([len(part)]) + part for part in parts)
            assert p256.read_signature(b"\x30" + bytes([len(inner)]) + inner) is None


class TestRSA:
    @settings(max_examples=15, deadline=None)
    @given(st.binary(max_size=100), st.integers(0, 2047))
    def test_plain_integers_agree_with_cryptography(self, message: bytes, bit: int) -> None:
        key = KEYS[-257]
        assert isinstance(key.private, rsa.RSAPrivateKey)
        numbers = key.private.public_key().public_numbers()
        signature = key.sign(message)
        changed = bytearray(signature)
        changed[bit // 8] ^= 1 << bit % 8
        for verify in (plain_rsa.verify, plain_rsa.verify_plain):
            assert verify(numbers.n, numbers.e, message, signature)
            assert not verify(numbers.n, numbers.e, message, bytes(changed))
            assert not verify(numbers.n, numbers.e, message + b"!", signature)
            assert not verify(numbers.n, numbers.e, message, b"\0" + signature)
            assert not verify(numbers.n, 1, message, signature)


@pytest.mark.parametrize("algorithm", ALGORITHMS)
def test_where_the_library_is_it_alone_decides(algorithm: int, monkeypatch: pytest.MonkeyPatch) -> None:
    """ASVS 11.2.1: the site has it always; our own integers are for verifying with nothing but Python."""
    for module in (ed25519, p256, plain_rsa):
        monkeypatch.delattr(module, "verify_plain")
    key = KEYS[algorithm]
    assert reason(key, key.assertion(BODY)) is None
    assert reason(KEYS[algorithm], Passkey(algorithm).assertion(BODY)) is Reason.BAD_SIGNATURE


def test_base64url_has_one_form() -> None:
    assert decode64("AQ", "x") == b"\1"
    for wrong in ("AQ==", "AR", "A", "A+", "Ä", "A Q", "AQ\n"):
        with pytest.raises(Refused):
            decode64(wrong, "x")
