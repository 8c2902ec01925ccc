"""Where a request comes from, also behind a proxy that is trusted to say so."""

from __future__ import annotations

import ipaddress
from collections.abc import Sequence

from starlette.datastructures import Headers
from starlette.types import Scope

from knowledge.errors import InputError

Address = ipaddress.IPv4Address | ipaddress.IPv6Address
Network = ipaddress.IPv4Network | ipaddress.IPv6Network
_IPv6_HOME = 64
"""One household or office has so many leading bits of an IPv6 address to itself."""


def networks(text: str) -> tuple[Network, ...]:
    """Addresses and networks separated by spaces; raises InputError for anything else."""
    try:
        return tuple(ipaddress.ip_network(one) for one in text.split())
    except ValueError:
        raise InputError(
            f"设置 HOTLINE_TRUSTED_PROXIES 的值“{text}”不能用；须是空格分隔的地址或网段，例如 127.0.0.1 10.0.0.0/8"
        ) from None


def client_address(scope: Scope, trusted: Sequence[Network]) -> str:
    """The address of whoever asks: the peer's, or behind trusted proxies the last one that none of them bears."""
    peer = scope["client"][0] if scope.get("client") else ""
    forwarded = ",".join(Headers(scope=scope).getlist("x-forwarded-for")).split(",")
    address = peer
    while _within(address, trusted) and forwarded:
        address = forwarded.pop().strip()
    return _home(address) or _home(peer) or "unknown"


def is_address(host: str) -> bool:
    """Whether it is an address and no name."""
    return _parsed(host) is not None


def is_loopback(host: str) -> bool:
    """Whether an address, or the name of a machine as a browser gives it, is this machine's own."""
    parsed = _parsed(host)
    return host == "localhost" if parsed is None else parsed.is_loopback


def _parsed(host: str) -> Address | None:
    try:
        parsed = ipaddress.ip_address(host)
    except ValueError:
        return None
    return getattr(parsed, "ipv4_mapped", None) or parsed


def _within(address: str, trusted: Sequence[Network]) -> bool:
    parsed = _parsed(address)
    return parsed is not None and any(parsed in network for network in trusted)


def _home(address: str) -> str | None:
    parsed = _parsed(address)
    if isinstance(parsed, ipaddress.IPv6Address):
        return str(ipaddress.ip_network((parsed, _IPv6_HOME), strict=False))
    return None if parsed is None else str(parsed)
