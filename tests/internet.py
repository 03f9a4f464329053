"""The internet on loopback: any host's address is answered by a real server under ``/HOST/PATH``, and requests are kept."""

from __future__ import annotations

import json
from pathlib import Path

import httpx2
from loopback import Answer, Loopback
from sametrack.ingest.annotate import annotate
from sametrack.ingest.fetch import Fetcher
from sametrack.ingest.fetch.pacing import Pacing
from sametrack.ingest.pipeline import Pipeline
from sametrack.ingest.results import SourceResult
from sametrack.ingest.sources.watchlist import Watched
from sametrack.ingest.understand import Annotator
from sametrack.store.database import open_database
from sametrack.store.vocabulary import load_vocabulary


class Internet(httpx2.BaseTransport):
    """Use inside ``with Loopback()``; ``asked`` holds the address and headers of every request but those for robots.txt,
    ``robots`` the addresses of these; ``slept`` the seconds that a host's pace would have taken."""

    def __init__(self, site: Loopback) -> None:
        self.site, self.asked = site, list[tuple[str, dict[str, str]]]()
        self.robots, self.slept = list[str](), list[float]()
        self._inner = httpx2.HTTPTransport(trust_env=False)

    def put(self, url: str, body: str | bytes | list[object] | dict[str, object], **more: object) -> None:
        """Answer ``url`` with ``body`` (JSON for lists and dicts); ``more`` are fields of Answer and ``kind``."""
        kind = more.pop("kind", None)
        headers = {**({"Content-Type": str(kind)} if kind else {}), **dict(more.pop("headers", {}))}  # type: ignore[call-overload]
        data = body if isinstance(body, bytes) else (body if isinstance(body, str) else json.dumps(body)).encode()
        self.site.answers["/" + url.split("://", 1)[1]] = Answer(data, headers=headers, **more)  # type: ignore[arg-type]

    def handle_request(self, request: httpx2.Request) -> httpx2.Response:
        if request.url.path == "/robots.txt":
            self.robots.append(str(request.url))
        else:
            self.asked.append((str(request.url), {k.lower(): v for k, v in request.headers.items()}))
        inner = f"{self.site.url}/{request.url.host}{request.url.raw_path.decode()}"
        return self._inner.handle_request(
            httpx2.Request("GET", inner, headers=request.headers, extensions=request.extensions)
        )

    def fetcher(self) -> Fetcher:
        fetcher = Fetcher(transport=self)
        fetcher.pacing = Pacing(sleep=self.slept.append)
        return fetcher

    def addresses(self) -> list[str]:
        """Return the addresses asked since the last call."""
        found = [url for url, _ in self.asked]
        self.asked.clear()
        return found


def ingest(
    path: Path,
    net: Internet,
    sources: list[Watched],
    now: str,
    secrets: dict[str, str] | None = None,
    annotator: Annotator = annotate,
) -> dict[str, SourceResult]:
    """Ingest ``sources`` into the database at ``path``; return the results by source."""
    with open_database(path) as database:
        pipeline = Pipeline(database, net.fetcher(), load_vocabulary(), now, annotator, secrets=secrets or {})
        return {result.source: result for result in pipeline.run(sources)}
