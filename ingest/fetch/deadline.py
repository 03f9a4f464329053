"""One deadline over everything a fetch does on the wire: the libraries' timeouts are per read, and a drip outlives them."""

from __future__ import annotations

import contextlib
import socket
import ssl
import threading
import time
from collections.abc import Callable, Iterator
from contextvars import ContextVar
from typing import Any, Final, TypeVar

import httpcore2

T = TypeVar("T")
_LIMIT: Final[ContextVar[float | None]] = ContextVar("limit", default=None)


@contextlib.contextmanager
def within(limit: float) -> Iterator[None]:
    """End what the streams below do at ``limit`` (monotonic seconds) with a ReadTimeout, in this thread."""
    token = _LIMIT.set(limit)
    try:
        yield
    finally:
        _LIMIT.reset(token)


def left(timeout: float | None) -> float | None:
    """Return the seconds an operation may take, at most ``timeout``; raises ReadTimeout where none are left."""
    limit = _LIMIT.get()
    if limit is None:
        return timeout
    remaining = limit - time.monotonic()
    if remaining <= 0:
        raise httpcore2.ReadTimeout("the deadline is over")
    return remaining if timeout is None else min(timeout, remaining)


def in_time(work: Callable[[], T], timeout: float | None) -> T:
    """Return what ``work`` returns; raises ReadTimeout where it takes too long (name resolution cannot be cancelled)."""
    done: list[T] = []
    failed: list[BaseException] = []

    def run() -> None:
        try:
            done.append(work())
        except BaseException as error:  # told in the thread that waits
            failed.append(error)

    thread = threading.Thread(target=run, daemon=True)
    thread.start()
    thread.join(left(timeout))
    if failed:
        raise failed[0]
    if not done:
        raise httpcore2.ReadTimeout("no answer from the name server")
    return done[0]


class TimedStream(httpcore2.NetworkStream):
    """A stream whose every operation ends at the deadline."""

    def __init__(self, inner: httpcore2.NetworkStream) -> None:
        """Wrap ``inner``."""
        self._inner = inner

    def read(self, max_bytes: int, timeout: float | None = None) -> bytes:
        """Read what is there; raises ReadTimeout at the deadline."""
        return self._inner.read(max_bytes, left(timeout))

    def write(self, buffer: bytes, timeout: float | None = None) -> None:
        """Write all of ``buffer``; raises at the deadline."""
        self._inner.write(buffer, left(timeout))

    def close(self) -> None:
        """Close the connection."""
        self._inner.close()

    def start_tls(
        self, ssl_context: ssl.SSLContext, server_hostname: str | None = None, timeout: float | None = None
    ) -> httpcore2.NetworkStream:
        """Shake hands; a handshake that drips is cut at the deadline."""
        allowed, link = left(timeout), self._inner.get_extra_info("socket")
        timer = threading.Timer(allowed, _cut, (link,)) if allowed is not None and link is not None else None
        if timer is not None:
            timer.daemon = True
            timer.start()
        try:
            return TimedStream(self._inner.start_tls(ssl_context, server_hostname, allowed))
        finally:
            if timer is not None:
                timer.cancel()

    def get_extra_info(self, info: str) -> Any:
        """Return what is known of the connection."""
        return self._inner.get_extra_info(info)


def _cut(link: socket.socket) -> None:
    with contextlib.suppress(OSError):
        link.shutdown(socket.SHUT_RDWR)
