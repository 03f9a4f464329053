"""Which adapter reads which kind of source: where it is asked, with which headers, and what its answer holds.

Adapters are pure: they fetch nothing themselves, so that their answers can be recorded and read anywhere.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from typing import Final
from urllib.parse import urlsplit

from ...store.document import DocumentKind
from ...store.errors import ReadError, SametrackError
from ..fetch import Fetched
from ..fetch.urls import canonical, redacted
from . import github, hackernews, inferencex, links
from .arriving import Answer, Listing
from .discussions import discussions
from .feed import entries
from .targets import address_to_fetch, listing_of_bytes
from .watchlist import Watched


@dataclass(frozen=True, slots=True)
class Request:
    """Where a source is asked, and the headers that go there and nowhere else."""

    url: str
    headers: Mapping[str, str] = field(default_factory=dict)


Ask = Callable[[Watched, Mapping[str, str]], Request]
Read = Callable[[Watched, Answer], Listing]


def _plainly(watched: Watched, secrets: Mapping[str, str]) -> Request:
    del secrets
    return Request(address_to_fetch(watched.url))


def _any(watched: Watched, answer: Answer) -> Listing:
    return listing_of_bytes(answer.data, canonical(watched.url), answer.content_type, networked=True)


def _feed(watched: Watched, answer: Answer) -> Listing:
    return entries(answer.data, watched.url, networked=True)


def _page(watched: Watched, answer: Answer) -> Listing:
    found = _any(watched, answer)
    if any(a.representation in ("feed", "summary") for a in found.arriving):
        raise ReadError(f'{watched.url}: is a feed now, no page; watch it with kind = "feed"')
    return found


def _changelog(watched: Watched, answer: Answer) -> Listing:
    listing = _page(watched, answer)
    listing.arriving = [replace(a, hints=replace(a.hints, kind=DocumentKind.CHANGELOG)) for a in listing.arriving]
    return listing


ADAPTERS: Final[Mapping[str, tuple[Ask, Read]]] = {
    "archive": (_plainly, links.archive),
    "auto": (_plainly, _any),
    "changelog": (_plainly, _changelog),
    "discussions": (_plainly, discussions),
    "feed": (_plainly, _feed),
    "page": (_plainly, _page),
    "perf-changelog": (_plainly, inferencex.perf_changelog),
    "posts": (github.ask_posts, github.posts),
    "releases": (github.ask_releases, github.releases),
    "sitemap": (_plainly, links.sitemap),
}


DOCUMENTED: Final = frozenset(urlsplit(home).hostname for home in (github.API, github.RAW, hackernews.API))
"""Hosts whose addresses are interfaces for programs: robots.txt is for who follows links (RFC 9309, 1)."""


def is_crawled(watched: Watched, url: str) -> bool:
    """Return whether robots.txt bears on fetching ``url``, which nobody named but a listing of ``watched``."""
    return watched.robots and urlsplit(url).hostname not in DOCUMENTED


def ask(watched: Watched, secrets: Mapping[str, str]) -> Request:
    """Return where ``watched`` is to be asked; ``secrets`` may hold a ``GITHUB_TOKEN``, for that host alone."""
    return ADAPTERS[watched.kind][0](watched, secrets)


def listing_of_fetched(watched: Watched, fetched: Fetched) -> Listing:
    """Return what an answer as it was fetched holds; raises as :func:`listing_of` does."""
    link = fetched.headers.get("link", "")
    return listing_of(watched, Answer(fetched.final_url, fetched.body, fetched.content_type, link))


def listing_of(watched: Watched, answer: Answer) -> Listing:
    """Return what ``answer`` holds, with all that the watch list says of them; raises ReadError where it changed its shape."""
    try:
        listing = ADAPTERS[watched.kind][1](watched, answer)
    except (SametrackError, MemoryError):
        raise
    except Exception as error:  # whatever a parser raises on hostile bytes costs its own source and no other
        raise ReadError(
            f"{redacted(watched.url)}: its answer cannot be read ({type(error).__name__}); look at it"
        ) from error
    said = {
        "owner": watched.publisher or watched.project, "project": watched.project,
        "keep": watched.keep, "drop": watched.drop, "date": watched.date,
    }  # fmt: skip
    if any(said.values()):
        listing.arriving = [replace(a, hints=replace(a.hints, **said)) for a in listing.arriving]  # type: ignore[arg-type]
    return listing
