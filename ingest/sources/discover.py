"""An address a person typed -> the source behind it: a feed it names or hides, a repository's releases, a sitemap, the page."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import replace
from typing import Final
from urllib.parse import urljoin, urlsplit

from bs4 import BeautifulSoup

from ...store.errors import ReadError, SametrackError
from ..allowance import Allowance
from ..fetch import Fetched, Fetcher, redacted
from ..fetch.urls import checked
from ..isolation import Reader
from ..read import kind_of
from .adapters import ask, listing_of_fetched
from .arriving import Listing
from .github import FILE, FOLDER
from .inferencex import is_perf_changelog
from .jsonfeed import is_json_feed
from .opml import name_of
from .watchlist import REPOSITORY, Watched

FEEDS: Final = ("application/atom+xml", "application/rss+xml", "application/feed+json", "application/rdf+xml")
GUESSES: Final = ("feed.xml", "rss.xml", "atom.xml", "index.xml", "feed/")
"""Where site builders put a feed that no page names; asked below the address, then at the site's root."""
HEAD: Final = 4096
"""Bytes that tell what an answer is."""


def discover(url: str, fetcher: Fetcher, secrets: Mapping[str, str], reader: Reader) -> tuple[Watched, Listing]:
    """Return the source at ``url`` and what it would bring now, its answers read by ``reader``.

    Raises FetchError or ReadError where there is none.
    """
    if (repository := REPOSITORY.match(url)) is not None:
        home = f"https://github.com/{repository[1]}/{repository[2]}"
        return _tried(
            Watched(name_of(repository[2]), home, "releases", repository[2], own=True), fetcher, secrets, reader
        )
    if (folder := FOLDER.match(url)) is not None:
        page = f"https://github.com/{folder[1]}/{folder[2]}/blob/{folder[3]}/{folder[4]}/{{stem}}.md"
        return _tried(Watched(name_of(folder[2]), url, "posts", page=page, own=True), fetcher, secrets, reader)
    page_or_feed = Watched(_site(url), url, "page", own=True)
    fetched = fetcher.get(ask(page_or_feed, secrets).url)
    head = fetched.held.read(HEAD)
    if is_perf_changelog(head):
        return _read(replace(page_or_feed, kind="perf-changelog"), fetched, reader)
    if _is_feed(fetched):
        return _read(replace(page_or_feed, kind="feed"), fetched, reader)
    if FILE.match(url) or kind_of(url, fetched.content_type, head) != "html":
        return _read(page_or_feed, fetched, reader)
    return _behind(page_or_feed, fetched, fetcher, reader)


def _behind(page: Watched, fetched: Fetched, fetcher: Fetcher, reader: Reader) -> tuple[Watched, Listing]:
    """The feed a page names, else one where builders put it, else the site's map, else the page itself."""
    named = reader.call(redacted(page.url), _named, fetched)
    guessed = _guesses(fetched.final_url)
    allowance = Allowance()
    for address in [*named, *(g for g in guessed if g not in named)]:
        try:
            answer = fetcher.get(address) if address in named else fetcher.crawl(address, allowance=allowance)
            if _is_feed(answer):
                return _read(replace(page, url=address, kind="feed"), answer, reader)
        except SametrackError:
            continue
    try:
        folder = (
            urljoin(fetched.final_url, ".") if urlsplit(fetched.final_url).path not in ("", "/") else fetched.final_url
        )
        watched = replace(
            page, url=urljoin(fetched.final_url, "/sitemap.xml"), kind="sitemap", follow="^" + re.escape(folder) + "."
        )
        return _read(watched, fetcher.crawl(watched.url, allowance=allowance), reader)
    except SametrackError:
        return _read(page, fetched, reader)


def _named(fetched: Fetched) -> list[str]:
    """The feeds a page's head names; those of comments last, they are no posts."""
    soup = BeautifulSoup(fetched.body, "lxml")
    found: dict[str, bool] = {}
    for tag in soup.find_all("link", href=True):
        rel = " ".join(tag.get("rel") or []).lower()
        if "alternate" in rel and str(tag.get("type") or "").split(";")[0].strip().lower() in FEEDS:
            address = urljoin(fetched.final_url, str(tag["href"]))
            if urlsplit(address).scheme in ("http", "https"):
                found.setdefault(address, "comment" in f"{tag.get('title')} {address}".lower())
    return sorted(found, key=lambda address: found[address])[:5]


def _guesses(url: str) -> list[str]:
    below = url if url.endswith("/") else url + "/"
    return list(dict.fromkeys([urljoin(below, g) for g in GUESSES] + [urljoin(url, "/" + g) for g in GUESSES]))


def _is_feed(fetched: Fetched) -> bool:
    head = fetched.held.read(HEAD)
    return is_json_feed(head) or kind_of(fetched.url, fetched.content_type, head) == "feed"


def _tried(watched: Watched, fetcher: Fetcher, secrets: Mapping[str, str], reader: Reader) -> tuple[Watched, Listing]:
    request = ask(watched, secrets)
    return _read(watched, fetcher.get(request.url, headers=request.headers), reader)


def _read(watched: Watched, fetched: Fetched, reader: Reader) -> tuple[Watched, Listing]:
    listing = reader.call(redacted(watched.url), listing_of_fetched, watched, fetched)
    if not listing.arriving and not listing.more and watched.kind != "releases":
        raise ReadError(f"{watched.url}: would bring nothing; check the address")
    return watched, listing


def _site(url: str) -> str:
    parts = urlsplit(checked(url))
    return name_of(f"{parts.hostname or 'source'}{parts.path.rstrip('/')}")
