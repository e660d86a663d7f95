"""Network addresses: whose request it is, and a name for it that can be kept."""

from collections.abc import Sequence
from ipaddress import IPv4Address, IPv6Address, ip_address, ip_network

from django.utils import timezone
from django.utils.crypto import salted_hmac


def parsed(text: str) -> IPv4Address | IPv6Address | None:
    """IPv4 in IPv6's clothes (RFC 4291, 2.5.5.2) is IPv4."""
    try:
        address = ip_address(text.strip().removeprefix("[").removesuffix("]"))
    except ValueError:
        return None
    return getattr(address, "ipv4_mapped", None) or address


def is_trusted(peer: str, proxies: Sequence[str]) -> bool:
    """Whether `peer` is one of the operator's own proxies: addresses or networks like 10.0.0.0/8."""
    address = parsed(peer)
    return address is not None and any(address in ip_network(proxy, strict=False) for proxy in proxies)


def client_address(peer: str, forwarded: str, proxies: Sequence[str]) -> str:
    """The nearest hop that isn't a trusted proxy; `forwarded`: the X-Forwarded-For header, nearest hop last.

    Whatever stands before the words of the trusted ones was written by the client, who may write what he likes.
    """
    address = peer
    for hop in reversed(forwarded.split(",")):
        known = parsed(hop)
        if known is None or not is_trusted(address, proxies):
            break
        address = str(known)
    return address


def pseudonym(address: str) -> str:
    """A keyed hash in the form of a private IPv6 address (RFC 4193), another one every day.

    Good for counting, not for knowing who it was. A household has an IPv6 /64 of its own: that is what is counted.
    """
    value = f"{timezone.now().date().isoformat()} {counted(address)}"
    digest = salted_hmac("libitum.common.network", value, algorithm="sha256").digest()
    return str(IPv6Address(b"\xfd" + digest[:15]))


def counted(address: str) -> str:
    known = parsed(address)
    if isinstance(known, IPv6Address):
        return str(IPv6Address(int(known) >> 64 << 64))
    return address if known is None else str(known)
