"""One fetch function for everything: guarded, bounded in bytes, hops and time, conditional where a validator is held."""

from __future__ import annotations

import contextlib
import time
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from http.cookiejar import DefaultCookiePolicy
from typing import Final
from urllib.parse import urljoin, urlsplit

import httpcore2
import httpx2

from ...store.errors import FetchError
from ..allowance import Allowance
from .body import Bounds, body_of
from .deadline import within
from .guard import GuardedBackend, Resolver, resolve
from .urls import redacted, redacted_text
from .waiting import wait_s
from .waits import Waits

AGENT: Final = "sametrack/0.1 (+https://github.com/sametrack/sametrack)"
HOPS: Final = 5
REDIRECTS: Final = frozenset({301, 302, 303, 307, 308})
PERMANENT: Final = frozenset({301, 308})
LONGEST: Final = 8000
"""Characters of an address that is followed, and of a validator that is kept."""
FAILURES: Final = (
    httpx2.HTTPError, httpx2.InvalidURL, httpx2.StreamError, httpcore2.ConnectError, httpcore2.ProtocolError, httpcore2.NetworkError,
    OSError, ValueError,
)  # fmt: skip
"""What a broken answer or address raises in the libraries below; InvalidURL is no HTTPError."""


@dataclass(frozen=True, slots=True)
class Fetched:
    """An answer: decoded ``body``, its validators, and when it came (UTC). Status 304 has an empty body."""

    url: str
    final_url: str
    status: int
    headers: Mapping[str, str]
    body: bytes
    etag: str | None
    last_modified: str | None
    fetched_at: str
    moved: bool = False
    """Whether every hop from ``url`` to ``final_url`` was a permanent one."""

    @property
    def content_type(self) -> str | None:
        """The answer's own word for what it is."""
        return self.headers.get("content-type")


@dataclass(frozen=True, slots=True)
class _Term:
    """The time a fetch may take, redirects and all: until ``limit`` (monotonic seconds), on whose account."""

    seconds: float
    limit: float
    allowance: Allowance | None

    @classmethod
    def of(cls, seconds: float, allowance: Allowance | None) -> _Term:
        seconds = seconds if allowance is None else min(seconds, max(0.0, allowance.left_s))
        return cls(seconds, time.monotonic() + seconds, allowance)

    def spending(self) -> contextlib.AbstractContextManager[None]:
        return contextlib.nullcontext() if self.allowance is None else self.allowance.spending()


