"""Hosts that asked to be left alone: they are, by every source and page of a run, and by the runs after it."""

from __future__ import annotations

import threading
import time
from collections.abc import Mapping
from datetime import UTC, datetime
from urllib.parse import urlsplit

from ...store.errors import FetchError
from .urls import redacted


class Waits:
    """Until when each host is not asked, in seconds since 1970. Safe in any thread."""

    def __init__(self) -> None:
        """Start with no host waiting."""
        self._until: dict[str, float] = {}
        self._lock = threading.Lock()

    def asked(self, url: str, wait_s: float) -> None:
        """Keep that the host of ``url`` asked to be left alone for ``wait_s`` seconds."""
        if wait_s > 0:
            with self._lock:
                host = host_of(url)
                self._until[host] = max(self._until.get(host, 0.0), time.time() + wait_s)

    def check(self, url: str) -> None:
        """Raise FetchError where the host of ``url`` is still to be left alone."""
        with self._lock:
            left = self._until.get(host_of(url), 0.0) - time.time()
        if left > 0:
            until = datetime.fromtimestamp(time.time() + left, UTC).isoformat(timespec="minutes")
            raise FetchError(
                f"{redacted(url)}: its host asks us to wait until {until[:16]} UTC; not asked", wait_s=left
            )

    def restore(self, kept: Mapping[str, str]) -> None:
        """Take up what earlier runs kept: host -> moment (ISO, UTC)."""
        with self._lock:
            for host, moment in kept.items():
                self._until[host] = datetime.fromisoformat(moment).timestamp()

    def kept(self) -> dict[str, str]:
        """Return what is still to be waited for: host -> moment (ISO, UTC)."""
        now = time.time()
        with self._lock:
            return {
                host: datetime.fromtimestamp(until, UTC).isoformat(timespec="seconds")
                for host, until in self._until.items()
                if until > now
            }


def host_of(url: str) -> str:
    """Return host and port of ``url``, lower-case; empty where it has none."""
    try:
        parts = urlsplit(url)
        return f"{(parts.hostname or '').lower()}:{parts.port or ''}"
    except ValueError:
        return ""
