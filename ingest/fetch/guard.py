"""The guard at the dial: an address is resolved once, refused unless it is public, and the checked address is dialled.

Because it sits where the connection is made, redirects and re-resolution are covered.
"""

from __future__ import annotations

import ipaddress
import socket
from collections.abc import Callable, Iterable
from typing import Any, Final

import httpcore2

from ...store.errors import FetchError
from .deadline import TimedStream, in_time, left

Resolver = Callable[[str, int], list[str]]
EMBEDDING: Final = tuple(
    ipaddress.ip_network(net)
    for net in ("::ffff:0:0/96", "64:ff9b::/96", "64:ff9b:1::/48", "2002::/16", "::/96", "192.88.99.0/24")
)
"""Forms that carry another address inside, which ``is_global`` calls global on Python 3.11."""

UNICAST: Final = ipaddress.ip_network("2000::/3")
"""All of IPv6 that is assigned to the public (RFC 4291); ``is_global`` knows only the exceptions it was told of."""


def resolve(host: str, port: int) -> list[str]:
    """Return the addresses of ``host``; raises FetchError where it has none."""
    try:
        return list(dict.fromkeys(str(info[4][0]) for info in socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)))
    except (OSError, UnicodeError):
        raise FetchError(f"{host}: no such host; check the address or the network") from None


def is_public(address: str) -> bool:
    """Return whether ``address`` is a plain public unicast address."""
    try:
        ip = ipaddress.ip_address(address.partition("%")[0])
    except ValueError:
        return False
    if any(ip.version == net.version and ip in net for net in EMBEDDING):
        return False
    if ip.version == 6 and ip not in UNICAST:
        return False
    return ip.is_global and not ip.is_multicast


class GuardedBackend(httpcore2.NetworkBackend):
    """Dials only public addresses, or exactly the allowed host and port."""

    def __init__(self, allow: frozenset[tuple[str, int]], resolver: Resolver) -> None:
        """Allow ``allow`` beside what is public; ``resolver`` gives all addresses of a host."""
        self._inner = httpcore2.SyncBackend()
        self._allow, self._resolver = allow, resolver

    def connect_tcp(
        self, host: str, port: int, timeout: float | None = None, local_address: str | None = None,
        socket_options: Iterable[Any] | None = None,
    ) -> httpcore2.NetworkStream:  # fmt: skip
        """Resolve, check every address, dial the first."""
        addresses = in_time(lambda: self._resolver(host, port), timeout)
        if (host, port) not in self._allow:
            private = [a for a in addresses if not is_public(a)]
            if private or not addresses:
                raise FetchError(
                    f"{host}: refused, it leads to a private address; --allow-address {host}:{port} admits it"
                )
        return TimedStream(
            self._inner.connect_tcp(addresses[0], port, timeout=left(timeout), local_address=local_address, socket_options=socket_options)
        )  # fmt: skip

    def connect_unix_socket(
        self, path: str, timeout: float | None = None, socket_options: Iterable[Any] | None = None
    ) -> httpcore2.NetworkStream:
        """Refuse: nothing is read from sockets of this machine."""
        raise FetchError(f"{path}: refused, not an address")

    def sleep(self, seconds: float) -> None:
        """Wait between connection attempts."""
        self._inner.sleep(seconds)