class Fetcher:
    """The seam for the network: tests pass a ``transport``; everything else goes through the guard."""

    def __init__(
        self, *, transport: httpx2.BaseTransport | None = None, allow: frozenset[tuple[str, int]] = frozenset(),
        deadline_s: float = 30.0, max_bytes: int = 20_000_000, resolver: Resolver = resolve,
    ) -> None:  # fmt: skip
        """Prepare; ``deadline_s`` covers one fetch from connect to the last byte, ``max_bytes`` the decoded body."""
        self.deadline_s, self.max_bytes = deadline_s, max_bytes
        self.waits = Waits()
        if transport is None:
            transport = httpx2.HTTPTransport(trust_env=False, retries=0)
            transport._pool._network_backend = GuardedBackend(allow, resolver)
        self._client = httpx2.Client(transport=transport, trust_env=False, follow_redirects=False)
        self._answered: set[tuple[str, str, int | None]] = set()
        self._client.cookies.jar.set_policy(DefaultCookiePolicy(allowed_domains=[]))  # none is taken, none is sent

    def close(self) -> None:
        """Close what is still connected."""
        self._client.close()

    def get(
        self, url: str, *, etag: str | None = None, last_modified: str | None = None,
        headers: Mapping[str, str] | None = None, allowance: Allowance | None = None,
    ) -> Fetched:  # fmt: skip
        """Fetch ``url``; raises FetchError (one clean line) for anything but a whole 200 or a 304.

        ``headers`` and the validators go to ``url`` itself and to nothing it redirects to. The time on the wire is taken
        from ``allowance``, and ends with it.
        """
        validators = dict(headers or {})
        if etag:
            validators["If-None-Match"] = etag
        if last_modified:
            validators["If-Modified-Since"] = last_modified
        term = _Term.of(self.deadline_s, allowance)
        current, moved = url, True
        for _ in range(HOPS + 1):
            answer = self._once(current, validators if current == url else {}, term)
            if answer.status == 304 and not ({"If-None-Match", "If-Modified-Since"} & validators.keys()):
                raise FetchError(f"{redacted(url)}: says it has not changed, but was not asked; try again later")
            if answer.status not in REDIRECTS:
                return replace(self._accepted(url, answer), url=url, moved=moved and current != url)
            target = self._target(url, current, answer.headers.get("location", ""))
            current, moved = target, moved and answer.status in PERMANENT
        raise FetchError(f"{redacted(url)}: more than {HOPS} redirects; check the address")

    def _target(self, url: str, current: str, location: str) -> str:
        """Where a redirect leads; raises FetchError where that is no web address."""
        try:
            target = urljoin(current, location)
            parts = urlsplit(target)
            if parts.scheme in ("http", "https") and parts.hostname and len(target) <= LONGEST:
                return target
        except ValueError:
            pass
        raise FetchError(f"{redacted(url)}: redirected to something that is no web address; not followed")

    def _accepted(self, url: str, answer: Fetched) -> Fetched:
        if answer.status == 206:
            raise FetchError(f"{redacted(url)}: answered with a part of itself; try again later")
        if answer.status == 304 or 200 <= answer.status < 300:
            if answer.status != 304 and not answer.body.strip():
                raise FetchError(f"{redacted(url)}: answered with nothing; try again later")
            return answer
        hint = {401: "it needs a login", 403: "it refuses us", 404: "check the address", 410: "it is gone, remove it",
                429: "it asks us to wait"}.get(answer.status, "try again later")  # fmt: skip
        wait = wait_s(answer.headers)
        if wait is not None:
            self.waits.asked(answer.url, wait)
            hint = f"it asks us to wait {wait / 60:.0f} min"
        raise FetchError(f"{redacted(url)}: HTTP {answer.status}; {hint}", status=answer.status, wait_s=wait)

    def _send(self, request: httpx2.Request) -> httpx2.Response:
        """Send; once more where a connection kept from an earlier answer turns out to be closed."""
        origin = (request.url.scheme, request.url.host, request.url.port)
        try:
            response = self._client.send(request, stream=True)
        except (httpx2.NetworkError, httpx2.RemoteProtocolError):
            if origin not in self._answered:
                raise
            self._answered.discard(origin)
            response = self._client.send(request, stream=True)
        self._answered.add(origin)
        return response

    def _once(self, url: str, validators: Mapping[str, str], term: _Term) -> Fetched:
        self.waits.check(url)
        if urlsplit(url).scheme not in ("http", "https"):
            raise FetchError(f"{redacted(url)}: only http and https addresses are fetched")
        headers = {"User-Agent": AGENT, "Accept-Encoding": "gzip", "Accept": "*/*", **validators}
        late = f"{redacted(url)}: no whole answer within {term.seconds:.3g} s; try again later"
        try:
            with within(term.limit), term.spending():
                request = self._client.build_request("GET", url, headers=headers, timeout=term.seconds)
                response = self._send(request)
                try:
                    bounds = Bounds(redacted(url), self.max_bytes, term.limit, late)
                    body = b"" if response.status_code in (304, *REDIRECTS) else body_of(response, bounds)
                finally:
                    response.close()
        except FetchError:
            raise
        except (httpx2.TimeoutException, httpcore2.TimeoutException):
            raise FetchError(late) from None
        except FAILURES as error:
            if time.monotonic() >= term.limit:
                raise FetchError(late) from None
            reason = " ".join("".join(c if c.isprintable() else " " for c in str(error)).split())[:120]
            raise FetchError(
                f"{redacted(url)}: cannot be fetched ({redacted_text(reason) or type(error).__name__})"
            ) from None
        now = datetime.now(UTC).isoformat(timespec="seconds")
        kept = {k.lower(): v for k, v in response.headers.items()}
        return Fetched(
            url, url, response.status_code, kept, body, _plain(kept.get("etag")), _plain(kept.get("last-modified")), now
        )


def _plain(validator: str | None) -> str | None:
    """A validator that can be sent back; others would raise on the next run."""
    return (
        validator
        if validator and len(validator) <= LONGEST and validator.isascii() and validator.isprintable()
        else None
    )
