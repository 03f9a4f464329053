"""One fetch function for everything: guarded, bounded in bytes, hops and time, conditional where a validator is held."""

from __future__ import annotations

import threading
import time
import zlib
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from typing import Final
from urllib.parse import urljoin, urlsplit

import httpcore2
import httpx2

from ...store.errors import FetchError
from .guard import GuardedBackend, Resolver, resolve
from .urls import redacted
from .waiting import wait_s

AGENT: Final = "sametrack/0.1 (+https://github.com/sametrack/sametrack)"
HOPS: Final = 5
REDIRECTS: Final = frozenset({301, 302, 303, 307, 308})
PERMANENT: Final = frozenset({301, 308})


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


class Fetcher:
    """The seam for the network: tests pass a ``transport``; everything else goes through the guard."""

    def __init__(
        self, *, transport: httpx2.BaseTransport | None = None, allow: frozenset[tuple[str, int]] = frozenset(),
        deadline_s: float = 30.0, max_bytes: int = 20_000_000, resolver: Resolver = resolve,
    ) -> None:  # fmt: skip
        """Prepare; ``deadline_s`` covers one fetch from connect to the last byte, ``max_bytes`` the decoded body."""
        self.deadline_s, self.max_bytes = deadline_s, max_bytes
        if transport is None:
            transport = httpx2.HTTPTransport(trust_env=False, retries=0)
            transport._pool._network_backend = GuardedBackend(allow, resolver)
        self._client = httpx2.Client(transport=transport, trust_env=False, follow_redirects=False)

    def get(
        self, url: str, *, etag: str | None = None, last_modified: str | None = None,
        headers: Mapping[str, str] | None = None,
    ) -> Fetched:  # fmt: skip
        """Fetch ``url``; raises FetchError (one clean line) for anything but a whole 200 or a 304.

        ``headers`` and the validators go to ``url`` itself and to nothing it redirects to.
        """
        validators = dict(headers or {})
        if etag:
            validators["If-None-Match"] = etag
        if last_modified:
            validators["If-Modified-Since"] = last_modified
        limit, current, moved = time.monotonic() + self.deadline_s, url, True
        for _ in range(HOPS + 1):
            answer = self._once(current, validators if current == url else {}, limit)
            if answer.status not in REDIRECTS:
                return replace(self._accepted(url, answer), url=url, moved=moved and current != url)
            target = urljoin(current, answer.headers.get("location", ""))
            if urlsplit(target).scheme not in ("http", "https"):
                raise FetchError(f"{redacted(url)}: redirected to something that is no web address; not followed")
            current, moved = target, moved and answer.status in PERMANENT
        raise FetchError(f"{redacted(url)}: more than {HOPS} redirects; check the address")

    def _accepted(self, url: str, answer: Fetched) -> Fetched:
        if answer.status == 304 or 200 <= answer.status < 300:
            if answer.status != 304 and not answer.body.strip():
                raise FetchError(f"{redacted(url)}: answered with nothing; try again later")
            return answer
        hint = {401: "it needs a login", 403: "it refuses us", 404: "check the address", 410: "it is gone, remove it",
                429: "it asks us to wait"}.get(answer.status, "try again later")  # fmt: skip
        wait = wait_s(answer.headers)
        if wait is not None:
            hint = f"it asks us to wait {wait / 60:.0f} min"
        raise FetchError(f"{redacted(url)}: HTTP {answer.status}; {hint}", status=answer.status, wait_s=wait)

    def _once(self, url: str, validators: Mapping[str, str], limit: float) -> Fetched:
        if urlsplit(url).scheme not in ("http", "https"):
            raise FetchError(f"{redacted(url)}: only http and https addresses are fetched")
        headers = {"User-Agent": AGENT, "Accept-Encoding": "gzip", "Accept": "*/*", **validators}
        try:
            left = max(0.05, limit - time.monotonic())
            request = self._client.build_request("GET", url, headers=headers, timeout=left)
            response = self._client.send(request, stream=True)
            with _Watchdog(limit, response.close):
                try:
                    body = b"" if response.status_code in (304, *REDIRECTS) else self._body(response, limit, url)
                finally:
                    response.close()
        except FetchError:
            raise
        except (httpx2.TimeoutException, httpcore2.TimeoutException):
            raise FetchError(
                f"{redacted(url)}: no whole answer within {self.deadline_s:g} s; try again later"
            ) from None
        except (
            httpx2.HTTPError,
            httpx2.InvalidURL,
            httpx2.StreamError,
            httpcore2.ConnectError,
            OSError,
            ValueError,
        ) as error:
            if time.monotonic() >= limit:
                raise FetchError(
                    f"{redacted(url)}: no whole answer within {self.deadline_s:g} s; try again later"
                ) from None
            reason = " ".join(str(error).split())[:120] or type(error).__name__
            raise FetchError(f"{redacted(url)}: cannot be fetched ({reason})") from None
        now = datetime.now(UTC).isoformat(timespec="seconds")
        kept = {k.lower(): v for k, v in response.headers.items()}
        return Fetched(
            url, url, response.status_code, kept, body, _plain(kept.get("etag")), _plain(kept.get("last-modified")), now
        )

    def _body(self, response: httpx2.Response, limit: float, url: str) -> bytes:
        """The decoded body, capped while it streams, so that a bomb never unfolds."""
        layers = [e.strip().lower() for e in response.headers.get("content-encoding", "").split(",") if e.strip()]
        if len(layers) > 2 or any(layer not in ("gzip", "x-gzip", "deflate", "identity") for layer in layers):
            raise FetchError(f"{redacted(url)}: encoded in a way we do not read ({', '.join(layers)[:60]})")
        raw = bytearray()
        for chunk in response.iter_raw():
            raw += chunk
            if len(raw) > self.max_bytes:
                raise FetchError(
                    f"{redacted(url)}: larger than {self.max_bytes // 1_000_000} MB; raise the source's max_bytes to read it"
                )
            if time.monotonic() > limit:
                raise FetchError(f"{redacted(url)}: no whole answer within {self.deadline_s:g} s; try again later")
        data = bytes(raw)
        for layer in reversed(layers):
            if layer != "identity":
                data = self._inflate(data, url)
        return data

    def _inflate(self, data: bytes, url: str) -> bytes:
        unpacker = zlib.decompressobj(47)
        try:
            out = unpacker.decompress(data, self.max_bytes + 1)
        except zlib.error:
            raise FetchError(f"{redacted(url)}: its compressed body is broken; try again later") from None
        if len(out) > self.max_bytes:
            raise FetchError(f"{redacted(url)}: unpacks to more than {self.max_bytes // 1_000_000} MB; not read")
        return out


def _plain(validator: str | None) -> str | None:
    """A validator that can be sent back; others would raise on the next run."""
    return validator if validator and validator.isascii() and validator.isprintable() else None


class _Watchdog:
    """Closes a connection at its deadline, whatever it drips."""

    def __init__(self, limit: float, close: Callable[[], None]) -> None:
        self._timer = threading.Timer(max(0.01, limit - time.monotonic()), close)
        self._timer.daemon = True

    def __enter__(self) -> None:
        self._timer.start()

    def __exit__(self, *_: object) -> None:
        self._timer.cancel()
