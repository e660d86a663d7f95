"""RSA, PKCS #1 v1.5 with SHA-256 (RFC 8017, section 8.2.2), verified: `cryptography` where installed, else integers."""

import hashlib

# DER of the DigestInfo of SHA-256 up to the digest itself (RFC 8017, section 9.2, note 1).
DIGEST_INFO = bytes.fromhex("3031300d060960864801650304020105000420")
MIN_BITS, MAX_BITS = 2048, 8192
MAX_EXPONENT = 2**32


def is_usable(modulus: int, exponent: int) -> bool:
    return bool(
        MIN_BITS <= modulus.bit_length() <= MAX_BITS and modulus % 2 and exponent % 2 and 1 < exponent < MAX_EXPONENT
    )


def verify_plain(modulus: int, exponent: int, message: bytes, signature: bytes) -> bool:
    """The encoded message is made anew and compared whole, so that nothing of it is parsed."""
    size = (modulus.bit_length() + 7) // 8
    number = int.from_bytes(signature, "big")
    if not is_usable(modulus, exponent) or len(signature) != size or number >= modulus:
        return False
    tail = b"\0" + DIGEST_INFO + hashlib.sha256(message).digest()
    expected = b"\0\1" + b"\xff" * (size - 2 - len(tail)) + tail
    return pow(number, exponent, modulus) == int.from_bytes(expected, "big")


def verify(modulus: int, exponent: int, message: bytes, signature: bytes) -> bool:
    try:
        from cryptography.exceptions import InvalidSignature  # noqa: PLC0415 - optional
        from cryptography.hazmat.primitives.asymmetric import padding, rsa  # noqa: PLC0415 - optional
        from cryptography.hazmat.primitives.hashes import SHA256  # noqa: PLC0415 - optional
    except ImportError:
        return verify_plain(modulus, exponent, message, signature)
    if not is_usable(modulus, exponent):
        return False
    try:
        key = rsa.RSAPublicNumbers(exponent, modulus).public_key()
        key.verify(signature, message, padding.PKCS1v15(), SHA256())
    except (InvalidSignature, ValueError):
        return False
    return True
