"""Public keys of passkeys: COSE_Key (RFC 9052, section 7), for ES256, EdDSA on Ed25519 and RS256 alone."""

from dataclasses import dataclass

from libitum_verify import ed25519, p256, rsa
from libitum_verify.verdict import Reason, Refused

ES256, EDDSA, RS256 = -7, -8, -257
ALGORITHMS = (ES256, EDDSA, RS256)
KTY, ALG, CRV, X, Y = 1, 3, -1, -2, -3
RSA_N, RSA_E = -1, -2
OKP, EC2, RSA = 1, 2, 3
CRV_P256, CRV_ED25519 = 1, 6

Item = int | bytes
LENGTHS = {24: 1, 25: 2, 26: 4}
MAX_ENTRIES = 16


def bad(why: str) -> Refused:
    return Refused(Reason.BAD_KEY, f"The passkey's public key {why}.")


class Reader:
    """The part of CBOR (RFC 8949) in which such keys are written: one map of integers and byte strings."""

    def __init__(self, data: bytes) -> None:
        self.data = data
        self.position = 0

    def take(self, count: int) -> bytes:
        part = self.data[self.position : self.position + count]
        if len(part) != count:
            raise bad("is cut short")
        self.position += count
        return part

    def head(self) -> tuple[int, int]:
        major, argument = divmod(self.take(1)[0], 32)
        if argument < 24:  # noqa: PLR2004 - RFC 8949, section 3: smaller values stand in the byte itself
            return major, argument
        if argument not in LENGTHS:
            raise bad("is not written as passkeys write it")
        value = int.from_bytes(self.take(LENGTHS[argument]), "big")
        if value < (24, 2**8, 2**16)[argument - 24]:
            raise bad("is not written in the shortest form")
        return major, value

    def item(self) -> Item:
        major, value = self.head()
        if major == 0:
            return value
        if major == 1:
            return -1 - value
        if major == 2:  # noqa: PLR2004 - RFC 8949, section 3.1: byte strings
            return self.take(value)
        raise bad("holds something that keys don't hold")

    def map(self) -> dict[int, Item]:
        major, count = self.head()
        if major != 5 or count > MAX_ENTRIES:  # noqa: PLR2004 - RFC 8949, section 3.1: maps
            raise bad("is no map")
        found: dict[int, Item] = {}
        for _ in range(count):
            label = self.item()
            if not isinstance(label, int) or label in found:
                raise bad("names a part twice, or not by a number")
            found[label] = self.item()
        if self.position != len(self.data):
            raise bad("is followed by something else")
        return found


@dataclass(frozen=True, slots=True)
class PublicKey:
    """`parts`: x and y; the 32 bytes of an Ed25519 key; or modulus and exponent, as integers."""

    algorithm: int
    parts: tuple[int, ...]

    def verify(self, message: bytes, signature: bytes) -> bool:
        if self.algorithm == ES256:
            return p256.verify(self.parts[0], self.parts[1], message, signature)
        if self.algorithm == RS256:
            return rsa.verify(self.parts[0], self.parts[1], message, signature)
        return ed25519.verify(self.parts[0].to_bytes(32, "big"), message, signature)


def parse_key(data: bytes) -> PublicKey:
    """Raises Refused for any other kind of key, and for one that is written in an unusual way."""
    value = Reader(data).map()
    algorithm, kind = value.get(ALG), value.get(KTY)
    if algorithm == ES256 and kind == EC2 and value.get(CRV) == CRV_P256:
        x, y = number(value.get(X), p256.SIZE), number(value.get(Y), p256.SIZE)
        if not p256.is_on_curve(x, y):
            raise bad("is no point of the curve")
        return PublicKey(ES256, (x, y))
    if algorithm == EDDSA and kind == OKP and value.get(CRV) == CRV_ED25519:
        return PublicKey(EDDSA, (number(value.get(X), 32),))
    if algorithm == RS256 and kind == RSA:
        return PublicKey(RS256, (number(value.get(RSA_N)), number(value.get(RSA_E))))
    raise bad("is of a kind with which nothing can be signed here")


def number(part: Item | None, size: int | None = None) -> int:
    if not isinstance(part, bytes) or (size is not None and len(part) != size):
        raise bad("lacks a part, or has one of the wrong length")
    return int.from_bytes(part, "big")
