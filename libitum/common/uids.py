"""Public names of rows: short, random, unguessable, safe in an address."""

import base64
import secrets


def new_uid() -> str:
    """16 characters of lower-case base32: 80 random bits."""
    return base64.b32encode(secrets.token_bytes(10)).decode().lower()


def new_secret() -> str:
    """32 URL-safe characters: 192 random bits."""
    return secrets.token_urlsafe(24)
