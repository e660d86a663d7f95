import hashlib
from collections.abc import Iterable

PIECE = 1024 * 1024


def sha256_of(parts: Iterable[bytes]) -> str:
    digest = hashlib.sha256()
    for part in parts:
        digest.update(part)
    return digest.hexdigest()
