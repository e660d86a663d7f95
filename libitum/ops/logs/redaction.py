"""The net under everything that is logged. What is known to be personal is not logged in the first place."""

import re
from ipaddress import ip_address

EMAIL = re.compile(r"[^\s<>\"(),;:]+@[^\s<>\"'(),;:=]+")
BY_NUMBER = re.compile(r"(?<![\w.:])[0-9a-fA-F.:]{3,45}(?![\w:])")
QUERY = re.compile(r"\?[^\s\"'<>]*=[^\s\"'<>]*")
# Parts of our own addresses that open something: secret links, grants for media, keys in letters.
KEY_IN_PATH = re.compile(r"(/s/|/media/k/|/confirm-email/|/password/reset/key/)[^/\s\"'<>]+")
BEARER = re.compile(r"(?i)\b(bearer|basic|token)\s+[\w.~+/=:-]{8,}")
# Who a program is to a database or a store: `scheme://name:password@host`.
IN_ADDRESS = re.compile(r"(?<=://)[^\s/@\"'<>]+(?=@)")
# A value beside the name of a secret, in whatever notation: keys of stores hold "/" and "+", and are no words.
NAMED = re.compile(
    r"(?i)([\w-]*(?:secret|passw(?:or)?d|signature|credential|security-token|access_?key|api_?key)[\w-]*"
    r"[\"']?\s*[=:>]\s*[\"']?)(?!\[)[^\s\"',;&<>]+"
)
ACCESS_KEY = re.compile(r"\b(?:AKIA|ASIA)[0-9A-Z]{16}\b")
# Long random words: tokens, session keys, digests of them.
RANDOM_WORD = re.compile(r"(?<![\w./-])(?=[\w-]*\d)(?=[\w-]*[A-Za-z])[\w-]{28,}(?![\w/-])")


def redact(text: str) -> str:
    """The text without e-mail and network addresses, query strings and secrets."""
    text = IN_ADDRESS.sub("[key]", text)
    text = QUERY.sub("?[query]", text)
    text = NAMED.sub(r"\1[key]", text)
    text = ACCESS_KEY.sub("[key]", text)
    text = KEY_IN_PATH.sub(r"\1[key]", text)
    text = BEARER.sub(r"\1 [key]", text)
    text = EMAIL.sub("[e-mail]", text)
    text = BY_NUMBER.sub(hide_if_address, text)
    return RANDOM_WORD.sub("[key]", text)


def hide_if_address(match: re.Match[str]) -> str:
    candidate = match.group().rstrip(".")
    for form in (candidate, candidate.rstrip(":"), candidate.rpartition(":")[0]):
        try:
            ip_address(form)
        except ValueError:
            continue
        return "[address]"
    return match.group()


def redact_value(value: object) -> object:
    """What may stand in a log line: texts are redacted, anything but plain data is left out by its type's name."""
    if isinstance(value, str):
        return redact(value)
    if value is None or isinstance(value, (bool, int, float)):
        return value
    if isinstance(value, dict):
        return {str(key): redact_value(item) for key, item in value.items()}
    if isinstance(value, (list, tuple, set, frozenset)):
        return [redact_value(item) for item in value]
    return f"<{type(value).__name__}>"
