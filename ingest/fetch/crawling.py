"""Which pages may be fetched that nobody named: what each site's robots.txt says, asked at most once a run (RFC 9309)."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Final
from urllib.parse import urlsplit

from ...store.crawling import RobotsKept
from ...store.errors import FetchError, RefusedError
from ..schedule import max_age_s
from .robots import PRODUCT, Rules, text_of
from .urls import PORTS, checked, redacted
from .waiting import wait_s

if TYPE_CHECKING:
    from .client import Fetched

HOUR: Final = 3600.0
DAY: Final = 24 * HOUR
"""How long a robots.txt counts without being asked again (RFC 9309, 2.4); a max-age may make it less, down to an hour."""
STALE: Final = 30 * DAY
"""How long the last one seen stands in for one that cannot be had."""

NO_FILE: Final = 404
PARTIAL: Final = 206
NOT_MODIFIED: Final = 304
TOO_MANY: Final = 429
REDIRECTS: Final = frozenset({301, 302, 303, 307, 308})

Ask = Callable[[str, str | None, str | None], "Fetched"]


@dataclass(slots=True)
class _Site:
    """What this run knows of a site: its rules, or why they could not be had."""

    lock: threading.Lock = field(default_factory=threading.Lock)
    rules: Rules | None = None
    failed: FetchError | None = None


class Robots:
    """The sites' wishes. Safe in any thread; ``ask`` fetches an address, asking by its etag and last modification where they are
    known, and returns its answer, of whatever status."""

    def __init__(self, ask: Ask) -> None:
        """Start with nothing known."""
        self._ask, self._lock = ask, threading.Lock()
        self._sites: dict[str, _Site] = {}
        self._before: dict[str, RobotsKept] = {}
        self._seen: dict[str, RobotsKept] = {}
        self._now = datetime.now(UTC)

    def begin(self, now: str, kept: Iterable[RobotsKept]) -> None:
        """Begin a run at ``now`` (ISO, UTC) with what earlier ones kept."""
        with self._lock:
            self._now, self._sites, self._seen = datetime.fromisoformat(now), {}, {}
            self._before = {one.origin: one for one in kept}

    def seen(self) -> list[RobotsKept]:
        """Return what came in this run, to be kept for the next."""
        with self._lock:
            return list(self._seen.values())

    def delay_s(self, url: str) -> float:
        """Return the seconds the site of ``url`` wants between two pages; raises RefusedError where it does not want this one fetched.

        Raises FetchError where its robots.txt cannot be had and none is kept: that is a no for now (RFC 9309, 2.3.1.4).
        """
        site = self._site(url)
        if site.rules is None:
            why = str(site.failed).partition(": ")[2].partition(";")[0]
            raise FetchError(
                f"{redacted(url)}: not asked, its site's robots.txt cannot be had ({why}); tried again at the next run,"
                " robots = false for the source goes without it",
                wait_s=site.failed.wait_s if site.failed else None,
            )
        if not site.rules.allow(url):
            raise RefusedError(
                f"{redacted(url)}: refused by its site's robots.txt; ask the site to allow {PRODUCT}, or set robots = false"
                " for the source where you may"
            )
        return site.rules.delay_s

    def _site(self, url: str) -> _Site:
        origin = _origin(url)
        with self._lock:
            site = self._sites.setdefault(origin, _Site())
        with site.lock:  # who comes second waits for the first one's answer
            if site.rules is None and site.failed is None:
                try:
                    site.rules = Rules(self._text(origin))
                except FetchError as error:
                    site.failed = error
        return site

    def _text(self, origin: str) -> str:
        """Its robots.txt, as kept while that is fresh, else asked for; raises FetchError where it cannot be had."""
        before = self._before.get(origin)
        if before is not None and self._now < datetime.fromisoformat(before.fresh_until):
            return before.body
        try:
            now = self._asked(origin, before)
        except FetchError:
            if before is not None and self._now - datetime.fromisoformat(before.seen_at) < timedelta(seconds=STALE):
                return before.body
            raise
        with self._lock:
            self._seen[origin] = now
        return now.body

    def _asked(self, origin: str, before: RobotsKept | None) -> RobotsKept:
        """What it says now: a file, or that there is none (4xx, more redirects than are followed), which allows everything."""
        address = origin + "/robots.txt"
        etag, last_modified = (before.etag, before.last_modified) if before is not None else (None, None)
        try:
            answer = self._ask(address, etag, last_modified)
        except FetchError as error:
            if error.status not in REDIRECTS:
                raise
            return self._kept(RobotsKept(origin, NO_FILE, "", None, None, "", ""), {})
        if answer.status == NOT_MODIFIED and before is not None:
            return self._kept(before, answer.headers)
        if 200 <= answer.status < 300 and answer.status != PARTIAL:
            now = RobotsKept(origin, 200, text_of(answer.body), answer.etag, answer.last_modified, "", "")
        elif 400 <= answer.status < 500 and answer.status != TOO_MANY:
            now = RobotsKept(origin, answer.status, "", None, None, "", "")
        else:
            raise FetchError(
                f"{redacted(address)}: HTTP {answer.status}; try again later", wait_s=wait_s(answer.headers)
            )
        return self._kept(now, answer.headers)

    def _kept(self, said: RobotsKept, headers: Mapping[str, str]) -> RobotsKept:
        """``said`` as of now, with how long it counts."""
        asked = max_age_s(headers)
        age = DAY if asked is None else min(max(asked, HOUR), DAY)
        until = self._now + timedelta(seconds=age)
        return replace(
            said, seen_at=self._now.isoformat(timespec="seconds"), fresh_until=until.isoformat(timespec="seconds")
        )


def _origin(url: str) -> str:
    """Scheme, host and port of ``url``, for which one robots.txt speaks; raises FetchError where it is no web address."""
    parts = urlsplit(checked(url))
    host, port = str(parts.hostname), parts.port
    shown = f"[{host}]" if ":" in host else host
    return f"{parts.scheme}://{shown}" + ("" if port in (None, PORTS[parts.scheme]) else f":{port}")
