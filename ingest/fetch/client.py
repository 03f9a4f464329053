"""One fetch function for everything: guarded, bounded in bytes, hops and time, conditional where a validator is held."""

from __future__ import annotations

import contextlib
import time
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from http.cookiejar import DefaultCookiePolicy
from typing import Final
from urllib.parse import urljoin

import httpcore2
import httpx2

from ...store.errors import FetchError
from ..allowance import Allowance
from .body import Bounds, body_of
from .crawling import REDIRECTS, Robots
from .deadline import within
from .guard import GuardedBackend, Resolver, resolve
from .held import Held
from .pacing import Pacing
from .robots import PRODUCT
from .urls import PORTS, address_of, checked, redacted, redacted_text
from .waiting import wait_s
from .waits import Waits

AGENT: Final = f"{PRODUCT}/0.1 (+https://github.com/sametrack/sametrack)"
HOPS: Final = 5
ROBOTS_S: Final = 5.0
"""Seconds a robots.txt may take: the pages that wait for it have their own deadline after it."""
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
    """An answer: its decoded body ``held``, its validators, and when it came (UTC). Status 304 has an empty body."""

    url: str
    final_url: str
    status: int
    headers: Mapping[str, str]
    held: Held
    etag: str | None
    last_modified: str | None
    fetched_at: str
    moved: bool = False
    """Whether every hop from ``url`` to ``final_url`` was a permanent one."""

    @property
    def body(self) -> bytes:
        """The decoded body, read anew each time."""
        return self.held.read()

    @property
    def content_type(self) -> str | None:
        """The answer's own word for what it is."""
        return self.headers.get("content-type")


