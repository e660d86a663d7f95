"""ECDSA on P-256 with SHA-256 (FIPS 186-5, section 6.4.2), verified: `cryptography` where installed, else integers."""

import hashlib

P = 2**256 - 2**224 + 2**192 + 2**96 - 1
N = 0xFFFFFFFF00000000FFFFFFFFFFFFFFFFBCE6FAADA7179E84F3B9CAC2FC632551
A = P - 3
B = 0x5AC635D8AA3A93E7B3EBBD55769886BC651D06B0CC53B0F63BCE3C3E27D2604B
BASE = (
    0x6B17D1F2E12C4247F8BCE6E563A440F277037D812DEB33A0F4A13945D898C296,
    0x4FE342E2FE1A7F9B8EE7EB4A7C0F9E162BCE33576B315ECECBB6406837BF51F5,
)
SIZE = 32

Point = tuple[int, int] | None  # affine; None is the point at infinity


def is_on_curve(x: int, y: int) -> bool:
    return 0 <= x < P and 0 <= y < P and (y * y - x * x * x - A * x - B) % P == 0


def add(a: Point, b: Point) -> Point:
    if a is None or b is None:
        return a or b
    if a[0] == b[0]:
        if (a[1] + b[1]) % P == 0:
            return None
        slope = (3 * a[0] * a[0] + A) * pow(2 * a[1], -1, P) % P
    else:
        slope = (b[1] - a[1]) * pow(b[0] - a[0], -1, P) % P
    x = (slope * slope - a[0] - b[0]) % P
    return x, (slope * (a[0] - x) - a[1]) % P


def multiply(scalar: int, point: Point) -> Point:
    result: Point = None
    while scalar:
        if scalar & 1:
            result = add(result, point)
        point = add(point, point)
        scalar >>= 1
    return result


def read_integer(data: bytes) -> tuple[int, bytes] | None:
    """A DER INTEGER above zero, in the one way it may be written, and what follows it."""
    if len(data) < 3 or data[0] != 0x02 or not 0 < data[1] <= SIZE + 1 or len(data) < 2 + data[1]:  # noqa: PLR2004 - tag, length, content
        return None
    content, rest = data[2 : 2 + data[1]], data[2 + data[1] :]
    if content[0] & 0x80 or (content[0] == 0 and len(content) > 1 and not content[1] & 0x80):
        return None
    return int.from_bytes(content, "big"), rest


def read_signature(data: bytes) -> tuple[int, int] | None:
    """r and s (RFC 3279, section 2.2.3), or None for anything but exactly that."""
    if len(data) < 2 or data[0] != 0x30 or data[1] != len(data) - 2:  # noqa: PLR2004 - tag and length
        return None
    first = read_integer(data[2:])
    second = read_integer(first[1]) if first else None
    if first is None or second is None or second[1]:
        return None
    r, s = first[0], second[0]
    return (r, s) if 0 < r < N and 0 < s < N else None


def verify_plain(x: int, y: int, message: bytes, signature: bytes) -> bool:
    """About 15 ms; no secret is handled, so time need not be constant."""
    parts = read_signature(signature)
    if parts is None or not is_on_curve(x, y):
        return False
    r, s = parts
    inverse = pow(s, -1, N)
    digest = int.from_bytes(hashlib.sha256(message).digest(), "big")
    point = add(multiply(digest * inverse % N, BASE), multiply(r * inverse % N, (x, y)))
    return point is not None and point[0] % N == r


def verify(x: int, y: int, message: bytes, signature: bytes) -> bool:
    try:
        from cryptography.exceptions import InvalidSignature  # noqa: PLC0415 - optional
        from cryptography.hazmat.primitives.asymmetric import ec  # noqa: PLC0415 - optional
        from cryptography.hazmat.primitives.hashes import SHA256  # noqa: PLC0415 - optional
    except ImportError:
        return verify_plain(x, y, message, signature)
    if read_signature(signature) is None:
        return False
    try:
        key = ec.EllipticCurvePublicNumbers(x, y, ec.SECP256R1()).public_key()
        key.verify(signature, message, ec.ECDSA(SHA256()))
    except (InvalidSignature, ValueError):
        return False
    return True
