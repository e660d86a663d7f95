"""Network addresses: whose request it is, and a name for it that can be kept."""

from collections.abc import Sequence
from ipaddress import IPv6Address, ip_address, ip_network

from django.utils import timezone
from django.utils.crypto import salted_hmac


def is_trusted(peer: str, proxies: Sequence[str]) -> bool:
    """Whether `peer` is one of the operator's own proxies: addresses or networks like 10.0.0.0/8."""
    try:
        address = ip_address(peer)
        return any(address in ip_network(proxy, strict=False) for proxy in proxies)
    except ValueError:
        return False


def client_address(peer: str, forwarded: str, proxies: Sequence[str]) -> str:
    """The nearest hop that isn't a trusted proxy; `forwarded`: the X-Forwarded-For header, nearest hop last."""
    address = peer
    hops = [hop.strip() for hop in forwarded.split(",") if hop.strip()]
    while hops and is_trusted(address, proxies):
        address = hops.pop()
    return address


def pseudonym(address: str) -> str:
    """A keyed hash in the form of a private IPv6 address (RFC 4193), another one every day.

    Good for counting, not for knowing who it was. A household has an IPv6 /64 of its own: that is what is counted.
    """
    digest = salted_hmac(
        "libitum.common.network", f"{timezone.now().date().isoformat()} {counted(address)}", algorithm="sha256"
    ).digest()
    return str(IPv6Address(b"\xfd" + digest[:15]))


def counted(address: str) -> str:
    try:
        parsed = ip_address(address)
    except ValueError:
        return address
    if isinstance(parsed, IPv6Address) and parsed.ipv4_mapped is None:
        return str(IPv6Address(int(parsed) >> 64 << 64))
    return str(parsed)