@dataclass(slots=True)
class _Term:
    """The time a fetch may take on the wire, redirects and all: ``left_s`` of ``seconds``, on whose account."""

    seconds: float
    left_s: float
    allowance: Allowance | None

    @classmethod
    def of(cls, seconds: float, allowance: Allowance | None) -> _Term:
        seconds = seconds if allowance is None else allowance.most(seconds)
        return cls(seconds, seconds, allowance)

    @contextlib.contextmanager
    def on_the_wire(self, waited_s: float) -> Iterator[float]:
        """Yield until when (monotonic seconds); ``waited_s`` are taken from the allowance only when all is over."""
        start = time.monotonic()
        left_s = self.left_s if self.allowance is None else min(self.left_s, self.allowance.left_s - waited_s)
        try:
            yield start + left_s
        finally:
            self.left_s -= time.monotonic() - start

    def left_to_wait(self, begun: float) -> float | None:
        """Return the seconds of the allowance that are left, of which what passed since ``begun`` is yet to be taken."""
        return None if self.allowance is None else self.allowance.left_s - (time.monotonic() - begun)

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
        self.waits, self.robots = Waits(), Robots(self._robots)
        self.pacing = Pacing(frozenset(own for host, port in allow for own in _written(host, port)))
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
        from ``allowance``, and ends with it. For an address that somebody named: :meth:`crawl` is for the others.
        """
        asking = {**(headers or {}), **_validators(etag, last_modified)}
        return self._accepted(url, self._walk(url, asking, _Term.of(self.deadline_s, allowance)))

    def crawl(
        self, url: str, *, etag: str | None = None, last_modified: str | None = None, allowance: Allowance | None = None
    ) -> Fetched:  # fmt: skip
        """Fetch a page that nobody named, as :meth:`get` does, where its site's robots.txt allows it and at its pace.

        Raises RefusedError where robots.txt does not, LaterError where the pace is beyond what ``allowance`` has left;
        what waiting takes, for robots.txt too, is taken from it.
        """
        term = _Term.of(self.deadline_s, allowance)
        return self._accepted(url, self._walk(url, _validators(etag, last_modified), term, crawling=True))

    def _robots(self, url: str, etag: str | None, last_modified: str | None) -> Fetched:
        """A robots.txt's answer, of whatever status."""
        return self._walk(url, _validators(etag, last_modified), _Term.of(min(ROBOTS_S, self.deadline_s), None))

    def _walk(self, url: str, validators: Mapping[str, str], term: _Term, *, crawling: bool = False) -> Fetched:
        """Follow the redirects of ``url`` to an answer; ``term`` is for the wire, waiting for a host's turn is none of it."""
        current, moved = url, True
        for _ in range(HOPS + 1):
            asking = validators if current == url else {}
            self.waits.check(current)
            if crawling:
                with term.spending():
                    begun, delay_s = time.monotonic(), self.robots.delay_s(current)
                    with self.pacing.page(current, delay_s, term.left_to_wait(begun)):
                        answer = self._once(current, asking, term, time.monotonic() - begun)
            else:
                with self.pacing.turn(current), term.spending():
                    answer = self._once(current, asking, term, 0.0)
            if answer.status == 304 and not ({"If-None-Match", "If-Modified-Since"} & validators.keys()):
                raise FetchError(f"{redacted(url)}: says it has not changed, but was not asked; try again later")
            if answer.status not in REDIRECTS:
                if answer.status >= 400 and (wait := wait_s(answer.headers)) is not None:
                    self.waits.asked(current, wait)
                return replace(answer, url=url, moved=moved and current != url)
            target = self._target(url, current, answer.headers.get("location", ""))
            current, moved = target, moved and answer.status in PERMANENT
        raise FetchError(f"{redacted(url)}: more than {HOPS} redirects; check the address", status=answer.status)

    def _target(self, url: str, current: str, location: str) -> str:
        """Where a redirect leads; raises FetchError where that is no web address."""
        try:
            target = urljoin(current, location)
        except ValueError:
            target = ""
        if address_of(target) is not None and len(target) <= LONGEST:
            return target
        raise FetchError(f"{redacted(url)}: redirected to something that is no web address; not followed")

    def _accepted(self, url: str, answer: Fetched) -> Fetched:
        if answer.status == 206:
            raise FetchError(f"{redacted(url)}: answered with a part of itself; try again later")
        if answer.status == 304 or 200 <= answer.status < 300:
            if answer.status != 304 and answer.held.blank:
                raise FetchError(f"{redacted(url)}: answered with nothing; try again later")
            return answer
        hint = {401: "it needs a login", 403: "it refuses us", 404: "check the address", 410: "it is gone, remove it",
                429: "it asks us to wait"}.get(answer.status, "try again later")  # fmt: skip
        wait = wait_s(answer.headers)
        if wait is not None:
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

    def _once(self, url: str, validators: Mapping[str, str], term: _Term, waited_s: float) -> Fetched:
        checked(url)
        headers = {"User-Agent": AGENT, "Accept-Encoding": "gzip", "Accept": "*/*", **validators}
        late = f"{redacted(url)}: no whole answer within {term.seconds:.3g} s; try again later"
        try:
            with term.on_the_wire(waited_s) as limit, within(limit):
                request = self._client.build_request("GET", url, headers=headers, timeout=term.seconds)
                response = self._send(request)
                try:
                    bounds = Bounds(redacted(url), self.max_bytes, limit, late)
                    body = Held() if response.status_code in (304, *REDIRECTS) else body_of(response, bounds)
                finally:
                    response.close()
        except FetchError:
            raise
        except (httpx2.TimeoutException, httpcore2.TimeoutException):
            raise FetchError(late) from None
        except FAILURES as error:
            if time.monotonic() >= limit:
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


def _validators(etag: str | None, last_modified: str | None) -> dict[str, str]:
    """The headers that make a request conditional."""
    return {name: value for name, value in (("If-None-Match", etag), ("If-Modified-Since", last_modified)) if value}


def _written(host: str, port: int) -> Iterator[str]:
    """The ways :func:`waits.host_of` writes ``host`` and ``port``."""
    yield f"{host.lower()}:{port}"
    if port in PORTS.values():
        yield f"{host.lower()}:"


def _plain(validator: str | None) -> str | None:
    """A validator that can be sent back; others would raise on the next run."""
    return (
        validator
        if validator and len(validator) <= LONGEST and validator.isascii() and validator.isprintable()
        else None
    )
