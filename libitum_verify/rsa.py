"""RSA signature verification, PKCS #1 v1.5 with SHA-256 (RFC 8017, section 8.2.2)."""

import hashlib

# DER of the DigestInfo of SHA-256 up to the digest itself (RFC 8017, section 9.2, note 1).
DIGEST_INFO = bytes.fromhex("3031300d060960864801650304020105000420")
MIN_BITS, MAX_BITS = 2048, 8192


def verify(modulus: int, exponent: int, message: bytes, signature: bytes) -> bool:
    """The encoded message is made anew and compared whole, so that nothing of it is parsed."""
    size = (modulus.bit_length() + 7) // 8
    is_key = MIN_BITS <= modulus.bit_length() <= MAX_BITS and modulus % 2 and exponent % 2 and 1 < exponent < 2**32
    number = int.from_bytes(signature, "big")
    if not is_key or len(signature) != size or number >= modulus:
        return False
    tail = b"\0" + DIGEST_INFO + hashlib.sha256(message).digest()
    expected = b"\0\1" + b"\xff" * (size - 2 - len(tail)) + tail
    return pow(number, exponent, modulus) == int.from_bytes(expected, "big")
