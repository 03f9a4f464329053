"""A host's turn: it is asked by few at once, and between two of its pages a moment passes, whatever the number of sources."""

from __future__ import annotations

import contextlib
import threading
import time
from collections.abc import Callable, Iterator
from typing import Final

from ...store.errors import LaterError
from .urls import redacted
from .waits import host_of

AT_ONCE: Final = 2
"""Requests a host is given at the same time."""
GAP_S: Final = 0.25
"""Seconds between the starts of two requests for pages of one host."""
HELD_S: Final = 3.0
"""A request that takes longer no longer keeps others waiting: a host that hangs costs its sources their own time only."""
PATIENCE_S: Final = 8.0
"""The longest a request waits for others to end; a fetch's own deadline starts after that."""


class Pacing:
    """Who may ask a host, and when. Safe in any thread; ``clock`` and ``sleep`` are in seconds.

    Hosts in ``own``, written HOST:PORT, are the user's: they were admitted by name, and only a wish of their own slows them.
    """

    def __init__(
        self, own: frozenset[str] = frozenset(), *, gap_s: float = GAP_S,
        clock: Callable[[], float] = time.monotonic, sleep: Callable[[float], None] = time.sleep,
    ) -> None:  # fmt: skip
        """Start with nobody waiting."""
        self._own, self._gap_s, self._clock, self._sleep = own, gap_s, clock, sleep
        self._changed = threading.Condition()
        self._running: dict[str, list[float]] = {}
        self._last: dict[str, float] = {}

    @contextlib.contextmanager
    def page(self, url: str, delay_s: float = 0.0, most_s: float | None = None) -> Iterator[None]:
        """Wait as :meth:`turn` does, and for the gap between two pages, or for ``delay_s`` where the site wants more.

        Raises LaterError, at once, where that is more than ``most_s``.
        """
        host = host_of(url)
        gap_s = max(delay_s, 0.0 if host in self._own else self._gap_s)
        with self._changed:
            now = self._clock()
            start = max(now, self._last.get(host, now - gap_s) + gap_s)
            if most_s is not None and start - now > most_s:
                raise LaterError(
                    f"{redacted(url)}: left for the next run, its site wants {gap_s:g} s between two pages"
                )
            self._last[host] = start
        if start > now:
            self._sleep(start - now)
        with self.turn(url):
            yield

    @contextlib.contextmanager
    def turn(self, url: str) -> Iterator[None]:
        """Wait until the host of ``url`` may be asked by one more, and count as asking it until the block ends."""
        host = host_of(url)
        started = self._enter(host, free=host in self._own)
        try:
            yield
        finally:
            with self._changed:
                self._running[host].remove(started)
                self._changed.notify_all()

    def _enter(self, host: str, *, free: bool) -> float:
        with self._changed:
            given_up = self._clock() + PATIENCE_S
            running = self._running.setdefault(host, [])
            while not free and (now := self._clock()) < given_up:
                young = [started for started in running if now - started < HELD_S]
                if len(young) < AT_ONCE:
                    break
                self._changed.wait(min(given_up - now, min(young) + HELD_S - now))
            started = self._clock()
            running.append(started)
            return started
