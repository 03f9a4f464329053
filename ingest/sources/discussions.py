"""Searches for discussions (Hacker News by Algolia's API, a Reddit feed) -> the threads found, fetched again as they grow."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Final

import feedparser

from ...store.document import DocumentKind
from ...store.errors import ReadError
from ..fetch.urls import canonical
from ..read import Hints
from . import hackernews, reddit
from .arriving import Answer, Arriving, Listing
from .watchlist import Watched

MOST: Final = 200


def discussions(watched: Watched, answer: Answer) -> Listing:
    """Return the threads a search found, each to be fetched on its own; its number of comments is its stamp."""
    if answer.data.lstrip()[:1] == b"{":
        return Listing(list(_hits(watched, answer.data)))
    found = list(_posts(answer.data))
    if not found:
        raise ReadError(f"{watched.url}: lists no discussion; check that the address is a search's or a feed's")
    return Listing(found)


def _hits(watched: Watched, data: bytes) -> Iterator[Arriving]:
    try:
        hits = json.loads(data)["hits"][:MOST]
    except (ValueError, KeyError, TypeError, RecursionError):
        raise ReadError(f"{watched.url}: is no answer of the search any more; look for a newer sametrack") from None
    for hit in hits:
        ident = str(hit.get("objectID") or "") if isinstance(hit, dict) else ""
        if ident.isdigit():
            yield _thread(
                hackernews.PAGE + ident,
                hackernews.API + ident,
                str(hit.get("title") or ""),
                str(hit.get("num_comments") or 0),
            )


def _posts(data: bytes) -> Iterator[Arriving]:
    for entry in feedparser.parse(data).entries[:MOST]:
        link = str(entry.get("link") or "")
        if (feed := reddit.thread_feed(link)) is not None:
            yield _thread(
                canonical(feed.removesuffix("/.rss")),
                feed,
                str(entry.get("title") or ""),
                str(entry.get("updated") or ""),
            )


def _thread(url: str, follow: str, title: str, stamp: str) -> Arriving:
    return Arriving(
        url, b"", url, "page", None, Hints(title=title or None, kind=DocumentKind.THREAD), follow=follow, stamp=stamp
    )
